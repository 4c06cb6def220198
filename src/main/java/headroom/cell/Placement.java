package headroom.cell;

import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.fleet.Fleet;
import headroom.quota.Quota;

/** Where requests go: to a replica of their model, or of the one they fall back to. */
final class Placement {
    private final Admission admission;
    private final Dispatch dispatch;
    private final Asked asked;
    private final Metering metering;

    Placement(Admission admission, Dispatch dispatch, Asked asked, Metering metering) {
        this.admission = admission;
        this.dispatch = dispatch;
        this.asked = asked;
        this.metering = metering;
    }

    /** The replica that takes the request; NO_REPLICA where it is shed, or TOO_LARGE. */
    int place(int s, double now) {
        int replica = dispatch.choose(s, asked.model(s), now);
        boolean refused = replica >= 0 && admission.refuses(s, replica, now);
        return refused ? Fleet.NO_REPLICA : replica;
    }

    /** The request was shed: another model takes it, if the user has one and its limits admit. */
    int fallBack(int s, double now) {
        int model = asked.fallback(s);
        if (model == Reactions.NO_MODEL) {
            return Fleet.NO_REPLICA;
        }
        asked.askOther(s, model, now);
        if (!metering.counts(s) || metering.ask(s, now) == Quota.NONE) {
            int replica = place(s, now);
            if (replica >= 0) {
                metering.reacted(s, Reaction.FELL_BACK);
                return replica;
            }
        }
        asked.askOther(s, Reactions.NO_MODEL, now);
        return Fleet.NO_REPLICA;
    }
}
