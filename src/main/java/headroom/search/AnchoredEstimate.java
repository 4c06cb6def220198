package headroom.search;

import headroom.stat.ControlVariates;
import headroom.stat.ControlVariates.Control;
import headroom.stat.Estimate;
import headroom.stat.Known;

import java.util.Arrays;
import java.util.List;

/**
 * Estimates of values that were run on common random numbers.
 *
 * <p>What a value with few replications says leans on the value with the most, the anchor, whose
 * replications begin with the same ones:
 *
 * <pre>
 * f(x) = mean of Y(x0) over n  +  mean of D = Y(x) - Y(x0) over m &lt; n
 * variance = (s00 + 2 s0d) / n + sdd / m
 *   Y    the number in a replication, less b'(c - mu) for its controls c of known means mu
 *   s    variances and the covariance of Y(x0) and D over the m replications in common
 * </pre>
 *
 * <p>That is double sampling with a difference estimator (Cochran 1977, Sampling Techniques,
 * section 12.8): neighbours differ little on common random numbers, so few replications tell D, and
 * replications added at one value sharpen all. Where it does not lessen the estimated variance the
 * value stands for itself. The b of each value come from its own regression (Lavenberg and Welch
 * 1981).
 */
final class AnchoredEstimate {
    private static final int FEWEST = 3;

    private AnchoredEstimate() {}

    /** A constraint at a value. */
    static Standing of(Sample at, Sample anchor, int constraint) {
        Standing own = own(at, constraint);
        double[] y = at.values().get(constraint);
        int m = y.length;
        int n = anchor.replications();
        double[] base = anchor.values().get(constraint);
        if (at.position() == anchor.position() || n <= m || m < FEWEST || unknown(y, base)) {
            return own;
        }
        Standing far = own(anchor, constraint);
        double[] d = new double[m];
        for (int r = 0; r < m; r++) {
            d[r] = y[r] - base[r];
        }
        List<Control> controls = at.controls().get(constraint);
        ControlVariates difference = ControlVariates.of(d, controls, 0.95);
        double q = difference.used().size();
        double[] e0 = ControlVariates.of(Arrays.copyOf(base, m), controls, 0.95).residuals();
        double[] ed = difference.residuals();
        double degrees = m - q - 1;
        double sdd = product(ed, ed) / degrees;
        double s0d = product(e0, ed) / degrees;
        // a covariance that few replications happen to show must not lessen what the anchor adds
        double shared = far.variance() + Math.max(0, 2 * s0d / n);
        double variance = shared + sdd / m;
        if (!(variance < own.variance())) {
            return own;
        }
        double value = far.value() + difference.estimate().value();
        return new Standing(value, variance, degrees, shared, m);
    }

    private static Standing own(Sample at, int constraint) {
        double[] y = at.values().get(constraint);
        if (unknown(y, y)) {
            Estimate known = Known.ofReplications(y, 0.95);
            int n = known.n();
            // what was not seen in every replication is not decided
            double variance = Double.NaN;
            return new Standing(known.value(), variance, n - 1.0, 0, y.length);
        }
        ControlVariates with = controlled(at, constraint);
        int q = with.used().size();
        double degrees = y.length - q - 1.0;
        // numbers that are all the same have no spread, whatever their mean rounds to
        double half = same(y) && y.length > 1 ? 0 : with.estimate().halfWidth();
        double error = half == 0 ? 0 : half / factor(degrees);
        double value = half == 0 ? y[0] : with.estimate().value();
        return new Standing(value, error * error, degrees, 0, y.length);
    }

    private static double factor(double degrees) {
        return degrees > 0 ? Standing.factor(degrees, 0.95) : Double.NaN;
    }

    /**
     * How many times as many replications a mean would need without its controls; NaN where these
     * replications without them, or with what is known of chance taken off, show no spread.
     */
    static double reduction(Sample at, int constraint) {
        double[] y = at.values().get(constraint);
        double[] plain = at.chance().plain().get(constraint);
        if (unknown(y, y) || same(y) && same(plain)) {
            return 1;
        }
        if (same(y) || same(plain)) {
            return Double.NaN;
        }
        ControlVariates with = controlled(at, constraint);
        double corrected = square(Estimate.ofReplications(plain, 0.95))
                / square(Estimate.ofReplications(y, 0.95));
        return corrected * (with.used().isEmpty() ? 1 : with.varianceReduction());
    }

    private static double square(Estimate of) {
        return of.halfWidth() * of.halfWidth();
    }

    private static ControlVariates controlled(Sample at, int constraint) {
        return ControlVariates.of(at.values().get(constraint), at.controls().get(constraint), 0.95);
    }

    private static boolean unknown(double[] y, double[] base) {
        return Arrays.stream(y).anyMatch(Double::isNaN)
                || Arrays.stream(base).anyMatch(Double::isNaN);
    }

    private static boolean same(double[] y) {
        return Arrays.stream(y).allMatch(each -> each == y[0]);
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
