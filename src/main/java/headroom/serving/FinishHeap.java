package headroom.serving;

import java.util.Arrays;

/**
 * The decoding sequences of one replica, ordered by the step after which they finish.
 *
 * <p>Every decoding sequence gains one token a step, so a sequence that decodes its second token in
 * step s with g tokens in all finishes with step s + g - 2: a number that never changes, whatever
 * joins or leaves. Sequences that finish with the same step leave in the order of admission, which
 * is kept modulo 2^24: far more than ever decode at once.
 */
final class FinishHeap {
    private static final int ADMISSION_BITS = 24;
    private static final int ADMISSION_MASK = (1 << ADMISSION_BITS) - 1;

    /** Key: finishing step in the upper bits, admission number in the lower 24. */
    private long[] keys = new long[16];

    private int[] requests = new int[16];
    private int size;

    int size() {
        return size;
    }

    /** Step after which the first sequence finishes; the heap must not be empty. */
    long firstStep() {
        return keys[0] >>> ADMISSION_BITS;
    }

    void add(long finishStep, int admission, int request) {
        if (size == keys.length) {
            keys = Arrays.copyOf(keys, size * 2);
            requests = Arrays.copyOf(requests, size * 2);
        }
        long key = finishStep << ADMISSION_BITS | (admission & ADMISSION_MASK);
        int i = size++;
        while (i > 0) {
            int parent = (i - 1) >> 1;
            if (keys[parent] <= key) {
                break;
            }
            keys[i] = keys[parent];
            requests[i] = requests[parent];
            i = parent;
        }
        keys[i] = key;
        requests[i] = request;
    }

    int poll() {
        int first = requests[0];
        size--;
        long key = keys[size];
        int request = requests[size];
        int i = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && keys[child + 1] < keys[child]) {
                child++;
            }
            if (key <= keys[child]) {
                break;
            }
            keys[i] = keys[child];
            requests[i] = requests[child];
            i = child;
            child = 2 * i + 1;
        }
        keys[i] = key;
        requests[i] = request;
        return first;
    }
}
