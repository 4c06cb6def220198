package headroom.faults;

import headroom.kernel.EntityClock;
import headroom.kernel.Rank;

import java.util.Arrays;

/** What will happen to outages, by time; first in, first out among equals. */
final class Pending {
    private final EntityClock clock = new EntityClock();
    /** By entry: the step, and whom it is for. */
    private Step[] steps = new Step[16];

    private int[] subjects = new int[16];
    /** Entries that are free, the last of them first. */
    private int[] free = new int[16];

    private int freeCount;
    private int used;

    /** What happens next to a subject. */
    enum Step {
        DETECTED,
        RESTARTED,
        REPAIRED,
        SPARE_READY,
        SPELL
    }

    int size() {
        return clock.size();
    }

    double nextSeconds() {
        return clock.nextSeconds();
    }

    Step step() {
        return steps[clock.nextId()];
    }

    /** The outage, or the place for a spare. */
    int subject() {
        return subjects[clock.nextId()];
    }

    void add(double timeSeconds, Step step, int subject) {
        int entry = freeCount > 0 ? free[--freeCount] : used++;
        if (entry == steps.length) {
            steps = Arrays.copyOf(steps, 2 * entry);
            subjects = Arrays.copyOf(subjects, 2 * entry);
            free = Arrays.copyOf(free, 2 * entry);
        }
        steps[entry] = step;
        subjects[entry] = subject;
        clock.start(entry, timeSeconds, Rank.ARRIVE_CAPACITY);
    }

    /** Takes the first one out. */
    void remove() {
        free[freeCount++] = clock.poll();
    }
}
