package headroom.stat;

import headroom.kernel.FastStream;
import headroom.variates.NormalQuantile;

/**
 * A series X_t = mean + phi (X_(t-1) - mean) + normal noise, which begins in its stationary state.
 *
 * @param mean of the series
 * @param phi correlation of neighbours, in (-1, 1)
 * @param noise standard deviation of the noise
 */
record Autoregressive(double mean, double phi, double noise) {
    /** Validation case OA-05. */
    static Autoregressive ofCase() {
        return new Autoregressive(10, 0.9, 1);
    }

    /** Of one value: noise^2 / (1 - phi^2). */
    double variance() {
        return noise * noise / (1 - phi * phi);
    }

    /** Of the mean of n values, times n, for n without end: noise^2 / (1 - phi)^2. */
    double asymptoticVariance() {
        return noise * noise / ((1 - phi) * (1 - phi));
    }

    /** The next n values of a path that begins now. */
    double[] path(FastStream random, int n) {
        double[] path = new double[n];
        double away = Math.sqrt(variance()) * NormalQuantile.of(random.nextDouble());
        for (int t = 0; t < n; t++) {
            path[t] = mean + away;
            away = phi * away + noise * NormalQuantile.of(random.nextDouble());
        }
        return path;
    }
}
