package headroom.kernel;

import java.util.Arrays;

/** A 4-ary heap of instants in parallel arrays; of equal ones that with the lesser key. */
public final class InstantHeap {
    private double[] timesSeconds = new double[64];
    private long[] keys = new long[64];

    private int size;

    /** How many there are. */
    public int size() {
        return size;
    }

    double firstSeconds() {
        return size == 0 ? Double.POSITIVE_INFINITY : timesSeconds[0];
    }

    /** The instant at a place of the heap, the first at 0, the others in no order told [s]. */
    double seconds(int i) {
        return timesSeconds[i];
    }

    long key(int i) {
        return keys[i];
    }

    /** Adds all to another and is empty then. */
    void moveTo(InstantHeap other) {
        for (int i = 0; i < size; i++) {
            other.add(timesSeconds[i], keys[i]);
        }
        size = 0;
    }

    /** Adds an instant [s]. */
    public void add(double timeSeconds, long key) {
        if (size == keys.length) {
            timesSeconds = Arrays.copyOf(timesSeconds, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        int i = size++;
        while (i > 0) {
            int parent = (i - 1) >> 2;
            if (!before(timeSeconds, key, timesSeconds[parent], keys[parent])) {
                break;
            }
            timesSeconds[i] = timesSeconds[parent];
            keys[i] = keys[parent];
            i = parent;
        }
        timesSeconds[i] = timeSeconds;
        keys[i] = key;
    }

    /** Takes the first; its key. */
    public long poll() {
        long first = keys[0];
        size--;
        if (size > 0) {
            sink(timesSeconds[size], keys[size]);
        }
        return first;
    }

    private void sink(double timeSeconds, long key) {
        int i = 0;
        while (true) {
            int child = 4 * i + 1;
            if (child >= size) {
                break;
            }
            int end = Math.min(child + 4, size);
            int least = child;
            for (int c = child + 1; c < end; c++) {
                if (before(timesSeconds[c], keys[c], timesSeconds[least], keys[least])) {
                    least = c;
                }
            }
            if (!before(timesSeconds[least], keys[least], timeSeconds, key)) {
                break;
            }
            timesSeconds[i] = timesSeconds[least];
            keys[i] = keys[least];
            i = least;
        }
        timesSeconds[i] = timeSeconds;
        keys[i] = key;
    }

    private static boolean before(double time, long key, double otherTime, long otherKey) {
        return time < otherTime || (time == otherTime && key < otherKey);
    }
}
