package headroom.cell;

import headroom.clients.Deadlines;
import headroom.clients.Dialogue;
import headroom.clients.Knobs;
import headroom.clients.Outcome;
import headroom.clients.Population;
import headroom.clients.Reaction;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.clients.Sources;
import headroom.clients.Sources.Replay;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.fleet.Fleet;
import headroom.kernel.CalendarQueue;
import headroom.kernel.Streams;
import headroom.quota.Quota;
import headroom.serving.EngineRules;
import headroom.serving.Requests;

import org.jspecify.annotations.Nullable;

/**
 * The clients of one cell: they start sessions, issue requests, meet meters and overload, back off,
 * wait for resets, leave or pay, and go on when the answer is there.
 */
final class Clients {
    /** Ids in the clock from here on are sources of sessions, one a tier and one for the replay. */
    private static final int FIRST_SOURCE = Sessions.LIMIT;

    /** Ids from here on are time-outs, then pings, one a tier each. */
    private static final int FIRST_TIMEOUT = FIRST_SOURCE + 2048;

    private static final int FIRST_PING = FIRST_TIMEOUT + 1024;

    private final CellSpec spec;
    private final CalendarQueue clock;
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
    private final Asked asked;
    private final Gate gate;
    private final AtLimits atLimits;
    private final Habits habits;
    private final Placement placement;
    private final Retries retries;
    private final Admission admission;
    private final Patience patience;
    private final ClosedTiers closed;
    private final LimitChanges limits;

    Clients(CellSpec spec, Population[] populations, Cell.Surroundings around, Streams streams) {
        this.spec = spec;
        this.clock = around.clock();
        this.requests = around.requests();
        this.fleet = around.fleet();
        this.books = around.books();
        this.populations = populations;
        deadlines = Deadlines.all(spec.tiers(), sessions, clock, FIRST_TIMEOUT);
        sources = new Sources(populations, clock, FIRST_SOURCE);
        dialogue = new Dialogue(sessions, requests, TierSpec.names(spec.tiers()), streams);
        knobs = new Knobs(spec.peakHours());
        dispatch = new Dispatch(
                sessions, around, new Fleet.Routing(spec.router(), streams.of("routing")));
        metering = new Metering(populations, sessions, around, knobs);
        retries = new Retries(populations, sessions, around, dialogue);
        patience = new Patience(populations, sessions, around, dialogue);
        admission = new Admission(spec, populations, sessions, around);
        asked = new Asked(spec, populations, sessions, requests, dialogue);
        gate = new Gate(populations, sessions, metering, clock);
        atLimits = new AtLimits(
                asked,
                metering,
                gate,
                around,
                new AtLimits.Clientele(populations, sessions, dialogue));
        limits = new LimitChanges(populations, knobs, atLimits);
        closed = new ClosedTiers(populations, sessions, asked, dialogue, clock);
        placement = new Placement(admission, dispatch, asked, metering);
        Habits.Clocked pings = new Habits.Clocked(clock, FIRST_PING);
        habits = new Habits(spec, populations, knobs, pings, dialogue);
    }

    /** Sets the sources going. */
    void start(@Nullable Replay replayed) {
        sources.start(replayed);
        habits.start();
        closed.start();
    }

    void soon(int[] ids, int count) {
        metering.soon(ids, count);
    }

