package headroom.clients;

import headroom.kernel.Streams;
import headroom.serving.Requests;
import headroom.workload.Workload;

import umontreal.ssj.rng.RandomStream;

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
 */
public final class Dialogue {
    private final Sessions sessions;
    private final Requests requests;
    private final RandomStream lengths;
    private final RandomStream times;

    public Dialogue(Sessions sessions, Requests requests, Streams streams) {
        this.sessions = sessions;
        this.requests = requests;
        lengths = streams.of("lengths");
        times = streams.of("times");
    }

    /** Draws how much a session holds. */
    public void open(int s, Workload w) {
        sessions.requestsLeft(s, count(w.requests().sample(lengths.nextDouble())) - 1);
        sessions.stepsLeft(s, drawSteps(w));
        sessions.contextTokens(
                s, (int) Math.rint(w.initialContextTokens().sample(lengths.nextDouble())));
    }

    /** When a session begins that follows another of the same user, after a pause to think [s]. */
    public double afterPause(Workload w, double now) {
        return now + w.thinkSeconds().sample(times.nextDouble());
    }

    private int drawSteps(Workload w) {
        return w.coding() ? count(w.steps().sample(lengths.nextDouble())) - 1 : 0;
    }

    private static int count(double x) {
        return Math.max(1, (int) Math.rint(x));
    }

    /** Draws the next request of a session. */
    public void nextRequest(int s, Workload w, double now) {
        int output = count(w.outputTokens().sample(lengths.nextDouble()));
        int append = count(w.inputTokens().sample(lengths.nextDouble()));
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
            return now + w.toolSeconds().sample(times.nextDouble());
        }
        if (sessions.requestsLeft(s) > 0) {
            sessions.requestsLeft(s, sessions.requestsLeft(s) - 1);
            sessions.stepsLeft(s, drawSteps(w));
            return now + w.thinkSeconds().sample(times.nextDouble());
        }
        return Double.POSITIVE_INFINITY;
    }
}
