package headroom.analytic;

import java.util.function.IntToDoubleFunction;

/**
 * The stationary law of a birth-death chain on 0, 1, 2, ... whose law has one mode.
 *
 * <p>pi(n+1) = pi(n) birth(n) / death(n+1). The recursion starts at the mode with weight 1 and runs
 * outward until a weight is below {@value #NEGLIGIBLE}, so no weight overflows and none that
 * matters underflows. Domain: birth(n) / death(n+1) does not increase with n and falls below 1;
 * what is cut off is of the order of {@value #NEGLIGIBLE} of the whole. Source: Kleinrock 1975,
 * "Queueing Systems", vol. 1, section 3.1. Grade: exact theory, numeric evaluation.
 */
public final class BirthDeath {
    private static final double NEGLIGIBLE = 1e-20;

    /** The lowest state with weight; the state of {@code probabilities[0]}. */
    private final int lowest;

    private final double[] probabilities;

    private BirthDeath(int lowest, double[] probabilities) {
        this.lowest = lowest;
        this.probabilities = probabilities;
    }

    /** The stationary law for rates [1/s] by state, looking for the mode from a state near it. */
    public static BirthDeath stationary(
            IntToDoubleFunction birthRatePerSecond,
            IntToDoubleFunction deathRatePerSecond,
            int near) {
        IntToDoubleFunction ratio =
                n -> birthRatePerSecond.applyAsDouble(n) / deathRatePerSecond.applyAsDouble(n + 1);
        int mode = near;
        while (ratio.applyAsDouble(mode) >= 1.0) {
            mode++;
        }
        while (mode > 0 && ratio.applyAsDouble(mode - 1) < 1.0) {
            mode--;
        }
        int lowest = mode;
        for (double w = 1.0; lowest > 0 && w > NEGLIGIBLE; lowest--) {
            w /= ratio.applyAsDouble(lowest - 1);
        }
        int highest = mode;
        for (double w = 1.0; w > NEGLIGIBLE; highest++) {
            w *= ratio.applyAsDouble(highest);
        }
        double[] weights = new double[highest - lowest + 1];
        weights[mode - lowest] = 1.0;
        for (int n = mode; n > lowest; n--) {
            weights[n - 1 - lowest] = weights[n - lowest] / ratio.applyAsDouble(n - 1);
        }
        for (int n = mode; n < highest; n++) {
            weights[n + 1 - lowest] = weights[n - lowest] * ratio.applyAsDouble(n);
        }
        return new BirthDeath(lowest, normalised(weights));
    }

    /** Probability of the state. */
    public double probability(int state) {
        int index = state - lowest;
        return index < 0 || index >= probabilities.length ? 0.0 : probabilities[index];
    }

    /** Mean of a function of the state. */
    public double mean(IntToDoubleFunction value) {
        double sum = 0.0;
        for (int i = 0; i < probabilities.length; i++) {
            sum += probabilities[i] * value.applyAsDouble(lowest + i);
        }
        return sum;
    }

    /** Probability of the state or any above it. */
    public double atLeast(int state) {
        return mean(n -> n >= state ? 1.0 : 0.0);
    }

    private static double[] normalised(double[] weights) {
        double sum = 0.0;
        for (double weight : weights) {
            sum += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sum;
        }
        return weights;
    }
}
