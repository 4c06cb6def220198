package headroom.cell;

import headroom.clients.CellClock;
import headroom.clients.Deadlines;
import headroom.clients.Dialogue;
import headroom.clients.Knobs;
import headroom.clients.Outcome;
import headroom.clients.Population;
import headroom.clients.Replay;
import headroom.clients.Sessions;
import headroom.clients.Sources;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.fleet.Fleet;
import headroom.kernel.Streams;
import headroom.quota.Quota;
import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.Requests;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

/**
 * The clients of one cell: they start sessions, issue requests, meet meters and overload, back off,
 * wait for resets, leave or pay, and go on when the answer is there.
 */
final class Clients {
    /** Ids in the clock from here on are sources of sessions, one a tier and one for the replay. */
    private static final int FIRST_SOURCE = Sessions.LIMIT;

    /** Ids from here on are time-outs, one a tier. */
    private static final int FIRST_TIMEOUT = FIRST_SOURCE + 2048;

    private final CellSpec spec;
    private final CellClock clock;
    private final Requests requests;
    private final Fleet fleet;
    private final Books books;
    private final Sessions sessions = new Sessions();
    private final Population[] populations;
    private final Sources sources;
    private final Deadlines[] deadlines;
    private final Dialogue dialogue;
    private final Dispatch dispatch;
    private final Knobs knobs;
    private final Metering metering;
    private final AtLimits atLimits;
    private final Retries retries;

    Clients(CellSpec spec, Cell.Surroundings around, Streams streams) {
        this.spec = spec;
        this.clock = around.clock();
        this.requests = around.requests();
        this.fleet = around.fleet();
        this.books = around.books();
        populations = new Population[spec.tiers().size()];
        deadlines = new Deadlines[populations.length];
        for (int i = 0; i < populations.length; i++) {
            TierSpec tier = spec.tiers().get(i);
            populations[i] = new Population(tier, spec.models(), streams);
            deadlines[i] = new Deadlines(tier.timeoutSeconds(), sessions, clock, FIRST_TIMEOUT + i);
        }
        sources = new Sources(populations, clock, FIRST_SOURCE);
        dialogue = new Dialogue(sessions, requests, streams);
        knobs = new Knobs(spec.peakHours());
        dispatch = new Dispatch(
                sessions, around, new Fleet.Routing(spec.router(), streams.of("routing")));
        RandomStream patience = streams.of("patience");
        metering = new Metering(populations, sessions, around, knobs);
        atLimits = new AtLimits(populations, sessions, metering, around, patience);
        retries = new Retries(populations, sessions, clock, patience);
    }

    /** Sets the sources going. */
    void start(@Nullable Replay replayed) {
        sources.start(replayed);
    }

    /** Whatever is due for an id of the clock. */
    void act(int id, double now) {
        if (id >= FIRST_TIMEOUT) {
            timeOut(id - FIRST_TIMEOUT, now);
        } else if (id >= FIRST_SOURCE) {
            begin(id - FIRST_SOURCE, now);
        } else if (sessions.wakeSeconds[id] == now) {
            wake(id, now);
        }
    }

    private void begin(int source, double now) {
        if (source == populations.length) {
            beginReplayed(now);
            return;
        }
        Population p = populations[source];
        sources.next(source);
        int user = p.drawUser();
        int workload = p.drawWorkload();
        int s = sessions.open(source, user, workload);
        dialogue.open(s, p.workloads[workload]);
        issue(s, now);
    }

    private void beginReplayed(double now) {
        int s = sessions.open(spec.replayTier(), 0, -1);
        sessions.requestsLeft[s] = 0;
        sessions.stepsLeft[s] = 0;
        sessions.request[s] = sources.replayed(s, requests, now);
        sources.nextReplayed();
        books.offered(sessions.tier[s], sessions.user[s], sessions.request[s], now);
        attempt(s, now);
    }

    private void wake(int s, double now) {
        switch (sessions.state[s]) {
            case THINKING -> issue(s, now);
            case BACKING_OFF -> again(s, now);
            case LOCKED_OUT -> {
                atLimits.release(s, now);
                again(s, now);
            }
            case ENTERING, MOVING -> {
                if (!dispatch.arrive(s, now)) {
                    lose(s, now);
                }
            }
            default -> throw new IllegalStateException("session " + s + " wakes at " + now);
        }
    }

    private void issue(int s, double now) {
        int tier = sessions.tier[s];
        dialogue.nextRequest(s, workload(s), now);
        mark(s);
        books.offered(tier, sessions.user[s], sessions.request[s], now);
        attempt(s, now);
    }

    private void mark(int s) {
        int priority = populations[sessions.tier[s]].spec.priority();
        requests.mark(sessions.request[s], priority, sessions.context[s]);
    }

    private Workload workload(int s) {
        return populations[sessions.tier[s]].workloads[sessions.workload[s]];
    }

    private int model(int s) {
        CellSpec.ReplaySpec replay = spec.replay();
        return sessions.workload[s] < 0 && replay != null
                ? replay.model()
                : workload(s).modelIndex();
    }

    private void again(int s, double now) {
        dialogue.renew(s, workload(s), now);
        mark(s);
        attempt(s, now);
    }

    private void attempt(int s, double now) {
        if (metering.counts(s)) {
            int limit = metering.ask(s, now);
            if (limit != Quota.NONE) {
                refused(s, limit, now);
                return;
            }
        }
        route(s, now);
    }

