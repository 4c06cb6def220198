package headroom.fleet;

import java.util.Arrays;

/** Replicas of one deployment in one state, in the order in which they were added. */
final class Roster {
    private int[] replicas = new int[8];
    private int size;

    int size() {
        return size;
    }

    int replica(int k) {
        return replicas[k];
    }

    void add(int replica) {
        if (size == replicas.length) {
            replicas = Arrays.copyOf(replicas, 2 * size);
        }
        replicas[size++] = replica;
    }

    int removeLast() {
        return replicas[--size];
    }

    /** Removes a replica from wherever it stands; the later it was added, the cheaper. */
    void remove(int replica) {
        int k = size - 1;
        while (replicas[k] != replica) {
            k--;
        }
        size--;
        System.arraycopy(replicas, k + 1, replicas, k, size - k);
    }
}
