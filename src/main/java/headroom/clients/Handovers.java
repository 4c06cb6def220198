package headroom.clients;

import java.util.Arrays;

/**
 * The requests of one cell that one deployment has prefilled for another to decode: which has, and
 * whose link their KV leaves over. Few sessions have such a request, and most cells none, so this
 * lies apart from {@link Sessions}.
 */
public final class Handovers {
    /** Numbers of each: the deployment, and place and serial number of the replica. */
    private static final int WIDTH = 3;

    private final Sessions sessions;
    private int[] rows = new int[0];

    public Handovers(Sessions sessions) {
        this.sessions = sessions;
    }

    /** Deployment that has prefilled the request of a session for another to decode; -1: none. */
    public int prefilledBy(int s) {
        return sessions.is(s, Sessions.PREFILLED) ? rows[WIDTH * s] : -1;
    }

    /** Another deployment is to decode the request of a session. */
    public void prefilled(int s, int deployment, int place, int serial) {
        int row = WIDTH * s;
        if (row >= rows.length) {
            rows = Arrays.copyOf(rows, Math.max(WIDTH * sessions.end(), 2 * rows.length));
        }
        rows[row] = deployment;
        rows[row + 1] = place;
        rows[row + 2] = serial;
        sessions.mark(s, Sessions.PREFILLED, true);
    }

    /** Whatever was done for it before is over. */
    public void clear(int s) {
        sessions.mark(s, Sessions.PREFILLED, false);
    }

    /** Place of the replica over whose link the KV leaves. */
    public int place(int s) {
        return rows[WIDTH * s + 1];
    }

    public int serial(int s) {
        return rows[WIDTH * s + 2];
    }
}
