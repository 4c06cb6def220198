package headroom.analytic;

import org.apache.commons.math3.special.Erf;

/**
 * The square-root rule: what a large group needs above its load grows with the root of the load.
 *
 * <p>c = ceil(a + beta sqrt(a)), a offered load [erlang]; in the limit of large a, P(wait) = 1 / (1
 * + beta Phi(beta) / phi(beta)) with the standard normal Phi and phi. Domain: beta &gt; 0; the
 * error against {@link ErlangC} is about one server from a few erlangs on. Source: Halfin and
 * Whitt 1981, "Heavy-traffic limits for queues with many exponential servers", Operations Research
 * 29, proposition 1. Grade: asymptotic theory.
 */
public final class SquareRootStaffing {
    private static final double SQRT_2 = Math.sqrt(2.0);
    private static final double SQRT_2_PI = Math.sqrt(2.0 * StrictMath.PI);
    /** Bisections that take an interval of 40 below the spacing of doubles near 1. */
    private static final int BISECTIONS = 60;

    private SquareRootStaffing() {}

    /** Servers at the quality of service beta. */
    public static int servers(double offeredErlangs, double beta) {
        ErlangB.requireOffered(offeredErlangs);
        return (int) Math.ceil(offeredErlangs + beta * Math.sqrt(offeredErlangs));
    }

    /** Limit of P(wait) at the quality of service beta, beta &gt; 0. */
    public static double waitProbability(double beta) {
        if (!(beta > 0.0)) {
            throw new IllegalArgumentException("quality of service " + beta);
        }
        double cumulative = 0.5 * Erf.erfc(-beta / SQRT_2);
        double density = StrictMath.exp(-0.5 * beta * beta) / SQRT_2_PI;
        return density / (density + beta * cumulative);
    }

    /** The quality of service beta at which the limit of P(wait) is the target, 0 to 1. */
    public static double quality(double waitTarget) {
        if (!(waitTarget > 0.0 && waitTarget < 1.0)) {
            throw new IllegalArgumentException("target probability " + waitTarget);
        }
        double low = 0.0;
        double high = 40.0;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = 0.5 * (low + high);
            if (waitProbability(middle) > waitTarget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
