package headroom.clients;

import headroom.arrivals.DemandCurve;
import headroom.quota.AtLimit;
import headroom.quota.Limit;
import headroom.workload.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import java.util.List;

/**
 * One tier of users as a cell sees it.
 *
 * @param name its name in the scenario
 * @param users users of the tier in this cell; 0: open arrivals, which no meter knows
 * @param sessionsPerSecond mean session starts of all of them together, before the demand curve
 * @param activitySigma sigma of the lognormal activity of a user
 * @param demand rate multiplier over time
 * @param workloads what a session may be
 * @param mix share of sessions of each workload; adds up to 1
 * @param limits what limits each user, in the order in which they are asked
 * @param atLimit what users do at a usage cap
 * @param returnDelay from the reset to the user's return [s]
 * @param retry how clients retry after 429, 529, time-outs and lost replicas
 * @param timeoutSeconds how long a client waits for the last token of an attempt; may be infinite
 *     [s]
 * @param priority class in the queues of the replicas, 0 first, 7 last
 * @param scaled true if the cap scale applies
 * @param peak true if the peak-hour multiplier applies
 */
public record TierSpec(
        String name,
        int users,
        double sessionsPerSecond,
        double activitySigma,
        DemandCurve demand,
        List<Workload> workloads,
        List<Double> mix,
        List<Limit> limits,
        AtLimit atLimit,
        QuantileTable returnDelay,
        RetryPolicy retry,
        double timeoutSeconds,
        int priority,
        boolean scaled,
        boolean peak) {

    /** Whether its sessions come from nobody in particular, and no cap or limit applies. */
    public boolean isOpen() {
        return users == 0;
    }
}
