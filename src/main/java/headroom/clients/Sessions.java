package headroom.clients;

import java.util.Arrays;

/**
 * The sessions under way in one cell, in parallel arrays; a session is an index. It belongs to one
 * user and issues one request after another.
 */
public final class Sessions {
    /** What the session's pending instant is for. */
    public enum State {
        FREE,
        /** Thinks, or its tool runs; then issues its next request. */
        THINKING,
        /** Its request was refused (429) or shed (529) and is tried again. */
        BACKING_OFF,
        /** Its request waits for a usage cap to be reset. */
        LOCKED_OUT,
        /** Its request waits in line at a limit. */
        QUEUED,
        /** Begins later than it would have, out of peak hours. */
        PUT_OFF,
        /** Its request waits for its turn at a limit that queues. */
        QUEUEING,
        /** Its request is on the way to the queue of its replica. */
        ENTERING,
        /** Its request is with a replica; only the end of the client's patience may be pending. */
        IN_SERVICE,
        /** The KV of its request is on the way to the replica that decodes it. */
        MOVING
    }

    /** Sessions at once have ids below this; what else the clock wakes has ids above. */
    public static final int LIMIT = (1 << 24) - 4096;

    private static final int INITIAL_CAPACITY = 1024;

    public State[] state = new State[INITIAL_CAPACITY];
    /** Instant at which the session acts next; the only valid entry in the clock [s]. */
    public double[] wakeSeconds = new double[INITIAL_CAPACITY];
    /** End of the last answer; the age of the cached prefix counts from here [s]. */
    public double[] answeredSeconds = new double[INITIAL_CAPACITY];

    /** First attempt of the request under way [s]. */
    public double[] issuedSeconds = new double[INITIAL_CAPACITY];

    /** Multiplier of five-hour consumption, set when the request is admitted. */
    public double[] peakFactor = new double[INITIAL_CAPACITY];

    public int[] tier = new int[INITIAL_CAPACITY];
    public int[] workload = new int[INITIAL_CAPACITY];
    /** Index of the user within its tier and cell. */
    public int[] user = new int[INITIAL_CAPACITY];
    /** Human requests still to come, the one under way apart. */
    public int[] requestsLeft = new int[INITIAL_CAPACITY];
    /** Steps of the human request still to come, the one under way apart. */
    public int[] stepsLeft = new int[INITIAL_CAPACITY];
    /** Context accumulated so far [token]. */
    public int[] contextTokens = new int[INITIAL_CAPACITY];
    /** Tokens the request under way adds to the context, before its output [token]. */
    public int[] appendTokens = new int[INITIAL_CAPACITY];
    /** The request under way, or -1. */
    public int[] request = new int[INITIAL_CAPACITY];
    /** Place and serial number of the replica that serves the request under way. */
    public int[] replica = new int[INITIAL_CAPACITY];

    public int[] replicaSerial = new int[INITIAL_CAPACITY];
    /** Place and serial number of the replica whose link the KV under way leaves over. */
    public int[] source = new int[INITIAL_CAPACITY];

    public int[] sourceSerial = new int[INITIAL_CAPACITY];
    /** Deployment that has prefilled the request under way for another to decode; -1: none. */
    public int[] prefilledBy = new int[INITIAL_CAPACITY];
    /** Place and serial number of the replica that prefilled the last answered request. */
    public int[] home = new int[INITIAL_CAPACITY];

    public int[] homeSerial = new int[INITIAL_CAPACITY];
    /** What the prompts begin with: other contexts have other numbers; never 0. */
    public int[] context = new int[INITIAL_CAPACITY];
    /** Attempts sent to a replica, counted on over all sessions with this index. */
    public int[] attempt = new int[INITIAL_CAPACITY];
    /** Attempts of the request so far that failed. */
    public int[] retries = new int[INITIAL_CAPACITY];
    /** Called back before the reset because caps were raised. */
    public boolean[] recalled = new boolean[INITIAL_CAPACITY];

    /** Pays list price for the request under way, past the caps. */
    public boolean[] paying = new boolean[INITIAL_CAPACITY];

    /** The request under way goes on past the caps, behind others. */
    public boolean[] slow = new boolean[INITIAL_CAPACITY];

    /** The request under way is not the first step of what its user asked. */
    public boolean[] midTurn = new boolean[INITIAL_CAPACITY];
    /** The model that the request under way asks instead of its workload's, or -1. */
    public int[] otherModel = new int[INITIAL_CAPACITY];
    /** The model of the last answer, which alone has its prefix cached; -1: none yet. */
    public int[] answeredModel = new int[INITIAL_CAPACITY];
    /** The meters have admitted the request under way and still count it. */
    public boolean[] metered = new boolean[INITIAL_CAPACITY];

