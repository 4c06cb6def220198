package headroom.calibration;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;

import headroom.analytic.BuiltIn;
import headroom.analytic.Silicon;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Shares of the peak that measured matrix products reach alone: what the fitted efficiencies, which
 * also pay for everything between kernels, can be held against.
 */
public final class KernelTables {
    private static final double LARGE = 4096;
    private static final double SMALL = 16;

    private KernelTables() {}

    /** Lines of a report on every {@code *_gemm.csv.gz} of a folder. */
    public static List<String> report(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(f -> f.toString().endsWith("_gemm.csv.gz"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new PointsException(folder.toString(), 0, "no table *_gemm.csv.gz in it");
        }
        List<String> out = new ArrayList<>();
        out.add("## Kernels alone");
        out.add("");
        out.add("Matrix products of " + (int) LARGE + " rows or more, and of " + (int) SMALL
                + " or fewer with weights of 32 MB or more: median share of the peak.");
        out.add("");
        out.add("| system | precision | operations/s, large | memory bandwidth, small |");
        out.add("|---|---|---:|---:|");
        for (Path file : files) {
            out.addAll(lines(file));
        }
        out.add("");
        return out;
    }

    private static List<String> lines(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        String gpu = BuiltIn.silicon().stream()
                .filter(s -> name.startsWith(s.replace('-', '_') + "_"))
                .findFirst()
                .orElseThrow(() -> new PointsException(name, 0, "of a GPU that is not known"));
        Silicon silicon = BuiltIn.silicon(gpu).orElseThrow();
        TreeMap<String, List<Double>> large = new TreeMap<>();
        TreeMap<String, List<Double>> small = new TreeMap<>();
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file));
                Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
            for (NamedCsvRecord row : csv) {
                take(row, silicon, large, small);
            }
        } catch (NumberFormatException | NoSuchElementException e) {
            throw new PointsException(name, 0, "not a table of matrix products: " + e.getMessage());
        }
        return large.keySet().stream()
                .map(type -> String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s |",
                        gpu,
                        type,
                        median(large.get(type)),
                        median(small.get(type))))
                .toList();
    }

    private static void take(
            NamedCsvRecord row,
            Silicon silicon,
            TreeMap<String, List<Double>> large,
            TreeMap<String, List<Double>> small) {
        String type = row.getField("gemm_dtype");
        double m = Double.parseDouble(row.getField("m"));
        double weights =
                Double.parseDouble(row.getField("n")) * Double.parseDouble(row.getField("k"));
        double seconds = Double.parseDouble(row.getField("latency")) / 1e3;
        Silicon.Precision precision = type.startsWith("bf") || type.startsWith("float16")
                ? Silicon.Precision.BF16
                : type.contains("fp4") ? Silicon.Precision.FP4 : Silicon.Precision.FP8;
        double bytes = weights * precision.bytes();
        if (m >= LARGE) {
            large.computeIfAbsent(type, t -> new ArrayList<>())
                    .add(2 * m * weights / seconds / silicon.flopsPerSecond(precision));
        } else if (m <= SMALL && bytes >= 32e6) {
            small.computeIfAbsent(type, t -> new ArrayList<>())
                    .add(bytes / seconds / silicon.memoryBytesPerSecond());
        }
    }

    private static String median(@Nullable List<Double> values) {
        if (values == null) {
            return "";
        }
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return String.format(Locale.ROOT, "%.0f %%", 100 * sorted[sorted.length / 2]);
    }
}
