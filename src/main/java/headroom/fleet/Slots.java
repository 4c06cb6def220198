package headroom.fleet;

import headroom.serving.ReplicaLimits;

import java.util.Arrays;

/**
 * The places of the replicas of one cell, in parallel arrays. A place that is left is used again,
 * last left first; whoever remembers a replica by its place remembers its serial number too, which
 * no other ever has.
 */
final class Slots {
    static final byte FREE = 0;
    /** Takes requests. */
    static final byte SERVING = 1;
    /** Takes no more, and leaves when it holds nothing. */
    static final byte DRAINING = 2;

    byte[] state = new byte[16];
    int[] serial = new int[16];
    int[] deployment = new int[16];
    double[] bornSeconds = new double[16];
    /** Since when it drains; infinite as long as it does not [s]. */
    double[] drainsSeconds = new double[16];
    /** Requests on the way to it, and KV on its link. */
    int[] held = new int[16];
    /** Requests on the way to it, and their prompts [token]. */
    int[] coming = new int[16];

    long[] comingTokens = new long[16];
    /** One over its KV capacity [1/token], and one over its limit of sequences. */
    double[] perKvToken = new double[16];

    double[] perSequence = new double[16];
    /** When its link has sent everything given to it so far [s]. */
    double[] linkFreeSeconds = new double[16];
    /** For how long what was given to it had to wait for others, all together [s]. */
    double[] linkWaitSeconds = new double[16];

    private int[] free = new int[16];
    private int freeCount;
    private int used;
    private int serials;

    /** A place for a replica that serves from an instant on. */
    int take(int deploymentIndex, double timeSeconds) {
        int r = freeCount > 0 ? free[--freeCount] : used++;
        if (r == state.length) {
            grow();
        }
        state[r] = SERVING;
        serial[r] = ++serials;
        deployment[r] = deploymentIndex;
        bornSeconds[r] = timeSeconds;
        drainsSeconds[r] = Double.POSITIVE_INFINITY;
        held[r] = 0;
        coming[r] = 0;
        comingTokens[r] = 0;
        linkFreeSeconds[r] = 0;
        linkWaitSeconds[r] = 0;
        return r;
    }

    /** What the replica at a place can hold. */
    void holds(int r, ReplicaLimits limits) {
        perKvToken[r] = 1.0 / limits.kvCapacityTokens();
        perSequence[r] = 1.0 / limits.maxSequences();
    }

    /** The replica at a place takes no more requests. */
    void drain(int r, double timeSeconds) {
        state[r] = DRAINING;
        drainsSeconds[r] = timeSeconds;
    }

    void leave(int r) {
        state[r] = FREE;
        free[freeCount++] = r;
    }

    /** Places ever used; some of them are free. */
    int end() {
        return used;
    }

    private void grow() {
        int capacity = 2 * state.length;
        state = Arrays.copyOf(state, capacity);
        serial = Arrays.copyOf(serial, capacity);
        deployment = Arrays.copyOf(deployment, capacity);
        bornSeconds = Arrays.copyOf(bornSeconds, capacity);
        drainsSeconds = Arrays.copyOf(drainsSeconds, capacity);
        held = Arrays.copyOf(held, capacity);
        coming = Arrays.copyOf(coming, capacity);
        comingTokens = Arrays.copyOf(comingTokens, capacity);
        linkFreeSeconds = Arrays.copyOf(linkFreeSeconds, capacity);
        linkWaitSeconds = Arrays.copyOf(linkWaitSeconds, capacity);
        perKvToken = Arrays.copyOf(perKvToken, capacity);
        perSequence = Arrays.copyOf(perSequence, capacity);
        free = Arrays.copyOf(free, capacity);
    }
}
