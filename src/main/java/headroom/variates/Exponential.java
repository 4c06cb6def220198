package headroom.variates;

import umontreal.ssj.rng.RandomStream;

/**
 * Without memory: P(X > x) = exp(-x / mean), x >= 0.
 *
 * @param mean above 0, in any unit
 */
public record Exponential(double mean) implements Law {
    public Exponential {
        Checked.positive("mean", mean);
    }

    @Override
    public double quantile(double u) {
        return -mean * FastLog.of(1 - u);
    }

    // said again so that the loop is compiled for this law alone
    @Override
    public void fill(double[] values, RandomStream random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = quantile(random.nextDouble());
        }
    }

    @Override
    public double squaredCv() {
        return 1;
    }
}
