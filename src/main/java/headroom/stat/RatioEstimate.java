package headroom.stat;

import java.util.Arrays;

/**
 * The ratio of two means over replications, such as tokens to joules or seconds waited to requests:
 * what a mean per request is when replications have different numbers of requests. It is the ratio
 * of the sums and not the mean of the ratios, whose bias does not fall with more replications.
 *
 * <pre>
 * r = sum y / sum x
 * delta method:  z_i = r + (y_i - r x_i) / mean x
 *                value = mean z = r, half-width = t(n - 1) s(z) / sqrt(n)
 * jackknife:     J_i = n r - (n - 1) (sum y - y_i) / (sum x - x_i)
 *                value = mean J, half-width = t(n - 1) s(J) / sqrt(n)
 *   y_i  numerator of replication i
 *   x_i  denominator of the same replication
 *   n    replications
 * </pre>
 *
 * <p>Domain: independent replications, mean x well away from 0. Both are asymptotic in n; the bias
 * is of order 1/n for the delta method and of 1/n^2 for the jackknife, which covers better where
 * the denominators vary much and n is small. A sum of denominators of 0 gives NaN.
 *
 * <p>Source: Cochran (1977), Sampling Techniques, chapter 6 (delta method); Miller (1974), The
 * jackknife: a review, Biometrika 61(1), 1-15.
 */
public final class RatioEstimate {
    private RatioEstimate() {}

    /** Ratio of sums with the half-width of the delta method. */
    public static Estimate delta(double[] numerators, double[] denominators, double level) {
        return Known.ofReplications(linear(numerators, denominators), level);
    }

    /**
     * What each replication adds to the ratio of sums, z: their mean is the ratio, their spread
     * that of the delta method, so that they may be tested and subtracted pair by pair.
     */
    public static double[] linear(double[] numerators, double[] denominators) {
        int n = paired(numerators, denominators);
        double denominator = sum(denominators);
        double ratio = ratio(sum(numerators), denominator);
        double[] linear = new double[n];
        for (int i = 0; i < n; i++) {
            linear[i] = ratio + (numerators[i] - ratio * denominators[i]) / (denominator / n);
        }
        return linear;
    }

    /** Ratio with most of its bias taken away, and the half-width of the jackknife. */
    public static Estimate jackknife(double[] numerators, double[] denominators, double level) {
        int n = paired(numerators, denominators);
        Student.requireLevel(level);
        double numerator = sum(numerators);
        double denominator = sum(denominators);
        double ratio = ratio(numerator, denominator);
        double[] pseudo = new double[n];
        for (int i = 0; i < n; i++) {
            double without = ratio(numerator - numerators[i], denominator - denominators[i]);
            pseudo[i] = n * ratio - (n - 1) * without;
        }
        if (n < 2 || Arrays.stream(pseudo).anyMatch(Double::isNaN)) {
            return new Estimate(ratio, Double.NaN, level, n);
        }
        return Estimate.ofReplications(pseudo, level);
    }

    private static double ratio(double numerator, double denominator) {
        return denominator == 0 ? Double.NaN : numerator / denominator;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }

    private static int paired(double[] numerators, double[] denominators) {
        if (numerators.length != denominators.length) {
            throw new IllegalArgumentException(
                    numerators.length + " numerators, " + denominators.length + " denominators");
        }
        return numerators.length;
    }
}
