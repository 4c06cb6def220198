package headroom.arrivals;

import java.util.List;

/**
 * A slow random factor on a rate, with spread on several time scales.
 *
 * <pre>
 * M(t) = product over k of exp(s_k X_k(t) - s_k^2 / 2)
 * </pre>
 *
 * <p>s_k sigma [1]; X_k independent stationary Gaussian processes of mean 0, variance 1 and
 * correlation exp(-u / tau_k) (Ornstein-Uhlenbeck), each held constant over steps of d_k = tau_k /
 * {@value #STEPS} and drawn exactly from step to step, X' = f X + sqrt(1 - f^2) Z with f = exp(-d_k
 * / tau_k). The first step is cut at random, so that M is stationary. M has mean 1 and, as
 * simulated, with u = (j + g) d_k the lag in steps, j whole and g in [0, 1), the covariance
 *
 * <pre>
 * C(u) = product over k of [(1 - g) exp(s_k^2 f^j) + g exp(s_k^2 f^(j+1))] - 1
 * </pre>
 *
 * <p>A Poisson process of rate a M(t) [1/s] counts in a window w [s] with the index of dispersion
 * (Cox and Lewis 1966, The Statistical Analysis of Series of Events, section 7.2)
 *
 * <pre>
 * Var N / E N = 1 + (2 a / w) x integral from 0 to w of (w - u) C(u) du
 * </pre>
 *
 * <p>Every public trace has an index that grows with the window, which no stationary renewal
 * process has. Grade of the form: fitted; one scale a window met every
 * public trace tried, within 11 %.
 */
public final class Modulation {
    /** Steps of a factor in its correlation time. */
    public static final int STEPS = 2;

    /** A rate that is not modulated. */
    public static final Modulation NONE = new Modulation(List.of());

    /** Ratio of neighbouring nodes of the integral. */
    private static final double RATIO = 1.15;

    private final List<Scale> scales;

    /**
     * One factor of the product.
     *
     * @param sigma standard deviation of its logarithm [1]
     * @param correlationSeconds time in which its correlation falls to 1/e [s]
     * @param stream name of its random stream: two of the same name and time are one
     * @param common whether all cells have the same, or each its own
     */
    public record Scale(double sigma, double correlationSeconds, String stream, boolean common) {
        public Scale {
            if (!(sigma >= 0 && sigma <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("sigma " + sigma);
            }
            if (!(correlationSeconds > 0 && correlationSeconds <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException(
                        "correlation time of " + correlationSeconds + " s");
            }
        }

        /** How long the factor is held [s]. */
        double stepSeconds() {
            return correlationSeconds / STEPS;
        }

        /** E[F(t) F(t + u)] of this factor F. */
        private double product(double lagSeconds) {
            double steps = lagSeconds / stepSeconds();
            double whole = Math.floor(steps);
            double part = steps - whole;
            double variance = sigma * sigma;
            double near = StrictMath.exp(variance * StrictMath.exp(-whole / STEPS));
            double far = StrictMath.exp(variance * StrictMath.exp(-(whole + 1) / STEPS));
            return near + part * (far - near);
        }
    }

    public Modulation(List<Scale> scales) {
        this.scales = List.copyOf(scales);
    }

    public List<Scale> scales() {
        return scales;
    }

    /** Covariance of M with itself this much later [1]. */
    public double covariance(double lagSeconds) {
        double product = 1;
        for (Scale scale : scales) {
            product *= scale.product(lagSeconds);
        }
        return product - 1;
    }

    /** Variance of the integral of M over a window [s^2]. */
    public double integralVariance(double windowSeconds) {
        double low = 0;
        double high = windowSeconds * 1e-7;
        double sum = 0;
        while (low < windowSeconds) {
            double middle = 0.5 * (low + high);
            sum += (high - low)
                    / 6
                    * (weighted(windowSeconds, low)
                            + 4 * weighted(windowSeconds, middle)
                            + weighted(windowSeconds, high));
            low = high;
            high = Math.min(windowSeconds, high * RATIO);
        }
        return 2 * sum;
    }

    private double weighted(double windowSeconds, double lagSeconds) {
        return (windowSeconds - lagSeconds) * covariance(lagSeconds);
    }

    /** Index of dispersion of the counts of a Poisson process of this mean rate in a window. */
    public double dispersion(double ratePerSecond, double windowSeconds) {
        return 1 + ratePerSecond / windowSeconds * integralVariance(windowSeconds);
    }
}
