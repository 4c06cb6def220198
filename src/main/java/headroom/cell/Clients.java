package headroom.cell;

import headroom.fleet.DeploymentSpec;
import headroom.fleet.Fleet;
import headroom.kernel.Streams;
import headroom.quota.Meter;
import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.Requests;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

/**
 * The clients of one cell: they start sessions, issue requests, meet meters and overload, back off,
 * wait for resets, leave or pay, and go on when the answer is there.
 */
final class Clients {
    /** Ids in the clock from here on are sources of sessions, one a tier and one for the replay. */
    static final int FIRST_SOURCE = (1 << 24) - 4096;

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
    private final RandomStream patience;

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
        patience = streams.of("patience");
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
                populations[sessions.tier[s]].release(sessions.user[s], now);
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
        int tier = sessions.tier[s];
        boolean metered = isMetered(tier) && !sessions.paying[s];
        int fresh = requests.newTokens(sessions.request[s]);
        if (metered) {
            Population p = populations[tier];
            Meter meter = p.quota.ask(sessions.user[s], now, fresh, knobs.scale(p));
            if (meter != Meter.NONE) {
                refused(s, meter, now);
                return;
            }
        }
        route(s, metered, now);
    }

    private void refused(int s, Meter meter, double now) {
        int tier = sessions.tier[s];
        Population p = populations[tier];
        int user = sessions.user[s];
        books.refused(tier, user, meter, now);
        if (!meter.isCap()) {
            int fresh = requests.newTokens(sessions.request[s]);
            backOff(
                    s,
                    Outcome.RATE_LIMITED,
                    p.quota.retrySeconds(user, now, fresh, knobs.scale(p)),
                    now);
            return;
        }
        switch (p.spec.atLimit().choose(patience.nextDouble())) {
            case PAY -> {
                sessions.paying[s] = true;
                route(s, false, now);
            }
            case LEAVE -> endSession(s, Outcome.CAPPED, now);
            case WAIT -> {
                if (p.isLockedOut(user)) {
                    endSession(s, Outcome.CAPPED, now);
                } else {
                    lockOut(s, p.quota.reopensSeconds(user, now, knobs.scale(p)), now);
                }
            }
        }
    }

    private void lockOut(int s, double reopensSeconds, double now) {
        Population p = populations[sessions.tier[s]];
        books.deferred(sessions.tier[s]);
        p.lockOut(sessions.user[s], now);
        sessions.recalled[s] = false;
        double delay = p.spec.returnDelay().sample(patience.nextDouble());
        sessions.sleep(s, Sessions.State.LOCKED_OUT, reopensSeconds + delay, clock);
    }

    private void backOff(int s, Outcome verdict, double atLeastSeconds, double now) {
        int tier = sessions.tier[s];
        if (tier == populations.length) {
            endSession(s, verdict, now);
            return;
        }
        RetryPolicy retry = populations[tier].spec.retry();
        int attempt = sessions.retries[s]++;
        if (attempt >= retry.maxRetries()) {
            endSession(s, verdict, now);
        } else {
            double pause = retry.backoffSeconds(attempt, patience.nextDouble());
            double until = now + Math.max(atLeastSeconds, pause);
            sessions.sleep(s, Sessions.State.BACKING_OFF, until, clock);
        }
    }

    private void route(int s, boolean metered, double now) {
        int tier = sessions.tier[s];
        int request = sessions.request[s];
        int replica = dispatch.choose(s, model(s));
        if (replica == Fleet.TOO_LARGE) {
            endSession(s, Outcome.TOO_LARGE, now);
            return;
        }
        if (replica == Fleet.NO_REPLICA || isFull(replica)) {
            books.refused(tier, sessions.user[s], Meter.NONE, now);
            backOff(s, Outcome.OVERLOADED, 0, now);
            return;
        }
        sessions.peakFactor[s] = 1;
        if (metered) {
            Population p = populations[tier];
            p.quota.begin(sessions.user[s], now, requests.newTokens(request), knobs.scale(p));
            sessions.peakFactor[s] = knobs.peakFactor(p, now);
            books.admitted(tier, sessions.user[s], request, now);
        }
        books.sent(tier, request, now);
        dispatch.send(s, replica, now);
        if (tier < populations.length) {
            deadlines[tier].start(s, now);
        }
    }

    /** Replayed requests and open arrivals have no user whose meters could count them. */
    private boolean isMetered(int tier) {
        return tier < populations.length && !populations[tier].spec.isOpen();
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
        if (sessions.paying[s]) {
            books.paid(tier, request, d.model());
        } else if (isMetered(tier)) {
            charge(s, request, d.model(), now);
        }
        books.ended(tier, request, Outcome.COMPLETED, now);
        sessions.request[s] = -1;
        sessions.retries[s] = 0;
        sessions.paying[s] = false;
        if (sessions.workload[s] < 0) {
            sessions.close(s);
            return;
        }
        double next = dialogue.answered(s, workload(s), output, answered);
        if (next < Double.POSITIVE_INFINITY) {
            sessions.sleep(s, Sessions.State.THINKING, next, clock);
        } else {
            sessions.close(s);
        }
    }

    private void charge(int s, int request, int model, double now) {
        Population p = populations[sessions.tier[s]];
        int user = sessions.user[s];
        double factor = sessions.peakFactor[s];
        double credits = books.credits(request, model);
        books.charged(sessions.tier[s], user, credits, factor, now);
        p.quota.end(user, now, credits, factor);
        p.quota.endOutput(user, now, requests.outputTokens(request), knobs.scale(p));
    }

    private void endSession(int s, Outcome outcome, double now) {
        books.ended(sessions.tier[s], sessions.request[s], outcome, now);
        sessions.close(s);
    }

    /** Scales the caps; whoever waits for a reset and is below the higher cap comes back early. */
    void scaleCaps(double scale, double now) {
        if (!knobs.scaleCaps(scale)) {
            return;
        }
        for (int s = 0; s < sessions.end(); s++) {
            if (sessions.state[s] == Sessions.State.LOCKED_OUT && !sessions.recalled[s]) {
                Population p = populations[sessions.tier[s]];
                int fresh = requests.newTokens(sessions.request[s]);
                if (!p.quota.ask(sessions.user[s], now, fresh, knobs.scale(p)).isCap()) {
                    double delay = p.spec.returnDelay().sample(patience.nextDouble());
                    sessions.recalled[s] = true;
                    double back = Math.min(sessions.wakeSeconds[s], now + delay);
                    sessions.sleep(s, Sessions.State.LOCKED_OUT, back, clock);
                }
            }
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
