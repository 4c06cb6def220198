package headroom.explain;

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
 * <p>The mean over S is taken at the middles of {@value #POINTS} equally likely parts of its law,
 * closer together in the last of them, where long times are. A queue of c servers is then judged
 * as if m(t) were stationary (MOL), beside which stands the load of the rate of that instant alone
 * (PSA). Domain: exact for servers without end; for queues good while few wait and none are left
 * from an overload before. Source: Jagerman 1975, "Nonstationary blocking in telephone traffic",
 * Bell System Technical Journal 54; Eick, Massey and Whitt 1993, Operations Research 41; Massey and
 * Whitt 1997, "Peak congestion in multi-server service systems with slowly varying arrival rates",
 * Queueing Systems 25. Grade: exact theory for the load, approximation for what waits.
 */
final class ModifiedOfferedLoad {
    static final int POINTS = 512;

    /** Points of the last part of the law. */
    private static final int TAIL_POINTS = 256;

    private final CumulativeRate arrivals;
    private final double[] seconds = new double[POINTS - 1 + TAIL_POINTS];
    private final double[] weights = new double[seconds.length];

    /**
     * The load of some arrivals.
     *
     * @param serviceQuantile service time at a probability in (0, 1) [s]
     */
    ModifiedOfferedLoad(CumulativeRate arrivals, DoubleUnaryOperator serviceQuantile) {
        this.arrivals = arrivals;
        for (int i = 0; i < seconds.length; i++) {
            int tail = i - (POINTS - 1);
            double width = tail < 0 ? 1.0 : 1.0 / TAIL_POINTS;
            double from = tail < 0 ? i : POINTS - 1 + width * tail;
            seconds[i] = serviceQuantile.applyAsDouble((from + 0.5 * width) / POINTS);
            weights[i] = width / POINTS;
        }
    }

    /** Mean number in service at a time [s], with nobody there at the start. */
    double at(double timeSeconds) {
        double now = arrivals.until(timeSeconds);
        double sum = 0;
        for (int i = 0; i < seconds.length; i++) {
            sum += weights[i] * (now - arrivals.until(timeSeconds - seconds[i]));
        }
        return sum;
    }
}
