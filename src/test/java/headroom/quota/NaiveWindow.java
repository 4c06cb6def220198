package headroom.quota;

import java.util.ArrayList;
import java.util.List;

/**
 * The definition of a usage window taken literally: the list of all uses of one user, walked anew
 * for every question, in whole ticks of time and whole sixteenths of a credit.
 */
final class NaiveWindow {
    /** Ticks in a second: a power of two, so that every instant is exact as a double. */
    static final double TICKS = 1024;

    /** Parts of a credit, a power of two likewise. */
    static final double PARTS = 16;

    private record Use(long tick, long parts) {}

    private final boolean anchored;
    private final long length;
    private final long firstStart;
    private final List<Use> uses = new ArrayList<>();

    /** A window that is in force at the start, with what was used in it before. */
    NaiveWindow(boolean anchored, long lengthTicks, long startTick, long usedParts) {
        this.anchored = anchored;
        length = lengthTicks;
        firstStart = startTick;
        uses.add(new Use(startTick, usedParts));
    }

    /** A use of so many parts of a credit; of none when it only opens the window. */
    void use(long tick, long parts) {
        uses.add(new Use(tick, parts));
    }

    /** Start of the last window that began up to this instant, in force or not. */
    long start(long tick) {
        if (!anchored) {
            return firstStart + Math.floorDiv(tick - firstStart, length) * length;
        }
        long start = firstStart;
        for (Use use : uses) {
            start = use.tick < start + length ? start : use.tick;
        }
        return start;
    }

    /** Parts of a credit used in the window in force; 0 if none is. */
    long used(long tick) {
        long start = start(tick);
        if (tick >= start + length) {
            return 0;
        }
        return uses.stream()
                .filter(use -> use.tick >= start)
                .mapToLong(Use::parts)
                .sum();
    }

    boolean admits(long tick, long capParts) {
        return tick >= start(tick) + length || used(tick) < capParts;
    }
}
