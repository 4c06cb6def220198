package headroom.comparisons;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.page.JsonTree;
import headroom.page.SavedFolder;
import headroom.study.Side;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each replication of a saved run said, read from its folder. */
public final class SavedReplications {
    private static final String FILE = "replications.csv";
    private static final List<String> FIXED =
            List.of("replication", "name", "statistic", "unit", "value");

    private SavedReplications() {}

    /** Reads a run's folder, which must be whole, and its files those that the run wrote. */
    public static Side read(Path folder) throws IOException {
        JsonTree manifest = manifest(folder.resolve("manifest.json"));
        if (manifest.has("study")) {
            throw refused(folder, "the folder of a study, not of a run");
        }
        if (!manifest.isTrue("complete")) {
            throw refused(folder, "no folder of a run that is whole");
        }
        if (!Files.exists(folder.resolve(FILE))) {
            throw refused(folder, "the run has no " + FILE + "; run the scenario again");
        }
        requireAsWritten(folder, manifest);
        try {
            List<Phase> phases = manifest.at("phases").list().stream()
                    .map(each -> new Phase(
                            each.text("name"),
                            each.number("fromSeconds"),
                            each.number("toSeconds")))
                    .toList();
            Side.Rows rows = new Side.Rows((int) manifest.whole("replications"), phases);
            try (CsvReader<NamedCsvRecord> csv =
                    CsvReader.builder().ofNamedCsvRecord(folder.resolve(FILE))) {
                csv.forEach(row -> add(rows, row));
            }
            return rows.side(
                    manifest.text("scenario") + "/" + manifest.text("runId"),
                    manifest.whole("seed"),
                    manifest.number("horizonSeconds"));
        } catch (RuntimeException e) {
            throw new IOException(folder.resolve(FILE) + ": " + e.getMessage(), e);
        }
    }

    private static JsonTree manifest(Path file) throws IOException {
        try {
            return JsonTree.parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": damaged: " + e.getMessage(), e);
        }
    }

    /** Half a file has rows as good as a whole one: only its digest tells. */
    private static void requireAsWritten(Path folder, JsonTree manifest) throws IOException {
        if (!manifest.has("files")) {
            throw refused(folder, "manifest.json names no files of a run; run the scenario again");
        }
        Map<String, String> digests = manifest.at("files").texts();
        for (String name : List.of(FILE, "scenario.resolved.yaml")) {
            if (!SavedFolder.isAsWritten(folder.resolve(name), digests.getOrDefault(name, ""))) {
                throw refused(
                        folder,
                        name + " was changed or cut short: its SHA-256 is not the one in"
                                + " manifest.json; run the scenario again");
            }
        }
    }

    private static void add(Side.Rows rows, NamedCsvRecord row) {
        TreeMap<String, String> labels = new TreeMap<>(row.getFieldsAsMap());
        FIXED.forEach(labels::remove);
        labels.values().removeIf(String::isEmpty);
        String value = row.getField("value");
        rows.add(
                Integer.parseInt(row.getField("replication")),
                new MetricKey(row.getField("name"), labels, row.getField("statistic")),
                row.getField("unit"),
                value.isEmpty() ? Double.NaN : Double.parseDouble(value));
    }

    private static FileSystemException refused(Path folder, String why) {
        return new FileSystemException(folder.toString(), null, why);
    }
}
