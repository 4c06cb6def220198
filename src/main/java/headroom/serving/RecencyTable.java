package headroom.serving;

import java.util.Arrays;

/**
 * Keys in the order of their last use, each with a small index for the caller's own arrays.
 *
 * <p>Entries are linked from the most to the least recently used; an open-addressing table with
 * linear probing finds them by key, and deletion moves what follows back, so that no tombstones
 * pile up. Every operation is O(1) amortised, without allocation once the arrays have grown to the
 * most entries ever held at once.
 */
final class RecencyTable {
    static final int NONE = -1;

    private static final int FIRST_BITS = 5;
    /** 2^32 over the golden ratio: spreads serial numbers over the upper bits. */
    private static final int SPREAD = 0x9E3779B9;

    private int[] key = new int[1 << (FIRST_BITS - 1)];
    /** Next entry in the direction of recency, and against it. */
    private int[] newer = new int[key.length];

    private int[] older = new int[key.length];
    private int newest = NONE;
    private int oldest = NONE;
    /** Entries given back, linked by older. */
    private int free = NONE;

    private int used;
    private int size;

    /** Entry + 1 by probe position, 0 where there is none; at most half full. */
    private int[] table = new int[1 << FIRST_BITS];

    private int shift = Integer.SIZE - FIRST_BITS;

    /** Entries held. */
    int size() {
        return size;
    }

    /** Entries lie below this. */
    int capacity() {
        return key.length;
    }

    /** The entry used least recently, or NONE. */
    int oldest() {
        return oldest;
    }

    /** The entry of a key, or NONE. */
    int find(int wanted) {
        return table[position(wanted)] - 1;
    }

    /** An entry for a key that has none, as the most recent. */
    int add(int fresh) {
        if (free == NONE && used == key.length) {
            grow();
        }
        int entry = free == NONE ? used++ : free;
        if (entry == free) {
            free = older[entry];
        }
        key[entry] = fresh;
        table[position(fresh)] = entry + 1;
        link(entry);
        size++;
        return entry;
    }

    /** Makes an entry the most recent. */
    void touch(int entry) {
        if (entry != newest) {
            unlink(entry);
            link(entry);
        }
    }

    void remove(int entry) {
        closeGap(position(key[entry]));
        unlink(entry);
        older[entry] = free;
        free = entry;
        size--;
    }

    /** Where a key stands, or the empty place where it would. */
    private int position(int wanted) {
        int mask = table.length - 1;
        int position = home(wanted);
        while (table[position] != 0 && key[table[position] - 1] != wanted) {
            position = (position + 1) & mask;
        }
        return position;
    }

    private int home(int wanted) {
        return (wanted * SPREAD) >>> shift;
    }

    private void closeGap(int position) {
        int mask = table.length - 1;
        int gap = position;
        int next = (gap + 1) & mask;
        while (table[next] != 0) {
            int displaced = (next - home(key[table[next] - 1])) & mask;
            if (displaced >= ((next - gap) & mask)) {
                table[gap] = table[next];
                gap = next;
            }
            next = (next + 1) & mask;
        }
        table[gap] = 0;
    }

    private void link(int entry) {
        newer[entry] = NONE;
        older[entry] = newest;
        if (newest == NONE) {
            oldest = entry;
        } else {
            newer[newest] = entry;
        }
        newest = entry;
    }

    private void unlink(int entry) {
        if (newer[entry] == NONE) {
            newest = older[entry];
        } else {
            older[newer[entry]] = older[entry];
        }
        if (older[entry] == NONE) {
            oldest = newer[entry];
        } else {
            newer[older[entry]] = newer[entry];
        }
    }

    private void grow() {
        int capacity = key.length * 2;
        key = Arrays.copyOf(key, capacity);
        newer = Arrays.copyOf(newer, capacity);
        older = Arrays.copyOf(older, capacity);
        table = new int[capacity * 2];
        shift--;
        for (int entry = newest; entry != NONE; entry = older[entry]) {
            table[position(key[entry])] = entry + 1;
        }
    }
}
