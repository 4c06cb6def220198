package headroom.fleet;

import headroom.serving.Replica;

import java.util.Arrays;
import java.util.List;

/**
 * Use of the replicas of one cell by deployment, added up since the start of the run, those that
 * have left included.
 */
public final class FleetUse {
    /** Replica-seconds serving or draining [s]. */
    public final double[] servingSeconds;
    /** Of these, such as take no more requests [s]. */
    public final double[] drainingSeconds;
    /** Replica-seconds with a batch [s]. */
    public final double[] busySeconds;
    /** Replica-seconds bound by compute [s]. */
    public final double[] computeSeconds;
    /** Replica-seconds weighted by the share of the scarcer of sequences and KV memory [s]. */
    public final double[] occupiedSeconds;
    /** For how long requests wait for the KV link of their replica until others are sent [s]. */
    public final double[] linkWaitSeconds;
    /** Prompt tokens prefilled [token]. */
    public final long[] prefilledTokens;
    /** Output tokens generated [token]. */
    public final long[] decodedTokens;
    /** Steps ended. */
    public final long[] steps;
    /** Requests completed; by replicas that only prefill: first tokens. */
    public final long[] completed;
    /** Sequences preempted. */
    public final long[] preemptions;
    /** Tokens prefilled, or to be prefilled, again because of preemptions [token]. */
    public final long[] recomputedTokens;
    /** Requests dropped: cancelled by their client, or lost with their replica. */
    public final long[] dropped;
    /** Tokens prefilled and generated for requests that were dropped, here or after it [token]. */
    public final long[] wastedTokens;
    /** Replicas that failed. */
    public final long[] failures;

    /** Replicas that take requests now. */
    public final int[] replicas;
    /** Replicas now that take no more requests and have some left. */
    public final int[] draining;
    /** Requests waiting now. */
    public final int[] waiting;
    /** Requests in service now. */
    public final int[] inService;

    private final List<double[]> seconds;
    private final List<long[]> counts;
    private final List<int[]> states;

    public FleetUse(int deployments) {
        servingSeconds = new double[deployments];
        drainingSeconds = new double[deployments];
        busySeconds = new double[deployments];
        computeSeconds = new double[deployments];
        occupiedSeconds = new double[deployments];
        linkWaitSeconds = new double[deployments];
        prefilledTokens = new long[deployments];
        decodedTokens = new long[deployments];
        steps = new long[deployments];
        completed = new long[deployments];
        preemptions = new long[deployments];
        recomputedTokens = new long[deployments];
        dropped = new long[deployments];
        wastedTokens = new long[deployments];
        failures = new long[deployments];
        replicas = new int[deployments];
        draining = new int[deployments];
        waiting = new int[deployments];
        inService = new int[deployments];
        seconds = List.of(
                servingSeconds,
                drainingSeconds,
                busySeconds,
                computeSeconds,
                occupiedSeconds,
                linkWaitSeconds);
        counts = List.of(
                prefilledTokens,
                decodedTokens,
                steps,
                completed,
                preemptions,
                recomputedTokens,
                dropped,
                wastedTokens,
                failures);
        states = List.of(replicas, draining, waiting, inService);
    }

    /** Forgets everything. */
    public void clear() {
        seconds.forEach(s -> Arrays.fill(s, 0));
        counts.forEach(c -> Arrays.fill(c, 0));
        states.forEach(n -> Arrays.fill(n, 0));
    }

    /** Adds that of a replica from its birth to an instant. */
    void add(Slots slots, int r, Replica replica, double timeSeconds) {
        int d = slots.deployment[r];
        servingSeconds[d] += timeSeconds - slots.bornSeconds[r];
        drainingSeconds[d] += Math.max(0, timeSeconds - slots.drainsSeconds[r]);
        busySeconds[d] += replica.busySeconds();
        computeSeconds[d] += replica.computeSeconds();
        occupiedSeconds[d] += replica.occupiedSeconds();
        linkWaitSeconds[d] += slots.linkWaitSeconds[r];
        prefilledTokens[d] += replica.prefilledTokens();
        decodedTokens[d] += replica.decodedTokens();
        steps[d] += replica.steps();
        completed[d] += replica.completed();
        preemptions[d] += replica.preemptions();
        recomputedTokens[d] += replica.recomputedTokens();
        dropped[d] += replica.dropped();
        wastedTokens[d] += replica.wastedTokens();
        waiting[d] += replica.waiting();
        inService[d] += replica.inService();
    }

    /** Replica-seconds since an earlier use of the same in which requests were taken [s]. */
    public double[] takingSeconds(FleetUse since) {
        double[] taking = new double[replicas.length];
        for (int d = 0; d < taking.length; d++) {
            double serving = servingSeconds[d] - since.servingSeconds[d];
            taking[d] = serving - (drainingSeconds[d] - since.drainingSeconds[d]);
        }
        return taking;
    }

    /** Adds the use of another cell. */
    public void add(FleetUse other) {
        for (int d = 0; d < replicas.length; d++) {
            for (int i = 0; i < seconds.size(); i++) {
                seconds.get(i)[d] += other.seconds.get(i)[d];
            }
            for (int i = 0; i < counts.size(); i++) {
                counts.get(i)[d] += other.counts.get(i)[d];
            }
            for (int i = 0; i < states.size(); i++) {
                states.get(i)[d] += other.states.get(i)[d];
            }
        }
    }
}
