package headroom.analytic;

/**
 * The delay system M/M/c: requests wait in order of arrival, without limit.
 *
 * <p>With a = arrival rate times mean service time [erlang], c servers, rho = a / c &lt; 1 and B
 * from {@link ErlangB}: P(wait) = B / (1 - rho (1 - B)); mean wait = P(wait) / (c mu - lambda);
 * P(wait &gt; t) = P(wait) exp(-(c mu - lambda) t). Domain: stable systems only, lambda &lt; c mu.
 * Source: Cooper 1981, "Introduction to Queueing Theory", 2nd ed., section 3.4. Grade: exact
 * theory.
 */
public final class ErlangC {
    private final int servers;
    private final double arrivalRatePerSecond;
    private final double serviceSeconds;
    private final double waitProbability;

    public ErlangC(int servers, double arrivalRatePerSecond, double serviceSeconds) {
        double offered = offered(arrivalRatePerSecond, serviceSeconds);
        if (!(offered < servers)) {
            String load = offered + " erlang on " + servers + " servers";
            throw new IllegalArgumentException("not stable: " + load);
        }
        this.servers = servers;
        this.arrivalRatePerSecond = arrivalRatePerSecond;
        this.serviceSeconds = serviceSeconds;
        this.waitProbability = delayed(ErlangB.blocking(servers, offered), servers, offered);
    }

    /** Probability that an arrival waits. */
    public double waitProbability() {
        return waitProbability;
    }

    /** Mean wait in the queue over all arrivals [s]. */
    public double meanWaitSeconds() {
        return waitProbability / drainRatePerSecond();
    }

    /** Probability that an arrival waits longer than the time [s]. */
    public double waitExceeds(double seconds) {
        return waitProbability * StrictMath.exp(-drainRatePerSecond() * seconds);
    }

    /** The wait [s] that a share p of arrivals does not exceed; 0 where more than p never wait. */
    public double waitQuantileSeconds(double p) {
        if (!(p >= 0.0 && p < 1.0)) {
            throw new IllegalArgumentException("quantile of probability " + p);
        }
        double rest = (1.0 - p) / waitProbability;
        return rest >= 1.0 ? 0.0 : -StrictMath.log(rest) / drainRatePerSecond();
    }

    /** Mean time in the system [s]. */
    public double meanSojournSeconds() {
        return meanWaitSeconds() + serviceSeconds;
    }

    /** Mean number in the system. */
    public double meanPresent() {
        return arrivalRatePerSecond * meanSojournSeconds();
    }

    /** Mean number of servers at work. */
    public double meanBusy() {
        return arrivalRatePerSecond * serviceSeconds;
    }

    /** The time in the system that a share p of one server's customers stays below [s]. */
    public double sojournQuantileSeconds(double p) {
        if (servers != 1 || !(p >= 0.0 && p < 1.0)) {
            throw new IllegalArgumentException("quantile " + p + " of " + servers + " servers");
        }
        return -StrictMath.log1p(-p) / drainRatePerSecond();
    }

    /**
     * Mean wait of a class without preemption, the first with the highest priority, all with the
     * same exponential service [s]: P(wait) / (c mu (1 - s(k-1)) (1 - s(k))), s(k) = load of the
     * first k classes / c. Cobham 1954, Operations Research 2.
     */
    public static double priorityWaitSeconds(
            int servers, double serviceSeconds, int which, double... arrivalRatesPerSecond) {
        double all = sum(arrivalRatesPerSecond, arrivalRatesPerSecond.length);
        double delayed = new ErlangC(servers, all, serviceSeconds).waitProbability();
        double each = serviceSeconds / servers;
        double above = 1.0 - each * sum(arrivalRatesPerSecond, which);
        double with = 1.0 - each * sum(arrivalRatesPerSecond, which + 1);
        return delayed * each / (above * with);
    }

    /**
     * Mean number in the system of a class that preempts those after it, all with the same
     * exponential service: the first k classes are M/M/c by themselves, and one more class adds the
     * difference. Jaiswal 1968, "Priority Queues", chapter 9.
     */
    public static double preemptiveMeanPresent(
            int servers, double serviceSeconds, int which, double... arrivalRatesPerSecond) {
        double with = sum(arrivalRatesPerSecond, which + 1);
        double present = new ErlangC(servers, with, serviceSeconds).meanPresent();
        double above = sum(arrivalRatesPerSecond, which);
        return above > 0.0
                ? present - new ErlangC(servers, above, serviceSeconds).meanPresent()
                : present;
    }

    /** Mean number of requests waiting. */
    public double meanQueue() {
        return arrivalRatePerSecond * meanWaitSeconds();
    }

    /** Share of the servers' time in service. */
    public double utilisation() {
        return arrivalRatePerSecond * serviceSeconds / servers;
    }

    /** The fewest servers with P(wait) of at most the target. */
    public static int smallestServersForWaitProbability(
            double arrivalRatePerSecond, double serviceSeconds, double target) {
        ErlangB.requireProbability(target);
        return smallestServers(arrivalRatePerSecond, serviceSeconds, target, false);
    }

    /** The fewest servers with a mean wait [s] of at most the target. */
    public static int smallestServersForMeanWait(
            double arrivalRatePerSecond, double serviceSeconds, double targetSeconds) {
        if (!(targetSeconds > 0.0)) {
            throw new IllegalArgumentException("target wait " + targetSeconds + " s");
        }
        return smallestServers(arrivalRatePerSecond, serviceSeconds, targetSeconds, true);
    }

    private static double sum(double[] values, int count) {
        double sum = 0.0;
        for (int i = 0; i < count; i++) {
            sum += values[i];
        }
        return sum;
    }

    private static int smallestServers(
            double arrivalRatePerSecond, double serviceSeconds, double target, boolean meanWait) {
        double offered = offered(arrivalRatePerSecond, serviceSeconds);
        double blocking = 1.0;
        int servers = 0;
        double reached;
        do {
            blocking = ErlangB.next(blocking, ++servers, offered);
            // below the offered load every target is missed
            double delayed = servers > offered ? delayed(blocking, servers, offered) : 1.0;
            double unit = meanWait ? serviceSeconds / (servers - offered) : 1.0;
            reached = servers > offered ? delayed * unit : Double.POSITIVE_INFINITY;
        } while (reached > target);
        return servers;
    }

    private static double delayed(double blocking, int servers, double offered) {
        return blocking / (1.0 - offered / servers * (1.0 - blocking));
    }

    private static double offered(double arrivalRatePerSecond, double serviceSeconds) {
        if (!(arrivalRatePerSecond > 0.0) || !(serviceSeconds > 0.0)) {
            String rates = arrivalRatePerSecond + " /s, " + serviceSeconds + " s";
            throw new IllegalArgumentException("arrival rate and service time: " + rates);
        }
        double offered = arrivalRatePerSecond * serviceSeconds;
        ErlangB.requireOffered(offered);
        return offered;
    }

    private double drainRatePerSecond() {
        return servers / serviceSeconds - arrivalRatePerSecond;
    }
}
