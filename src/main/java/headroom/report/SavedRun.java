package headroom.report;

import com.google.common.hash.Hashing;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.page.JsonTree;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run read back from its results folder, for its report to be made again: all that reports show,
 * without the replications that it was merged from.
 *
 * <p>The manifest carries the SHA-256 of each file, so that what was changed, cut short or taken
 * away is told instead of shown.
 */
public final class SavedRun {
    /** What a report is made of; everything else in the folder is made from these. */
    static final List<String> SOURCES = List.of("summary.csv", "occupancy.csv", "timeseries.csv");

    private static final String A_STUDY = "it is the folder of a study, not of a run";

    private final Path folder;
    private final JsonTree manifest;

    private SavedRun(Path folder, JsonTree manifest) {
        this.folder = folder;
        this.manifest = manifest;
    }

    /**
     * Reads a run.
     *
     * @throws IOException with every reason why it cannot be, a line for each
     */
    public static RunResult read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "no such folder");
        }
        List<String> problems = new ArrayList<>();
        Path file = folder.resolve("manifest.json");
        if (!Files.isRegularFile(file)) {
            throw refusal(folder, List.of("manifest.json is missing; no run was finished here"));
        }
        try {
            JsonTree manifest = JsonTree.parse(Files.readString(file));
            if (manifest.has("study") || manifest.has("kind")) {
                throw refusal(folder, List.of(A_STUDY));
            }
            SavedRun saved = new SavedRun(folder, manifest);
            problems.addAll(saved.problems());
            if (problems.isEmpty()) {
                return saved.result();
            }
        } catch (IllegalArgumentException
                | IndexOutOfBoundsException
                | DateTimeException
                | CsvParseException e) {
            problems.add("damaged: " + e.getMessage());
        }
        throw refusal(folder, problems);
    }

    /** The answer in sentences, of a run that {@link #read} takes. */
    static List<String> answer(Path folder) throws IOException {
        JsonTree manifest = JsonTree.parse(Files.readString(folder.resolve("manifest.json")));
        return manifest.at("answer").list().stream().map(JsonTree::text).toList();
    }

    private static IOException refusal(Path folder, List<String> problems) {
        return new IOException(folder + ": no report can be made from this folder\n  "
                + String.join("\n  ", problems));
    }

    /** Everything that is wrong with the folder. */
    private List<String> problems() throws IOException {
        List<String> problems = new ArrayList<>();
        if (!manifest.isTrue("complete")) {
            problems.add("manifest.json does not say that the run is complete");
        }
        String version = manifest.text("version");
        if (!version.equals(Manifest.version())) {
            problems.add("made by version " + version + ", this is " + Manifest.version()
                    + ": run the scenario again, or use that version");
        }
        if (!manifest.has("files")) {
            problems.add("manifest.json does not name its files: run the scenario again");
            return problems;
        }
        Map<String, String> files = manifest.at("files").texts();
        for (String name : SOURCES) {
            String expected = files.get(name);
            Path file = folder.resolve(name);
            if (expected != null && !Files.isRegularFile(file)) {
                problems.add(name + " is missing");
            } else if (expected != null && !isAsWritten(file, expected)) {
                problems.add(name + " was changed or cut short: its SHA-256 is not the one in"
                        + " manifest.json");
            }
        }
        return problems;
    }

    /** Whether a file is there and has the digest that a manifest says. */
    public static boolean isAsWritten(Path file, String digest) throws IOException {
        return Files.isRegularFile(file) && digest(Files.readString(file)).equals(digest);
    }

    /** SHA-256 of a text, in hex. */
    static String digest(String text) {
        return Hashing.sha256().hashString(text, StandardCharsets.UTF_8).toString();
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
