package headroom.stat;

/**
 * Count, mean and variance of observations by their plain sums: a third of the cost of a {@link
 * Tally}.
 *
 * <p>The variance loses as many digits as the square of the mean exceeds it by: for waits and
 * response times, whose mean and spread are alike, none that matter; for values that hardly vary
 * use a tally. Merging adds, so its order shows in the last bits alone.
 */
public final class Moments {
    private long count;
    private double sum;
    private double sumOfSquares;

    /** Adds one observation, which must be finite. */
    public void add(double value) {
        count++;
        sum += value;
        sumOfSquares += value * value;
    }

    /** Adds all observations of another, which stays as it is. */
    public void merge(Moments other) {
        count += other.count;
        sum += other.sum;
        sumOfSquares += other.sumOfSquares;
    }

    /** Forgets everything. */
    public void reset() {
        count = 0;
        sum = 0;
        sumOfSquares = 0;
    }

    public long count() {
        return count;
    }

    public double sum() {
        return sum;
    }

    /** Mean, or NaN when there is no observation. */
    public double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Unbiased sample variance, not below 0; NaN below two observations. */
    public double variance() {
        return count < 2 ? Double.NaN : Math.max(0, sumOfSquares - sum * sum / count) / (count - 1);
    }

    /** Square root of {@link #variance()}. */
    public double standardDeviation() {
        return Math.sqrt(variance());
    }
}
