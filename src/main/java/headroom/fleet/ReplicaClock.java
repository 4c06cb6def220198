package headroom.fleet;

import java.util.Arrays;

/**
 * The next change of the batch of every replica in a cell: a binary heap over replica indices, with
 * the place of each kept, so that an instant can be moved. Equal instants leave by replica index.
 */
final class ReplicaClock {
    private double[] timesSeconds = new double[16];
    private int[] heap = new int[16];
    private int[] place = new int[16];
    private int size;

    /** Adds the next replica, idle. */
    void add() {
        if (size == heap.length) {
            timesSeconds = Arrays.copyOf(timesSeconds, size * 2);
            heap = Arrays.copyOf(heap, size * 2);
            place = Arrays.copyOf(place, size * 2);
        }
        timesSeconds[size] = Double.POSITIVE_INFINITY;
        heap[size] = size;
        place[size] = size;
        size++;
    }

    /** Replicas in it, idle ones included. */
    int size() {
        return size;
    }

    double nextSeconds() {
        return size == 0 ? Double.POSITIVE_INFINITY : timesSeconds[heap[0]];
    }

    int nextReplica() {
        return heap[0];
    }

    /** Moves a replica to another instant. */
    void set(int replica, double timeSeconds) {
        double old = timesSeconds[replica];
        timesSeconds[replica] = timeSeconds;
        if (timeSeconds < old) {
            rise(replica, place[replica]);
        } else if (timeSeconds > old) {
            sink(replica, place[replica]);
        }
    }

    private void rise(int replica, int from) {
        int i = from;
        while (i > 0) {
            int parent = (i - 1) >> 1;
            if (!before(replica, heap[parent])) {
                break;
            }
            put(heap[parent], i);
            i = parent;
        }
        put(replica, i);
    }

    private void sink(int replica, int from) {
        int i = from;
        while (true) {
            int child = 2 * i + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], replica)) {
                break;
            }
            put(heap[child], i);
            i = child;
        }
        put(replica, i);
    }

    private void put(int replica, int i) {
        heap[i] = replica;
        place[replica] = i;
    }

    private boolean before(int a, int b) {
        double ta = timesSeconds[a];
        double tb = timesSeconds[b];
        return ta < tb || (ta == tb && a < b);
    }
}
