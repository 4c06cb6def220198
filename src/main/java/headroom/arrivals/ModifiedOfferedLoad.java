package headroom.arrivals;

import java.util.function.DoubleUnaryOperator;

/**
 * The load that arrivals at a changing rate offer: how many would be in service if servers never
 * ran short.
 *
 * <pre>
 * m(t) = integral over u of rate(t - u) P(S > u) = E[A(t) - A(t - S)]     [erlang]
 *   A   expected arrivals up to a time, 0 before the start
 *   S   service time [s]
 * </pre>
 *
 * <p>The mean over S is that over its quantiles q(p), at equal distances of log(p / (1 - p)), where
 * the trapezoidal rule converges fast, since both ends die out (Trefethen and Weideman 2014, "The
 * exponentially convergent trapezoidal rule", SIAM Review 56); where the rate jumps, four digits
 * are right. A queue of c servers is then judged as if m(t) were stationary (MOL), beside
 * which stands the load of the rate of that instant alone (PSA). Domain: exact for servers without
 * end; for queues good while few wait and none are left from an overload before. Source: Jagerman
 * 1975, "Nonstationary blocking in telephone traffic",
 * Bell System Technical Journal 54; Eick, Massey and Whitt 1993, Operations Research 41; Massey and
 * Whitt 1997, "Peak congestion in multi-server service systems with slowly varying arrival rates",
 * Queueing Systems 25. Grade: exact theory for the load, approximation for what waits.
 */
public final class ModifiedOfferedLoad {
    /** Largest log(p / (1 - p)): beyond it 1 - p is lost in rounding. */
    private static final int ENDS = 34;

    private static final int POINTS_A_UNIT = 16;

    private final CumulativeRate arrivals;
    private final double[] seconds = new double[2 * ENDS * POINTS_A_UNIT + 1];
    private final double[] weights = new double[seconds.length];

    /**
     * The load of some arrivals.
     *
     * @param serviceQuantile service time at a probability in (0, 1) [s]
     */
    public ModifiedOfferedLoad(CumulativeRate arrivals, DoubleUnaryOperator serviceQuantile) {
        this.arrivals = arrivals;
        for (int i = 0; i < seconds.length; i++) {
            double odds = StrictMath.exp((double) i / POINTS_A_UNIT - ENDS);
            double p = odds / (1 + odds);
            seconds[i] = serviceQuantile.applyAsDouble(p);
            weights[i] = p / (1 + odds) / POINTS_A_UNIT;
        }
    }

    /** Mean number in service at a time [s], with nobody there at the start. */
    public double at(double timeSeconds) {
        double now = arrivals.until(timeSeconds);
        double sum = 0;
        for (int i = 0; i < seconds.length; i++) {
            sum += weights[i] * (now - arrivals.until(timeSeconds - seconds[i]));
        }
        return sum;
    }
}
