package headroom.clients;

import headroom.kernel.CalendarQueue;

import java.util.Arrays;
import java.util.List;

/**
 * When the clients of one tier give their attempts up.
 *
 * <p>All of a tier wait equally long, so attempts time out in the order in which they were made: a
 * ring, of which only the first has an instant in the clock of the cell. An attempt that is over
 * stays until it comes to the front.
 */
public final class Deadlines {
    public static final int NONE = -1;

    private final double timeoutSeconds;
    private final Sessions sessions;
    private final CalendarQueue clock;
    private final int id;

    private double[] timesSeconds = new double[64];
    private int[] session = new int[64];
    private int[] attempt = new int[64];
    private int head;
    private int size;
    private boolean pending;

    /** For a tier that waits so long; its instants in the clock bear the id. */
    public Deadlines(double timeoutSeconds, Sessions sessions, CalendarQueue clock, int id) {
        this.timeoutSeconds = timeoutSeconds;
        this.sessions = sessions;
        this.clock = clock;
        this.id = id;
    }

    /** Those of all tiers, whose instants bear ids from a first one on. */
    public static Deadlines[] all(
            List<TierSpec> tiers, Sessions sessions, CalendarQueue clock, int firstId) {
        Deadlines[] all = new Deadlines[tiers.size()];
        Arrays.setAll(
                all,
                i -> new Deadlines(tiers.get(i).timeoutSeconds(), sessions, clock, firstId + i));
        return all;
    }

    /** The attempt that a session makes now has that long. */
    public void start(int s, double now) {
        if (timeoutSeconds == Double.POSITIVE_INFINITY) {
            return;
        }
        while (size > 0 && isOver(head)) {
            drop();
        }
        if (size == session.length) {
            grow();
        }
        int last = (head + size++) & (session.length - 1);
        timesSeconds[last] = now + timeoutSeconds;
        session[last] = s;
        attempt[last] = sessions.attempt(s);
        if (!pending) {
            pending = true;
            clock.add(timesSeconds[head], id);
        }
    }

    /**
     * At an instant in the clock: a session whose attempt times out now; NONE when there is no
     * further one, and then the next instant is in the clock.
     */
    public int due(double now) {
        while (size > 0) {
            boolean over = isOver(head);
            if (!over && timesSeconds[head] > now) {
                clock.add(timesSeconds[head], id);
                return NONE;
            }
            int s = session[head];
            drop();
            if (!over) {
                return s;
            }
        }
        pending = false;
        return NONE;
    }

    private boolean isOver(int i) {
        int s = session[i];
        return sessions.attempt(s) != attempt[i] || !sessions.state(s).isSent();
    }

    private void drop() {
        head = (head + 1) & (session.length - 1);
        size--;
    }

    private void grow() {
        int capacity = 2 * size;
        double[] times = new double[capacity];
        int[] owners = new int[capacity];
        int[] attempts = new int[capacity];
        for (int i = 0; i < size; i++) {
            int from = (head + i) & (size - 1);
            times[i] = timesSeconds[from];
            owners[i] = session[from];
            attempts[i] = attempt[from];
        }
        timesSeconds = times;
        session = owners;
        attempt = attempts;
        head = 0;
    }
}
