package headroom.stat;

/**
 * Count, mean, variance and extremes of observations, kept in constant space.
 *
 * <p>Observations are added by Welford's recurrence (Welford 1962, Technometrics 4(3), 419-420):
 * with d = x - mean, mean += d / n and M2 += d * (x - mean). Two tallies are joined by the pairwise
 * update of Chan, Golub and LeVeque (1979, Stanford STAN-CS-79-773, eq. 2.1). Both stay accurate
 * where the mean is large against the spread. The join is not associative in the last bits: merge
 * in a fixed order (cell order) for bit-identical results. The count is a long.
 */
public final class Tally {
    private long count;
    private double mean;
    private double sumSquaredDeviations;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /** Adds one observation; NaN and infinities are refused, since they would spoil every sum. */
    public void add(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("observation " + value + " is not finite");
        }
        count++;
        double deviation = value - mean;
        mean += deviation / count;
        sumSquaredDeviations += deviation * (value - mean);
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    /** Adds all observations of another tally, which stays as it is. */
    public void merge(Tally other) {
        if (other.count == 0) {
            return;
        }
        long total = Math.addExact(count, other.count);
        double difference = other.mean - mean;
        double otherShare = (double) other.count / total;
        sumSquaredDeviations +=
                other.sumSquaredDeviations + difference * difference * count * otherShare;
        mean += difference * otherShare;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        count = total;
    }

    /** Forgets everything, as at the end of a warm-up. */
    public void reset() {
        count = 0;
        mean = 0;
        sumSquaredDeviations = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
    }

    public long count() {
        return count;
    }

    /** Sum of the observations, from mean and count; 0 when there are none. */
    public double sum() {
        return mean * count;
    }

    /** Mean, or NaN when there is no observation. */
    public double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** Unbiased sample variance, or NaN below two observations. */
    public double variance() {
        return count < 2 ? Double.NaN : sumSquaredDeviations / (count - 1);
    }

    /** Square root of {@link #variance()}. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }

    /** Least observation, or NaN when there is none. */
    public double min() {
        return count == 0 ? Double.NaN : min;
    }

    /** Greatest observation, or NaN when there is none. */
    public double max() {
        return count == 0 ? Double.NaN : max;
    }
}
