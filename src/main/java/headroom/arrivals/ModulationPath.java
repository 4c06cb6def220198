package headroom.arrivals;

import headroom.kernel.Streams;
import headroom.variates.NormalQuantile;

import umontreal.ssj.rng.RandomStream;

/**
 * A drawn path of a modulation: a factor that is constant until an instant, then another. One
 * uniform a step and scale; factors that all cells share are drawn again in each, from one stream.
 */
public final class ModulationPath implements RatePath {
    /** Correlation of a step with the next, and what is drawn afresh. */
    private static final double KEPT = StrictMath.exp(-1.0 / Modulation.STEPS);

    private static final double FRESH = Math.sqrt(1 - KEPT * KEPT);

    private final RandomStream[] streams;
    private final double[] stepSeconds;
    private final double[] sigma;
    private final double[] state;
    private final double[] factors;
    private final double[] firstEndSeconds;
    private final long[] steps;
    private double product = 1;
    private double untilSeconds = Double.POSITIVE_INFINITY;

    /** The path of one cell, whose own streams these are. */
    public ModulationPath(Modulation modulation, Streams own) {
        int n = modulation.scales().size();
        streams = new RandomStream[n];
        stepSeconds = new double[n];
        sigma = new double[n];
        state = new double[n];
        factors = new double[n];
        firstEndSeconds = new double[n];
        steps = new long[n];
        for (int k = 0; k < n; k++) {
            Modulation.Scale scale = modulation.scales().get(k);
            streams[k] = (scale.common() ? own.root() : own).of(scale.stream());
            stepSeconds[k] = scale.stepSeconds();
            sigma[k] = scale.sigma();
            firstEndSeconds[k] = stepSeconds[k] * streams[k].nextDouble();
            state[k] = NormalQuantile.of(streams[k].nextDouble());
            factors[k] = factor(k);
        }
        multiply();
    }

    /** Always 1. */
    static ModulationPath constant() {
        return new ModulationPath(Modulation.NONE, new Streams(0, 0));
    }

    @Override
    public double factor() {
        return product;
    }

    @Override
    public double endSeconds() {
        return untilSeconds;
    }

    @Override
    public void advance() {
        for (int k = 0; k < streams.length; k++) {
            if (endSeconds(k) <= untilSeconds) {
                steps[k]++;
                state[k] = KEPT * state[k] + FRESH * NormalQuantile.of(streams[k].nextDouble());
                factors[k] = factor(k);
            }
        }
        multiply();
    }

    private void multiply() {
        double nextSeconds = Double.POSITIVE_INFINITY;
        double all = 1;
        for (int k = 0; k < streams.length; k++) {
            all *= factors[k];
            nextSeconds = Math.min(nextSeconds, endSeconds(k));
        }
        product = all;
        untilSeconds = nextSeconds;
    }

    // A multiple of the step, not a sum of steps: rounding does not add up over a long run.
    private double endSeconds(int k) {
        return firstEndSeconds[k] + steps[k] * stepSeconds[k];
    }

    private double factor(int k) {
        return StrictMath.exp(sigma[k] * state[k] - 0.5 * sigma[k] * sigma[k]);
    }
}
