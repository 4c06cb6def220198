package headroom.arrivals;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;

/**
 * How many arrive at one instant.
 *
 * <pre>
 * named:     size X_i with share p_i
 * geometric: P(X = k) = (1 - q) q^(k-1), q = 1 - 1 / mean, k = 1, 2, ...
 * </pre>
 *
 * <p>A Poisson process of batches has counts whose variance is E[X^2] / E[X] times their mean.
 */
public final class BatchSizes {
    private final int[] sizes;
    /** Shares of this size and all before it. */
    private final double[] sums;
    /** Logarithm of q; 0 where sizes are named. */
    private final double logQ;

    private final double mean;

    private BatchSizes(int[] sizes, double[] sums, double logQ, double mean) {
        this.sizes = sizes;
        this.sums = sums;
        this.logQ = logQ;
        this.mean = mean;
    }

    /** Sizes with their shares, which add up to 1. */
    public static BatchSizes of(int[] sizes, double[] shares) {
        double[] sums = new double[sizes.length];
        double sum = 0;
        double mean = 0;
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] < 1 || !(shares[i] >= 0)) {
                throw new IllegalArgumentException(
                        "batch of " + sizes[i] + " with share " + shares[i]);
            }
            sum += shares[i];
            sums[i] = sum;
            mean += shares[i] * sizes[i];
        }
        if (!(Math.abs(sum - 1) < 1e-9)) {
            throw new IllegalArgumentException("shares of batches sum to " + sum);
        }
        return new BatchSizes(sizes.clone(), sums, 0, mean);
    }

    /** The geometric law of a mean of at least 1. */
    public static BatchSizes geometric(double mean) {
        if (!(mean >= 1 && mean <= 1e6)) {
            throw new IllegalArgumentException("mean batch of " + mean);
        }
        double logQ = StrictMath.log1p(-1 / mean);
        return mean == 1
                ? of(new int[] {1}, new double[] {1})
                : new BatchSizes(new int[0], new double[0], logQ, mean);
    }

    double mean() {
        return mean;
    }

    /** As many arrivals at each instant of another process, whose rate is lower by the mean. */
    ArrivalProcess open(ArrivalProcess batches, RandomStream random) {
        return new Batches(batches, random);
    }

    private int sample(double u) {
        if (logQ < 0) {
            return 1 + (int) (StrictMath.log(u) / logQ);
        }
        int i = Arrays.binarySearch(sums, u);
        return sizes[Math.min(sizes.length - 1, i >= 0 ? i : -i - 1)];
    }

    private final class Batches implements ArrivalProcess {
        private final ArrivalProcess batches;
        private final RandomStream random;
        private double nowSeconds;
        private int left;

        Batches(ArrivalProcess batches, RandomStream random) {
            this.batches = batches;
            this.random = random;
        }

        @Override
        public double next() {
            if (left == 0) {
                nowSeconds = batches.next();
                left = sample(random.nextDouble());
            }
            left--;
            return nowSeconds;
        }
    }
}
