package headroom.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Faults of a site as they began, and what can be read off them.
 *
 * @param startDays when each began [d], in order
 * @param downDays how long its node was out of service [d]
 * @param nodes nodes of the site
 * @param lengthDays how long it was watched [d]
 */
record FaultRecord(double[] startDays, double[] downDays, int nodes, int lengthDays) {
    static final Path FILE =
            Path.of("../shared/traces/infinitehbd-faults/fault_intervals_day0-232.csv.gz");

    /** Faults nearer to the last than this belong to one batch [d]: ten minutes. */
    private static final double BATCH_DAYS = 10 / 1440.0;

    /** The recorded faults (InfiniteHBD, SIGCOMM 2025), 400 servers, with or without tests. */
    static FaultRecord read(boolean withStressTests) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(FILE)), StandardCharsets.UTF_8))) {
            for (String line : in.lines().skip(1).toList()) {
                String[] cells = line.split(",", -1);
                if (withStressTests || !cells[4].equals("Stress Test Failure")) {
                    double start = Double.parseDouble(cells[1]);
                    rows.add(new double[] {start, Double.parseDouble(cells[2]) - start});
                }
            }
        }
        rows.sort((a, b) -> Double.compare(a[0], b[0]));
        return new FaultRecord(
                rows.stream().mapToDouble(row -> row[0]).toArray(),
                rows.stream().mapToDouble(row -> row[1]).toArray(),
                400,
                232);
    }

    double perDay() {
        return (double) startDays.length / lengthDays;
    }

    double meanDownDays() {
        return Arrays.stream(downDays).average().orElseThrow();
    }

    double medianDownDays() {
        double[] sorted = downDays.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    double downShare() {
        return Arrays.stream(downDays).sum() / ((double) nodes * lengthDays);
    }

    /** Variance over mean of the counts in windows of so many days. */
    double dispersion(double windowDays) {
        int windows = (int) (lengthDays / windowDays);
        double[] counts = new double[windows];
        for (double start : startDays) {
            int window = (int) (start / windowDays);
            if (window < windows) {
                counts[window]++;
            }
        }
        double mean = Arrays.stream(counts).average().orElseThrow();
        double squares = 0;
        for (double count : counts) {
            squares += (count - mean) * (count - mean);
        }
        return squares / (windows - 1) / mean;
    }

    /** How many faults each batch has. */
    int[] batches() {
        int[] sizes = new int[startDays.length];
        int last = -1;
        for (int i = 0; i < startDays.length; i++) {
            boolean together = i > 0 && startDays[i] - startDays[i - 1] <= BATCH_DAYS;
            last += together ? 0 : 1;
            sizes[last]++;
        }
        return Arrays.copyOf(sizes, last + 1);
    }
}
