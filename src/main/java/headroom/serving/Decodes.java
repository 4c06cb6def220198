package headroom.serving;

import java.util.Arrays;

/**
 * The decoding sequences of one replica, ordered by the step after which they finish, and the KV
 * they hold.
 *
 * <p>Every decoding sequence gains one token a decode step, so a sequence that has g of its G
 * tokens after decode step d finishes with step d + G - g: a number that never changes, whatever
 * joins or leaves. Sequences that finish with the same step leave in the order of admission, which
 * is kept modulo 2^24: far more than ever are in service at once.
 *
 * <p>Nor does the phase of a sequence change: its context x = P + g less the decode steps done,
 * modulo the block. With the sequences counted by phase,
 *
 * <pre>
 * blocks = sum ceil(x_i/B) = (sum x_i + sum over phases p of count_p*((-p - d) mod B))/B
 *   B     tokens a block
 *   d     decode steps done
 *   x_i   KV that the next decode of sequence i needs: prompt and tokens so far [token]
 * </pre>
 *
 * <p>holds for any d, so nobody has to follow the blocks step by step, and the step in which they
 * outgrow the memory is found by division and one round over the phases.
 */
final class Decodes {
    private static final int ADMISSION_BITS = 24;
    private static final int ADMISSION_MASK = (1 << ADMISSION_BITS) - 1;

    private final Requests requests;
    private final int blockTokens;
    /** Sequences by phase; empty where nobody asks for blocks. */
    private final int[] phases;

    /** A binary heap; finishing step in the upper bits, number of admission in the lower 24. */
    private long[] keys = new long[16];

    private int[] heap = new int[16];
    private int size;
    /** Step after which the first finishes; what follows from the heap, close at hand. */
    private long firstFinish = Long.MAX_VALUE;
    /** Decode steps done. */
    private long steps;

    /** KV the next decode reads: prompts + tokens generated, less the latest of each [token]. */
    private long contextTokens;

    /** Nobody decodes; blocks are counted where a block has any tokens. */
    Decodes(Requests requests, int blockTokens) {
        this.requests = requests;
        this.blockTokens = blockTokens;
        phases = new int[blockTokens];
    }

    int size() {
        return size;
    }

    long contextTokens() {
        return contextTokens;
    }

    /** Steps until the first sequence finishes; there must be one. */
    long stepsToFirst() {
        return firstFinish - steps;
    }

    /** Adds a sequence that has so many tokens of its output; admissions are numbered from 0 on. */
    void join(int request, int tokens, int admission) {
        int context = requests.promptTokens[request] + tokens;
        contextTokens += context - 1;
        if (blockTokens > 0) {
            phases[phase(context)]++;
        }
        long finish = steps + requests.outputTokens[request] - tokens;
        if (size == heap.length) {
            keys = Arrays.copyOf(keys, size * 2);
            heap = Arrays.copyOf(heap, size * 2);
        }
        rise(size++, finish << ADMISSION_BITS | (admission & ADMISSION_MASK), request);
        firstFinish = Math.min(firstFinish, finish);
    }

    /** Every sequence gains so many tokens. */
    void step(long count) {
        steps += count;
        contextTokens += count * size;
    }

    /** True if a sequence has all its tokens. */
    boolean hasFinished() {
        return firstFinish == steps;
    }

    /** Removes the first sequence that has all its tokens. */
    int pollFinished() {
        int request = heap[0];
        leave(request, requests.outputTokens[request]);
        size--;
        sink(0, keys[size], heap[size]);
        lookAtFirst();
        return request;
    }

    /** Output tokens so far of the sequence at a place of the heap. */
    int tokens(int place) {
        long left = (keys[place] >>> ADMISSION_BITS) - steps;
        return (int) (requests.outputTokens[heap[place]] - left);
    }

    int request(int place) {
        return heap[place];
    }

