package headroom.cell;

import headroom.fleet.DeploymentSpec;
import headroom.fleet.Fleet;
import headroom.kernel.Streams;
import headroom.quota.Meter;
import headroom.quota.PeakHours;
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

    private final CellSpec spec;
    private final CellClock clock;
    private final Requests requests;
    private final Fleet fleet;
    private final Books books;
    private final Sessions sessions = new Sessions();
    private final Population[] populations;
    private final Dialogue dialogue;
    private final PeakHours peakHours;
    private final Fleet.Routing routing;
    private final RandomStream patience;
    private @Nullable Replay replay;
    private double capScale = 1;
    private double peakMultiplier = 1;
    private boolean peak;
    private double nextPeakEdgeSeconds = Double.NEGATIVE_INFINITY;

    Clients(CellSpec spec, Cell.Surroundings around, Streams streams) {
        this.spec = spec;
        this.clock = around.clock();
        this.requests = around.requests();
        this.fleet = around.fleet();
        this.books = around.books();
        populations = new Population[spec.tiers().size()];
        for (int i = 0; i < populations.length; i++) {
            populations[i] = new Population(spec.tiers().get(i), spec.models(), streams);
        }
        dialogue = new Dialogue(sessions, requests, streams);
        peakHours = spec.peakHours();
        routing = new Fleet.Routing(spec.router(), streams.of("routing"));
        patience = streams.of("patience");
    }

    /** Sets the sources going. */
    void start(@Nullable Replay replayed) {
        replay = replayed;
        for (int i = 0; i < populations.length; i++) {
            schedule(FIRST_SOURCE + i, populations[i].nextSessionSeconds());
        }
        scheduleReplay();
    }

    private void schedule(int source, double timeSeconds) {
        if (timeSeconds < Double.POSITIVE_INFINITY) {
            clock.add(timeSeconds, source);
        }
    }

    private void scheduleReplay() {
        if (replay != null && replay.advance()) {
            clock.add(replay.arrivalSeconds(), FIRST_SOURCE + populations.length);
        }
    }

    /** Whatever is due for an id of the clock. */
    void act(int id, double now) {
        if (id >= FIRST_SOURCE) {
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
        schedule(FIRST_SOURCE + source, p.nextSessionSeconds());
        int user = p.drawUser();
        int workload = p.drawWorkload();
        int s = sessions.open(source, user, workload);
        dialogue.open(s, p.workloads[workload]);
        issue(s, now);
    }

    private void beginReplayed(double now) {
        Replay replayed = replay;
        if (replayed == null) {
            throw new IllegalStateException("no replay");
        }
        int s = sessions.open(spec.replayTier(), 0, -1);
        sessions.requestsLeft[s] = 0;
        sessions.stepsLeft[s] = 0;
        sessions.request[s] = allocate(s, replayed, now);
        scheduleReplay();
        books.offered(sessions.tier[s], sessions.user[s], sessions.request[s], now);
        attempt(s, now);
    }

    /** Where blocks are named, all but one token may be cached: the replica knows how much is. */
    private int allocate(int s, Replay replayed, double now) {
        int[] blocks = replayed.blocks();
        int input = replayed.inputTokens();
        int cached = blocks.length == 0 ? 0 : input - 1;
        int r = requests.allocate(s, now, cached, input - cached, replayed.outputTokens());
        if (blocks.length > 0) {
            requests.mark(r, 0, requests.prompts().add(blocks));
        }
        return r;
    }

    private void wake(int s, double now) {
        switch (sessions.state[s]) {
            case THINKING -> issue(s, now);
            case BACKING_OFF -> again(s, now);
            case LOCKED_OUT -> {
                populations[sessions.tier[s]].release(sessions.user[s], now);
                again(s, now);
            }
            case ENTERING -> enter(s, now);
            default -> throw new IllegalStateException("session " + s + " wakes at " + now);
        }
    }

    private void issue(int s, double now) {
        dialogue.nextRequest(s, workload(s), now);
        books.offered(sessions.tier[s], sessions.user[s], sessions.request[s], now);
        attempt(s, now);
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
        attempt(s, now);
    }

    private void attempt(int s, double now) {
        int tier = sessions.tier[s];
        boolean metered = tier < populations.length && !sessions.paying[s];
        int fresh = requests.newTokens(sessions.request[s]);
        if (metered) {
            Population p = populations[tier];
            Meter meter = p.quota.ask(sessions.user[s], now, fresh, scale(p));
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
            backOff(s, Outcome.RATE_LIMITED, p.quota.retrySeconds(user, now, fresh, scale(p)), now);
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
                    lockOut(s, p.quota.reopensSeconds(user, now, scale(p)), now);
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
        sleep(s, Sessions.State.LOCKED_OUT, reopensSeconds + delay);
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
            sleep(s, Sessions.State.BACKING_OFF, now + Math.max(atLeastSeconds, pause));
        }
    }

    private void sleep(int s, Sessions.State state, double untilSeconds) {
        sessions.state[s] = state;
        sessions.wakeSeconds[s] = untilSeconds;
        clock.add(untilSeconds, s);
    }

    private void route(int s, boolean metered, double now) {
        int tier = sessions.tier[s];
        int request = sessions.request[s];
        int replica = fleet.route(model(s), request, -1, routing);
        if (replica == Fleet.TOO_LARGE) {
            endSession(s, Outcome.TOO_LARGE, now);
            return;
        }
        if (replica == Fleet.NO_REPLICA || fleet.replica(replica).waiting() >= spec.maxQueue()) {
            books.refused(tier, sessions.user[s], Meter.NONE, now);
            backOff(s, Outcome.OVERLOADED, 0, now);
            return;
        }
        sessions.peakFactor[s] = 1;
        if (metered) {
            Population p = populations[tier];
            p.quota.begin(sessions.user[s], now, requests.newTokens(request), scale(p));
            sessions.peakFactor[s] = p.spec.peak() ? peakFactor(now) : 1;
            books.admitted(tier, sessions.user[s], request, now);
        }
        sessions.replica[s] = replica;
        double delay = fleet.spec(replica).arrivalSeconds();
        if (delay > 0) {
            sleep(s, Sessions.State.ENTERING, now + delay);
        } else {
            enter(s, now);
        }
    }

    private void enter(int s, double now) {
        sessions.state[s] = Sessions.State.IN_SERVICE;
        sessions.wakeSeconds[s] = Double.NaN;
        fleet.offer(sessions.replica[s], sessions.request[s], now);
    }

    private double scale(Population p) {
        return p.spec.scaled() ? capScale : 1;
    }

    private double peakFactor(double now) {
        if (now >= nextPeakEdgeSeconds) {
            peak = peakHours.at(now);
            nextPeakEdgeSeconds = peakHours.nextEdgeSeconds(now);
        }
        return peak ? peakMultiplier : 1;
    }

    /** A replica has generated the last token of a request. */
    void completed(int replica, int request, double now) {
        int s = requests.owner(request);
        DeploymentSpec d = fleet.spec(replica);
        int output = requests.outputTokens(request);
        double answered = now + d.completionSeconds() + output * d.perTokenSeconds();
        int tier = sessions.tier[s];
        books.answered(tier, request, d, answered);
        if (sessions.paying[s]) {
            books.paid(tier, request, d.model());
        } else if (tier < populations.length) {
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
            sleep(s, Sessions.State.THINKING, next);
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
        p.quota.endOutput(user, now, requests.outputTokens(request), scale(p));
    }

    private void endSession(int s, Outcome outcome, double now) {
        books.ended(sessions.tier[s], sessions.request[s], outcome, now);
        sessions.close(s);
    }

    /** Scales the caps; whoever waits for a reset and is below the higher cap comes back early. */
    void scaleCaps(double scale, double now) {
        boolean raised = scale > capScale;
        capScale = scale;
        if (!raised) {
            return;
        }
        for (int s = 0; s < sessions.end(); s++) {
            if (sessions.state[s] == Sessions.State.LOCKED_OUT && !sessions.recalled[s]) {
                Population p = populations[sessions.tier[s]];
                int fresh = requests.newTokens(sessions.request[s]);
                if (!p.quota.ask(sessions.user[s], now, fresh, scale(p)).isCap()) {
                    double delay = p.spec.returnDelay().sample(patience.nextDouble());
                    sessions.recalled[s] = true;
                    double back = Math.min(sessions.wakeSeconds[s], now + delay);
                    sleep(s, Sessions.State.LOCKED_OUT, back);
                }
            }
        }
    }

    void peakMultiplier(double multiplier) {
        peakMultiplier = multiplier;
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
}
