package headroom.cell;

import headroom.clients.Knobs;
import headroom.clients.ModelSpec;
import headroom.clients.Population;
import headroom.clients.Reaction;
import headroom.clients.Reactions;
import headroom.clients.Sessions;
import headroom.quota.Counts.Weights;
import headroom.quota.Quota;
import headroom.quota.Usage;
import headroom.serving.Requests;
import headroom.workload.Workload;

/** The meters of the users of one cell: asked before a request goes out, charged at its end. */
final class Metering {
    private final Population[] populations;
    private final Sessions sessions;
    private final Requests requests;
    private final Books books;
    private final Knobs knobs;
    private final ModelSpec[] models;
    private final Usage usage = new Usage();
    /** Kept, so that nothing may leave the touching out. */
    private long touched;

    Metering(Population[] populations, Sessions sessions, Cell.Surroundings around, Knobs knobs) {
        this.populations = populations;
        this.sessions = sessions;
        this.requests = around.requests();
        this.books = around.books();
        this.models = around.models();
        this.knobs = knobs;
    }

    /**
     * Brings sessions that act soon, and their users, into the cache: loads that nothing waits for
     * overlap.
     */
    void soon(int[] ids, int count) {
        for (int i = 0; i < count; i++) {
            touched ^= ids[i] < Sessions.LIMIT ? sessions.touch(ids[i]) : 0;
        }
        for (int i = 0; i < count; i++) {
            touched ^= ids[i] < Sessions.LIMIT ? touchUser(ids[i]) : 0;
        }
    }

    /** Brings a session whose request has just ended, and its user, into the cache at once. */
    void soon(int s) {
        touched ^= sessions.touch(s) ^ touchUser(s);
    }

    private long touchUser(int s) {
        int tier = sessions.tier(s);
        return tier < populations.length
                ? populations[tier].quota.words().touch(sessions.user(s))
                : 0;
    }

    /**
     * Whether meters count the request under way: replayed requests and open arrivals have no user,
     * and whoever pays or is in the slow lane goes past them.
     */
    boolean counts(int s) {
        return hasMeters(sessions.tier(s))
                && !sessions.is(s, Sessions.PAYING)
                && !sessions.is(s, Sessions.SLOW);
    }

    private boolean hasMeters(int tier) {
        return tier < populations.length && populations[tier].spec.isMetered();
    }

    /** The plan whose limits count the request under way: the one that admitted it. */
    private Population plan(int s) {
        return populations[sessions.tier(s)].plan(isGuest(s));
    }

    private int slot(int s) {
        return populations[sessions.tier(s)].slot(sessions.user(s), isGuest(s));
    }

    private boolean isGuest(int s) {
        return sessions.is(s, Sessions.METERED)
                ? sessions.is(s, Sessions.GUEST)
                : populations[sessions.tier(s)].isUpgraded(sessions.user(s));
    }

    /** The first limit in the way of the request under way, or NONE. */
    int ask(int s, double now) {
        Quota quota = plan(s).quota;
        return sessions.is(s, Sessions.MID_TURN) && quota.isGracious()
                ? quota.askGrace(slot(s), now, asks(s, now))
                : quota.ask(slot(s), now, asks(s, now));
    }

    private Usage asks(int s, double now) {
        return usage(s).times(knobs.peakFactor(plan(s), now));
    }

    /** The user of a session does something about a limit. */
    void reacted(int s, Reaction reaction) {
        books.reacted(sessions.tier(s), reaction);
    }

    /** Whether a limit of the plan of a session's user is a usage cap. */
    boolean isCap(int s, int limit) {
        return plan(s).quota.isCap(limit);
    }

    /** Whether a limit of the plan of a session's user is one of requests at once. */
    boolean isAtOnce(int s, int limit) {
        return plan(s).quota.isAtOnce(limit);
    }

    /** Whether users share limits of requests at once under the plan of a session's user. */
    boolean sharesPlaces(int s) {
        return hasMeters(sessions.tier(s)) && plan(s).quota.sharesPlaces();
    }

    /** What users do at a limit of their plan. */
    Reactions.Ways ways(int s, int limit) {
        Population plan = plan(s);
        return plan.spec.reactions().at(limit, plan.quota.isCap(limit));
    }

