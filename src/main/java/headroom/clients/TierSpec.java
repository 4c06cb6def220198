package headroom.clients;

import headroom.arrivals.DemandCurve;
import headroom.quota.AtLimit;
import headroom.quota.QuotaTerms;
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
 * @param terms limits per user
 * @param atLimit what users do at a usage cap
 * @param returnDelay from the reset to the user's return [s]
 * @param retry how clients retry after 429, 529, time-outs and lost replicas
 * @param timeoutSeconds how long a client waits for the last token of an attempt; may be infinite
 *     [s]
 * @param priority class in the queues of the replicas, 0 first, 7 last
 * @param scaled true if the cap scale applies
 * @param peak true if the peak-hour multiplier applies
 * @param shed when its requests are shed before others
 * @param closed true if each user has one session all the time, the next after the last
 */
public record TierSpec(
        String name,
        int users,
        double sessionsPerSecond,
        double activitySigma,
        DemandCurve demand,
        List<Workload> workloads,
        List<Double> mix,
        QuotaTerms terms,
        AtLimit atLimit,
        QuantileTable returnDelay,
        RetryPolicy retry,
        double timeoutSeconds,
        int priority,
        boolean scaled,
        boolean peak,
        Shed shed,
        boolean closed) {

    /**
     * When requests are shed at the replica chosen for them.
     *
     * @param maxQueue from so many waiting requests on, whoever's
     * @param ttftDeadlineSeconds if the first token is expected later than this; may be infinite
     *     [s]
     */
    public record Shed(int maxQueue, double ttftDeadlineSeconds) {
        /** Never before others. */
        public static final Shed LAST = new Shed(Integer.MAX_VALUE, Double.POSITIVE_INFINITY);
    }

    /** Sessions begin at a rate, and nothing is shed before others. */
    public TierSpec(
            String name,
            int users,
            double sessionsPerSecond,
            double activitySigma,
            DemandCurve demand,
            List<Workload> workloads,
            List<Double> mix,
            QuotaTerms terms,
            AtLimit atLimit,
            QuantileTable returnDelay,
            RetryPolicy retry,
            double timeoutSeconds,
            int priority,
            boolean scaled,
            boolean peak) {
        this(
                name,
                users,
                sessionsPerSecond,
                activitySigma,
                demand,
                workloads,
                mix,
                terms,
                atLimit,
                returnDelay,
                retry,
                timeoutSeconds,
                priority,
                scaled,
                peak,
                Shed.LAST,
                false);
    }

    /** Whether its sessions come from nobody in particular, and no cap or limit applies. */
    public boolean isOpen() {
        return users == 0;
    }
}
