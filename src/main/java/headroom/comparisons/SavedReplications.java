package headroom.comparisons;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.study.Side;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What each replication of a saved run said, read from its folder. */
public final class SavedReplications {
    private static final String FILE = "replications.csv";
    private static final List<String> FIXED =
            List.of("replication", "name", "statistic", "unit", "value");

    private SavedReplications() {}

    /** Reads a run's folder, which must be whole. */
    public static Side read(Path folder) throws IOException {
        List<Phase> phases = new ArrayList<>();
        Map<String, String> manifest = manifest(folder.resolve("manifest.json"), phases);
        if (!"true".equals(manifest.get("complete"))) {
            throw refused(folder, "no folder of a run that is whole");
        }
        if (!Files.exists(folder.resolve(FILE))) {
            throw refused(folder, "the run has no " + FILE + "; run the scenario again");
        }
        try {
            int replications = Integer.parseInt(manifest.getOrDefault("replications", ""));
            Side.Rows rows = new Side.Rows(replications, phases);
            try (CsvReader<NamedCsvRecord> csv =
                    CsvReader.builder().ofNamedCsvRecord(folder.resolve(FILE))) {
                csv.forEach(row -> add(rows, row));
            }
            return rows.side(
                    manifest.getOrDefault("scenario", "") + "/"
                            + manifest.getOrDefault("runId", ""),
                    Long.parseLong(manifest.getOrDefault("seed", "")),
                    Double.parseDouble(manifest.getOrDefault("horizonSeconds", "")));
        } catch (RuntimeException e) {
            throw new IOException(folder.resolve(FILE) + ": " + e.getMessage(), e);
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

    /** What stands at the top of a manifest, as text; and the phases. */
    private static Map<String, String> manifest(Path file, List<Phase> phases) throws IOException {
        Map<String, String> values = new TreeMap<>();
        try (JsonParser json = JsonFactory.builder()
                .build()
                .createParser(ObjectReadContext.empty(), Files.readString(file))) {
            json.nextToken();
            for (JsonToken token = json.nextToken();
                    token == JsonToken.PROPERTY_NAME;
                    token = json.nextToken()) {
                String name = json.currentName();
                boolean isStruct = json.nextToken().isStructStart();
                if (isStruct && name.equals("phases")) {
                    phases(json, phases);
                } else if (isStruct) {
                    json.skipChildren();
                } else {
                    values.put(name, json.getString());
                }
            }
        } catch (JacksonException e) {
            throw new IOException(file + ": " + e.getOriginalMessage(), e);
        }
        return values;
    }

    /** A list of objects that say a name, a begin and an end. */
    private static void phases(JsonParser json, List<Phase> phases) {
        while (json.nextToken() == JsonToken.START_OBJECT) {
            Map<String, String> phase = new TreeMap<>();
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                json.nextToken();
                phase.put(name, json.getString());
            }
            phases.add(new Phase(
                    phase.getOrDefault("name", ""),
                    Double.parseDouble(phase.getOrDefault("fromSeconds", "NaN")),
                    Double.parseDouble(phase.getOrDefault("toSeconds", "NaN"))));
        }
    }

    private static FileSystemException refused(Path folder, String why) {
        return new FileSystemException(folder.toString(), null, why);
    }
}
