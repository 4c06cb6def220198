package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.Outcome;
import headroom.clients.Population;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Reactions.Ways;
import headroom.clients.SessionState;
import headroom.clients.Sessions;
import headroom.kernel.CalendarQueue;
import headroom.quota.AtLimit.Choice;
import headroom.quota.Quota;

import java.util.function.BooleanSupplier;

/**
 * What users of one cell do at a limit.
 *
 * <p>At a usage cap a user first counts it towards the decision on a larger plan. Then the request
 * takes one of the ways out: those that cannot downgrade do as the others, those that may pay no
 * more wait. Whoever has chosen the slow lane at a cap stays there until that cap admits it again.
 */
final class AtLimits {
    /** What becomes of the request that met the limit. */
    enum Next {
        /** It goes on. */
        GOES_ON,
        /** It waits for the reset, or in line. */
        WAITS,
        /** Its client tries again when told. */
        RETRIES,
        /** It is given up, and the session with it. */
        ENDS
    }

    private static final byte OPEN = 0;

    private static final byte RATE_LIMIT = 1;
    private static final byte CAP = 2;

    private final Population[] populations;
    private final Sessions sessions;
    private final Metering metering;
    private final Asked asked;
    private final Gate gate;
    private final Books books;
    private final CalendarQueue clock;
    private final Dialogue dialogue;
    /** The limit in the way of the request that has just met one, by the plan that it has now. */
    private int stands;

    AtLimits(Asked asked, Metering metering, Gate gate, Cell.Surroundings around, Clientele who) {
        this.populations = who.populations();
        this.sessions = who.sessions();
        this.metering = metering;
        this.asked = asked;
        this.gate = gate;
        this.books = around.books();
        this.clock = around.clock();
        this.dialogue = who.dialogue();
    }

    /** Who asks, and what they decide by. */
    record Clientele(Population[] populations, Sessions sessions, Dialogue dialogue) {}

    /** The request of a session has met a limit. */
    Next met(int s, int limit, double now) {
        Population p = populations[sessions.tier(s)];
        int still = limit;
        stands = limit;
        if (p.isPing(sessions.workload(s))) {
            return Next.ENDS;
        }
        if (metering.isCap(s, limit) && p.wantsLargerPlan(sessions.user(s))) {
            upgrade(s, now);
            still = metering.ask(s, now);
        }
        stands = still;
        if (still != Quota.NONE) {
            return take(s, choose(s, still, now), still, now);
        }
        return gate.isHeld(s) ? take(s, Choice.QUEUE, still, now) : Next.GOES_ON;
    }

    /** The user of a session takes the larger plan: its other requests that wait may go on too. */
    private void upgrade(int s, double now) {
        int tier = sessions.tier(s);
        int user = sessions.user(s);
        int waits = waiting(tier, user);
        byte before = waits < 0 ? OPEN : barrier(waits, now);
        populations[tier].takeLargerPlan(user, now);
        books.upgraded(tier, user, populations[tier].largerPlan(), now);
        recall(waits, before, now);
        gate.changed(s, now);
    }

    /** The session of a user that waits for a reset; below 0: none. */
    private int waiting(int tier, int user) {
        int s = populations[tier].isLockedOut(user) ? sessions.end() - 1 : -1;
        while (s >= 0 && !(sessions.tier(s) == tier && sessions.user(s) == user && isWaiting(s))) {
            s--;
        }
        return s;
    }

    /** What the request that has just met a limit comes to if it is given up for it. */
    Outcome verdict(int s) {
        return metering.isCap(s, stands) ? Outcome.CAPPED : Outcome.RATE_LIMITED;
    }

    /** How long the limit asks the client to wait whose request has just met it [s]. */
    double waitSeconds(int s, double now) {
        return metering.waitSeconds(s, stands, now);
    }

    private Choice choose(int s, int limit, double now) {
        Population p = populations[sessions.tier(s)];
        int user = sessions.user(s);
        Ways ways = metering.ways(s, limit);
        if (ways.isRetry()) {
            return Choice.REJECT;
        }
        if (p.slowAt(user) == limit) {
            return Choice.SLOW;
        }
        Choice choice = ways.shares().choose(dialogue.decide(s));
        if (choice == Choice.DOWNGRADE && !downgrades(s, ways.downgradeModel(), now)) {
            choice = ways.shares().chooseBut(Choice.DOWNGRADE, dialogue.decide(s));
        }
        if (choice == Choice.PAY && !p.mayPay(user, now)) {
            choice = Choice.WAIT;
        }
        // nobody knows when a place is free, so that nobody can be told how long to wait for it
        return choice == Choice.WAIT && metering.isAtOnce(s, limit) ? Choice.REJECT : choice;
    }

