package headroom.cell;

import headroom.clients.Population;
import headroom.clients.Sessions;
import headroom.clients.TierSpec;
import headroom.fleet.TtftForecast;
import headroom.serving.Replica;

/**
 * Whether a request is shed at the replica that was chosen for it: the replica is full, too many
 * wait there for a request of its tier, or its first token would come too late for it. Tiers that
 * matter less have lower bounds, so that they are shed first.
 */
final class Admission {
    private final CellSpec.Overload overload;
    private final Population[] populations;
    private final Sessions sessions;
    private final Cell.Surroundings around;
    private final TtftForecast forecast;

    Admission(
            CellSpec spec, Population[] populations, Sessions sessions, Cell.Surroundings around) {
        overload = spec.overload();
        this.populations = populations;
        this.sessions = sessions;
        this.around = around;
        forecast = new TtftForecast(
                around.fleet(), around.requests(), spec.deployments().size());
    }

    boolean refuses(int s, int replica, double now) {
        Replica r = around.fleet().replica(replica, now);
        int inService = r.inService() + around.fleet().coming(replica);
        if (overload.refuses(r.waiting(), inService)) {
            return true;
        }
        int tier = sessions.tier(s);
        double deadline = overload.ttftDeadlineSeconds();
        int priority = 0;
        if (tier < populations.length) {
            TierSpec t = populations[tier].spec;
            if (r.waiting() >= t.shed().maxQueue()) {
                return true;
            }
            deadline = t.shed().ttftDeadlineSeconds();
            priority = sessions.is(s, Sessions.SLOW)
                    ? t.reactions().past().slowPriority()
                    : t.priority();
        }
        return deadline < Double.POSITIVE_INFINITY
                && forecast.ttftSeconds(replica, sessions.request(s), priority, now) > deadline;
    }

    /** A replica has completed a request. */
    void completed(int replica, int request) {
        forecast.completed(replica, around.requests().outputTokens(request));
    }
}
