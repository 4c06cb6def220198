package headroom.fleet;

import headroom.serving.Replica;

import java.util.Arrays;

/** Use of the replicas of one cell by deployment, added up since the start of the run. */
public final class FleetUse {
    /** Replica-seconds in service [s]. */
    public final double[] servingSeconds;
    /** Replica-seconds with a batch [s]. */
    public final double[] busySeconds;
    /** Replica-seconds bound by compute [s]. */
    public final double[] computeSeconds;
    /** Replica-seconds weighted by the share of the scarcer of sequences and KV memory [s]. */
    public final double[] occupiedSeconds;
    /** Prompt tokens prefilled [token]. */
    public final long[] prefilledTokens;
    /** Output tokens generated [token]. */
    public final long[] decodedTokens;
    /** Steps ended. */
    public final long[] steps;
    /** Requests completed. */
    public final long[] completed;

    /** Prompts of the requests completed, cached tokens included [token]. */
    public final long[] promptTokens;

    /** Replicas in service now. */
    public final int[] replicas;
    /** Requests waiting now. */
    public final int[] waiting;
    /** Requests in service now. */
    public final int[] inService;

    public FleetUse(int deployments) {
        servingSeconds = new double[deployments];
        busySeconds = new double[deployments];
        computeSeconds = new double[deployments];
        occupiedSeconds = new double[deployments];
        prefilledTokens = new long[deployments];
        decodedTokens = new long[deployments];
        steps = new long[deployments];
        completed = new long[deployments];
        promptTokens = new long[deployments];
        replicas = new int[deployments];
        waiting = new int[deployments];
        inService = new int[deployments];
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(servingSeconds, 0);
        Arrays.fill(busySeconds, 0);
        Arrays.fill(computeSeconds, 0);
        Arrays.fill(occupiedSeconds, 0);
        Arrays.fill(prefilledTokens, 0);
        Arrays.fill(decodedTokens, 0);
        Arrays.fill(steps, 0);
        Arrays.fill(completed, 0);
        Arrays.fill(promptTokens, 0);
        Arrays.fill(replicas, 0);
        Arrays.fill(waiting, 0);
        Arrays.fill(inService, 0);
    }

    void add(int d, Replica replica, double serving) {
        servingSeconds[d] += serving;
        busySeconds[d] += replica.busySeconds();
        computeSeconds[d] += replica.computeSeconds();
        occupiedSeconds[d] += replica.occupiedSeconds();
        prefilledTokens[d] += replica.prefilledTokens();
        decodedTokens[d] += replica.decodedTokens();
        steps[d] += replica.steps();
        completed[d] += replica.completed();
        promptTokens[d] += replica.completedPromptTokens();
        replicas[d]++;
        waiting[d] += replica.waiting();
        inService[d] += replica.inService();
    }

    /** Adds the use of another cell. */
    public void add(FleetUse other) {
        for (int d = 0; d < replicas.length; d++) {
            servingSeconds[d] += other.servingSeconds[d];
            busySeconds[d] += other.busySeconds[d];
            computeSeconds[d] += other.computeSeconds[d];
            occupiedSeconds[d] += other.occupiedSeconds[d];
            prefilledTokens[d] += other.prefilledTokens[d];
            decodedTokens[d] += other.decodedTokens[d];
            steps[d] += other.steps[d];
            completed[d] += other.completed[d];
            promptTokens[d] += other.promptTokens[d];
            replicas[d] += other.replicas[d];
            waiting[d] += other.waiting[d];
            inService[d] += other.inService[d];
        }
    }
}
