package headroom.fleet;

import java.util.Arrays;

/**
 * The next change of the batch of every replica in a cell: a winner tree over the replicas. Equal
 * instants leave by replica index.
 *
 * <p>A complete binary tree: the replicas are its leaves, and every inner node keeps the earlier of
 * its two children, the left one of equals. Moving an instant plays the matches on the way to the
 * root again. A heap would compare about as often; but which of two replicas comes first is a toss
 * of a coin, and here the outcome chooses values, never the way, so that there is nothing for the
 * processor to predict.
 */
final class ReplicaClock {
    private static final long NEVER = Double.doubleToRawLongBits(Double.POSITIVE_INFINITY);

    /** Leaves, a power of two; the node i has the children 2i and 2i + 1, the root is 1. */
    private int leaves = 16;
    /** The bits of the instant of each node's winner: ordered as instants not below 0 are. */
    private long[] winnerBits = idle(leaves);
    /** The replica that wins at each node. */
    private int[] winner = named(leaves);

    private int size;

    private static long[] idle(int leaves) {
        long[] bits = new long[2 * leaves];
        Arrays.fill(bits, NEVER);
        return bits;
    }

    private static int[] named(int leaves) {
        int[] names = new int[2 * leaves];
        for (int i = 2 * leaves - 1; i > 0; i--) {
            names[i] = i >= leaves ? i - leaves : names[2 * i];
        }
        return names;
    }

    /** Adds the next replica, idle. */
    void add() {
        if (size == leaves) {
            long[] before = winnerBits;
            leaves = 2 * size;
            winnerBits = idle(leaves);
            winner = named(leaves);
            for (int r = 0; r < size; r++) {
                play(r, before[size + r]);
            }
        }
        size++;
    }

    /** Replicas in it, idle ones included. */
    int size() {
        return size;
    }

    double nextSeconds() {
        return Double.longBitsToDouble(winnerBits[1]);
    }

    int nextReplica() {
        return winner[1];
    }

    /** Moves a replica to another instant, not below 0. */
    void set(int replica, double timeSeconds) {
        long bits = Double.doubleToRawLongBits(timeSeconds);
        if (bits < 0 || bits > NEVER) {
            throw new IllegalArgumentException("replica " + replica + " at " + timeSeconds);
        }
        if (bits != winnerBits[leaves + replica]) {
            play(replica, bits);
        }
    }

    private void play(int replica, long timeBits) {
        int node = leaves + replica;
        long bits = timeBits;
        int first = replica;
        winnerBits[node] = bits;
        while (node > 1) {
            long ahead = winnerBits[node ^ 1] - bits;
            // all ones if the other is earlier: a right node loses to an equal as well
            long loses = (ahead - (node & 1)) >> 63;
            bits += ahead & loses;
            first += (winner[node ^ 1] - first) & (int) loses;
            node >>= 1;
            winnerBits[node] = bits;
            winner[node] = first;
        }
    }
}
