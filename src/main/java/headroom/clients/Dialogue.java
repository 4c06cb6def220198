package headroom.clients;

import headroom.kernel.Keyed;
import headroom.kernel.Streams;
import headroom.serving.Requests;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import java.util.Arrays;
import java.util.List;

/**
 * How a session unfolds: the tokens of its next request, what of its context is still cached, and
 * when it goes on.
 *
 * <pre>
 * prompt = context + append        context: everything said so far in the session [token]
 * cached = context                 if the last answer is at most the cache lifetime ago and of
 *                                  the same model, else 0
 * new    = prompt - cached         what needs prefill
 * context after the answer = prompt + output
 * </pre>
 *
 * <p>A context that would outgrow its limit is compacted first: it shrinks to a summary, of which
 * nothing is cached. Source: TraceLab (arXiv 2606.30560), 96 % of a coding step's input is cached
 * and the hit rate falls with idle time. Grade: measured for the shape; one cliff at the lifetime
 * in place of the measured curve is assumed.
 *
 * <p>What is drawn depends on whose session it is, which of theirs, which of its requests, and what
 * for, and on nothing that has happened in the cell: see {@link Keyed}.
 */
public final class Dialogue {
    private final Sessions sessions;
    private final Requests requests;
    /** One a tier. */
    private final Keyed[] numbers;
    /** Of each session with that mark how often its client has decided about its request. */
    private int[] decisions = new int[0];

    /**
     * How the sessions of some tiers unfold.
     *
     * @param tiers their names
     */
    public Dialogue(Sessions sessions, Requests requests, List<String> tiers, Streams streams) {
        this.sessions = sessions;
        this.requests = requests;
        numbers = new Keyed[tiers.size()];
        Arrays.setAll(numbers, i -> streams.keyed(tiers.get(i) + ".dialogue"));
    }

    /** What a number is drawn for; the first of the list are drawn for each request. */
    public enum Draw {
        OUTPUT,
        INPUT,
        /** Before the request. */
        PAUSE,
        STEPS,
        PATIENCE,
        DECISIONS,
        // what follows is drawn once for a session
        REQUESTS,
        CONTEXT,
        WORKLOAD,
        SHIFT,
        SHIFTED_TO
    }

    /**
     * The number that a session draws for something, in (0,1). Its request is the one next to come
     * or under way; the session as a whole draws before its requests are counted.
     */
    public double draw(int s, Draw what) {
        return Keyed.uniform(key(s), place(s, what));
    }

    /** The next number that its client decides by what becomes of the request under way. */
    public double decide(int s) {
        if (s >= decisions.length) {
            decisions = Arrays.copyOf(decisions, Math.max(sessions.end(), 2 * decisions.length));
        }
        int before = sessions.is(s, Sessions.DECIDED) ? decisions[s] : 0;
        decisions[s] = before + 1;
        sessions.mark(s, Sessions.DECIDED, true);
        return Keyed.uniform(Keyed.number(key(s), place(s, Draw.DECISIONS)), before);
    }

    /** From a law; the key is that of the session. */
    private double draw(QuantileTable law, long key, int s, Draw what) {
        return law.isConstant() ? law.min() : law.sample(Keyed.uniform(key, place(s, what)));
    }

    private long key(int s) {
        long who = (long) sessions.user(s) << Integer.SIZE | sessions.number(s) & 0xFFFF_FFFFL;
        return numbers[sessions.tier(s)].key(who);
    }

    /** Requests and steps left name the request; so many values of a draw fit in four bits. */
    private long place(int s, Draw what) {
        long request = (long) sessions.requestsLeft(s) << Integer.SIZE | sessions.stepsLeft(s);
        return request << 4 | what.ordinal();
    }

