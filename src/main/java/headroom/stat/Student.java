package headroom.stat;

import org.apache.commons.math3.distribution.TDistribution;

/** Student's t distribution as intervals and tests need it. */
final class Student {
    private Student() {}

    /**
     * Half the width of an interval, in standard errors: the quantile at (1 + level) / 2.
     *
     * @param degrees degrees of freedom, above 0
     * @param level probability that the interval covers, in (0, 1)
     */
    static double factor(double degrees, double level) {
        requireLevel(level);
        // A null generator: the default one would seed itself from the wall clock.
        return new TDistribution(null, degrees).inverseCumulativeProbability((1 + level) / 2);
    }

    /** Probability of a value at least as far from 0 on either side; NaN of NaN. */
    static double twoSided(double t, double degrees) {
        if (Double.isNaN(t)) {
            return Double.NaN;
        }
        return 2 * new TDistribution(null, degrees).cumulativeProbability(-Math.abs(t));
    }

    static void requireLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level " + level + " is not between 0 and 1");
        }
    }
}
