package headroom.calibration;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.analytic.BuiltIn;
import headroom.analytic.ParallelLayout;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads measured points, {@code silicon_points.csv} of aiconfigurator, and corrects their layouts.
 *
 * <p>The file lists some runs several times: with the layout counted twice (tp 64, moe tp 8, ep 8
 * for eight GPUs) and under two names of one architecture. A square of moe tp x ep stands for its
 * root; a run that then stands there already, its two times equal to three digits, is dropped. The
 * batch is that of one copy of the attention. Rows of separate prefill and decode workers are kept
 * apart; those that do not tell how many workers, rows that name the GPUs of such a pair as one
 * replica, and rows whose model does not fit the GPUs named are counted and left out.
 */
public final class PointsFile {
    private static final List<String> COLUMNS = List.of(
            "id",
            "backend",
            "backend_version",
            "model_path",
            "system",
            "precision",
            "mode",
            "isl",
            "osl",
            "batch_size",
            "tp_size",
            "attention_dp_size",
            "moe_tp_size",
            "moe_ep_size",
            "silicon_ttft_ms",
            "silicon_tpot_ms");
    private static final int MOST_GPUS = 8;
    private static final String NO_ROOM = "weights leave no room for one request on the GPUs named";

    private final String file;
    private final List<Point> points = new ArrayList<>();
    private final List<Pair> pairs = new ArrayList<>();
    private final TreeMap<String, Integer> leftOut = new TreeMap<>();
    private final Set<String> seen = new TreeSet<>();

    /**
     * What a file holds.
     *
     * @param points in its order
     * @param pairs runs of separate workers, in its order
     * @param leftOut how many rows were left out, by reason
     */
    public record Content(List<Point> points, List<Pair> pairs, TreeMap<String, Integer> leftOut) {}

    private PointsFile(String file) {
        this.file = file;
    }

    /** Reads a file; throws {@link PointsException} on what is no such file. */
    public static Content read(Path path) throws IOException {
        PointsFile file = new PointsFile(path.toString());
        try (InputStream in = Files.newInputStream(path);
                InputStream plain = path.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
                CsvReader<NamedCsvRecord> csv = CsvReader.builder()
                        .detectBomHeader(true)
                        // told with their line below
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofNamedCsvRecord(plain, StandardCharsets.UTF_8)) {
            file.addAll(csv);
        } catch (ZipException e) {
            throw new PointsException(file.file, 0, "not gzip, as its name says");
        } catch (EOFException | UncheckedIOException e) {
            throw new PointsException(file.file, 0, "the file is cut off or damaged");
        }
        if (file.points.isEmpty()) {
            throw new PointsException(file.file, 0, file.nothing());
        }
        return new Content(List.copyOf(file.points), List.copyOf(file.pairs), file.leftOut);
    }

    private void addAll(CsvReader<NamedCsvRecord> csv) {
        long line = 1;
        try {
            for (NamedCsvRecord row : csv) {
                if (line == 1) {
                    checkColumns(row);
                }
                line = row.getStartingLineNumber();
                if (row.getFieldCount() != row.getHeader().size()) {
                    throw new PointsException(
                            file,
                            line,
                            row.getFieldCount() + " fields; the header names "
                                    + row.getHeader().size());
                }
                add(new PointRow(file, row));
            }
        } catch (CsvParseException e) {
            throw new PointsException(file, line, "after this line: " + e.getMessage());
        }
    }

    /** Why no row of the file is of use. */
    private String nothing() {
        if (leftOut.isEmpty()) {
            return pairs.isEmpty()
                    ? "no rows in it"
                    : "only runs of separate prefill and decode workers in it (" + pairs.size()
                            + "), which are predicted, never fitted to";
        }
        return "no closed-loop run of a known model in it; left out: "
                + leftOut.entrySet().stream()
                        .map(e -> e.getValue() + " (" + e.getKey() + ")")
                        .collect(Collectors.joining(", "));
    }

    private void checkColumns(NamedCsvRecord row) {
        List<String> missing =
                COLUMNS.stream().filter(c -> !row.getHeader().contains(c)).toList();
        if (!missing.isEmpty()) {
            throw new PointsException(file, 1, "columns missing: " + String.join(", ", missing));
        }
    }

    private void add(PointRow row) {
        Optional<String> shape = BuiltIn.shapeOfPath(row.text("model_path"));
        String silicon = row.text("system").replace('_', '-');
        if (shape.isEmpty() || BuiltIn.silicon(silicon).isEmpty()) {
            leaveOut("model or GPU not known");
        } else if (row.text("mode").equals("agg")) {
            add(row, shape.get(), silicon);
        } else {
            addPair(Pair.of(row, shape.get(), silicon));
        }
    }

    private void addPair(Optional<Pair> pair) {
        if (pair.isEmpty()) {
            leaveOut("prefill and decode on separate workers whose number is not told");
        } else if (!new PairLoop(pair.get()).fits()) {
            leaveOut(NO_ROOM);
        } else {
            pairs.add(pair.get());
        }
    }

    private void add(PointRow row, String shape, String silicon) {
        int data = Math.max(1, row.number("attention_dp_size"));
        Optional<ParallelLayout> layout = layout(row, data, shape);
        boolean told = !row.text("batch_size").isEmpty();
        int concurrency = told ? row.count("batch_size") * data : 0;
        if (layout.isEmpty()) {
            leaveOut("GPUs of a pair of workers counted as one replica");
            return;
        }
        Point point = new Point(
                row.text("id"),
                shape,
                silicon,
                row.engine(),
                row.weights(shape),
                layout.get(),
                new Point.Load(row.count("isl"), row.count("osl"), concurrency),
                row.positive("silicon_ttft_ms") / 1e3,
                row.positive("silicon_tpot_ms") / 1e3);
        String key = String.format(
                Locale.ROOT,
                "%s %.2e %.2e",
                point.setting(),
                point.ttftSeconds(),
                point.tpotSeconds());
        if (concurrency < 1) {
            leaveOut("concurrency not told");
        } else if (ClosedLoop.Setting.of(point).places() < 1) {
            leaveOut(NO_ROOM);
        } else if (seen.add(key)) {
            points.add(point);
        } else {
            leaveOut("listed before");
        }
    }

    private Optional<ParallelLayout> layout(PointRow row, int data, String shape) {
        int tensor = Math.max(1, row.number("tp_size"));
        int expertTensor = Math.max(1, row.number("moe_tp_size"));
        int expert = Math.max(1, row.number("moe_ep_size"));
        boolean square = expertTensor == expert
                && expert > 1
                && tensor * data == expertTensor * expert
                && !shape.equals("qwen3-235b-a22b");
        boolean copied = tensor == data && expert == tensor * data && tensor > 1;
        if (square) {
            return data > 1
                    ? Optional.of(new ParallelLayout(1, expert, 1, expert))
                    : Optional.of(new ParallelLayout(expert, 1, 1, expert));
        }
        if (copied) {
            return Optional.of(new ParallelLayout(1, data, 1, data));
        }
        return tensor * data > MOST_GPUS
                ? Optional.empty()
                : Optional.of(new ParallelLayout(tensor, data, 1, Math.min(expert, tensor * data)));
    }

    private void leaveOut(String reason) {
        leftOut.merge(reason, 1, Integer::sum);
    }
}
