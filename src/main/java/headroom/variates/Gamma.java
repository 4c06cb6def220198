package headroom.variates;

/**
 * A gamma law by its mean and squared coefficient of variation: shape a = 1 / squaredCv, scale =
 * mean / a, P(X > x) = Q(a, x / scale), Q the regularised upper incomplete gamma function.
 *
 * <p>Drawn through a table, with the error of {@link Tabulated}; building that takes some 0.05 s.
 */
public final class Gamma implements Law {
    private static final double MIN_SQUARED_CV = 1e-4;
    private static final double MAX_SQUARED_CV = 100;

    private final Tabulated drawn;

    /**
     * Of this mean and spread.
     *
     * @param mean above 0, in any unit
     * @param squaredCv variance over the square of the mean, from 0.0001 to 100 [1]
     */
    public Gamma(double mean, double squaredCv) {
        Checked.positive("mean", mean);
        if (!(squaredCv >= MIN_SQUARED_CV && squaredCv <= MAX_SQUARED_CV)) {
            throw new IllegalArgumentException("squaredCv " + squaredCv + " outside 0.0001 to 100");
        }
        this.drawn = Tabulated.of(new Exact(mean, squaredCv, new GammaQuantile(1 / squaredCv)));
    }

    @Override
    public double quantile(double u) {
        return drawn.quantile(u);
    }

    @Override
    public double mean() {
        return drawn.mean();
    }

    @Override
    public double squaredCv() {
        return drawn.squaredCv();
    }

    private record Exact(double mean, double squaredCv, GammaQuantile unit) implements Law {
        @Override
        public double quantile(double u) {
            double scale = mean * squaredCv;
            return scale * (u <= 0.5 ? unit.lower(u) : unit.upper(1 - u));
        }
    }
}
