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
    private final IntToDoubleFunction births;
    /** birth(n) / death(n+1), which is pi(n+1) / pi(n). */
    private final IntToDoubleFunction ratios;

    private BirthDeath(
            int lowest,
            double[] probabilities,
            IntToDoubleFunction births,
            IntToDoubleFunction ratios) {
        this.births = births;
        this.ratios = ratios;
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
        return new BirthDeath(lowest, normalised(weights), birthRatePerSecond, ratio);
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

    /** The lowest state that is reached or left upwards with at most this probability. */
    public int quantile(double above) {
        int state = lowest + probabilities.length - 1;
        double sum = 0;
        while (state > lowest && sum + probabilities[state - lowest] <= above) {
            sum += probabilities[state - lowest];
            state--;
        }
        return state + 1;
    }

    /**
     * The solution of Poisson's equation of the chain, by its differences.
     *
     * <pre>
     * birth(n) (h(n+1) - h(n)) - death(n) (h(n) - h(n-1)) = -(f(n) - sum of pi f)
     * h(n+1) - h(n) = -sum over k &lt;= n of pi(k) (f(k) - sum of pi f) / (pi(n) birth(n))
     * </pre>
     *
     * <p>Summed from the end from which weights rise towards n, so that nothing cancels. Source:
     * Whitt 1992, "Asymptotic formulas for Markov processes with applications to simulation",
     * Operations Research 40(2), 279-291.
     *
     * @param value f, of the state
     * @param states differences from 0 to states - 1 are given
     */
    public double[] poisson(IntToDoubleFunction value, int states) {
        double mean = mean(value);
        int mode = 0;
        while (mode < states && ratios.applyAsDouble(mode) >= 1) {
            mode++;
        }
        double[] slopes = new double[states];
        double below = 0;
        for (int n = 0; n < mode; n++) {
            below = value.applyAsDouble(n)
                    - mean
                    + (n == 0 ? 0 : below / ratios.applyAsDouble(n - 1));
            slopes[n] = -below / births.applyAsDouble(n);
        }
        double above = 0;
        for (int n = lowest + probabilities.length - 1; n >= mode; n--) {
            above = ratios.applyAsDouble(n) * (value.applyAsDouble(n + 1) - mean + above);
            if (n < states) {
                slopes[n] = above / births.applyAsDouble(n);
            }
        }
        return slopes;
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