    /** Whatever is due for an id of the clock. */
    void act(int id, double now) {
        if (id >= FIRST_PING) {
            ping(id - FIRST_PING, now);
        } else if (id >= FIRST_TIMEOUT) {
            timeOut(id - FIRST_TIMEOUT, now);
        } else if (id >= FIRST_SOURCE) {
            begin(id - FIRST_SOURCE, now);
        } else if (sessions.wakeSeconds(id) == now) {
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
        int s = sessions.open(source, p.user(), p.workload());
        sessions.number(s, p.number());
        double begins = habits.beginsSeconds(s, p, now);
        if (begins > now) {
            books.reacted(source, Reaction.SHIFTED);
            sessions.sleep(s, SessionState.PUT_OFF, begins, clock);
        } else {
            unfold(s, now);
        }
    }

    private void ping(int tier, double now) {
        int user = habits.ping(tier);
        books.reacted(tier, Reaction.PINGED);
        unfold(sessions.open(tier, user, populations[tier].pingWorkload()), now);
    }

    private void unfold(int s, double now) {
        dialogue.open(s, asked.workload(s));
        issue(s, now);
    }

    private void beginReplayed(double now) {
        int s = sessions.open(spec.replayTier(), 0, -1);
        sources.replay(s, sessions, requests, now);
        sessions.issuedSeconds(s, now);
        books.offered(sessions.tier(s), sessions.user(s), sessions.request(s), now);
        attempt(s, now);
    }

    private void wake(int s, double now) {
        switch (sessions.state(s)) {
            case THINKING -> issue(s, now);
            case BACKING_OFF -> {
                retries.resume(s, now);
                again(s, now);
            }
            case QUEUEING -> route(s, now);
            case PUT_OFF -> unfold(s, now);
            case QUEUED -> {
                asked.refresh(s, now);
                if (gate.opens(s, now)) {
                    route(s, now);
                }
            }
            case LOCKED_OUT -> {
                atLimits.release(s, now);
                again(s, now);
            }
            case ENTERING, MOVING -> {
                if (dispatch.arrive(s, now)) {
                    patience.start(s, now);
                } else {
                    lose(s, now);
                }
            }
            case IN_SERVICE -> {
                if (patience.isLost(s, now)) {
                    books.abandoned(sessions.tier(s), now);
                    dispatch.recall(s, true, now);
                    endSession(s, Outcome.ABANDONED, now);
                }
            }
            default -> throw new IllegalStateException("session " + s + " wakes at " + now);
        }
    }

    private void issue(int s, double now) {
        int tier = sessions.tier(s);
        asked.next(s, now);
        sessions.issuedSeconds(s, now);
        retries.begin(tier);
        books.offered(tier, sessions.user(s), sessions.request(s), now);
        attempt(s, now);
    }

    private void again(int s, double now) {
        asked.renew(s, now);
        attempt(s, now);
    }

    private void attempt(int s, double now) {
        if (retries.holdsBack(s, now)) {
            backOff(s, Outcome.OVERLOADED, 0, now);
            return;
        }
        if (metering.counts(s)) {
            int limit = metering.ask(s, now);
            if (limit != Quota.NONE) {
                refused(s, limit, now);
                return;
            }
            if (gate.isHeld(s)) {
                books.reacted(sessions.tier(s), Reaction.QUEUED);
                gate.join(s, now);
                return;
            }
        }
        route(s, now);
    }

    private void refused(int s, int limit, double now) {
        books.refused(sessions.tier(s), sessions.user(s), sessions.request(s), limit, now);
        switch (atLimits.met(s, limit, now)) {
            case GOES_ON -> route(s, now);
            case ENDS -> endSession(s, atLimits.verdict(s), now);
            case RETRIES -> backOff(s, atLimits.verdict(s), atLimits.waitSeconds(s, now), now);
            case WAITS -> {}
        }
    }

    private void backOff(int s, Outcome verdict, double atLeastSeconds, double now) {
        if (!retries.backOff(s, atLeastSeconds, now)) {
            endSession(s, verdict, now);
        }
    }

    private void route(int s, double now) {
        int tier = sessions.tier(s);
        int request = sessions.request(s);
        int replica = placement.place(s, now);
        if (replica == Fleet.TOO_LARGE) {
            endSession(s, Outcome.TOO_LARGE, now);
            return;
        }
        boolean first = sessions.retries(s) == 0;
        boolean shed = replica == Fleet.NO_REPLICA;
        if (shed) {
            books.refused(tier, sessions.user(s), request, Quota.NONE, now);
            if (first) {
                books.firstShed(tier);
            }
            gate.lose(s, now);
            replica = placement.fallBack(s, now);
        }
        if (replica == Fleet.NO_REPLICA) {
            backOff(s, Outcome.OVERLOADED, 0, now);
            return;
        }
        if (!sessions.is(s, Sessions.METERED) && !passes(s, now)) {
            return;
        }
        books.sent(tier, request, first && !shed, now);
        dispatch.send(s, replica, now);
        if (tier < populations.length) {
            deadlines[tier].start(s, now);
            patience.start(s, now);
        }
    }

    /** Charges the meters; false if the request waits for its turn first. */
    private boolean passes(int s, double now) {
        sessions.peakFactor(s, 1);
        double wait = metering.counts(s) ? metering.begin(s, now) : 0;
        if (wait > 0) {
            sessions.sleep(s, SessionState.QUEUEING, now + wait, clock);
        }
        return !(wait > 0);
    }

    private void timeOut(int tier, double now) {
        for (int s = deadlines[tier].due(now); s >= 0; s = deadlines[tier].due(now)) {
            books.timedOut(tier, now);
            dispatch.recall(s, populations[tier].spec.retry().cancels(), now);
            gate.lose(s, now);
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
        gate.lose(s, now);
        books.lost(sessions.tier(s));
        backOff(s, Outcome.LOST, 0, now);
    }

    /** A replica has failed: what was on its link is lost as well. */
    void failed(int replica, double now) {
        for (int s = 0; s < sessions.end(); s++) {
            if (dispatch.wasOnLink(s, replica, now)) {
                dispatch.recall(s, true, now);
                lose(s, now);
            }
        }
    }

    /** A replica has done its part of a request. */
    void completed(int replica, int request, double now) {
        int s = requests.owner(request);
        metering.soon(s);
        admission.completed(replica, request);
        if (dispatch.wasInVain(replica, request)) {
            return;
        }
        DeploymentSpec d = fleet.spec(replica);
        int output = requests.outputTokens(request);
        if (d.role() != EngineRules.Role.DECODE) {
            sessions.home(s, replica, fleet.serial(replica));
        }
        if (d.role() == EngineRules.Role.PREFILL && output > 1) {
            if (!dispatch.move(s, replica, now)) {
                lose(s, now);
            }
            return;
        }
        double answered = now + d.completionSeconds() + output * d.perTokenSeconds();
        int tier = sessions.tier(s);
        int first = dispatch.prefilledBy(s);
        books.answered(tier, request, first < 0 ? d : spec.deployments().get(first), d, answered);
        books.waited(tier, answered - sessions.issuedSeconds(s));
        metering.settle(s, d.model(), now);
        books.ended(tier, request, Outcome.COMPLETED, now);
        sessions.answered(s);
        if (sessions.workload(s) < 0) {
            closed.close(s, answered);
            return;
        }
        if (sessions.stepsLeft(s) == 0) {
            books.satisfied(tier, sessions.user(s), now);
        }
        gate.changed(s, now);
        double next = dialogue.answered(s, asked.workload(s), output, answered);
        sessions.otherModel(s, -1);
        if (next < Double.POSITIVE_INFINITY) {
            sessions.sleep(s, SessionState.THINKING, next, clock);
        } else {
            closed.close(s, answered);
        }
    }

    private void endSession(int s, Outcome outcome, double now) {
        gate.lose(s, now);
        books.ended(sessions.tier(s), sessions.request(s), outcome, now);
        closed.close(s, now);
    }

    /** What the operator changes. */
    LimitChanges limits() {
        return limits;
    }

    /** Settles the integrals up to an instant. */
    void settle(double now, CellReport report) {
        retries.settle(now, report);
        for (int i = 0; i < populations.length; i++) {
            report.lockedSeconds[i] += populations[i].drainLockedSeconds(now);
            report.upgradeDollars[i] += populations[i].drainUpgradeDollars(now);
        }
    }

    /** Ends every request still alive. */
    void censor(double now) {
        for (int s = 0; s < sessions.end(); s++) {
            if (sessions.state(s) != SessionState.FREE && sessions.request(s) >= 0) {
                metering.lose(s, now);
                books.ended(sessions.tier(s), sessions.request(s), Outcome.CENSORED, now);
                sessions.close(s);
            }
        }
    }

    /** Requests replicas hold for attempts given up. */
    int abandoned() {
        return dispatch.abandoned();
    }
}
