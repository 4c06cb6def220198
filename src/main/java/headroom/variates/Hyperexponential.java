package headroom.variates;

import umontreal.ssj.rng.RandomStream;

/**
 * One of several exponential laws, chosen by shares: P(X > x) = sum of share_i exp(-x / mean_i).
 *
 * <p>{@link #draw} chooses the branch by a uniform and reuses what is left of it within the branch,
 * so that it rises with the uniform in each branch, not across them. The quantile is found by
 * bisection and slow: where values must rise throughout, draw from {@link Tabulated}.
 */
public final class Hyperexponential implements Law {
    private final double[] means;
    /** The share of the draws up to each branch; the last is 1. */
    private final double[] edges;

    private Hyperexponential(double[] means, double[] edges) {
        this.means = means;
        this.edges = edges;
    }

    /**
     * Of these branches.
     *
     * @param shares weights above 0, of which only the ratios matter [1]
     * @param means above 0, in any unit
     */
    public static Hyperexponential of(double[] shares, double[] means) {
        int n = shares.length;
        if (n == 0 || n != means.length) {
            throw new IllegalArgumentException(n + " shares, " + means.length + " means");
        }
        double[] edges = new double[n];
        double sum = 0;
        for (int i = 0; i < n; i++) {
            Checked.positive("mean", means[i]);
            sum += Checked.positive("share", shares[i]);
            edges[i] = sum;
        }
        for (int i = 0; i < n; i++) {
            edges[i] /= sum;
        }
        return new Hyperexponential(means.clone(), edges);
    }

    /**
     * Two branches that contribute the same to the mean: share_1,2 = (1 +- sqrt((c - 1) / (c +
     * 1))) / 2, mean_i = mean / (2 share_i), c = squaredCv, at least 1 [1] (Morse 1958, Queues,
     * Inventories and Maintenance, section 5).
     */
    public static Hyperexponential balanced(double mean, double squaredCv) {
        if (!(squaredCv >= 1 && squaredCv <= 1e6)) {
            throw new IllegalArgumentException("squaredCv " + squaredCv + " outside 1 to 1e6");
        }
        double root = Math.sqrt((squaredCv - 1) / (squaredCv + 1));
        // the product of both shares, so that the small one keeps its digits
        double more = 0.5 * (1 + root);
        double less = 0.5 / (squaredCv + 1) / more;
        return of(new double[] {more, less}, new double[] {mean / (2 * more), mean / (2 * less)});
    }

    @Override
    public double draw(RandomStream random) {
        double u = random.nextDouble();
        int i = 0;
        while (u >= edges[i]) {
            i++;
        }
        return -means[i] * FastLog.of((edges[i] - u) / share(i));
    }

    @Override
    public double quantile(double u) {
        double longest = 0;
        for (double mean : means) {
            longest = Math.max(longest, mean);
        }
        double low = 0;
        double high = -longest * FastLog.of(1 - u);
        while (true) {
            double middle = low + 0.5 * (high - low);
            if (middle <= low || middle >= high) {
                return high;
            }
            if (survival(middle) > 1 - u) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private double survival(double x) {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += share(i) * StrictMath.exp(-x / means[i]);
        }
        return sum;
    }

    @Override
    public double mean() {
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            sum += share(i) * means[i];
        }
        return sum;
    }

    /** 2 x sum of share_i mean_i^2 over the square of the mean, less 1. */
    @Override
    public double squaredCv() {
        double mean = mean();
        double sum = 0;
        for (int i = 0; i < means.length; i++) {
            double ratio = means[i] / mean;
            sum += share(i) * ratio * ratio;
        }
        return 2 * sum - 1;
    }

    private double share(int i) {
        return i == 0 ? edges[0] : edges[i] - edges[i - 1];
    }
}
