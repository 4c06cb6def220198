package headroom.stat;

import org.apache.commons.math3.distribution.BetaDistribution;

/**
 * A proportion with the interval of Clopper and Pearson, which covers at least as often as it says
 * for every proportion and number of trials.
 *
 * <pre>
 * low  = quantile at (1 - level) / 2 of Beta(k, n - k + 1),  0 for k = 0
 * high = quantile at (1 + level) / 2 of Beta(k + 1, n - k),  1 for k = n
 *   k  successes
 *   n  trials, at least 1
 * </pre>
 *
 * <p>Domain: independent trials: replications, or cells; not the requests of one run.
 *
 * <p>Source: Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in
 * the case of the binomial, Biometrika 26(4), 404-413.
 *
 * @param successes k
 * @param trials n
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param level probability that the interval covers, at least
 */
public record Proportion(long successes, long trials, double low, double high, double level) {
    private static final double ACCURACY = 1e-14;

    /** Of so many successes in so many trials. */
    public static Proportion of(long successes, long trials, double level) {
        Student.requireLevel(level);
        double oneSided = (1 + level) / 2;
        return new Proportion(
                successes,
                trials,
                atLeast(successes, trials, oneSided),
                atMost(successes, trials, oneSided),
                level);
    }

    /** The proportion is at least this, at a one-sided level. */
    public static double atLeast(long successes, long trials, double level) {
        require(successes, trials, level);
        return successes == 0 ? 0 : quantile(successes, trials - successes + 1, 1 - level);
    }

    /** The proportion is at most this, at a one-sided level. */
    public static double atMost(long successes, long trials, double level) {
        require(successes, trials, level);
        return successes == trials ? 1 : quantile(successes + 1, trials - successes, level);
    }

    /** Share of the trials that were successes. */
    public double value() {
        return (double) successes / trials;
    }

    /** The share with the distance to the farther end: as wide as needed on either side. */
    public Estimate estimate() {
        double half = Math.max(high - value(), value() - low);
        return new Estimate(value(), half, level, Math.toIntExact(trials));
    }

    private static double quantile(long a, long b, double p) {
        return new BetaDistribution(null, a, b, ACCURACY).inverseCumulativeProbability(p);
    }

    private static void require(long successes, long trials, double level) {
        Student.requireLevel(level);
        if (trials < 1 || successes < 0 || successes > trials) {
            throw new IllegalArgumentException(successes + " successes in " + trials + " trials");
        }
    }
}
