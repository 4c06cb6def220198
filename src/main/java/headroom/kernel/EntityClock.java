package headroom.kernel;

import java.util.Arrays;

/**
 * Pending instants of many small things known by number, earliest first: a 4-ary heap in parallel
 * arrays, for planes that advance by themselves between two instants of an {@link Agenda}.
 *
 * <p>Order is (time, {@link Rank}, start order), as on the agenda. A number is pending at most
 * once. Nothing is allocated between growths.
 */
public final class EntityClock {
    private static final int RANK_SHIFT = 56;
    private static final int NONE = -1;
    private static final Rank[] RANKS = Rank.values();

    /** By slot: the bits of the instant [s], which are ordered as instants from 0 on are. */
    private long[] times = new long[64];
    /** By slot: rank in the upper 8 bits, start order below. */
    private long[] orders = new long[64];
    /** By slot: which. */
    private int[] ids = new int[64];
    /** By id: its slot, or none. */
    private int[] slots = new int[64];

    private int size;
    /** Whether the first was taken and its slot not yet filled; it often is by the next start. */
    private boolean hasHole;

    private long started;

    public EntityClock() {
        Arrays.fill(slots, NONE);
    }

    /** The earliest instant; infinite when nothing is pending [s]. */
    public double nextSeconds() {
        if (hasHole) {
            fill();
        }
        return size == 0 ? Double.POSITIVE_INFINITY : Double.longBitsToDouble(times[0]);
    }

    /** The rank of what is earliest; something must be pending. */
    public Rank nextRank() {
        if (hasHole) {
            fill();
        }
        return RANKS[(int) (orders[0] >>> RANK_SHIFT)];
    }

    /** Which is earliest; something must be pending. */
    public int nextId() {
        if (hasHole) {
            fill();
        }
        return ids[0];
    }

    /** How many are pending. */
    public int size() {
        return hasHole ? size - 1 : size;
    }

    /** Whether an id is pending. */
    public boolean isPending(int id) {
        return id < slots.length && slots[id] != NONE;
    }

    /** When a pending id is due [s]. */
    public double timeSeconds(int id) {
        return Double.longBitsToDouble(times[slots[id]]);
    }

    /** Makes an id pending; it must not be. */
    @SuppressWarnings("EnumOrdinal") // the order of the constants is what a rank means
    public void start(int id, double timeSeconds, Rank rank) {
        if (!(timeSeconds >= 0) || timeSeconds == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("id " + id + " at " + timeSeconds + " s");
        }
        if (isPending(id)) {
            throw new IllegalStateException(
                    "id " + id + " is pending at " + timeSeconds(id) + " s already");
        }
        reserve(id);
        // adding 0 makes -0 a 0, whose bits are the least
        long time = Double.doubleToRawLongBits(timeSeconds + 0.0);
        long order = (long) rank.ordinal() << RANK_SHIFT | started++;
        if (hasHole) {
            hasHole = false;
            siftDown(0, time, order, id);
        } else {
            siftUp(size++, time, order, id);
        }
    }

    /** Takes a pending id back; nothing where it is not pending. */
    public void stop(int id) {
        if (isPending(id)) {
            if (hasHole) {
                fill();
            }
            removeAt(slots[id]);
        }
    }

    /** Takes the earliest; its id. Something must be pending. */
    public int poll() {
        if (hasHole) {
            fill();
        }
        int id = ids[0];
        slots[id] = NONE;
        hasHole = true;
        return id;
    }

    /** Closes the hole with the last of the heap. */
    private void fill() {
        hasHole = false;
        int last = --size;
        if (last > 0) {
            siftDown(0, times[last], orders[last], ids[last]);
        }
    }

    private void removeAt(int slot) {
        slots[ids[slot]] = NONE;
        int last = --size;
        if (slot == last) {
            return;
        }
        long time = times[last];
        long order = orders[last];
        int id = ids[last];
        int parent = (slot - 1) >> 2;
        if (slot > 0 && precedes(time, order, parent)) {
            siftUp(slot, time, order, id);
        } else {
            siftDown(slot, time, order, id);
        }
    }

    private void siftUp(int from, long time, long order, int id) {
        int slot = from;
        while (slot > 0) {
            int parent = (slot - 1) >> 2;
            if (!precedes(time, order, parent)) {
                break;
            }
            place(slot, times[parent], orders[parent], ids[parent]);
            slot = parent;
        }
        place(slot, time, order, id);
    }

    private void siftDown(int from, long time, long order, int id) {
        int slot = from;
        int child = 4 * slot + 1;
        while (child < size) {
            int best = child + 3 < size ? leastOfFour(child) : leastOf(child, size);
            if (precedes(time, order, best)) {
                break;
            }
            place(slot, times[best], orders[best], ids[best]);
            slot = best;
            child = 4 * slot + 1;
        }
        place(slot, time, order, id);
    }

    /** Chosen by signs instead of branches, which nobody could predict; ties are rare. */
    private int leastOfFour(int child) {
        int best = child;
        for (int other = child + 1; other < child + 4; other++) {
            long later = times[other] - times[best];
            if (later == 0) {
                later = orders[other] - orders[best];
            }
            best += (other - best) & (int) (later >> 63);
        }
        return best;
    }

    private int leastOf(int from, int to) {
        int best = from;
        for (int other = from + 1; other < to; other++) {
            best = precedes(times[other], orders[other], best) ? other : best;
        }
        return best;
    }

    private void place(int slot, long time, long order, int id) {
        times[slot] = time;
        orders[slot] = order;
        ids[slot] = id;
        slots[id] = slot;
    }

    private boolean precedes(long time, long order, int slot) {
        long other = times[slot];
        return time < other || time == other && order < orders[slot];
    }

    private void reserve(int id) {
        if (id >= slots.length) {
            int before = slots.length;
            slots = Arrays.copyOf(slots, Math.max(2 * before, id + 1));
            Arrays.fill(slots, before, slots.length, NONE);
        }
        if (size == ids.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            ids = Arrays.copyOf(ids, 2 * size);
        }
    }
}
