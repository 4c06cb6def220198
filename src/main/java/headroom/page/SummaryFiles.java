package headroom.page;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import headroom.measure.Measurement;
import headroom.measure.Reading;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * The summary of a run as text for machines, the same numbers as JSON and as CSV.
 *
 * <p>JSON: a list of objects with name, labels, statistic, unit, value, halfWidth, level and n; a
 * number that is unknown is null. CSV: the same, a column for each label after the numbers; an
 * unknown number or absent label is an empty field, which pandas reads as NaN.
 */
public final class SummaryFiles {
    // The writer that gives the same digits on every JDK.
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();

    private SummaryFiles() {}

    /** The summary as JSON. */
    public static String json(List<Measurement> summary) {
        return jsonText(json -> {
            json.writeStartArray();
            summary.forEach(each -> write(json, each));
            json.writeEndArray();
        });
    }

    private static void write(JsonGenerator json, Measurement each) {
        json.writeStartObject();
        json.writeStringProperty("name", each.name());
        writeLabels(json, each.labels());
        json.writeStringProperty("statistic", each.statistic());
        json.writeStringProperty("unit", each.unit());
        writeNumber(json, "value", each.value());
        writeNumber(json, "halfWidth", each.halfWidth());
        writeNumber(json, "level", each.level());
        json.writeNumberProperty("n", each.n());
        json.writeEndObject();
    }

    /** The summary as CSV. */
    public static String csv(List<Measurement> summary) {
        List<String> keys =
                Labels.keys(summary.stream().map(Measurement::labels).toList());
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(
                List.of("name", "statistic", "unit", "value", "halfWidth", "level", "n"));
        header.addAll(keys);
        rows.add(header);
        for (Measurement each : summary) {
            List<String> row = new ArrayList<>(List.of(
                    each.name(),
                    each.statistic(),
                    each.unit(),
                    number(each.value()),
                    number(each.halfWidth()),
                    number(each.level()),
                    Long.toString(each.n())));
            SortedMap<String, String> labels = each.labels();
            keys.forEach(key -> row.add(labels.getOrDefault(key, "")));
            rows.add(row);
        }
        return csvText(rows);
    }

    /** What each replication says by itself as CSV: a row for each replication and number. */
    public static String replicationsCsv(List<Reading> readings) {
        List<String> keys = Labels.keys(readings.stream()
                .flatMap(reading -> reading.summary().stream())
                .map(Measurement::labels)
                .toList());
        List<List<String>> rows = new ArrayList<>();
        List<String> header =
                new ArrayList<>(List.of("replication", "name", "statistic", "unit", "value"));
        header.addAll(keys);
        rows.add(header);
        for (Reading reading : readings) {
            for (Measurement each : reading.summary()) {
                List<String> row = new ArrayList<>(List.of(
                        Integer.toString(reading.replication()),
                        each.name(),
                        each.statistic(),
                        each.unit(),
                        number(each.value())));
                keys.forEach(key -> row.add(each.labels().getOrDefault(key, "")));
                rows.add(row);
            }
        }
        return csvText(rows);
    }

    /** Indented JSON with line feeds only and a last one, on every system. */
    public static String jsonText(Consumer<JsonGenerator> content) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        return json(new DefaultPrettyPrinter().withObjectIndenter(lines), content) + "\n";
    }

    public static String compactJson(Consumer<JsonGenerator> content) {
        return json(null, content);
    }

    // Written token by token: binding objects would load more classes than the rest of a run.
    private static String json(@Nullable PrettyPrinter layout, Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(new Layout(layout), text)) {
            content.accept(json);
        }
        return text.toString();
    }

    /** Tells a generator how to lay out its text; null: without any space. */
    private static final class Layout extends ObjectWriteContext.Base {
        private final @Nullable PrettyPrinter printer;

        Layout(@Nullable PrettyPrinter printer) {
            this.printer = printer;
        }

        @Override
        public @Nullable PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return printer != null;
        }
    }

    /** Rows as CSV with line feeds only, on every system. */
    public static String csvText(List<List<String>> rows) {
        StringWriter text = new StringWriter();
        try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
            rows.forEach(csv::writeRecord);
        } catch (IOException e) {
            throw new UncheckedIOException("a string refused text", e);
        }
        return text.toString();
    }

    /**
     * The shortest text that reads back to the same number, empty where it is not finite; the same
     * on every JDK, see {@link Figures#decimal}.
     */
    public static String number(double value) {
        return Double.isFinite(value) ? NumberOutput.toString(value, true) : "";
    }

    /** JSON has no number for what is unknown. */
    public static void writeNumber(JsonGenerator json, String key, double value) {
        if (Double.isFinite(value)) {
            json.writeNumberProperty(key, value);
        } else {
            json.writeNullProperty(key);
        }
    }

    /** The same for a list. */
    public static void writeNumbers(JsonGenerator json, String key, double[] values) {
        json.writeArrayPropertyStart(key);
        for (double value : values) {
            if (Double.isFinite(value)) {
                json.writeNumber(value);
            } else {
                json.writeNull();
            }
        }
        json.writeEndArray();
    }

    public static void writeLabels(JsonGenerator json, Map<String, String> labels) {
        json.writeObjectPropertyStart("labels");
        labels.forEach(json::writeStringProperty);
        json.writeEndObject();
    }
}
