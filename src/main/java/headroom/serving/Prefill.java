package headroom.serving;

import java.util.Arrays;

/**
 * The prompts that one replica prefills: those that end with the step under way, in the order of
 * admission, and at most one that goes on after it.
 */
final class Prefill {
    private static final int NONE = -1;

    private final Requests requests;
    /** Number of admission in the upper half, request in the lower. */
    private long[] ending = new long[4];

    private int endingCount;
    /** Tokens of the prompts that end with the step under way. */
    private int endingTokens;
    /** The prompt that goes on, or NONE, what of it is left, and what it takes in each step. */
    private int partial = NONE;

    private int partialAdmission;
    private int remaining;
    private int chunk;
    /** Context of the partial prompt [token]. */
    private int context;
    /** Tokens that the first prompt to end took in earlier steps. */
    private int carried;
    /** Tokens prefilled so far, full chunks of the segment under way apart. */
    private long done;
    /** Tokens and attention work of the step that is formed. */
    private int tokens;

    private double attention;

    Prefill(Requests requests) {
        this.requests = requests;
    }

    /** Prompts in prefill. */
    int size() {
        return endingCount + (partial == NONE ? 0 : 1);
    }

    /** True if the step under way prefills nothing. */
    boolean isIdle() {
        return tokens == 0;
    }

    /** True if a prompt ends with the step under way. */
    boolean ends() {
        return endingCount > 0;
    }

    /** New prompt tokens of the step under way. */
    int tokens() {
        return tokens;
    }

    /** Attention work of the step under way [token^2]. */
    double attention() {
        return attention;
    }

    /** The prompt that is partly prefilled, or -1. */
    int partial() {
        return partial;
    }

    /** What of it is prefilled, as far as steps are completed [token]. */
    int partialDone() {
        return context - remaining;
    }

    /** Tokens of prompts in prefill after so many full chunks of the segment under way. */
    long left(long steps) {
        return endingTokens + (partial == NONE ? 0 : remaining - steps * chunk);
    }

    /** Tokens prefilled so far, full chunks of the segment under way apart. */
    long done() {
        return done;
    }

    /** Steps in which the partial prompt takes full chunks and does not end. */
    long fullChunks() {
        return (remaining - 1) / chunk;
    }

    /** Begins a step: the partial prompt takes its share first; the budget left. */
    int begin(int budget) {
        tokens = 0;
        carried = 0;
        attention = 0;
        if (partial == NONE) {
            return budget;
        }
        int request = partial;
        partial = NONE;
        carried = Math.max(0, requests.newTokens[request] - remaining);
        return add(request, partialAdmission, context, remaining, budget);
    }

    /** A prompt takes of the budget what it can; the budget left. */
    int add(int request, int admission, int contextTokens, int fresh, int budget) {
        int taken = Math.min(fresh, budget);
        tokens += taken;
        attention += taken * (contextTokens + 0.5 * taken);
        if (fresh > budget) {
            partial = request;
            partialAdmission = admission;
            remaining = fresh;
            chunk = budget;
            context = contextTokens;
        } else {
            if (endingCount == ending.length) {
                ending = Arrays.copyOf(ending, endingCount * 2);
            }
            ending[endingCount++] = (long) admission << Integer.SIZE | request;
            endingTokens += taken;
            done += taken;
        }
        return budget - taken;
    }

    /** So many steps are completed: the partial prompt has taken its chunks. */
    void step(long steps) {
        if (partial != NONE) {
            remaining -= (int) (steps * chunk);
            done += steps * chunk;
        }
    }

    /** Prompts that end with the step under way. */
    int endingCount() {
        return endingCount;
    }

    int ending(int i) {
        return (int) ending[i];
    }

    int endingAdmission(int i) {
        return (int) (ending[i] >>> Integer.SIZE);
    }

    /** The prompts that ended with the step are no prompts any more. */
    void clearEnding() {
        endingCount = 0;
        endingTokens = 0;
    }

    /** The step under way is lost, with what its last chunks would have brought. */
    void loseStep() {
        done -= endingTokens;
    }

    /** New prompt tokens of a prompt that are prefilled, those of the step under way apart. */
    int done(int request) {
        if (request == partial) {
            return Math.max(0, requests.newTokens[request] - remaining);
        }
        return endingCount > 0 && request == ending(0) ? carried : 0;
    }

    /** Takes out the partial prompt. */
    int removePartial() {
        int request = partial;
        partial = NONE;
        return request;
    }

    /** Takes out a prompt that ends with the step under way; false if it is none. */
    boolean removeEnding(int request) {
        int kept = 0;
        for (int i = 0; i < endingCount; i++) {
            if (ending(i) != request) {
                ending[kept++] = ending[i];
            }
        }
        boolean found = kept < endingCount;
        endingCount = kept;
        return found;
    }
}
