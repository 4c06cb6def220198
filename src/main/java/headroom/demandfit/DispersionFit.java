package headroom.demandfit;

import headroom.arrivals.DemandCurve;
import headroom.arrivals.Modulation;
import headroom.arrivals.Modulation.Scale;
import headroom.arrivals.WeeklyProfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The modulation whose demand, generated for as long as the trace, shows the trace's index of
 * dispersion.
 *
 * <p>Correlation times stand on a fixed grid: one at the shortest window, one between each two,
 * one above the longest. With n windows of w seconds in a trace of T seconds, mean rate a,
 * profile p of mean 1 and V(t) the variance of the integral of the modulation, the index that an
 * estimate over the n windows has on average is
 *
 * <pre>
 * 1 + D / (a w) + n / (n - 1) (a / w) [ mean(p^2) V(w) - (w / T)^2 V(T) ] / (1 + V(T) / T^2)
 * </pre>
 *
 * <p>D being the variance of the counts that the profile alone would give. A record of n windows
 * does not see what is slower than itself, and so the model compares like with like. The last
 * division takes the variance within a record to follow the square of its level; with five windows
 * that leaves some 9 % too little at the longest (simulated). The squares of
 * sigma are found by least squares on relative errors, all at least 0, linearised anew until they
 * stay. No modulation gives an index below 1, so errors are relative to 1 where the trace's is: a
 * trace more even than chance would else rule all other windows.
 */
final class DispersionFit {
    private static final int ROUNDS = 12;
    private static final double SETTLED = 1e-4;
    /** Largest variance of a factor's logarithm. */
    private static final double MOST = 4;

    private final Recording recording;
    private final double[] pieces;
    private final List<Double> times = new ArrayList<>();
    private final double baseRatePerSecond;
    private final double profileSquare;

    DispersionFit(Recording recording) {
        this.recording = recording;
        double[] hours = recording.hours();
        pieces = hours == null
                ? new double[0]
                : new DemandCurve(
                                WeeklyProfile.ofHours(hours),
                                0,
                                0,
                                List.of(),
                                recording.lengthSeconds())
                        .pieces();
        double mean = Arrays.stream(pieces).average().orElse(1);
        double squares = Arrays.stream(pieces).map(p -> p * p).average().orElse(1);
        baseRatePerSecond = recording.ratePerSecond() / mean;
        profileSquare = squares / (mean * mean);
        List<Double> windows = recording.windowSeconds();
        times.add(rounded(windows.get(0)));
        for (int i = 1; i < windows.size(); i++) {
            times.add(rounded(Math.sqrt(windows.get(i - 1) * windows.get(i))));
        }
        times.add(rounded(windows.get(windows.size() - 1) * 2));
    }

    /** Two digits are enough for a grid. */
    private static double rounded(double seconds) {
        double unit = StrictMath.pow(10, Math.floor(StrictMath.log10(seconds)) - 1);
        return Math.rint(Math.rint(seconds / unit) * unit * 1e3) / 1e3;
    }

    /** Mean rate before the profile, whose mean over the trace need not be 1 [1/s]. */
    double baseRatePerSecond() {
        return baseRatePerSecond;
    }

    /** The modulation for these indices, at the windows of the recording. */
    Modulation fit(double[] targets) {
        double[] v = new double[times.size()];
        Arrays.fill(v, 1e-3);
        double error = error(indices(v), targets);
        for (int round = 0; round < ROUNDS; round++) {
            double[] full = step(v, targets);
            double part = 1;
            double[] next = full;
            double nextError = error(indices(next), targets);
            while (nextError > error && part > 1e-3) {
                part /= 2;
                next = between(v, full, part);
                nextError = error(indices(next), targets);
            }
            boolean settled = nextError > error - SETTLED * SETTLED;
            if (nextError <= error) {
                v = next;
                error = nextError;
            }
            if (settled) {
                break;
            }
        }
        return modulation(v);
    }

    private static double[] between(double[] from, double[] to, double part) {
        double[] mixed = new double[from.length];
        for (int k = 0; k < mixed.length; k++) {
            mixed[k] = from[k] + part * (to[k] - from[k]);
        }
        return mixed;
    }

    /** The next squares of sigma, from the model made linear around these. */
    private double[] step(double[] v, double[] targets) {
        double[] at = indices(v);
        double[][] slopes = new double[targets.length][v.length];
        double[] right = new double[targets.length];
        for (int k = 0; k < v.length; k++) {
            double h = 1e-4 + 1e-3 * v[k];
            double[] moved = v.clone();
            moved[k] += h;
            double[] there = indices(moved);
            for (int j = 0; j < targets.length; j++) {
                slopes[j][k] = (there[j] - at[j]) / h / scale(targets[j]);
            }
        }
        for (int j = 0; j < targets.length; j++) {
            right[j] = (targets[j] - at[j]) / scale(targets[j]);
            for (int k = 0; k < v.length; k++) {
                right[j] += slopes[j][k] * v[k];
            }
        }
        double[] solved = NonNegative.solve(slopes, right);
        return Arrays.stream(solved).map(x -> Math.min(MOST, x)).toArray();
    }

    private static double error(double[] indices, double[] targets) {
        double sum = 0;
        for (int j = 0; j < targets.length; j++) {
            double relative = (indices[j] - targets[j]) / scale(targets[j]);
            sum += relative * relative;
        }
        return sum;
    }

    private static double scale(double target) {
        return Math.max(1, target);
    }

    private Modulation modulation(double[] v) {
        List<Scale> scales = new ArrayList<>();
        for (int k = 0; k < v.length; k++) {
            if (v[k] > 0) {
                scales.add(new Scale(Math.sqrt(v[k]), times.get(k), "", true));
            }
        }
        return new Modulation(scales);
    }

    private double[] indices(double[] v) {
        return expected(modulation(v));
    }

    /** The indices that an estimate over the trace's length has on average. */
    double[] expected(Modulation modulation) {
        double length = recording.lengthSeconds();
        double rate = recording.ratePerSecond();
        double whole = modulation.integralVariance(length) / (length * length);
        List<Double> windows = recording.windowSeconds();
        double[] indices = new double[windows.size()];
        for (int j = 0; j < indices.length; j++) {
            double w = windows.get(j);
            int n = Dispersion.windows(length, w);
            double seen = profileSquare * modulation.integralVariance(w) - w * w * whole;
            indices[j] = 1
                    + rate * w * profileVariance(w)
                    + n / (n - 1.0) * (rate / w) * seen / (1 + whole);
        }
        return indices;
    }

    /** Variance over windows of the profile's mean in each, the mean over all being 1. */
    private double profileVariance(double windowSeconds) {
        if (pieces.length == 0) {
            return 0;
        }
        int size = (int) Math.max(1, Math.rint(windowSeconds / DemandCurve.PIECE_SECONDS));
        int n = pieces.length / size;
        double mean = recording.ratePerSecond() / baseRatePerSecond;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double inside = 0;
            for (int k = i * size; k < (i + 1) * size; k++) {
                inside += pieces[k] / size / mean;
            }
            sum += (inside - 1) * (inside - 1);
        }
        return sum / (n - 1);
    }
}
