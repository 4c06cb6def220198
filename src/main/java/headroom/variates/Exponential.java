package headroom.variates;

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

    @Override
    public double squaredCv() {
        return 1;
    }
}
