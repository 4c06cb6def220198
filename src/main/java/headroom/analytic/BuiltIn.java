package headroom.analytic;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models, GPUs and fitted efficiencies that come with the simulator, from tables in its jar. */
public final class BuiltIn {
    private static final Map<String, Row> SHAPES = table("architectures.csv", "name");
    private static final Map<String, Row> SILICON = table("silicon.csv", "name");
    private static final Map<String, Row> EFFICIENCIES = table("efficiencies.csv", "backend");

    private record Row(Map<String, String> cells) {
        String text(String column) {
            String cell = cells.get(column);
            if (cell == null) {
                throw new IllegalStateException("no column " + column + " in " + cells.keySet());
            }
            return cell;
        }

        double number(String column) {
            return Double.parseDouble(text(column));
        }

        int whole(String column) {
            return Integer.parseInt(text(column));
        }
    }

    private BuiltIn() {}

    /** Names of the models. */
    public static List<String> shapes() {
        return List.copyOf(SHAPES.keySet());
    }

    /** The model of this name. */
    public static Optional<ModelShape> shape(String name) {
        return Optional.ofNullable(SHAPES.get(name)).map(BuiltIn::shape);
    }

    /** The name here of a model that its publisher calls by this path. */
    public static Optional<String> shapeOfPath(String path) {
        return SHAPES.entrySet().stream()
                .filter(e -> List.of(e.getValue().text("paths").split(" ")).contains(path))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Names of the GPUs. */
    public static List<String> silicon() {
        return List.copyOf(SILICON.keySet());
    }

    /** The GPU of this name. */
    public static Optional<Silicon> silicon(String name) {
        return Optional.ofNullable(SILICON.get(name))
                .map(r -> new Silicon(
                        r.number("memoryBytes"),
                        r.number("memoryBytesPerSecond"),
                        r.number("flops16"),
                        r.number("flops8"),
                        r.number("flops4"),
                        r.number("linkBytesPerSecond")));
    }

    /** Fitted under an engine, on all GPUs and precisions. */
    public static Optional<Efficiencies> efficiencies(String backend) {
        return Optional.ofNullable(EFFICIENCIES.get(backend)).map(BuiltIn::efficiencies);
    }

    private static ModelShape shape(Row r) {
        return new ModelShape(
                r.whole("layers"),
                r.whole("denseLayers"),
                r.whole("width"),
                new ModelShape.Attention(
                        r.whole("heads"),
                        r.whole("kvHeads"),
                        r.whole("headSize"),
                        r.whole("contextLayers"),
                        r.whole("otherWidth"),
                        r.whole("queryRank"),
                        r.whole("latent"),
                        r.whole("ropeSize"),
                        r.whole("valueSize"),
                        r.whole("contextLimit"),
                        r.number("attentionBytes")),
                r.whole("ffn"),
                r.whole("experts"),
                r.whole("activeExperts"),
                r.whole("sharedExperts"),
                r.whole("expertFfn"),
                r.whole("vocabulary"));
    }

    private static Efficiencies efficiencies(Row r) {
        return new Efficiencies(
                r.number("memory"),
                r.number("expertMemory"),
                r.number("kvMemory"),
                r.number("prefill"),
                r.number("expertPrefill"),
                r.number("decode"),
                r.number("attention"),
                r.number("link"),
                new Efficiencies.Overheads(
                        r.number("stepSeconds"),
                        r.number("sequenceSeconds"),
                        r.number("layerSeconds"),
                        r.number("expertLayerSeconds"),
                        r.number("commLayerSeconds"),
                        r.number("latentLayerSeconds"),
                        r.number("sparseLayerSeconds"),
                        r.number("otherLayerSeconds"),
                        r.number("prefillLayerSeconds")));
    }

    private static Map<String, Row> table(String file, String key) {
        Map<String, Row> rows = new LinkedHashMap<>();
        rows(file).forEach(row -> rows.put(row.text(key), row));
        return Collections.unmodifiableMap(rows);
    }

    /** The rows of a table; no cell holds a comma. */
    private static List<Row> rows(String file) {
        try (InputStream in = BuiltIn.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("no " + file + " in the jar");
            }
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            String[] columns = lines.get(0).split(",", -1);
            List<Row> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] cells = line.split(",", -1);
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], cells[i]);
                }
                rows.add(new Row(row));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
