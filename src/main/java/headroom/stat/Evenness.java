package headroom.stat;

import java.util.Arrays;

/**
 * How evenly an amount is spread over users: Jain's index, and the share of those who have most.
 *
 * <pre>
 * J = (sum x)^2 / (n sum x^2)     1: all alike; 1/n: one has everything
 *   x   what a user has, at least 0
 *   n   users
 * </pre>
 *
 * <p>Source: Jain, Chiu, Hawe (1984), A quantitative measure of fairness and discrimination for
 * resource allocation in shared computer systems, DEC-TR-301, section 3. The index is that of the
 * amounts to rounding; without any amount it is NaN.
 *
 * <p>The share of the top p of the users is read off buckets, each with its own sum: 16 of equal
 * width to an octave, from 2^-20 to 2^40. Only the bucket that the boundary cuts is divided, all
 * its members counted as their mean, so the share is off by at most a sixteenth of what that
 * bucket's members above the boundary have.
 *
 * <p>All is additive: spreads of disjoint groups of users merge into that of all of them. A user
 * who is in several groups, with a part of the amount in each, counts in each as that share of a
 * user; the parts are taken for equal.
 */
public final class Evenness {
    private static final int SUB_BUCKET_BITS = 4;
    private static final int SHIFT = 52 - SUB_BUCKET_BITS;
    private static final int MIN_EXPONENT = -20;
    private static final int MAX_EXPONENT = 40;
    private static final int BUCKETS = (MAX_EXPONENT - MIN_EXPONENT) << SUB_BUCKET_BITS;
    private static final int OFFSET = (Double.MAX_EXPONENT + MIN_EXPONENT) << SUB_BUCKET_BITS;

    private final double[] counts = new double[BUCKETS];
    private final double[] sums = new double[BUCKETS];
    private double users;
    private double having;
    private double sum;
    private double sumOfSquares;

    /** Counts a user who has an amount, at least 0. */
    public void add(double amount) {
        add(amount, 1);
    }

    /** Counts the part of a user that is here, who has as much in as many parts. */
    public void add(double amount, int parts) {
        if (!(amount >= 0 && amount <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("amount " + amount);
        }
        users += 1.0 / parts;
        if (amount > 0) {
            int bucket = bucketOf(amount * parts);
            counts[bucket] += 1.0 / parts;
            sums[bucket] += amount;
            having += 1.0 / parts;
            sum += amount;
            sumOfSquares += amount * amount * parts;
        }
    }

    /** Adds all users of another group, which stays as it is. */
    public void merge(Evenness other) {
        users += other.users;
        if (other.having == 0) {
            return;
        }
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] += other.counts[i];
            sums[i] += other.sums[i];
        }
        having += other.having;
        sum += other.sum;
        sumOfSquares += other.sumOfSquares;
    }

    /** Forgets everything. */
    public void reset() {
        users = 0;
        if (having > 0) {
            Arrays.fill(counts, 0);
            Arrays.fill(sums, 0);
            having = 0;
            sum = 0;
            sumOfSquares = 0;
        }
    }

    /** Users counted. */
    public double users() {
        return users;
    }

    /** Users with more than nothing. */
    public double having() {
        return having;
    }

    /** What all have together. */
    public double sum() {
        return sum;
    }

    /** Sum of the squares of what each has. */
    public double sumOfSquares() {
        return sumOfSquares;
    }

    /** Jain's index over all users. */
    public double jain() {
        return jain(users, sum, sumOfSquares);
    }

    /** Jain's index over the users with more than nothing. */
    public double jainOfHaving() {
        return jain(having, sum, sumOfSquares);
    }

    /** Jain's index from its moments; NaN where nobody has anything. */
    public static double jain(double n, double sum, double sumOfSquares) {
        return sumOfSquares > 0 ? sum * sum / (n * sumOfSquares) : Double.NaN;
    }

    /** Share of everything that the top p of all users have; NaN where nobody has anything. */
    public double topShare(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("top " + p);
        }
        double left = p * users;
        double top = 0;
        for (int i = BUCKETS - 1; i >= 0 && left > 0; i--) {
            double taken = Math.min(left, counts[i]);
            top += counts[i] > 0 ? sums[i] * (taken / counts[i]) : 0;
            left -= taken;
        }
        return having > 0 ? top / sum : Double.NaN;
    }

    private static int bucketOf(double amount) {
        int index = (int) (Double.doubleToRawLongBits(amount) >>> SHIFT) - OFFSET;
        return Math.max(0, Math.min(BUCKETS - 1, index));
    }
}
