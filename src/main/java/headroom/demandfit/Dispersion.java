package headroom.demandfit;

import headroom.stat.Tally;

import java.util.List;

/**
 * Index of dispersion of the counts of a point process, at several windows at once.
 *
 * <p>I(w) = variance / mean of the counts in consecutive windows of w seconds from time 0, the
 * variance with n - 1; a last window that the record does not fill is left out.
 */
final class Dispersion {
    /** Whole windows without which an index says nothing. */
    static final int LEAST_WINDOWS = 5;

    private final double[] windowSeconds;
    private final long[][] counts;

    Dispersion(List<Double> windowSeconds, double lengthSeconds) {
        int n = windowSeconds.size();
        this.windowSeconds = new double[n];
        counts = new long[n][];
        for (int i = 0; i < n; i++) {
            this.windowSeconds[i] = windowSeconds.get(i);
            counts[i] = new long[windows(lengthSeconds, windowSeconds.get(i))];
        }
    }

    /** Whole windows in a record. */
    static int windows(double lengthSeconds, double windowSeconds) {
        return (int) Math.floor(lengthSeconds / windowSeconds * (1 + 1e-12));
    }

    /** An arrival. */
    void add(double timeSeconds) {
        for (int i = 0; i < counts.length; i++) {
            int window = (int) (timeSeconds / windowSeconds[i]);
            if (window < counts[i].length) {
                counts[i][window]++;
            }
        }
    }

    /** The index at each window. */
    double[] indices() {
        double[] indices = new double[counts.length];
        for (int i = 0; i < indices.length; i++) {
            Tally tally = new Tally();
            for (long count : counts[i]) {
                tally.add(count);
            }
            indices[i] = tally.variance() / tally.mean();
        }
        return indices;
    }
}
