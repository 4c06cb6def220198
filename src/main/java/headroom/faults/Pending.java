package headroom.faults;

import java.util.Arrays;

/** What will happen to outages: a binary heap by (time, order of entry) in parallel arrays. */
final class Pending {
    private double[] times = new double[16];
    private long[] orders = new long[16];
    private int[] subjects = new int[16];
    private Step[] steps = new Step[16];
    private int size;
    private long entered;

    /** What happens next to a subject. */
    enum Step {
        DETECTED,
        RESTARTED,
        REPAIRED,
        SPARE_READY,
        SPELL
    }

    int size() {
        return size;
    }

    double nextSeconds() {
        return size == 0 ? Double.POSITIVE_INFINITY : times[0];
    }

    Step step() {
        return steps[0];
    }

    /** The outage, or the place for a spare. */
    int subject() {
        return subjects[0];
    }

    void add(double timeSeconds, Step step, int subject) {
        if (!(timeSeconds >= 0)) {
            throw new IllegalStateException(step + " at " + timeSeconds + " s");
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            orders = Arrays.copyOf(orders, 2 * size);
            subjects = Arrays.copyOf(subjects, 2 * size);
            steps = Arrays.copyOf(steps, 2 * size);
        }
        int slot = size++;
        long order = entered++;
        while (slot > 0 && precedes(timeSeconds, order, (slot - 1) / 2)) {
            move((slot - 1) / 2, slot);
            slot = (slot - 1) / 2;
        }
        put(slot, timeSeconds, order, step, subject);
    }

    /** Takes the first one out. */
    void remove() {
        int last = --size;
        double time = times[last];
        long order = orders[last];
        int slot = 0;
        while (2 * slot + 1 < last) {
            int child = 2 * slot + 1;
            if (child + 1 < last && precedes(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (precedes(time, order, child)) {
                break;
            }
            move(child, slot);
            slot = child;
        }
        put(slot, time, order, steps[last], subjects[last]);
    }

    private boolean precedes(double time, long order, int slot) {
        return time < times[slot] || time == times[slot] && order < orders[slot];
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], steps[from], subjects[from]);
    }

    private void put(int slot, double time, long order, Step step, int subject) {
        times[slot] = time;
        orders[slot] = order;
        steps[slot] = step;
        subjects[slot] = subject;
    }
}
