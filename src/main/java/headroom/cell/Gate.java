package headroom.cell;

import headroom.clients.Population;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.kernel.CalendarQueue;
import headroom.kernel.InstantHeap;
import headroom.quota.Quota;

import java.util.Arrays;

/**
 * Lines of requests at limits, one a user, first come first served: the first in line goes on at
 * the instant at which every limit admits it, and then the next is first. Of several lines at a
 * limit that users share, whoever asked first goes first.
 *
 * <p>At a token bucket this is shaping. A line is a ring: the last of a user is known, and behind
 * the last stands the first. 4 bytes a user of tiers that have lines, and 4 a session.
 */
final class Gate {
    private static final int NOBODY = -1;

    private final Population[] populations;
    private final Sessions sessions;
    private final Metering metering;
    private final CalendarQueue clock;
    /** Last in line by tier and user; empty for tiers without lines. */
    private final int[][] last;
    /** By session in line: who stands behind it, and behind the last the first. */
    private int[] behind = new int[0];

    /** The first of every line by when they asked; empty between calls. */
    private final InstantHeap firsts = new InstantHeap();

    /** Some first in line may wait until a request is over. */
    private boolean placesWanted;

    Gate(Population[] populations, Sessions sessions, Metering metering, CalendarQueue clock) {
        this.populations = populations;
        this.sessions = sessions;
        this.metering = metering;
        this.clock = clock;
        last = new int[populations.length][0];
        for (int i = 0; i < last.length; i++) {
            if (populations[i].queues()) {
                last[i] = new int[populations[i].users()];
                Arrays.fill(last[i], NOBODY);
            }
        }
    }

    /** Whether others of its user wait in line, so that a session may not go past them. */
    boolean isHeld(int s) {
        return first(s) != NOBODY;
    }

    private int first(int s) {
        int tier = sessions.tier(s);
        if (tier == last.length || last[tier].length == 0) {
            return NOBODY;
        }
        int end = last[tier][sessions.user(s)];
        return end == NOBODY ? NOBODY : behind[end];
    }

    /** The request of a session goes to the end of the line. */
    void join(int s, double now) {
        if (behind.length <= s) {
            behind = Arrays.copyOf(behind, Math.max(sessions.end(), 2 * behind.length));
        }
        int[] lines = last[sessions.tier(s)];
        int end = lines[sessions.user(s)];
        lines[sessions.user(s)] = s;
        if (end == NOBODY) {
            behind[s] = s;
            await(s, now);
        } else {
            behind[s] = behind[end];
            behind[end] = s;
            sessions.state(s, SessionState.QUEUED);
            sessions.wakeSeconds(s, Double.NaN);
        }
    }

    /**
     * The first in line sleeps until the limits in its way open, or at a limit of requests at once
     * until one of those is over.
     */
    private void await(int s, double now) {
        if (metering.isAtOnce(s, metering.ask(s, now))) {
            sessions.state(s, SessionState.QUEUED);
            sessions.wakeSeconds(s, Double.NaN);
            placesWanted = true;
            return;
        }
        double opens = Math.max(Math.nextUp(now), metering.opensSeconds(s, now));
        sessions.sleep(s, SessionState.QUEUED, opens, clock);
    }

    /** The first in line looks whether it may go on; if so it has left the line. */
    boolean opens(int s, double now) {
        if (metering.ask(s, now) != Quota.NONE) {
            await(s, now);
            return false;
        }
        int[] lines = last[sessions.tier(s)];
        int end = lines[sessions.user(s)];
        if (end == s) {
            lines[sessions.user(s)] = NOBODY;
        } else {
            behind[end] = behind[s];
            look(behind[s], now);
        }
        return true;
    }

    /** The attempt under way has brought no answer: its limits count it no more. */
    void lose(int s, double now) {
        if (metering.lose(s, now)) {
            changed(s, now);
        }
    }

    /**
     * A request of the user of a session is over: the first in line looks again, and where users
     * share a limit of requests at once, those of the others as well.
     */
    void changed(int s, double now) {
        if (placesWanted && metering.sharesPlaces(s)) {
            recall(now);
            return;
        }
        int first = first(s);
        if (first != NOBODY) {
            look(first, now);
        }
    }

    /** Limits admit more: the first of every line looks again, in the order in which they asked. */
    void recall(double now) {
        placesWanted = false;
        for (int s = 0; s < sessions.end(); s++) {
            if (sessions.state(s) == SessionState.QUEUED && first(s) == s) {
                firsts.add(sessions.issuedSeconds(s), s);
            }
        }
        while (firsts.size() > 0) {
            look((int) firsts.poll(), now);
        }
    }

    private void look(int s, double now) {
        sessions.sleep(s, SessionState.QUEUED, now, clock);
    }
}
