package headroom.variates;

/**
 * P(X > x) = exp(-(x / scale)^shape), x >= 0, with scale = mean / Gamma(1 + 1/shape).
 *
 * <p>A shape below 1 means that what has lasted goes on to last. Each value costs a power: where
 * many are drawn, draw from {@link Tabulated}.
 */
public final class Weibull implements Law {
    private final double mean;
    private final double shape;
    private final double scale;

    /**
     * Of this mean.
     *
     * @param mean above 0, in any unit
     * @param shape from 0.05 to 100 [1]
     */
    public Weibull(double mean, double shape) {
        Checked.positive("mean", mean);
        if (!(shape >= 0.05 && shape <= 100)) {
            throw new IllegalArgumentException("shape " + shape + " outside 0.05 to 100");
        }
        this.mean = mean;
        this.shape = shape;
        this.scale = mean / StrictMath.exp(GammaQuantile.logGamma(1 + 1 / shape));
    }

    public double shape() {
        return shape;
    }

    @Override
    public double quantile(double u) {
        return scale * StrictMath.pow(-StrictMath.log1p(-u), 1 / shape);
    }

    @Override
    public double mean() {
        return mean;
    }

    /** Gamma(1 + 2/shape) / Gamma(1 + 1/shape)^2 - 1. */
    @Override
    public double squaredCv() {
        double first = GammaQuantile.logGamma(1 + 1 / shape);
        return StrictMath.expm1(GammaQuantile.logGamma(1 + 2 / shape) - 2 * first);
    }
}
