package headroom.kernel;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;

/**
 * Pending instants, each at a place that is told when it is added, earliest first, first in first
 * out among equals. Places are small numbers, those given back are used again.
 *
 * <p>Where few are expected at once they stand in a {@link Tournament}, whose tree then fits into
 * the first caches; where many are, in a {@link CalendarQueue}, which touches a line or two however
 * many there are. The order is the same.
 */
public final class PlacedInstants {
    /** Instants at once above which a calendar is faster; measured, see docs/performance.md. */
    private static final int FEW = 1 << 11;

    private final @Nullable CalendarQueue many;
    private final Tournament few = new Tournament();
    private long started;
    /** Of the calendar: from {@link #size} on, the places that are free. */
    private int[] free = new int[0];

    private int size;

    /** For up to about so many at once; of many it is told which places come next. */
    public PlacedInstants(int expected, CalendarQueue.Ahead ahead) {
        many = expected > FEW ? new CalendarQueue(ahead) : null;
    }

    /** How many are pending. */
    public int size() {
        return many == null ? few.size() : size;
    }

    /** The earliest instant; infinite when nothing is pending [s]. */
    public double firstSeconds() {
        return many == null ? few.firstSeconds() : many.nextSeconds();
    }

    /** Adds an instant from 0 on [s]; its place. */
    public int add(double seconds) {
        if (many == null) {
            return few.add(seconds, started++);
        }
        if (size == free.length) {
            // all that there are are taken, so those that are free are new
            free = IntStream.range(0, Math.max(64, 2 * size)).toArray();
        }
        int place = free[size++];
        many.add(seconds, place);
        return place;
    }

    /** Takes the earliest; the place it had. Something must be pending. */
    public int take() {
        if (many == null) {
            return few.take();
        }
        int place = many.poll();
        free[--size] = place;
        return place;
    }
}
