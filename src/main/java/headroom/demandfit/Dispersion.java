package headroom.demandfit;

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
    private final int[] windows;
    private final int[] current;
    private final long[] inCurrent;
    private final double[] sum;
    private final double[] squares;

    Dispersion(List<Double> windowSeconds, double lengthSeconds) {
        int n = windowSeconds.size();
        this.windowSeconds = new double[n];
        windows = new int[n];
        current = new int[n];
        inCurrent = new long[n];
        sum = new double[n];
        squares = new double[n];
        for (int i = 0; i < n; i++) {
            this.windowSeconds[i] = windowSeconds.get(i);
            windows[i] = windows(lengthSeconds, windowSeconds.get(i));
        }
    }

    /** Whole windows in a record. */
    static int windows(double lengthSeconds, double windowSeconds) {
        return (int) Math.floor(lengthSeconds / windowSeconds * (1 + 1e-12));
    }

    /** An arrival, not before the one added last. */
    void add(double timeSeconds) {
        for (int i = 0; i < windows.length; i++) {
            int window = (int) (timeSeconds / windowSeconds[i]);
            if (window < current[i]) {
                throw new IllegalArgumentException("arrival at " + timeSeconds + " s, late");
            }
            if (window > current[i]) {
                close(i);
                current[i] = window;
            }
            if (window < windows[i]) {
                inCurrent[i]++;
            }
        }
    }

    private void close(int i) {
        sum[i] += inCurrent[i];
        squares[i] += (double) inCurrent[i] * inCurrent[i];
        inCurrent[i] = 0;
    }

    /** The index at each window. */
    double[] indices() {
        double[] indices = new double[windows.length];
        for (int i = 0; i < indices.length; i++) {
            close(i);
            double mean = sum[i] / windows[i];
            double variance = (squares[i] - sum[i] * mean) / (windows[i] - 1);
            indices[i] = variance / mean;
        }
        return indices;
    }
}
