package headroom.explain;

import headroom.assembly.Plan;
import headroom.clients.TierSpec;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;

/**
 * How large a simulation will be: a rough estimate, good to a factor of two or three.
 *
 * <p>CPU: {@value #NANOS_A_REQUEST} ns a request of a whole cell with sessions and meters, {@value
 * #NANOS_A_JOB} ns a job at a thousand servers, {@value #START_SECONDS} s for the process; a batch
 * changes {@value #CHANGES_A_REQUEST} times a request. Bytes: {@value #REQUEST_BYTES} a request
 * alive, {@value #SESSION_BYTES} a session, {@value #USER_BYTES} a user and {@value #WINDOW_BYTES}
 * more for each window and {@value #BUCKET_BYTES} for each bucket, for the replications that run at
 * once (as many as there are threads at most; one is counted). Source: docs/performance.md of this
 * repository, one shared machine with two cores. Grade: measured there, scaled here. Policies of
 * gangs, failures and short epochs can cost many times as much.
 *
 * @param requests simulated, in all replications
 * @param jobs simulated, in all replications
 * @param batchChanges changes of batches
 * @param epochs in which the control plane and cells meet, in all replications
 * @param cpuSeconds of one core [s]
 * @param bytes of what is alive in a replication, without the JVM [byte]
 */
record RunEstimate(
        double requests,
        double jobs,
        double batchChanges,
        double epochs,
        double cpuSeconds,
        double bytes) {
    static final double NANOS_A_REQUEST = 950;
    static final double NANOS_A_JOB = 93;
    static final double START_SECONDS = 1.55;
    static final double CHANGES_A_REQUEST = 2.7;
    private static final double REQUEST_BYTES = 45;
    private static final double SESSION_BYTES = 108;
    private static final double USER_BYTES = 28;
    private static final double WINDOW_BYTES = 16;
    private static final double BUCKET_BYTES = 8;

    /**
     * Of a plan.
     *
     * @param jobs that come in within the horizon
     * @param alive requests at replicas, mean, in all cells
     */
    static RunEstimate of(Plan plan, Demand demand, double jobs, double alive) {
        double weight = plan.cluster().weight();
        double requests = demand.requests() / weight * plan.replications();
        double allJobs = jobs * plan.replications();
        double epochs =
                Math.ceil(plan.cluster().horizonSeconds() / plan.cluster().epochSeconds())
                        * plan.replications();
        double users = 0;
        for (TierSpec tier : plan.cell().tiers()) {
            users += users(tier) * plan.cluster().sampledCells();
        }
        double bytes = users + (demand.sessions() * SESSION_BYTES + alive * REQUEST_BYTES) / weight;
        return new RunEstimate(
                requests,
                allJobs,
                CHANGES_A_REQUEST * requests,
                epochs,
                START_SECONDS + 1e-9 * (NANOS_A_REQUEST * requests + NANOS_A_JOB * allJobs),
                bytes);
    }

    /** Bytes of the users of a tier in a cell. */
    private static double users(TierSpec tier) {
        double each = USER_BYTES;
        for (Limit limit : tier.limits()) {
            boolean bucket = limit.kind() instanceof Kind.Bucket;
            each += bucket ? BUCKET_BYTES : WINDOW_BYTES;
        }
        return tier.users() * each;
    }
}
