package headroom.stat;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;

/**
 * A histogram of durations with buckets of equal relative width, for quantiles of latencies.
 *
 * <p>A bucket is named by the top bits of the double: its exponent (the octave) and the first seven
 * bits of its mantissa, so each of 46 octaves from 2^-20 s (about 1 us) to 2^26 s (about two years)
 * has 128 buckets of equal width. Recording is a shift, a subtraction and an increment.
 *
 * <p>Error of {@link #quantileSeconds}: a bucket is at most 1/128 of its lower end wide, so the
 * result is never further than 0.79 % from the order statistic of that rank. Ranks are spread
 * evenly inside a bucket, each at the middle of its share; where the values are too (any smooth
 * law), and for a single value in its bucket, the error is at most half of that, 0.40 %. Durations
 * of 0, such as the wait of whoever finds a server free, are counted apart and are exact. Others
 * outside the range are counted in the first or last bucket; the least and greatest are kept
 * exactly and bound every quantile.
 *
 * <p>The counts of merged histograms do not depend on the order of merging; the sum does in its
 * last bits, so merge in cell order.
 */
public final class LatencyHistogram {
    private static final int SUB_BUCKET_BITS = 7;
    private static final int SHIFT = 52 - SUB_BUCKET_BITS;
    private static final int MIN_EXPONENT = -20;
    private static final int MAX_EXPONENT = 26;
    private static final int BUCKETS = (MAX_EXPONENT - MIN_EXPONENT) << SUB_BUCKET_BITS;
    private static final int OFFSET = (Double.MAX_EXPONENT + MIN_EXPONENT) << SUB_BUCKET_BITS;

    /** None until something is recorded: thousands of histograms may stay empty. */
    private int[] counts = {};

    /** Durations of 0, which are in no bucket. */
    private long zeros;

    private long count;
    private double sumSeconds;
    private double minSeconds = Double.POSITIVE_INFINITY;
    private double maxSeconds = Double.NEGATIVE_INFINITY;

    /** Records one duration; negative, NaN and infinite ones throw. */
    public void record(double seconds) {
        if (!(seconds >= 0 && seconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("duration " + seconds + " s");
        }
        if (seconds == 0) {
            zeros++;
        } else {
            countInBucket(seconds);
        }
        count++;
        sumSeconds += seconds;
        // extremes are rare: a branch is cheaper than Math.min
        if (seconds < minSeconds) {
            minSeconds = seconds;
        }
        if (seconds > maxSeconds) {
            maxSeconds = seconds;
        }
    }

    private void countInBucket(double seconds) {
        if (counts.length == 0) {
            counts = new int[BUCKETS];
        }
        int bucket = bucketOf(seconds);
        int inBucket = counts[bucket] + 1;
        if (inBucket < 0) {
            throw new ArithmeticException("more than 2^31 - 1 durations near " + seconds + " s");
        }
        counts[bucket] = inBucket;
    }

    /** Adds all durations of another histogram, which stays as it is. */
    public void merge(LatencyHistogram other) {
        if (other.count == 0) {
            return;
        }
        if (other.counts.length > 0) {
            mergeBuckets(other);
        }
        zeros += other.zeros;
        count += other.count;
        sumSeconds += other.sumSeconds;
        minSeconds = Math.min(minSeconds, other.minSeconds);
        maxSeconds = Math.max(maxSeconds, other.maxSeconds);
    }

    private void mergeBuckets(LatencyHistogram other) {
        if (counts.length == 0) {
            counts = new int[BUCKETS];
        }
        int last = bucketOf(other.maxSeconds);
        for (int i = bucketOf(other.minSeconds); i <= last; i++) {
            counts[i] = Math.addExact(counts[i], other.counts[i]);
        }
    }

    /**
     * A random sample, each duration in it with the same probability, independently of the others.
     * Those in one bucket are told apart no more, so least, greatest and mean are those of buckets.
     */
    public LatencyHistogram thinned(double share, RandomStream random) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("sample of " + share);
        }
        LatencyHistogram sample = new LatencyHistogram();
        double missLog = StrictMath.log1p(-share);
        long before = zeros;
        int bucket = 0;
        // the gaps between those taken are geometric
        double next = Math.floor(StrictMath.log(random.nextDouble()) / missLog);
        while (next < count) {
            while (next >= zeros && before + counts[bucket] <= next) {
                before += counts[bucket++];
            }
            double low = lowerEndSeconds(bucket);
            double middle = 0.5 * (low + lowerEndSeconds(bucket + 1));
            double kept = Math.max(minSeconds, Math.min(maxSeconds, middle));
            sample.record(next < zeros ? 0 : kept);
            next += 1 + Math.floor(StrictMath.log(random.nextDouble()) / missLog);
        }
        return sample;
    }

    /** Forgets everything. */
    public void reset() {
        if (count == 0) {
            return;
        }
        if (counts.length > 0) {
            Arrays.fill(counts, bucketOf(minSeconds), bucketOf(maxSeconds) + 1, 0);
        }
        zeros = 0;
        count = 0;
        sumSeconds = 0;
        minSeconds = Double.POSITIVE_INFINITY;
        maxSeconds = Double.NEGATIVE_INFINITY;
    }

    public long count() {
        return count;
    }

    /** Mean from the sum of the durations themselves, not of the buckets; NaN without any. */
    public double meanSeconds() {
        return count == 0 ? Double.NaN : sumSeconds / count;
    }

    /** Least duration, exact; NaN without any. */
    public double minSeconds() {
        return count == 0 ? Double.NaN : minSeconds;
    }

    /** Greatest duration, exact; NaN without any. */
    public double maxSeconds() {
        return count == 0 ? Double.NaN : maxSeconds;
    }

    /**
     * The duration that a fraction p of the recorded ones do not exceed: the order statistic of
     * rank max(1, ceil(p x count)), within the error stated above. NaN without any.
     */
    public double quantileSeconds(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("quantile of " + p);
        }
        if (count == 0) {
            return Double.NaN;
        }
        long rank = rankOf(p);
        if (rank == 1) {
            return minSeconds;
        }
        if (rank == count) {
            return maxSeconds;
        }
        if (rank <= zeros) {
            return 0;
        }
        long before = zeros;
        int bucket = 0;
        while (before + counts[bucket] < rank) {
            before += counts[bucket++];
        }
        double share = (rank - before - 0.5) / counts[bucket];
        double low = lowerEndSeconds(bucket);
        double value = low + share * (lowerEndSeconds(bucket + 1) - low);
        return Math.min(maxSeconds, Math.max(minSeconds, value));
    }

    // p x count is rounded: 0.99 x 100 must give rank 99, not 100, whichever side it falls.
    private long rankOf(double p) {
        double position = p * count;
        double nearest = Math.rint(position);
        boolean whole = Math.abs(position - nearest) <= 1e-12 * count;
        long rank = (long) (whole ? nearest : Math.ceil(position));
        return Math.max(1, Math.min(count, rank));
    }

    private static int bucketOf(double seconds) {
        // + 0.0 turns -0.0, whose sign bit would name the last bucket, into 0.0
        int index = (int) (Double.doubleToRawLongBits(seconds + 0.0) >>> SHIFT) - OFFSET;
        return Math.max(0, Math.min(BUCKETS - 1, index));
    }

    private static double lowerEndSeconds(int bucket) {
        return Double.longBitsToDouble((long) (bucket + OFFSET) << SHIFT);
    }
}