    /** The meters that count it are those of the larger plan that its user has taken. */
    public boolean[] guest = new boolean[INITIAL_CAPACITY];

    private int[] free = new int[INITIAL_CAPACITY];
    private int freeCount;
    private int used;
    private int contexts;

    /** A session with nothing in it but its owner. */
    public int open(int tierIndex, int userIndex, int workloadIndex) {
        int s = freeCount > 0 ? free[--freeCount] : used++;
        if (s >= LIMIT) {
            throw new IllegalStateException(s + " sessions at once in a cell");
        }
        if (s == state.length) {
            grow();
        }
        tier[s] = tierIndex;
        user[s] = userIndex;
        renew(s, workloadIndex);
        return s;
    }

    /** A session begins again for the same user. */
    public void renew(int s, int workloadIndex) {
        state[s] = State.THINKING;
        workload[s] = workloadIndex;
        answeredSeconds[s] = Double.NEGATIVE_INFINITY;
        contextTokens[s] = 0;
        request[s] = -1;
        homeSerial[s] = 0;
        retries[s] = 0;
        paying[s] = false;
        slow[s] = false;
        midTurn[s] = false;
        otherModel[s] = -1;
        answeredModel[s] = -1;
        metered[s] = false;
        renewContext(s);
    }

    /** The request under way has been answered, and with it what was special to it is over. */
    public void answered(int s) {
        request[s] = -1;
        retries[s] = 0;
        paying[s] = false;
        slow[s] = false;
    }

    /** The prompts to come begin with nothing that was said before. */
    public void renewContext(int s) {
        contexts = contexts == Integer.MAX_VALUE ? 1 : contexts + 1;
        context[s] = contexts;
    }

    /** Puts a session to sleep: it acts when the clock comes to that instant. */
    public void sleep(int s, State reason, double untilSeconds, CellClock clock) {
        state[s] = reason;
        wakeSeconds[s] = untilSeconds;
        clock.add(untilSeconds, s);
    }

    /** The request under way is on its way to a replica or with one. */
    public boolean isSent(int s) {
        State now = state[s];
        return now == State.IN_SERVICE || now == State.ENTERING || now == State.MOVING;
    }

    public void close(int s) {
        state[s] = State.FREE;
        wakeSeconds[s] = Double.NaN;
        free[freeCount++] = s;
    }

    /** The model that the request under way asks, given that of its workload. */
    public int model(int s, int own) {
        return otherModel[s] >= 0 ? otherModel[s] : own;
    }

    /** Indices ever used; some of them are free. */
    public int end() {
        return used;
    }

    private void grow() {
        int capacity = state.length * 2;
        state = Arrays.copyOf(state, capacity);
        wakeSeconds = Arrays.copyOf(wakeSeconds, capacity);
        answeredSeconds = Arrays.copyOf(answeredSeconds, capacity);
        issuedSeconds = Arrays.copyOf(issuedSeconds, capacity);
        peakFactor = Arrays.copyOf(peakFactor, capacity);
        tier = Arrays.copyOf(tier, capacity);
        workload = Arrays.copyOf(workload, capacity);
        user = Arrays.copyOf(user, capacity);
        requestsLeft = Arrays.copyOf(requestsLeft, capacity);
        stepsLeft = Arrays.copyOf(stepsLeft, capacity);
        contextTokens = Arrays.copyOf(contextTokens, capacity);
        appendTokens = Arrays.copyOf(appendTokens, capacity);
        request = Arrays.copyOf(request, capacity);
        replica = Arrays.copyOf(replica, capacity);
        replicaSerial = Arrays.copyOf(replicaSerial, capacity);
        source = Arrays.copyOf(source, capacity);
        sourceSerial = Arrays.copyOf(sourceSerial, capacity);
        prefilledBy = Arrays.copyOf(prefilledBy, capacity);
        home = Arrays.copyOf(home, capacity);
        homeSerial = Arrays.copyOf(homeSerial, capacity);
        context = Arrays.copyOf(context, capacity);
        attempt = Arrays.copyOf(attempt, capacity);
        retries = Arrays.copyOf(retries, capacity);
        recalled = Arrays.copyOf(recalled, capacity);
        paying = Arrays.copyOf(paying, capacity);
        slow = Arrays.copyOf(slow, capacity);
        midTurn = Arrays.copyOf(midTurn, capacity);
        otherModel = Arrays.copyOf(otherModel, capacity);
        answeredModel = Arrays.copyOf(answeredModel, capacity);
        metered = Arrays.copyOf(metered, capacity);
        guest = Arrays.copyOf(guest, capacity);
        free = Arrays.copyOf(free, capacity);
    }
}
