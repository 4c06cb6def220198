package headroom.floor;

/**
 * A set of whole numbers below a bound, which finds the next and the last before any number in a
 * step or two a level: words of 64 bits, above each word a bit that says whether it is empty.
 */
final class BitTree {
    static final int NONE = -1;

    private final long[][] levels;
    /** Words looked at. */
    private long steps;

    BitTree(int bound) {
        int depth = 1;
        for (int words = words(bound); words > 1; words = words(words)) {
            depth++;
        }
        levels = new long[depth][];
        int size = bound;
        for (int level = 0; level < depth; level++) {
            size = words(size);
            levels[level] = new long[size];
        }
    }

    private static int words(int bits) {
        return Math.max(1, (bits + 63) >>> 6);
    }

    long steps() {
        return steps;
    }

    void set(int number) {
        int at = number;
        for (long[] words : levels) {
            steps++;
            long before = words[at >>> 6];
            words[at >>> 6] = before | 1L << at;
            if (before != 0) {
                return;
            }
            at >>>= 6;
        }
    }

    void clear(int number) {
        int at = number;
        for (long[] words : levels) {
            steps++;
            long after = words[at >>> 6] & ~(1L << at);
            words[at >>> 6] = after;
            if (after != 0) {
                return;
            }
            at >>>= 6;
        }
    }

    /** The first from a number on, or none. */
    int next(int from) {
        int at = from;
        for (int level = 0; level < levels.length; level++) {
            steps++;
            if (at >>> 6 >= levels[level].length) {
                return NONE;
            }
            long rest = levels[level][at >>> 6] & -1L << at;
            if (rest != 0) {
                int found = at & ~63 | Long.numberOfTrailingZeros(rest);
                while (level > 0) {
                    steps++;
                    level--;
                    found = found << 6 | Long.numberOfTrailingZeros(levels[level][found]);
                }
                return found;
            }
            at = (at >>> 6) + 1;
        }
        return NONE;
    }

    /** The last before a number, or none. */
    int before(int end) {
        int at = end - 1;
        for (int level = 0; level < levels.length && at >= 0; level++) {
            steps++;
            long rest = levels[level][at >>> 6] & -1L >>> ~at;
            if (rest != 0) {
                int found = at | 63;
                found -= Long.numberOfLeadingZeros(rest);
                while (level > 0) {
                    steps++;
                    level--;
                    found = found << 6 | 63 - Long.numberOfLeadingZeros(levels[level][found]);
                }
                return found;
            }
            at = (at >>> 6) - 1;
        }
        return NONE;
    }
}
