package headroom.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;

import headroom.measure.Measurement;

import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.NumberOutput;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * The summary of a run as text for machines, the same numbers as JSON and as CSV.
 *
 * <p>JSON: a list of objects with name, labels, statistic, unit, value, halfWidth, level and n; a
 * number that is unknown is null. CSV: the same, a column for each label after the numbers; an
 * unknown number or absent label is an empty field, which pandas reads as NaN.
 */
final class SummaryFiles {
    // The writer that gives the same digits on every JDK.
    private static final JsonMapper COMPACT = JsonMapper.builder()
            .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
            .build();
    private static final JsonMapper INDENTED =
            COMPACT.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

    private SummaryFiles() {}

    /** The summary as JSON. */
    static String json(List<Measurement> summary) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (Measurement each : summary) {
            ObjectNode object = list.addObject();
            object.put("name", each.name());
            ObjectNode labels = object.putObject("labels");
            each.labels().forEach(labels::put);
            object.put("statistic", each.statistic());
            object.put("unit", each.unit());
            putNumber(object, "value", each.value());
            putNumber(object, "halfWidth", each.halfWidth());
            putNumber(object, "level", each.level());
            object.put("n", each.n());
        }
        return jsonText(list);
    }

    /** The summary as CSV. */
    static String csv(List<Measurement> summary) {
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

    /** Indented JSON with line feeds only and a last one, on every system. */
    static String jsonText(Object tree) {
        return INDENTED.writeValueAsString(tree).replace("\r\n", "\n") + "\n";
    }

    static String compactJson(Object tree) {
        return COMPACT.writeValueAsString(tree);
    }

    /** Rows as CSV with line feeds only, on every system. */
    static String csvText(List<List<String>> rows) {
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
    static String number(double value) {
        return Double.isFinite(value) ? NumberOutput.toString(value, true) : "";
    }

    /** JSON has no number for what is unknown. */
    static void putNumber(ObjectNode object, String key, double value) {
        if (Double.isFinite(value)) {
            object.put(key, value);
        } else {
            object.putNull(key);
        }
    }
}
