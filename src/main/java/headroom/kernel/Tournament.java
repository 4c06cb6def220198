package headroom.kernel;

import java.util.Arrays;

/**
 * Pending instants, each at a place that is told when it is added, earliest first.
 *
 * <p>Order is (instant, an order given with it, which no two pending at the same instant share).
 * Places are small numbers, those given back are used again. Nothing is allocated between growths.
 *
 * <p>Method. A tree of winners (Knuth 1973, The Art of Computer Programming 3, section 5.4.1): what
 * is pending stands at the leaves of a full binary tree, each node above holds the earlier of its
 * two children, the root the earliest of all. Where a leaf changes its games are played again, up
 * to the root. Whom it meets there is known before the first of them, and who wins is chosen by
 * signs instead of branches, so that the processor neither waits for one game to begin the next nor
 * guesses how it ends: less than half the time of a 4-ary heap at a thousand pending. A leaf that
 * was empty stops where it first loses, for nobody above knew of it.
 */
public final class Tournament {
    /** The instant when nothing is pending [s]. */
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private static final int NONE = -1;
    /** Where a node stands: its instant, and behind it the place it comes from. */
    private static final int WIDTH = 2;

    private static final int ROOT = WIDTH;

    /** A power of 2; leaf {@code place} is node {@code leaves + place}. */
    private int leaves = 1;
    /**
     * By node, of the earliest below it: the bits of the instant [s], which are ordered as instants
     * from 0 on are, and its place. Where nothing is pending, another number above all instants for
     * each place.
     */
    private long[] nodes = {0, 0, never(0), 0};
    /** By place. */
    private long[] orders = new long[1];
    /** From {@link #size} on, the places that are free. */
    private int[] free = new int[1];

    private int size;
    /** The place of one that was taken and is still in the tree; it often goes to the next. */
    private int hole = NONE;

    /** How many are pending. */
    public int size() {
        return size;
    }

    /** The earliest instant; infinite when nothing is pending [s]. */
    public double firstSeconds() {
        if (hole != NONE) {
            fill();
        }
        return size == 0 ? NEVER : Double.longBitsToDouble(nodes[ROOT]);
    }

    /** The place of the earliest; something must be pending. */
    public int first() {
        if (hole != NONE) {
            fill();
        }
        return (int) nodes[ROOT + 1];
    }

    /** Whether something is pending at a place. */
    public boolean isPending(int place) {
        return place < leaves && place != hole && nodes[WIDTH * (leaves + place)] != never(place);
    }

    /** The instant at a place, where one is pending [s]. */
    public double seconds(int place) {
        return Double.longBitsToDouble(nodes[WIDTH * (leaves + place)]);
    }

    /** What was given with the instant at a place. */
    public long order(int place) {
        return orders[place];
    }

    /** Adds an instant from 0 on [s]; its place. */
    public int add(double seconds, long order) {
        long bits = bits(seconds);
        int place = hole;
        if (place != NONE) {
            hole = NONE;
            size++;
            orders[place] = order;
            replay(place, bits);
            return place;
        }
        if (size == leaves) {
            grow();
        }
        place = free[size++];
        orders[place] = order;
        join(place, bits);
        return place;
    }

    /** The one at a place is due at another instant, in another order. */
    public void move(int place, double seconds, long order) {
        long bits = bits(seconds);
        orders[place] = order;
        replay(place, bits);
    }

    /** Takes the earliest; the place it had. Something must be pending. */
    public int take() {
        int place = first();
        hole = place;
        size--;
        return place;
    }

    /** Takes what is pending at a place. */
    public void remove(int place) {
        if (hole != NONE) {
            fill();
        }
        hole = place;
        size--;
    }

    private static long bits(double seconds) {
        if (!(seconds >= 0 && seconds < NEVER)) {
            throw new IllegalArgumentException("pending at " + seconds + " s");
        }
        // adding 0 makes -0 a 0, whose bits are the least
        return Double.doubleToRawLongBits(seconds + 0.0);
    }

    private static long never(int place) {
        return Long.MAX_VALUE - place;
    }

    private void fill() {
        int place = hole;
        hole = NONE;
        free[size] = place;
        replay(place, never(place));
    }

    /** A place that was not pending is. */
    private void join(int place, long bits) {
        int node = WIDTH * (leaves + place);
        nodes[node] = bits;
        while (node > ROOT) {
            int rival = node ^ WIDTH;
            long sooner = nodes[rival] - bits;
            if (sooner == 0) {
                sooner = orders[(int) nodes[rival + 1]] - orders[place];
            }
            if (sooner < 0) {
                return;
            }
            node = parent(node);
            nodes[node] = bits;
            nodes[node + 1] = place;
        }
    }

    /** A place has another instant, or none any more. */
    private void replay(int place, long bits) {
        long[] all = nodes;
        long first = bits;
        long winner = place;
        int node = WIDTH * (leaves + place);
        all[node] = first;
        while (node > ROOT) {
            long other = all[node ^ WIDTH];
            long rival = all[(node ^ WIDTH) + 1];
            long sooner = other - first;
            if (sooner == 0) {
                sooner = orders[(int) rival] - orders[(int) winner];
            }
            long isOther = sooner >> 63;
            first ^= (first ^ other) & isOther;
            winner ^= (winner ^ rival) & isOther;
            node = parent(node);
            all[node] = first;
            all[node + 1] = winner;
        }
    }

    private static int parent(int node) {
        return node >> 1 & -WIDTH;
    }

    private void grow() {
        int before = leaves;
        long[] old = nodes;
        leaves = 2 * before;
        nodes = new long[2 * WIDTH * leaves];
        orders = Arrays.copyOf(orders, leaves);
        free = Arrays.copyOf(free, leaves);
        for (int place = 0; place < leaves; place++) {
            int node = WIDTH * (leaves + place);
            nodes[node] = place < before ? old[WIDTH * (before + place)] : never(place);
            nodes[node + 1] = place;
            if (place >= before) {
                free[place] = place;
            }
        }
        for (int place = 0; place < leaves; place += 2) {
            replay(place, nodes[WIDTH * (leaves + place)]);
        }
    }
}
