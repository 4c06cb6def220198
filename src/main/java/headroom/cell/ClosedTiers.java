package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.Dialogue.Draw;
import headroom.clients.Population;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.kernel.CalendarQueue;
import headroom.workload.Workload;

/** Tiers in which each user always has one session: when it ends, it has another. */
final class ClosedTiers {
    private final Population[] populations;
    private final Sessions sessions;
    private final Asked asked;
    private final Dialogue dialogue;
    private final CalendarQueue clock;

    ClosedTiers(
            Population[] populations,
            Sessions sessions,
            Asked asked,
            Dialogue dialogue,
            CalendarQueue clock) {
        this.populations = populations;
        this.sessions = sessions;
        this.asked = asked;
        this.dialogue = dialogue;
        this.clock = clock;
    }

    /** Every user thinks first. */
    void start() {
        for (int tier = 0; tier < populations.length; tier++) {
            Population p = populations[tier];
            for (int user = 0; p.spec.closed() && user < p.spec.users(); user++) {
                begin(sessions.open(tier, user, 0), 0);
            }
        }
    }

    /** A session is over, of whatever tier. */
    void close(int s, double now) {
        if (isRenewed(s)) {
            sessions.number(s, sessions.number(s) + 1);
            begin(s, now);
        } else {
            sessions.close(s);
        }
    }

    /** What anchors a window is sent beside the one session that a user has. */
    private boolean isRenewed(int s) {
        int tier = sessions.tier(s);
        return tier < populations.length
                && populations[tier].spec.closed()
                && !populations[tier].isPing(sessions.workload(s));
    }

    /** The session begins after a pause to think. */
    private void begin(int s, double now) {
        Population p = populations[sessions.tier(s)];
        // nothing is left of the session before, so that the draw is the first of this one
        sessions.renew(s, 0);
        sessions.renew(s, p.workload(sessions.user(s), dialogue.draw(s, Draw.WORKLOAD)));
        Workload w = asked.workload(s);
        dialogue.open(s, w);
        sessions.sleep(s, SessionState.THINKING, dialogue.afterPause(s, w, now), clock);
    }
}
