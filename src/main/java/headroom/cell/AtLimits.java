package headroom.cell;

import headroom.clients.CellClock;
import headroom.clients.Population;
import headroom.clients.Sessions;

import umontreal.ssj.rng.RandomStream;

/** What users of one cell do at a usage cap: wait for its reset, leave, or pay. */
final class AtLimits {
    /** What becomes of the request that met the cap. */
    enum Next {
        /** It goes on, past the caps. */
        GOES_ON,
        /** It waits for the reset. */
        WAITS,
        /** It is given up, and the session with it. */
        ENDS
    }

    private final Population[] populations;
    private final Sessions sessions;
    private final Metering metering;
    private final Books books;
    private final CellClock clock;
    private final RandomStream patience;

    AtLimits(
            Population[] populations,
            Sessions sessions,
            Metering metering,
            Cell.Surroundings around,
            RandomStream patience) {
        this.populations = populations;
        this.sessions = sessions;
        this.metering = metering;
        this.books = around.books();
        this.clock = around.clock();
        this.patience = patience;
    }

    /** The request of a session has met a usage cap. */
    Next met(int s, double now) {
        Population p = populations[sessions.tier[s]];
        switch (p.spec.atLimit().choose(patience.nextDouble())) {
            case PAY -> {
                sessions.paying[s] = true;
                return Next.GOES_ON;
            }
            case LEAVE -> {
                return Next.ENDS;
            }
            case WAIT -> {
                if (p.isLockedOut(sessions.user[s])) {
                    return Next.ENDS;
                }
                lockOut(s, metering.reopensSeconds(s, now), now);
                return Next.WAITS;
            }
        }
        throw new IllegalStateException("session " + s + " chooses nothing at " + now);
    }

    private void lockOut(int s, double reopensSeconds, double now) {
        Population p = populations[sessions.tier[s]];
        books.deferred(sessions.tier[s]);
        p.lockOut(sessions.user[s], now);
        sessions.recalled[s] = false;
        double delay = p.spec.returnDelay().sample(patience.nextDouble());
        sessions.sleep(s, Sessions.State.LOCKED_OUT, reopensSeconds + delay, clock);
    }

    /** A locked-out session wakes: its user is back. */
    void release(int s, double now) {
        populations[sessions.tier[s]].release(sessions.user[s], now);
    }

    /** Caps have been raised: whoever waits and is below the higher cap comes back early. */
    void recall(double now) {
        for (int s = 0; s < sessions.end(); s++) {
            if (sessions.state[s] == Sessions.State.LOCKED_OUT
                    && !sessions.recalled[s]
                    && !metering.isCap(s, metering.ask(s, now))) {
                Population p = populations[sessions.tier[s]];
                double delay = p.spec.returnDelay().sample(patience.nextDouble());
                sessions.recalled[s] = true;
                double back = Math.min(sessions.wakeSeconds[s], now + delay);
                sessions.sleep(s, Sessions.State.LOCKED_OUT, back, clock);
            }
        }
    }
}