    /** Place of a request in the heap, or -1. */
    int place(int request) {
        for (int i = 0; i < size; i++) {
            if (heap[i] == request) {
                return i;
            }
        }
        return -1;
    }

    /** Place of the sequence of the last priority class admitted last; there must be one. */
    int lastAdmitted() {
        int last = 0;
        for (int i = 1; i < size; i++) {
            int worse = requests.priority[heap[i]] - requests.priority[heap[last]];
            if (worse > 0 || (worse == 0 && isAfter(i, last))) {
                last = i;
            }
        }
        return last;
    }

    /** Place of the sequence that was admitted first; there must be one. */
    int firstAdmitted() {
        int first = 0;
        for (int i = 1; i < size; i++) {
            first = isAfter(first, i) ? i : first;
        }
        return first;
    }

    private boolean isAfter(int place, int other) {
        // the sign of the difference of two numbers of 24 bits
        return (int) (keys[place] - keys[other]) << (Integer.SIZE - ADMISSION_BITS) > 0;
    }

    /** Removes the sequence at a place of the heap. */
    void remove(int place) {
        leave(heap[place], tokens(place));
        size--;
        long key = keys[size];
        int request = heap[size];
        if (place < size) {
            if (key < keys[place]) {
                rise(place, key, request);
            } else {
                sink(place, key, request);
            }
        }
        lookAtFirst();
    }

    private void lookAtFirst() {
        firstFinish = size == 0 ? Long.MAX_VALUE : keys[0] >>> ADMISSION_BITS;
    }

    private void rise(int from, long key, int request) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >> 1;
            if (keys[parent] <= key) {
                break;
            }
            keys[i] = keys[parent];
            heap[i] = heap[parent];
            i = parent;
        }
        keys[i] = key;
        heap[i] = request;
    }

    private void sink(int from, long key, int request) {
        int i = from;
        int child = 2 * i + 1;
        while (child < size) {
            if (child + 1 < size) {
                // the lesser of two, without a branch: it would be mispredicted every other time
                child += (int) ((keys[child + 1] - keys[child]) >>> (Long.SIZE - 1));
            }
            if (key <= keys[child]) {
                break;
            }
            keys[i] = keys[child];
            heap[i] = heap[child];
            i = child;
            child = 2 * i + 1;
        }
        keys[i] = key;
        heap[i] = request;
    }

    private void leave(int request, int tokens) {
        int context = requests.promptTokens[request] + tokens;
        contextTokens -= context - 1;
        if (blockTokens > 0) {
            phases[phase(context)]--;
        }
    }

    private int phase(int context) {
        return (int) Math.floorMod(context - steps, (long) blockTokens);
    }

    /** No less than the tokens of the blocks that the decode after so many steps needs. */
    long mostTokensAfter(long count) {
        return contextTokens + size * (count + blockTokens);
    }

    /** Blocks that the decode after so many steps needs. */
    long blocksAfter(long count) {
        long tokens = contextTokens + size * (count + 1);
        // what phase p lacks of a full block falls by one from each phase to the next
        int lacks = (int) Math.floorMod(-steps - count, (long) blockTokens);
        for (int n : phases) {
            tokens += (long) n * lacks;
            lacks = lacks == 0 ? blockTokens - 1 : lacks - 1;
        }
        return tokens / blockTokens;
    }

    /** The most steps, up to a bound, in all of which the decodes need no more than the blocks. */
    long stepsWithin(long blocks, long bound) {
        if (mostTokensAfter(bound - 1) <= blocks * blockTokens) {
            return bound;
        }
        long need = blocksAfter(0);
        long rounds = (blocks - need) / size;
        long count = rounds * blockTokens;
        need += rounds * size;
        while (count < bound) {
            count++;
            need += phases[(int) Math.floorMod(1 - steps - count, (long) blockTokens)];
            if (need > blocks) {
                break;
            }
        }
        return Math.min(count, bound);
    }
}
