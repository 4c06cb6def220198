package headroom.cell;

import java.util.Arrays;

/**
 * The sessions under way in one cell, in parallel arrays; a session is an index. It belongs to one
 * user and issues one request after another.
 */
final class Sessions {
    /** What the session's pending instant is for. */
    enum State {
        FREE,
        /** Thinks, or its tool runs; then issues its next request. */
        THINKING,
        /** Its request was refused (429) or shed (529) and is tried again. */
        BACKING_OFF,
        /** Its request waits for a usage cap to be reset. */
        LOCKED_OUT,
        /** Its request is on the way to the queue of its replica. */
        ENTERING,
        /** Its request is with a replica; nothing pending. */
        IN_SERVICE
    }

    private static final int INITIAL_CAPACITY = 1024;

    State[] state = new State[INITIAL_CAPACITY];
    /** Instant at which the session acts next; the only valid entry in the clock [s]. */
    double[] wakeSeconds = new double[INITIAL_CAPACITY];
    /** End of the last answer; the age of the cached prefix counts from here [s]. */
    double[] answeredSeconds = new double[INITIAL_CAPACITY];

    /** Multiplier of five-hour consumption, set when the request is admitted. */
    double[] peakFactor = new double[INITIAL_CAPACITY];

    /** Serial number within the cell, from 1: replicas know the session's prefix by it. */
    int[] serial = new int[INITIAL_CAPACITY];

    int[] tier = new int[INITIAL_CAPACITY];
    int[] workload = new int[INITIAL_CAPACITY];
    /** Index of the user within its tier and cell. */
    int[] user = new int[INITIAL_CAPACITY];
    /** Human requests still to come, the one under way apart. */
    int[] requestsLeft = new int[INITIAL_CAPACITY];
    /** Steps of the human request still to come, the one under way apart. */
    int[] stepsLeft = new int[INITIAL_CAPACITY];
    /** Context accumulated so far [token]. */
    int[] contextTokens = new int[INITIAL_CAPACITY];
    /** Tokens the request under way adds to the context, before its output [token]. */
    int[] appendTokens = new int[INITIAL_CAPACITY];
    /** The request under way, or -1. */
    int[] request = new int[INITIAL_CAPACITY];
    /** The replica that serves the request under way. */
    int[] replica = new int[INITIAL_CAPACITY];
    /** Attempts of the request so far that were refused or shed. */
    int[] retries = new int[INITIAL_CAPACITY];
    /** Called back before the reset because caps were raised. */
    boolean[] recalled = new boolean[INITIAL_CAPACITY];

    /** Pays list price for the request under way, past the caps. */
    boolean[] paying = new boolean[INITIAL_CAPACITY];

    private int[] free = new int[INITIAL_CAPACITY];
    private int freeCount;
    private int used;
    private int opened;

    /** A session with nothing in it but its owner. */
    int open(int tierIndex, int userIndex, int workloadIndex) {
        int s = freeCount > 0 ? free[--freeCount] : used++;
        if (s >= Clients.FIRST_SOURCE) {
            throw new IllegalStateException(s + " sessions at once in a cell");
        }
        if (s == state.length) {
            grow();
        }
        state[s] = State.THINKING;
        opened = opened == Integer.MAX_VALUE ? 1 : opened + 1;
        serial[s] = opened;
        tier[s] = tierIndex;
        user[s] = userIndex;
        workload[s] = workloadIndex;
        answeredSeconds[s] = Double.NEGATIVE_INFINITY;
        contextTokens[s] = 0;
        request[s] = -1;
        retries[s] = 0;
        paying[s] = false;
        return s;
    }

    void close(int s) {
        state[s] = State.FREE;
        wakeSeconds[s] = Double.NaN;
        free[freeCount++] = s;
    }

    /** Indices ever used; some of them are free. */
    int end() {
        return used;
    }

    private void grow() {
        int capacity = state.length * 2;
        state = Arrays.copyOf(state, capacity);
        wakeSeconds = Arrays.copyOf(wakeSeconds, capacity);
        answeredSeconds = Arrays.copyOf(answeredSeconds, capacity);
        peakFactor = Arrays.copyOf(peakFactor, capacity);
        serial = Arrays.copyOf(serial, capacity);
        tier = Arrays.copyOf(tier, capacity);
        workload = Arrays.copyOf(workload, capacity);
        user = Arrays.copyOf(user, capacity);
        requestsLeft = Arrays.copyOf(requestsLeft, capacity);
        stepsLeft = Arrays.copyOf(stepsLeft, capacity);
        contextTokens = Arrays.copyOf(contextTokens, capacity);
        appendTokens = Arrays.copyOf(appendTokens, capacity);
        request = Arrays.copyOf(request, capacity);
        replica = Arrays.copyOf(replica, capacity);
        retries = Arrays.copyOf(retries, capacity);
        recalled = Arrays.copyOf(recalled, capacity);
        paying = Arrays.copyOf(paying, capacity);
        free = Arrays.copyOf(free, capacity);
    }
}
