package headroom.stat;

import java.util.List;

/**
 * Where the warm-up of a series ends: the truncation that makes the standard error of what remains
 * smallest, over means of some observations each (MSER-5 with batches of five).
 *
 * <pre>
 * z_j  mean of batch j of m observations, j = 1..k, k = floor(n / m)
 * statistic(d) = sum over j > d of (z_j - mean of those)^2 / (k - d)^2
 * truncation   = the least d in 0..floor(k / 2) at which it is least
 * </pre>
 *
 * <p>Domain: at least four batches, and a series whose transient is shorter than half of it. Where
 * the least value lies at the very middle the series is too short to tell ({@link #isUndecided}). A
 * single series is noisy: the mean over some replications, instant by instant (Welch), shows the
 * transient better.
 *
 * <p>Source: White, Cobb and Spratt (2000), A comparison of five steady-state truncation heuristics
 * for simulation, Proc. Winter Simulation Conference, 755-760; Franklin and White (2008), Proc.
 * Winter Simulation Conference, 541-546; the mean over replications: Law (2015), Simulation
 * Modeling and Analysis, section 9.5.1.
 *
 * @param truncated batches cut off, d
 * @param batches batches there are, k
 * @param batchSize observations in each, m
 * @param statistic its least value, in the square of the unit of the series
 */
public record Mser(int truncated, int batches, int batchSize, double statistic) {

    /** MSER-5. */
    public static Mser of(double[] series) {
        return of(series, 5);
    }

    /** MSER-m; what does not fill a batch at the end is left out. */
    public static Mser of(double[] series, int batchSize) {
        int k = batchSize < 1 ? 0 : series.length / batchSize;
        if (k < 4) {
            throw new IllegalArgumentException(
                    series.length + " observations are no four batches of " + batchSize);
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        Tally kept = new Tally();
        for (int d = k - 1; d >= 0; d--) {
            kept.add(mean(series, d * batchSize, batchSize));
            double remaining = k - d;
            double statistic = kept.variance() * (remaining - 1) / remaining / remaining;
            // from the back: a tie goes to the lesser truncation
            if (d <= k / 2 && statistic <= least) {
                least = statistic;
                best = d;
            }
        }
        return new Mser(best, k, batchSize, least);
    }

    /** Observations cut off. */
    public int observations() {
        return truncated * batchSize;
    }

    /** Whether the series ends before it is seen to be stationary. */
    public boolean isUndecided() {
        return truncated == batches / 2;
    }

    /** The mean over replications, instant by instant, as far as the shortest goes. */
    public static double[] meanSeries(List<double[]> replications) {
        int length = replications.stream().mapToInt(each -> each.length).min().orElse(0);
        double[] means = new double[length];
        for (double[] series : replications) {
            for (int i = 0; i < length; i++) {
                means[i] += series[i] / replications.size();
            }
        }
        return means;
    }

    private static double mean(double[] series, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += series[i];
        }
        return sum / count;
    }
}
