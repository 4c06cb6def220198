package headroom.stat;

/**
 * A mean with its confidence interval, value +- halfWidth.
 *
 * <p>The half-width is t(n - 1, (1 + level) / 2) x s / sqrt(n), exact for independent normal
 * values and the usual approximation for means over replications or cells (Law 2015, Simulation
 * Modeling and Analysis, section 4.5). Below two values nothing is known of the spread and the
 * half-width is NaN: never zero, which would read as certainty.
 *
 * @param value the mean; NaN without values
 * @param halfWidth half the width of the interval, in the unit of the value, or NaN
 * @param level probability that the interval covers the true mean, in (0, 1)
 * @param n number of values behind it
 */
public record Estimate(double value, double halfWidth, double level, int n) {

    /** Estimate from independent replications. */
    public static Estimate ofReplications(double[] values, double level) {
        Student.requireLevel(level);
        Tally tally = new Tally();
        for (double value : values) {
            tally.add(value);
        }
        int n = values.length;
        if (n < 2) {
            return new Estimate(tally.mean(), Double.NaN, level, n);
        }
        double half = Student.factor(n - 1, level) * tally.standardDeviation() / Math.sqrt(n);
        return new Estimate(tally.mean(), half, level, n);
    }

    /**
     * Estimate of the mean over a finite population from k members drawn without replacement, such
     * as k simulated cells of C. The half-width of the infinite case is multiplied by
     * sqrt(1 - k / C) (Cochran 1977, Sampling Techniques, section 2.6): a sample of everything has
     * no sampling error.
     */
    public static Estimate ofSample(double[] values, int populationSize, double level) {
        if (populationSize < values.length) {
            throw new IllegalArgumentException(
                    values.length + " values from a population of " + populationSize);
        }
        Estimate infinite = ofReplications(values, level);
        double factor = Math.sqrt(1 - (double) values.length / populationSize);
        return new Estimate(
                infinite.value, infinite.halfWidth * factor, infinite.level, infinite.n);
    }

    /** Lower end of the interval. */
    public double low() {
        return value - halfWidth;
    }

    /** Upper end of the interval. */
    public double high() {
        return value + halfWidth;
    }

    /** The same estimate in another unit, or of a total: value and half-width times the factor. */
    public Estimate times(double factor) {
        return new Estimate(value * factor, halfWidth * Math.abs(factor), level, n);
    }

    /** Whether the interval holds a number; never where its width is unknown. */
    public boolean covers(double number) {
        return low() <= number && number <= high();
    }
}