    /** Draws how much a session holds that has just begun. */
    public void open(int s, Workload w) {
        long key = key(s);
        double context = draw(w.initialContextTokens(), key, s, Draw.CONTEXT);
        double requests = draw(w.requests(), key, s, Draw.REQUESTS);
        sessions.contextTokens(s, (int) Math.rint(context));
        sessions.requestsLeft(s, count(requests) - 1);
        sessions.stepsLeft(s, drawSteps(key, s, w));
    }

    /** When the next request comes, after a pause of the user to think [s]. */
    public double afterPause(int s, Workload w, double now) {
        return now + think(key(s), s, w);
    }

    private double think(long key, int s, Workload w) {
        return draw(w.thinkSeconds(), key, s, Draw.PAUSE);
    }

    private int drawSteps(long key, int s, Workload w) {
        return w.coding() ? count(draw(w.steps(), key, s, Draw.STEPS)) - 1 : 0;
    }

    private static int count(double x) {
        return Math.max(1, (int) Math.rint(x));
    }

    /** Draws the next request of a session. */
    public void nextRequest(int s, Workload w, double now) {
        long key = key(s);
        int output = count(draw(w.outputTokens(), key, s, Draw.OUTPUT));
        int append = count(draw(w.inputTokens(), key, s, Draw.INPUT));
        if (!w.bugs().isEmpty()) {
            output = w.outputTokens(output, now);
            append = w.inputTokens(append, now);
        }
        if (sessions.contextTokens(s) + append + output > w.contextLimitTokens()) {
            sessions.contextTokens(s, Math.min(sessions.contextTokens(s), w.compactToTokens()));
            sessions.answeredSeconds(s, Double.NEGATIVE_INFINITY);
            sessions.renewContext(s);
            int room = w.contextLimitTokens() - sessions.contextTokens(s) - output;
            append = Math.max(1, Math.min(append, room));
        }
        sessions.appendTokens(s, append);
        int cached = cached(s, w, now);
        int fresh = sessions.contextTokens(s) + append - cached;
        sessions.request(s, requests.allocate(s, now, cached, fresh, output));
    }

    /** Brings a request up to the instant of its next attempt: the cache may have expired. */
    public void renew(int s, Workload w, double now) {
        int cached = cached(s, w, now);
        int fresh = sessions.contextTokens(s) + sessions.appendTokens(s) - cached;
        requests.renew(sessions.request(s), now, cached, fresh);
    }

    /** What has waited at a gate is brought up to now; its time there counts as its own. */
    public void refresh(int s, Workload w, double now) {
        double arrival = requests.arrivalSeconds(sessions.request(s));
        renew(s, w, now);
        requests.arrived(sessions.request(s), arrival);
    }

    private int cached(int s, Workload w, double now) {
        int last = sessions.answeredModel(s);
        boolean same = last < 0 || last == sessions.model(s, w.modelIndex());
        boolean alive = same && now - sessions.answeredSeconds(s) <= w.cacheLifetimeSeconds(now);
        return alive ? sessions.contextTokens(s) : 0;
    }

    /** The answer is there; when the session asks again, or infinity if it is over [s]. */
    public double answered(int s, Workload w, int output, double now) {
        sessions.contextTokens(s, sessions.contextTokens(s) + sessions.appendTokens(s) + output);
        sessions.answeredSeconds(s, now);
        sessions.answeredModel(s, sessions.model(s, w.modelIndex()));
        sessions.mark(s, Sessions.MID_TURN, sessions.stepsLeft(s) > 0);
        if (sessions.stepsLeft(s) > 0) {
            sessions.stepsLeft(s, sessions.stepsLeft(s) - 1);
            return now + draw(w.toolSeconds(), key(s), s, Draw.PAUSE);
        }
        if (sessions.requestsLeft(s) > 0) {
            sessions.requestsLeft(s, sessions.requestsLeft(s) - 1);
            long key = key(s);
            sessions.stepsLeft(s, drawSteps(key, s, w));
            return now + think(key, s, w);
        }
        return Double.POSITIVE_INFINITY;
    }
}
