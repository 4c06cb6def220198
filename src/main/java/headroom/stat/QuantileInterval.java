package headroom.stat;

import org.apache.commons.math3.distribution.BinomialDistribution;

import java.util.Arrays;

/**
 * Intervals for a quantile.
 *
 * <p>Of independent observations, by order statistics, whatever their law:
 *
 * <pre>
 * [X_(l), X_(u)],  l = max{l : P(B <= l - 1) <= alpha / 2},  u = min{u : P(B >= u) <= alpha / 2}
 * coverage = P(l <= B <= u - 1), at least 1 - alpha for a continuous law
 *   B      binomial with n trials of probability p
 *   X_(i)  i-th smallest of n observations; l = 0 and u = n + 1: there is no such bound
 * </pre>
 *
 * <p>Of one long run, or of replications with many observations each, by sectioning:
 *
 * <pre>
 * q +- t(k - 1) sqrt(sum (q_j - q)^2 / (k (k - 1)))
 *   q    quantile of all observations together
 *   q_j  quantile of section (or replication) j
 *   k    sections, of about the same size
 * </pre>
 *
 * The quantile of all has less bias than the mean of the sections' quantiles, whose bias stays
 * however many sections there are.
 *
 * <p>Domain: order statistics need independence: never the requests of one run. Sectioning needs
 * sections so long that n_j (1 - p) is some tens, and nearly independent.
 *
 * <p>Source: David and Nagaraja (2003), Order Statistics, section 7.1; Conover (1999), Practical
 * Nonparametric Statistics, section 3.2; Asmussen and Glynn (2007), Stochastic Simulation, chapter
 * III (sectioning).
 *
 * @param value the order statistic of rank max(1, ceil(n p))
 * @param low X_(l), or minus infinity
 * @param high X_(u), or infinity
 * @param ranks l, u and how often they cover
 */
public record QuantileInterval(double value, double low, double high, Ranks ranks) {

    /**
     * Ranks of the order statistics that bound a quantile.
     *
     * @param low l, or 0 without a lower bound
     * @param high u, or n + 1 without an upper bound
     * @param coverage probability that they hold the quantile, at least the level; of a one-sided
     *     or empty interval too
     */
    public record Ranks(int low, int high, double coverage) {

        /** Of n observations, for the p-quantile. */
        public static Ranks of(int n, double p, double level) {
            Student.requireLevel(level);
            if (n < 1 || !(p > 0 && p < 1)) {
                throw new IllegalArgumentException("quantile " + p + " of " + n);
            }
            BinomialDistribution below = new BinomialDistribution(null, n, p);
            double tail = (1 - level) / 2;
            int low = 0;
            while (low < n && below.cumulativeProbability(low) <= tail) {
                low++;
            }
            int high = n + 1;
            while (high > low + 1 && 1 - below.cumulativeProbability(high - 2) <= tail) {
                high--;
            }
            double coverage = below.cumulativeProbability(high - 1)
                    - (low == 0 ? 0 : below.cumulativeProbability(low - 1));
            return new Ranks(low, high, coverage);
        }
    }

    /** By order statistics of independent observations, in any order. */
    public static QuantileInterval of(double[] observations, double p, double level) {
        double[] sorted = observations.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        Ranks ranks = Ranks.of(n, p, level);
        return new QuantileInterval(
                sorted[(int) Math.max(1, Math.ceil(n * p - 1e-9)) - 1],
                ranks.low == 0 ? Double.NEGATIVE_INFINITY : sorted[ranks.low - 1],
                ranks.high == n + 1 ? Double.POSITIVE_INFINITY : sorted[ranks.high - 1],
                ranks);
    }

    /** By sectioning: the quantile of all, and that of each section. */
    public static Estimate sectioning(double whole, double[] sections, double level) {
        int k = sections.length;
        if (k < 2) {
            return new Estimate(whole, Double.NaN, level, k);
        }
        double squares = 0;
        for (double section : sections) {
            squares += (section - whole) * (section - whole);
        }
        double error = Math.sqrt(squares / (k * (k - 1.0)));
        return new Estimate(whole, Student.factor(k - 1, level) * error, level, k);
    }
}
