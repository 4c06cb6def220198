package headroom.variates;

/**
 * The sum of exponential stages of equal means: P(X > x) = e^(-y) times the sum over i below stages
 * of y^i / i!, with y = stages x / mean.
 *
 * <p>Drawn like {@link Gamma}, of which it is the case of squaredCv = 1 / stages.
 */
public final class Erlang implements Law {
    private static final int MAX_STAGES = 10_000;

    private final int stages;
    private final Gamma gamma;

    /**
     * Of this many stages.
     *
     * @param stages from 1 to 10,000
     * @param mean of the sum, above 0, in any unit
     */
    public Erlang(int stages, double mean) {
        if (stages < 1 || stages > MAX_STAGES) {
            throw new IllegalArgumentException("stages " + stages + " outside 1 to " + MAX_STAGES);
        }
        this.stages = stages;
        this.gamma = new Gamma(mean, 1.0 / stages);
    }

    public int stages() {
        return stages;
    }

    @Override
    public double quantile(double u) {
        return gamma.quantile(u);
    }

    @Override
    public double mean() {
        return gamma.mean();
    }

    @Override
    public double squaredCv() {
        return gamma.squaredCv();
    }
}
