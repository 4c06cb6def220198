package headroom.serving;

import java.util.Arrays;

/**
 * The requests alive in one cell, in parallel arrays; a request is an index. Freed indices are
 * used again, last freed first.
 */
public final class Requests {
    private static final int INITIAL_CAPACITY = 1024;

    /** Arrival at the front end [s]. */
    double[] arrivalSeconds = new double[INITIAL_CAPACITY];
    /** Instant of the first token; NaN before it [s]. */
    double[] firstTokenSeconds = new double[INITIAL_CAPACITY];
    /** Prompt: cached prefix and new tokens [token]. */
    int[] promptTokens = new int[INITIAL_CAPACITY];
    /** Prompt tokens that need prefill [token]; at least 1. */
    int[] newTokens = new int[INITIAL_CAPACITY];
    /** Output [token]; at least 1. Known to the client model and the engine's end, to no policy. */
    int[] outputTokens = new int[INITIAL_CAPACITY];
    /** Who asked: an index of the caller's choosing. */
    int[] owner = new int[INITIAL_CAPACITY];
    /** Priority class; 0 is served first. */
    byte[] priority = new byte[INITIAL_CAPACITY];
    /**
     * Whose prefix the prompt begins with: requests of one session share it; 0: nobody's; below 0:
     * the prompt names its blocks.
     */
    int[] prefixKey = new int[INITIAL_CAPACITY];

    /**
     * 0, or one more than the output tokens that were there when the request was last preempted;
     * 0 again when its replica is done with it.
     */
    int[] resume = new int[INITIAL_CAPACITY];

    /** By replica, the requests that wait or are in service there, and their prompts [token]. */
    private int[] there = new int[16];

    private long[] promptTokensThere = new long[16];

    private final BlockPrefixes.Prompts prompts = new BlockPrefixes.Prompts();
    private int[] free = new int[INITIAL_CAPACITY];
    private int freeCount;
    private int used;

    /** A request that nobody has served yet. */
    public int allocate(int ownerIndex, double arrival, int cached, int fresh, int output) {
        if (cached < 0 || fresh < 1 || output < 1) {
            throw new IllegalArgumentException(
                    "tokens: cached " + cached + ", new " + fresh + ", output " + output);
        }
        int r = freeCount > 0 ? free[--freeCount] : used++;
        if (r == arrivalSeconds.length) {
            grow();
        }
        arrivalSeconds[r] = arrival;
        firstTokenSeconds[r] = Double.NaN;
        promptTokens[r] = Math.addExact(cached, fresh);
        newTokens[r] = fresh;
        outputTokens[r] = output;
        owner[r] = ownerIndex;
        priority[r] = 0;
        prefixKey[r] = 0;
        return r;
    }

    /** Sets the priority class, 0 to 7, and whose prefix the prompt begins with, 0 for nobody's. */
    public void mark(int r, int priorityClass, int prefix) {
        if (priorityClass < 0 || priorityClass > 7) {
            throw new IllegalArgumentException("priority " + priorityClass);
        }
        priority[r] = (byte) priorityClass;
        prefixKey[r] = prefix;
    }

    /** The blocks of the requests alive whose prompts name any; their keys are below 0. */
    public BlockPrefixes.Prompts prompts() {
        return prompts;
    }

    /** Gives the index back. */
    public void free(int r) {
        if (outputTokens[r] == 0) {
            throw new IllegalStateException("request " + r + " freed twice");
        }
        outputTokens[r] = 0;
        if (!prompts.isEmpty() && prefixKey[r] < 0) {
            prompts.remove(prefixKey[r]);
        }
        free[freeCount++] = r;
    }

    /** Changes what a request needs before it is offered again: its cache may have expired. */
    public void renew(int r, double arrival, int cached, int fresh) {
        arrivalSeconds[r] = arrival;
        firstTokenSeconds[r] = Double.NaN;
        promptTokens[r] = Math.addExact(cached, fresh);
        newTokens[r] = fresh;
    }

    /** Sets when a request arrived, where that was before its last renewal. */
    public void arrived(int r, double arrival) {
        arrivalSeconds[r] = arrival;
    }

    /** A replica is there, at which nothing is yet. */
    void begin(int replica) {
        if (replica >= there.length) {
            there = Arrays.copyOf(there, 2 * replica);
            promptTokensThere = Arrays.copyOf(promptTokensThere, 2 * replica);
        }
        there[replica] = 0;
        promptTokensThere[replica] = 0;
    }

    /** A request comes to a replica. */
    void come(int r, int replica) {
        there[replica]++;
        promptTokensThere[replica] += promptTokens[r];
    }

    /** A request leaves a replica. */
    void leave(int r, int replica) {
        there[replica]--;
        promptTokensThere[replica] -= promptTokens[r];
    }

    /** Requests that wait or are in service at a replica. */
    public int there(int replica) {
        return there[replica];
    }

    /** Prompts of the requests that wait or are in service at a replica [token]. */
    public long promptTokensThere(int replica) {
        return promptTokensThere[replica];
    }

    /** Requests alive. */
    public int alive() {
        return used - freeCount;
    }

    public double arrivalSeconds(int r) {
        return arrivalSeconds[r];
    }

    public double firstTokenSeconds(int r) {
        return firstTokenSeconds[r];
    }

    public int promptTokens(int r) {
        return promptTokens[r];
    }

    public int newTokens(int r) {
        return newTokens[r];
    }

    public int outputTokens(int r) {
        return outputTokens[r];
    }

    public int owner(int r) {
        return owner[r];
    }

    private void grow() {
        int capacity = arrivalSeconds.length * 2;
        arrivalSeconds = Arrays.copyOf(arrivalSeconds, capacity);
        firstTokenSeconds = Arrays.copyOf(firstTokenSeconds, capacity);
        promptTokens = Arrays.copyOf(promptTokens, capacity);
        newTokens = Arrays.copyOf(newTokens, capacity);
        outputTokens = Arrays.copyOf(outputTokens, capacity);
        owner = Arrays.copyOf(owner, capacity);
        priority = Arrays.copyOf(priority, capacity);
        prefixKey = Arrays.copyOf(prefixKey, capacity);
        resume = Arrays.copyOf(resume, capacity);
        free = Arrays.copyOf(free, capacity);
    }
}
