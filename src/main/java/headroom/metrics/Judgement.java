package headroom.metrics;

import headroom.measure.Reading;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.stat.TailBias;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

import java.util.Arrays;
import java.util.List;

/**
 * Whether replications show that an expectation holds.
 *
 * <p>With n independent values of mean m and standard deviation s, each end of the interval
 *
 * <pre>m -+ t(n - 1, c) s / sqrt(n)</pre>
 *
 * <p>misses the true mean with probability 1 - c (exact for normal values; Law 2015, Simulation
 * Modeling and Analysis, section 4.5, with one side). It is a pass if the whole interval is on the
 * right side of the bound, a fail if the whole of it is on the wrong side, and inconclusive
 * otherwise: so a number on the wrong side passes with probability 1 - c at most, wherever it is.
 * Quantiles in the tail and standard deviations are too low where replications are short: the upper
 * end of their interval is higher by {@link TailBias}, but for a single replication, whose value is
 * that of all its cells or batches together.
 * Values that are all the same have no spread: they decide from n on at which 2^-n is at most
 * 1 - c, and say nothing of what is rarer than one replication in n shows. The values are those of
 * replications; of a single replication, those of its cells or batches. What was not observed in
 * every replication never passes.
 *
 * @param expectation what was asked
 * @param verdict what the replications show
 * @param value the mean [unit of the number]; NaN where nothing was observed
 * @param low the lower end of the interval; NaN where it is unknown
 * @param high the upper end
 * @param level the confidence c of each end by itself
 * @param evidence what the interval rests on
 * @param n how many of them there are
 * @param unobserved replications in which there was nothing to observe
 * @param needed about how many replications would decide; 0 where nobody knows, or it is decided
 */
public record Judgement(
        Expectation expectation,
        Verdict verdict,
        double value,
        double low,
        double high,
        double level,
        Evidence evidence,
        int n,
        int unobserved,
        double needed) {
    /** Beyond this many replications nobody asks how many more. */
    public static final double MOST_NEEDED = 1e6;

    /** What can be said. */
    public enum Verdict {
        PASS,
        FAIL,
        INCONCLUSIVE
    }

    /** What an interval rests on. */
    public enum Evidence {
        REPLICATIONS,
        CELLS,
        BATCHES,
        NONE
    }

    /**
     * Judges.
     *
     * @param share the share of the error probability that this look at this number may take: 1,
     *     or less where there are several numbers or looks (Bonferroni)
     */
    public static Judgement of(Expectation expectation, List<Reading> readings, double share) {
        double level = 1 - (1 - expectation.confidence()) * share;
        double[] values = expectation.target().in(readings);
        int unobserved = (int) Arrays.stream(values).filter(Double::isNaN).count();
        int known = values.length - unobserved;
        Estimate estimate = values.length == 1
                ? expectation.target().alone(readings.get(0))
                : Known.ofReplications(values, level);
        double standardError = standardError(estimate);
        int n = Double.isNaN(standardError) ? known : estimate.n();
        double half = Double.isNaN(standardError) ? Double.NaN : t(n, level) * standardError;
        double low = estimate.value() - half;
        boolean isMean = values.length > 1;
        boolean isProne = expectation.target().isProneToTailBias();
        double missing = isMean && isProne ? TailBias.allowance(estimate) : 0;
        double high = estimate.value() + half + missing;
        // values that are all the same have no spread to judge by: a sign test of the median
        int same = half == 0 ? sameNeeded(level) : 0;
        Verdict verdict =
                n < same ? Verdict.INCONCLUSIVE : verdict(expectation, low, high, unobserved);
        Evidence evidence =
                Double.isNaN(half) ? Evidence.NONE : evidence(expectation.target(), readings);
        double needed = 0;
        if (n < same) {
            needed = same;
        } else if (verdict == Verdict.INCONCLUSIVE && evidence == Evidence.REPLICATIONS) {
            double distance = estimate.value() - expectation.bound();
            needed = needed(distance, standardError * Math.sqrt(n), level, n);
        }
        return new Judgement(
                expectation,
                verdict,
                estimate.value(),
                low,
                high,
                level,
                evidence,
                n,
                unobserved,
                needed);
    }

    private static Evidence evidence(Target target, List<Reading> readings) {
        if (readings.size() > 1) {
            return Evidence.REPLICATIONS;
        }
        return target.isBatched(readings.get(0)) ? Evidence.BATCHES : Evidence.CELLS;
    }

    private static Verdict verdict(
            Expectation expectation, double low, double high, int unobserved) {
        if (Double.isNaN(low)) {
            return Verdict.INCONCLUSIVE;
        }
        boolean lowHolds = expectation.holds(low);
        boolean highHolds = expectation.holds(high);
        if (lowHolds && highHolds) {
            return unobserved == 0 ? Verdict.PASS : Verdict.INCONCLUSIVE;
        }
        return lowHolds || highHolds ? Verdict.INCONCLUSIVE : Verdict.FAIL;
    }

    /**
     * How many values that are all the same show that at least half of all are on their side of the
     * bound: 2^-n is at most 1 - c (sign test, Conover 1999, section 3.4).
     */
    public static int sameNeeded(double level) {
        return (int) Math.ceil(Math.log(1 - level) / Math.log(0.5) - 1e-9);
    }

    /** That of the mean behind a two-sided interval; NaN where it is unknown. */
    private static double standardError(Estimate estimate) {
        return estimate.n() < 2
                ? Double.NaN
                : estimate.halfWidth() / t(estimate.n(), (1 + estimate.level()) / 2);
    }

    private static double t(int n, double p) {
        return new TDistribution(null, n - 1.0).inverseCumulativeProbability(p);
    }

    /** About how many replications make the half-width as small as the distance to the bound. */
    private static double needed(double distance, double deviation, double level, int n) {
        double z = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(level);
        double ratio = z * deviation / distance;
        // t is wider than the normal: about z^2 / 2 more (Guenther 1981)
        double needed = Math.ceil(ratio * ratio + z * z / 2);
        return Double.isFinite(needed) ? Math.max(n + 1.0, needed) : Double.POSITIVE_INFINITY;
    }

    /** Whether what short replications miss is most of what makes the interval wide. */
    public boolean isShort() {
        return high - value > 2 * (value - low);
    }

    /** How far the value is on the right side of the bound; negative on the wrong one. */
    public double margin() {
        double above = value - expectation.bound();
        return expectation.objective().relation().wantsLess() ? -above : above;
    }

    /** The margin as a share of the bound; NaN where that is 0. */
    public double marginShare() {
        double bound = Math.abs(expectation.bound());
        return bound == 0 ? Double.NaN : margin() / bound;
    }
}