    /** What is known of the request under way before its answer. */
    private Usage usage(int s) {
        int request = sessions.request(s);
        Workload w = populations[sessions.tier(s)].workloads[sessions.workload(s)];
        int model = sessions.model(s, w.modelIndex());
        Weights credits = models[model].credits();
        Weights dollars = models[model].dollars();
        boolean kept = w.keepsPrompts();
        int fresh = requests.newTokens(request);
        int cached = requests.promptTokens(request) - fresh;
        return usage.asks(fresh, cached)
                .to(model, kept)
                .credits(credits.of(kept, fresh, cached, 0), credits.output())
                .dollars(dollars.of(kept, fresh, cached, 0), dollars.output());
    }

    /** What the served request of a session comes to, by what each token of it counts. */
    private double comesTo(int s, Weights weights) {
        int request = sessions.request(s);
        int workload = sessions.workload(s);
        boolean kept =
                workload >= 0 && populations[sessions.tier(s)].workloads[workload].keepsPrompts();
        int fresh = requests.newTokens(request);
        int cached = requests.promptTokens(request) - fresh;
        return weights.of(kept, fresh, cached, requests.outputTokens(request));
    }

    /**
     * The meters have admitted a request, and are charged.
     *
     * @return how long it waits for its turn before it goes to a replica [s]
     */
    double begin(int s, double now) {
        int tier = sessions.tier(s);
        int user = sessions.user(s);
        Population plan = plan(s);
        int slot = slot(s);
        if (sessions.is(s, Sessions.MID_TURN)
                && plan.quota.isGracious()
                && plan.quota.ask(slot, now, asks(s, now)) != Quota.NONE) {
            reacted(s, Reaction.GRACED);
        } else if (plan.quota.counts(populations[tier].slowAt(user), usage(s))) {
            populations[tier].slowAt(user, Quota.NONE);
        }
        sessions.peakFactor(s, knobs.peakFactor(plan, now));
        sessions.mark(s, Sessions.GUEST, isGuest(s));
        sessions.mark(s, Sessions.METERED, true);
        double wait = plan.quota.begin(slot, now, usage(s).times(sessions.peakFactor(s)));
        books.admitted(tier, user, sessions.request(s), now);
        return wait;
    }

    /**
     * The attempt under way has brought no answer: what was only estimated is given back.
     *
     * @return whether limits had counted it
     */
    boolean lose(int s, double now) {
        boolean counted = sessions.is(s, Sessions.METERED);
        if (counted) {
            plan(s).quota.lose(slot(s), now, usage(s).times(sessions.peakFactor(s)));
            sessions.mark(s, Sessions.METERED, false);
        }
        return counted;
    }

    /** The request under way has been served: its usage is charged, or paid for. */
    void settle(int s, int model, double now) {
        int tier = sessions.tier(s);
        int user = sessions.user(s);
        double dollars = comesTo(s, models[model].dollars());
        books.listed(tier, dollars);
        if (!hasMeters(tier)) {
            return;
        }
        double credits = comesTo(s, models[model].credits());
        if (sessions.is(s, Sessions.PAYING)) {
            books.servedPastLimits(tier, user, credits, now);
            books.paid(tier, dollars);
            populations[tier].pays(user, dollars, now);
        } else if (counts(s)) {
            double factor = sessions.peakFactor(s);
            books.charged(tier, user, credits, factor, now);
            int output = requests.outputTokens(sessions.request(s));
            plan(s).quota
                    .end(slot(s), now, usage(s).ends(output, credits, dollars).times(factor));
            sessions.mark(s, Sessions.METERED, false);
        } else {
            books.servedPastLimits(tier, user, credits, now);
        }
    }

    /** How long the rate limit in the way asks the client to wait [s]. */
    double retrySeconds(int s, double now) {
        return plan(s).quota.retrySeconds(slot(s), now, asks(s, now));
    }

    /** When the usage caps in the way are reset [s]. */
    double reopensSeconds(int s, double now) {
        return plan(s).quota.reopensSeconds(slot(s), now, asks(s, now));
    }

    /** When a limit in the way, and with a usage cap all others in the way, are reset [s]. */
    double resetSeconds(int s, int limit, double now) {
        return isCap(s, limit) ? reopensSeconds(s, now) : now + retrySeconds(s, now);
    }

    /** How long a limit in the way asks the client to wait [s]. */
    double waitSeconds(int s, int limit, double now) {
        return isCap(s, limit) ? reopensSeconds(s, now) - now : retrySeconds(s, now);
    }

    /** When every limit in the way may let the request pass [s]. */
    double opensSeconds(int s, double now) {
        return Math.max(reopensSeconds(s, now), now + retrySeconds(s, now));
    }
}
