package headroom.analytic;

import org.apache.commons.math3.special.Beta;

/**
 * The delay system with impatience M/M/c+M: who waits longer than an exponential patience leaves.
 *
 * <p>A birth-death chain in the number present n: up at lambda, down at mu n for n &lt;= c and at
 * c mu + (n - c) theta above, theta = 1 / mean patience. P(wait) = P(n &gt;= c); mean queue Lq =
 * mean of (n - c)+; P(abandon) = theta Lq / lambda; mean wait of all = Lq / lambda. Domain: theta
 * &gt; 0; stable at any load. Source: Palm 1957; Mandelbaum and Zeltyn 2007, "Service engineering
 * in action: the Palm/Erlang-A queue", section 3. Grade: exact theory, numeric evaluation.
 */
public final class ErlangA {
    private final int servers;
    private final double arrivalRatePerSecond;
    private final double serviceSeconds;
    private final double patienceSeconds;
    private final BirthDeath present;

    public ErlangA(
            int servers,
            double arrivalRatePerSecond,
            double serviceSeconds,
            double patienceSeconds) {
        boolean positive = arrivalRatePerSecond > 0.0 && serviceSeconds > 0.0;
        if (servers < 1 || !positive || !(patienceSeconds > 0.0)) {
            String rates = arrivalRatePerSecond + " /s, " + serviceSeconds + " s, patience ";
            throw new IllegalArgumentException(servers + " servers, " + rates + patienceSeconds);
        }
        this.servers = servers;
        this.arrivalRatePerSecond = arrivalRatePerSecond;
        this.serviceSeconds = serviceSeconds;
        this.patienceSeconds = patienceSeconds;
        this.present = BirthDeath.stationary(
                n -> arrivalRatePerSecond,
                n -> Math.min(n, servers) / serviceSeconds
                        + Math.max(n - servers, 0) / patienceSeconds,
                (int) Math.min(servers, arrivalRatePerSecond * serviceSeconds));
    }

    /** Probability that an arrival finds all servers busy. */
    public double waitProbability() {
        return present.atLeast(servers);
    }

    /** Probability that an arrival leaves before service. */
    public double abandonProbability() {
        return meanQueue() / patienceSeconds / arrivalRatePerSecond;
    }

    /**
     * Probability that an arrival still waits after the time [s]. Who finds k ahead in the queue
     * waits for k + 1 departures at rates c mu, c mu + theta, ...: exp(-theta wait) has a beta law
     * with parameters c mu / theta and k + 1; and its own patience must hold.
     */
    public double waitExceeds(double seconds) {
        double left = StrictMath.exp(-seconds / patienceSeconds);
        double atFull = servers / serviceSeconds * patienceSeconds;
        return left
                * present.mean(n ->
                        n < servers ? 0.0 : Beta.regularizedBeta(left, atFull, n - servers + 1.0));
    }

    /** Mean number of requests waiting. */
    public double meanQueue() {
        return present.mean(n -> Math.max(n - servers, 0));
    }

    /** Mean wait over all arrivals, served or not [s]. */
    public double meanWaitSeconds() {
        return meanQueue() / arrivalRatePerSecond;
    }

    /** Share of the servers' time in service. */
    public double utilisation() {
        return present.mean(n -> Math.min(n, servers)) / servers;
    }
}
