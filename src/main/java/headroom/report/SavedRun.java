package headroom.report;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.page.JsonTree;
import headroom.page.SavedFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run read back from its results folder, for its report to be made again: all that reports show,
 * without the replications that it was merged from.
 */
public final class SavedRun {
    /** What a report is made of; everything else in the folder is made from these. */
    static final List<String> SOURCES = List.of("summary.csv", "occupancy.csv", "timeseries.csv");

    private final Path folder;
    private final JsonTree manifest;

    private SavedRun(SavedFolder saved) {
        this.folder = saved.path();
        this.manifest = saved.manifest();
    }

    /**
     * Reads a run.
     *
     * @throws IOException with every reason why it cannot be, a line for each
     */
    public static RunResult read(SavedFolder saved) throws IOException {
        return saved.read(SOURCES, new SavedRun(saved)::result);
    }

    /** The answer in sentences, of a run that {@link #read} takes. */
    static List<String> answer(SavedFolder saved) {
        return saved.manifest().at("answer").list().stream().map(JsonTree::text).toList();
    }

    private RunResult result() throws IOException {
        List<Phase> phases = manifest.at("phases").list().stream()
                .map(each -> new Phase(
                        each.text("name"), each.number("fromSeconds"), each.number("toSeconds")))
                .toList();
        Map<String, Double> limits = new TreeMap<>();
        manifest.at("limits").entries().forEach((name, value) -> limits.put(name, value.number()));
        return new RunResult(
                manifest.text("scenario"),
                manifest.text("title"),
                manifest.text("runId"),
                Instant.parse(manifest.text("start")),
                manifest.number("horizonSeconds"),
                manifest.whole("seed"),
                (int) manifest.whole("replications"),
                (int) manifest.whole("cells"),
                (int) manifest.whole("sampledCells"),
                (int) manifest.at("machine").whole("threads"),
                manifest.at("machine").number("wallSeconds"),
                manifest.whole("requestsSimulated"),
                manifest.text("resultHash"),
                phases,
                measurements("summary.csv"),
                Files.exists(folder.resolve("occupancy.csv"))
                        ? measurements("occupancy.csv")
                        : List.of(),
                series(),
                limits,
                manifest.at("assumptions").list().stream().map(JsonTree::text).toList(),
                List.of());
    }

    private List<List<String>> rows(String name) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> csv =
                CsvReader.builder().ofCsvRecord(Files.readString(folder.resolve(name)))) {
            csv.forEach(record -> rows.add(record.getFields()));
        }
        return rows;
    }

    /** Numbers as {@code summary.csv} has them: seven columns, then one for each label. */
    private List<Measurement> measurements(String name) throws IOException {
        List<List<String>> rows = rows(name);
        List<String> heads = rows.get(0);
        List<Measurement> numbers = new ArrayList<>();
        for (List<String> row : rows.subList(1, rows.size())) {
            TreeMap<String, String> labels = new TreeMap<>();
            for (int c = 7; c < row.size(); c++) {
                if (!row.get(c).isEmpty()) {
                    labels.put(heads.get(c), row.get(c));
                }
            }
            numbers.add(new Measurement(
                    row.get(0),
                    labels,
                    row.get(1),
                    row.get(2),
                    number(row.get(3)),
                    number(row.get(4)),
                    number(row.get(5)),
                    Long.parseLong(row.get(6))));
        }
        return numbers;
    }

    private static double number(String text) {
        return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    }

    /** The course over time; a column whose name ends in .hw has the errors of the one before. */
    private TimeSeries series() throws IOException {
        JsonTree about = manifest.at("timeseries");
        List<List<String>> rows = rows("timeseries.csv");
        List<Series> columns = new ArrayList<>();
        int at = 2;
        String before = "";
        for (JsonTree column : about.at("columns").list()) {
            int c = at;
            double[] values =
                    rows.stream().skip(1).mapToDouble(row -> number(row.get(c))).toArray();
            Series last = columns.isEmpty() ? null : columns.get(columns.size() - 1);
            if (last != null && column.text("column").equals(before + ".hw")) {
                columns.set(
                        columns.size() - 1,
                        new Series(last.name(), last.labels(), last.unit(), last.values(), values));
            } else {
                double[] unknown = new double[values.length];
                Arrays.fill(unknown, Double.NaN);
                columns.add(new Series(
                        column.text("name"),
                        new TreeMap<>(column.at("labels").texts()),
                        column.text("unit"),
                        values,
                        unknown));
                before = column.text("column");
            }
            at++;
        }
        return new TimeSeries(
                Instant.parse(about.text("start")), about.number("stepSeconds"), columns);
    }
}
