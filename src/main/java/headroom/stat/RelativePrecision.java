package headroom.stat;

/**
 * When replications are enough: sequential stopping at a relative half-width.
 *
 * <pre>
 * stop at the first n with  h(n) / |mean| <= gamma' = gamma / (1 + gamma)
 * next total:  least i >= n with  t(i - 1) s / sqrt(i) / |mean| <= gamma'
 *   h(n)   half-width of the mean of n replications at the level
 *   gamma  relative error aimed at: |mean - mu| / |mu| is at most gamma with the level's
 *          probability, where h / |mean| <= gamma would only give gamma / (1 - gamma)
 *   s      standard deviation of the n replications
 * </pre>
 *
 * <p>After the pilot a batch goes to the total that the spread so far asks for, but at most doubles
 * the replications: the spread of few is not to be trusted. The size of a batch follows from the
 * values alone, so whoever runs it on more threads runs the same replications.
 *
 * <p>Domain: means not 0. Where the mean is 0, or no value is known, nothing is relative to it and
 * all replications are run. Stopping when the half-width happens to be small covers a little less
 * than the level says; the loss falls with a longer pilot, 10 or more, and a smaller gamma.
 *
 * <p>Source: Law (2015), Simulation Modeling and Analysis, section 9.4.1; Chow and Robbins (1965),
 * Annals of Mathematical Statistics 36(2), 457-462.
 *
 * @param gamma relative error aimed at, in (0, 1)
 * @param level of the interval
 * @param pilot replications before anything is decided, at least 2
 * @param most replications at which it ends in any case, at least those of the pilot
 */
public record RelativePrecision(double gamma, double level, int pilot, int most) {
    public RelativePrecision {
        Student.requireLevel(level);
        if (!(gamma > 0 && gamma < 1)) {
            throw new IllegalArgumentException("relative error " + gamma);
        }
        if (pilot < 2 || most < pilot) {
            throw new IllegalArgumentException("pilot of " + pilot + ", at most " + most);
        }
    }

    /** The bound on the half-width over the mean. */
    public double corrected() {
        return gamma / (1 + gamma);
    }

    /** Whether an estimate is as precise as asked for. */
    public boolean isReached(Estimate estimate) {
        return relative(estimate) <= corrected();
    }

    /** Half-width over the absolute value of the mean; NaN where one of them says nothing. */
    public static double relative(Estimate estimate) {
        return estimate.value() == 0
                ? Double.NaN
                : estimate.halfWidth() / Math.abs(estimate.value());
    }

    /**
     * How many replications to add to those whose values are given; 0 when it is time to stop. A
     * value that is NaN was not observed.
     */
    public int more(double[] values) {
        int n = values.length;
        if (n < pilot) {
            return pilot - n;
        }
        Estimate now = Known.ofReplications(values, level);
        if (isReached(now) || n >= most) {
            return 0;
        }
        int limit = (int) Math.min(2L * n, most);
        return needed(now, n, limit) - n;
    }

    /** The least total that should do, or the limit; at least one more. */
    private int needed(Estimate now, int n, int limit) {
        double relative = relative(now);
        if (!(relative <= Double.MAX_VALUE)) {
            return limit;
        }
        double spread = relative * Math.sqrt(now.n()) / Student.factor(now.n() - 1, level);
        // of the replications only some observe anything
        double known = (double) now.n() / n;
        int low = n + 1;
        int high = limit;
        // the half-width falls with every replication
        while (low < high) {
            int total = (low + high) >>> 1;
            double observed = known * total;
            double half = Student.factor(observed - 1, level) * spread / Math.sqrt(observed);
            if (half <= corrected()) {
                high = total;
            } else {
                low = total + 1;
            }
        }
        return high;
    }
}
