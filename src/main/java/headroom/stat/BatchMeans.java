package headroom.stat;

/**
 * The mean of one long correlated series with an interval from batches, which do not overlap and
 * are so long that their means are nearly independent.
 *
 * <pre>
 * half-width = t(k - 1) s(batch means) / sqrt(k)
 * lag-1 autocorrelation r = sum (z_j - z)(z_(j+1) - z) / sum (z_j - z)^2
 *   k    batches, of floor(n / k) observations; what remains is left out at the beginning,
 *        where a series is least settled
 *   z_j  mean of batch j;  z  mean of those
 * </pre>
 *
 * <p>Domain: a stationary series whose batches are many times as long as its correlation reaches.
 * Batches that are too short are positively correlated and the interval is too narrow: {@link
 * #isCorrelated} says so where r is above 1.645 / sqrt(k), which independent batches exceed about
 * once in twenty. With some 20 batches that test sees only strong correlation: it warns, it does
 * not vouch. 10 to 30 batches are best: more add little to t and cost independence.
 *
 * <p>Source: Schmeiser (1982), Batch size effects in the analysis of simulation output, Operations
 * Research 30(3), 556-568; Law (2015), Simulation Modeling and Analysis, section 9.5.3; the limit
 * of r: Bartlett (1946), Supplement to the Journal of the Royal Statistical Society 8(1), 27-41.
 *
 * @param estimate the mean of the batches
 * @param lagOne lag-1 autocorrelation of the batch means; NaN where they do not vary
 * @param batchSize observations in a batch
 */
public record BatchMeans(Estimate estimate, double lagOne, int batchSize) {
    /** Quantile of the standard normal law at 0.95. */
    private static final double ONCE_IN_TWENTY = 1.6448536269514722;

    /** Of a series cut into so many batches. */
    public static BatchMeans of(double[] series, int batches, double level) {
        double[] means = means(series, batches);
        return new BatchMeans(
                Estimate.ofReplications(means, level), lagOne(means), series.length / batches);
    }

    /** Whether the batches are so correlated that the interval is not to be trusted. */
    public boolean isCorrelated() {
        return isCorrelated(lagOne, estimate.n());
    }

    /** Whether a lag-1 autocorrelation of so many batches is above chance. */
    public static boolean isCorrelated(double lagOne, int batches) {
        return lagOne > ONCE_IN_TWENTY / Math.sqrt(batches);
    }

    /** Means of the batches, in their order. */
    public static double[] means(double[] series, int batches) {
        if (batches < 2 || series.length < batches) {
            throw new IllegalArgumentException(
                    series.length + " observations in " + batches + " batches");
        }
        int size = series.length / batches;
        int at = series.length - size * batches;
        double[] means = new double[batches];
        for (int j = 0; j < batches; j++) {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += series[at++];
            }
            means[j] = sum / size;
        }
        return means;
    }

    /** Lag-1 autocorrelation of values in their order; NaN where they do not vary. */
    public static double lagOne(double[] values) {
        Tally tally = new Tally();
        for (double value : values) {
            tally.add(value);
        }
        double squares = tally.variance() * (values.length - 1);
        double products = 0;
        for (int j = 1; j < values.length; j++) {
            products += (values[j - 1] - tally.mean()) * (values[j] - tally.mean());
        }
        return squares > 0 ? products / squares : Double.NaN;
    }
}
