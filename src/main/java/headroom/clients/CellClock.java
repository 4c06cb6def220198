package headroom.clients;

import java.util.Arrays;

/**
 * Pending instants of one cell, earliest first, first in first out among equals: a 4-ary heap in
 * parallel arrays.
 */
public final class CellClock {
    private static final int ID_BITS = 24;
    private static final long ID_MASK = (1L << ID_BITS) - 1;

    private double[] timesSeconds = new double[1024];
    /** Start order in the upper 40 bits, the id in the lower 24. */
    private long[] keys = new long[1024];

    private int size;
    private long started;

    /** The earliest instant; infinity when nothing is pending [s]. */
    public double nextSeconds() {
        return size == 0 ? Double.POSITIVE_INFINITY : timesSeconds[0];
    }

    /** Makes an id pending; the same id may be pending more than once. */
    public void add(double timeSeconds, int id) {
        if (!(timeSeconds >= 0) || id < 0 || id > ID_MASK) {
            throw new IllegalArgumentException("id " + id + " at " + timeSeconds);
        }
        if (size == keys.length) {
            timesSeconds = Arrays.copyOf(timesSeconds, size * 2);
            keys = Arrays.copyOf(keys, size * 2);
        }
        long key = started++ << ID_BITS | id;
        int i = size++;
        while (i > 0) {
            int parent = (i - 1) >> 2;
            if (timesSeconds[parent] <= timeSeconds) {
                break;
            }
            timesSeconds[i] = timesSeconds[parent];
            keys[i] = keys[parent];
            i = parent;
        }
        timesSeconds[i] = timeSeconds;
        keys[i] = key;
    }

    /** Takes the earliest; its id. */
    public int poll() {
        int first = (int) (keys[0] & ID_MASK);
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
            int last = Math.min(child + 4, size);
            int least = child;
            for (int c = child + 1; c < last; c++) {
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
