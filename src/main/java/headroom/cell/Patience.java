package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.Population;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.fleet.Fleet;
import headroom.kernel.CalendarQueue;
import headroom.variates.QuantileTable;

/**
 * How long the clients of one cell wait for their service to begin: each request has its time,
 * which runs from when it comes to a replica, and is given up if it still waits then. Once in
 * service it stays.
 */
final class Patience {
    private final Population[] populations;
    private final Sessions sessions;
    private final CalendarQueue clock;
    private final Fleet fleet;
    private final Dialogue dialogue;

    Patience(
            Population[] populations,
            Sessions sessions,
            Cell.Surroundings around,
            Dialogue dialogue) {
        this.populations = populations;
        this.sessions = sessions;
        this.clock = around.clock();
        this.fleet = around.fleet();
        this.dialogue = dialogue;
    }

    /** The request of a session may have come to its first replica. */
    void start(int s, double now) {
        int tier = sessions.tier(s);
        QuantileTable law = tier < populations.length ? populations[tier].spec.patience() : null;
        boolean there = sessions.state(s) == SessionState.IN_SERVICE;
        if (law != null && there && !sessions.is(s, Sessions.PREFILLED)) {
            double u = dialogue.draw(s, Dialogue.Draw.PATIENCE);
            sessions.wakeSeconds(s, now + law.sample(u));
            clock.add(sessions.wakeSeconds(s), s);
        }
    }

    /** The patience of a client has come to its end; whether its request still waits. */
    boolean isLost(int s, double now) {
        sessions.wakeSeconds(s, Double.NaN);
        return fleet.waits(sessions.replica(s), sessions.request(s), now);
    }
}
