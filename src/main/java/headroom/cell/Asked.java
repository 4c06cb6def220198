package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.Population;
import headroom.clients.Reactions;
import headroom.clients.Sessions;
import headroom.serving.Requests;
import headroom.workload.Workload;

/**
 * What the request under way of a session asks: which model, with which prompt, in which class.
 *
 * <p>A request that goes to another model than its workload's finds nothing cached there, and the
 * next one finds nothing cached at its own.
 */
final class Asked {
    private final CellSpec spec;
    private final Population[] populations;
    private final Sessions sessions;
    private final Requests requests;
    private final Dialogue dialogue;

    Asked(
            CellSpec spec,
            Population[] populations,
            Sessions sessions,
            Requests requests,
            Dialogue dialogue) {
        this.spec = spec;
        this.populations = populations;
        this.sessions = sessions;
        this.requests = requests;
        this.dialogue = dialogue;
    }

    Workload workload(int s) {
        return populations[sessions.tier(s)].workloads[sessions.workload(s)];
    }

    int model(int s) {
        CellSpec.ReplaySpec replay = spec.replay();
        return sessions.workload(s) < 0 && replay != null
                ? replay.model()
                : sessions.model(s, workload(s).modelIndex());
    }

    /**
     * The model that the user of a session asks instead of an overloaded one; -1: none, as when it
     * asks another than its own already.
     */
    int fallback(int s) {
        int tier = sessions.tier(s);
        if (tier == populations.length || sessions.otherModel(s) >= 0) {
            return Reactions.NO_MODEL;
        }
        int model = populations[tier].spec.reactions().fallbackModel();
        return model == model(s) ? Reactions.NO_MODEL : model;
    }

    /** Draws the next request. */
    void next(int s, double now) {
        dialogue.nextRequest(s, workload(s), now);
        mark(s);
    }

    /** The request is tried again: its cache may have expired. */
    void renew(int s, double now) {
        dialogue.renew(s, workload(s), now);
        mark(s);
    }

    /** The request has waited at a gate: its cache may have expired, its arrival stands. */
    void refresh(int s, double now) {
        dialogue.refresh(s, workload(s), now);
        mark(s);
    }

    /** The request asks another model from now on; -1: that of its workload. */
    void askOther(int s, int model, double now) {
        sessions.otherModel(s, model);
        refresh(s, now);
    }

    /** Sets the class of the request in the queues of the replicas, and whose prefix it has. */
    void mark(int s) {
        Population p = populations[sessions.tier(s)];
        int priority = sessions.is(s, Sessions.SLOW)
                ? p.spec.reactions().past().slowPriority()
                : p.spec.priority();
        requests.mark(sessions.request(s), priority, sessions.context(s));
    }
}