    private void refused(int s, int limit, double now) {
        books.refused(sessions.tier[s], sessions.user[s], limit, now);
        if (!metering.isCap(s, limit)) {
            backOff(s, Outcome.RATE_LIMITED, metering.retrySeconds(s, now), now);
            return;
        }
        switch (atLimits.met(s, now)) {
            case GOES_ON -> route(s, now);
            case ENDS -> endSession(s, Outcome.CAPPED, now);
            case WAITS -> {}
        }
    }

    private void backOff(int s, Outcome verdict, double atLeastSeconds, double now) {
        if (!retries.backOff(s, atLeastSeconds, now)) {
            endSession(s, verdict, now);
        }
    }

    private void route(int s, double now) {
        int tier = sessions.tier[s];
        int request = sessions.request[s];
        int replica = dispatch.choose(s, model(s));
        if (replica == Fleet.TOO_LARGE) {
            endSession(s, Outcome.TOO_LARGE, now);
            return;
        }
        if (replica == Fleet.NO_REPLICA || isFull(replica)) {
            books.refused(tier, sessions.user[s], Quota.NONE, now);
            backOff(s, Outcome.OVERLOADED, 0, now);
            return;
        }
        sessions.peakFactor[s] = 1;
        if (metering.counts(s)) {
            metering.begin(s, now);
        }
        books.sent(tier, request, now);
        dispatch.send(s, replica, now);
        if (tier < populations.length) {
            deadlines[tier].start(s, now);
        }
    }

    private boolean isFull(int replica) {
        Replica r = fleet.replica(replica);
        return spec.overload().refuses(r.waiting(), r.inService() + fleet.coming(replica));
    }

    private void timeOut(int tier, double now) {
        for (int s = deadlines[tier].due(now); s >= 0; s = deadlines[tier].due(now)) {
            books.timedOut(tier);
            dispatch.recall(s, now);
            backOff(s, Outcome.TIMED_OUT, 0, now);
        }
    }

    /** A replica has let go of a request that it has not completed. */
    void dropped(int request, double now) {
        if (!dispatch.wasAbandoned(request)) {
            lose(requests.owner(request), now);
        }
    }

    private void lose(int s, double now) {
        dispatch.forget(s);
        books.lost(sessions.tier[s]);
        backOff(s, Outcome.LOST, 0, now);
    }

    /** A replica has failed: what was on its link is lost as well. */
    void failed(int replica, double now) {
        for (int s = 0; s < sessions.end(); s++) {
            if (dispatch.wasOnLink(s, replica, now)) {
                dispatch.recall(s, now);
                lose(s, now);
            }
        }
    }

    /** A replica has done its part of a request. */
    void completed(int replica, int request, double now) {
        int s = requests.owner(request);
        DeploymentSpec d = fleet.spec(replica);
        int output = requests.outputTokens(request);
        if (d.role() != EngineRules.Role.DECODE) {
            sessions.home[s] = replica;
            sessions.homeSerial[s] = fleet.serial(replica);
        }
        if (d.role() == EngineRules.Role.PREFILL && output > 1) {
            if (!dispatch.move(s, replica, now)) {
                lose(s, now);
            }
            return;
        }
        double answered = now + d.completionSeconds() + output * d.perTokenSeconds();
        int tier = sessions.tier[s];
        int first = sessions.prefilledBy[s];
        books.answered(tier, request, first < 0 ? d : spec.deployments().get(first), d, answered);
        metering.settle(s, d.model(), now);
        books.ended(tier, request, Outcome.COMPLETED, now);
        sessions.request[s] = -1;
        sessions.retries[s] = 0;
        sessions.paying[s] = false;
        if (sessions.workload[s] < 0) {
            sessions.close(s);
            return;
        }
        if (sessions.stepsLeft[s] == 0) {
            books.satisfied(tier, sessions.user[s], now);
        }
        double next = dialogue.answered(s, workload(s), output, answered);
        if (next < Double.POSITIVE_INFINITY) {
            sessions.sleep(s, Sessions.State.THINKING, next, clock);
        } else {
            sessions.close(s);
        }
    }

    private void endSession(int s, Outcome outcome, double now) {
        books.ended(sessions.tier[s], sessions.request[s], outcome, now);
        sessions.close(s);
    }

    /** Scales the caps; whoever waits for a reset and is below the higher cap comes back early. */
    void scaleCaps(double scale, double now) {
        if (knobs.scaleCaps(scale, populations)) {
            atLimits.recall(now);
        }
    }

    void peakMultiplier(double multiplier) {
        knobs.peakMultiplier(multiplier);
    }

    /** Settles the integrals up to an instant. */
    void settle(double now, CellReport report) {
        for (int i = 0; i < populations.length; i++) {
            report.lockedSeconds[i] += populations[i].drainLockedSeconds(now);
        }
    }

    /** Ends every request still alive. */
    void censor(double now) {
        for (int s = 0; s < sessions.end(); s++) {
            if (sessions.state[s] != Sessions.State.FREE && sessions.request[s] >= 0) {
                endSession(s, Outcome.CENSORED, now);
            }
        }
    }

    /** Requests that replicas hold for attempts that their clients have given up. */
    int abandoned() {
        return dispatch.abandoned();
    }
}