    private Next take(int s, Choice choice, int limit, double now) {
        Population p = populations[sessions.tier(s)];
        int tier = sessions.tier(s);
        switch (choice) {
            case PAY -> {
                sessions.mark(s, Sessions.PAYING, true);
                return Next.GOES_ON;
            }
            case SLOW -> {
                if (metering.isCap(s, limit)) {
                    p.slowAt(sessions.user(s), limit);
                }
                sessions.mark(s, Sessions.SLOW, true);
                asked.mark(s);
                books.reacted(tier, Reaction.SLOWED);
                return Next.GOES_ON;
            }
            case DOWNGRADE -> {
                books.reacted(tier, Reaction.DOWNGRADED);
                return Next.GOES_ON;
            }
            case QUEUE -> {
                books.reacted(tier, Reaction.QUEUED);
                gate.join(s, now);
                return Next.WAITS;
            }
            case REJECT -> {
                return Next.RETRIES;
            }
            case LEAVE -> {
                return Next.ENDS;
            }
            case WAIT -> {
                if (p.isLockedOut(sessions.user(s))) {
                    return Next.ENDS;
                }
                lockOut(s, limit, metering.resetSeconds(s, limit, now), now);
                return Next.WAITS;
            }
        }
        throw new IllegalStateException("session " + s + " chooses nothing at " + now);
    }

    /** Asks the smaller model, if that is another and its limits admit the request. */
    private boolean downgrades(int s, int model, double now) {
        int before = sessions.otherModel(s);
        if (model == Reactions.NO_MODEL || model == asked.model(s)) {
            return false;
        }
        asked.askOther(s, model, now);
        if (metering.ask(s, now) == Quota.NONE) {
            return true;
        }
        asked.askOther(s, before, now);
        return false;
    }

    private void lockOut(int s, int limit, double reopensSeconds, double now) {
        Population p = populations[sessions.tier(s)];
        int user = sessions.user(s);
        books.deferred(sessions.tier(s), user, sessions.request(s), limit, now);
        p.lockOut(user, now);
        sessions.mark(s, Sessions.RECALLED, false);
        double delay = p.spec.returnDelay().sample(dialogue.decide(s));
        sessions.sleep(s, SessionState.LOCKED_OUT, reopensSeconds + delay, clock);
    }

    /** A locked-out session wakes: its user is back. */
    void release(int s, double now) {
        int tier = sessions.tier(s);
        int user = sessions.user(s);
        books.returned(tier, user, sessions.request(s), now);
        populations[tier].release(user, now);
    }

    /** What holds back the request of a session: the more, the more has to be opened for it. */
    private byte barrier(int s, double now) {
        int limit = metering.ask(s, now);
        return limit == Quota.NONE ? OPEN : metering.isCap(s, limit) ? CAP : RATE_LIMIT;
    }

    /**
     * The operator changes limits; false if that opens none. Whoever waits for one that it opens
     * comes back early; those whose limit has been reset already are on their way and stay so.
     */
    void change(BooleanSupplier change, double now) {
        byte[] before = new byte[sessions.end()];
        for (int s = 0; s < before.length; s++) {
            before[s] = isWaiting(s) ? barrier(s, now) : OPEN;
        }
        if (change.getAsBoolean()) {
            for (int s = 0; s < before.length; s++) {
                recall(s, before[s], now);
            }
            gate.recall(now);
        }
    }

    private boolean isWaiting(int s) {
        return sessions.state(s) == SessionState.LOCKED_OUT && !sessions.is(s, Sessions.RECALLED);
    }

    /** A session comes back early if less holds it back than before. */
    private void recall(int s, byte before, double now) {
        if (before > OPEN && barrier(s, now) < before) {
            Population p = populations[sessions.tier(s)];
            double delay = p.spec.returnDelay().sample(dialogue.decide(s));
            sessions.mark(s, Sessions.RECALLED, true);
            double back = Math.min(sessions.wakeSeconds(s), now + delay);
            sessions.sleep(s, SessionState.LOCKED_OUT, back, clock);
        }
    }
}
