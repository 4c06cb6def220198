package headroom.analytic;

/**
 * The loss system M/G/c/c: requests that find all servers busy are lost.
 *
 * <p>B(c, a) = (a^c / c!) / sum over k = 0..c of a^k / k!, with a = arrival rate times mean service
 * time [erlang], c servers; any a &gt;= 0, any distribution of service. Evaluated by B(0) = 1, B(k)
 * = a B(k-1) / (k + a B(k-1)): all terms positive, so no cancellation and no overflow. Source:
 * Erlang 1917; Cooper 1981, "Introduction to Queueing Theory", 2nd ed., section 3.3. Grade: exact
 * theory.
 */
public final class ErlangB {
    private ErlangB() {}

    /** Probability that an arrival is lost. */
    public static double blocking(int servers, double offeredErlangs) {
        requireOffered(offeredErlangs);
        if (servers < 0) {
            throw new IllegalArgumentException("servers " + servers);
        }
        double blocking = 1.0;
        for (int k = 1; k <= servers; k++) {
            blocking = next(blocking, k, offeredErlangs);
        }
        return blocking;
    }

    /** The fewest servers with a blocking probability of at most the target. */
    public static int smallestServers(double offeredErlangs, double blockingTarget) {
        requireOffered(offeredErlangs);
        requireProbability(blockingTarget);
        double blocking = 1.0;
        int servers = 0;
        while (blocking > blockingTarget) {
            blocking = next(blocking, ++servers, offeredErlangs);
        }
        return servers;
    }

    /** B with k servers from B with k - 1. */
    static double next(double blocking, int servers, double offeredErlangs) {
        double flow = offeredErlangs * blocking;
        return flow / (servers + flow);
    }

    static void requireOffered(double offeredErlangs) {
        if (!(offeredErlangs >= 0.0) || Double.isInfinite(offeredErlangs)) {
            throw new IllegalArgumentException("offered load " + offeredErlangs + " erlang");
        }
    }

    static void requireProbability(double target) {
        if (!(target > 0.0 && target <= 1.0)) {
            throw new IllegalArgumentException("target probability " + target);
        }
    }
}
