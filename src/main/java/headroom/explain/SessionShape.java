package headroom.explain;

import com.google.common.primitives.Doubles;

import headroom.kernel.Streams;
import headroom.serving.RequestMix;
import headroom.workload.Workload;

import umontreal.ssj.rng.RandomStream;

import java.util.Arrays;

/**
 * What a session of one workload asks for, by the hours of its age: its requests and their tokens.
 *
 * <p>Means over {@value #SESSIONS} sessions whose numbers of requests are spread evenly over their
 * law; lengths, steps and pauses are drawn, always the same. They unfold as {@link
 * headroom.clients.Dialogue} lets them: context grows, is compacted, and is cached while no pause
 * is longer than its lifetime. Nothing waits, nothing is refused, and an answer takes as long as
 * its tokens at a given pace. Grade: exact but for the draws (about 2 %) and the pace, which only
 * moves requests between hours.
 */
final class SessionShape {
    static final int SESSIONS = 4096;

    private final double[][] byAge;
    private final double meanSeconds;
    private final int last;

    private SessionShape(double[][] byAge, double meanSeconds) {
        this.byAge = byAge;
        this.meanSeconds = meanSeconds;
        int end = byAge[0].length;
        while (end > 1 && byAge[0][end - 1] == 0) {
            end--;
        }
        last = end;
    }

    /** What requests are counted in. */
    enum Count {
        REQUESTS,
        PROMPT_TOKENS,
        NEW_TOKENS,
        OUTPUT_TOKENS,
        PROMPT_BY_OUTPUT,
        OUTPUT_SQUARED,
        NEW_BY_PROMPT;

        /** What a request counts, in the order of these: itself and the sums of its mix. */
        static double[] of(double prompt, double fresh, double output) {
            return Doubles.concat(new double[] {1}, RequestMix.products(prompt, fresh, output));
        }
    }

    /**
     * How long answers take.
     *
     * @param perOutputTokenSeconds time between tokens [s]
     * @param perFreshTokenSeconds prefill [s]
     */
    record Pace(double perOutputTokenSeconds, double perFreshTokenSeconds) {}

    /** Hears of each request of a session. */
    @FunctionalInterface
    interface Visitor {
        /**
         * A request.
         *
         * @param session number of the session
         * @param ageSeconds time since the session began [s]
         * @param tokens prompt, fresh and output tokens
         */
        void request(int session, double ageSeconds, int... tokens);
    }

    static SessionShape of(Workload w, Pace pace, Hours hours) {
        double[][] byAge = new double[Count.values().length][hours.count() + 1];
        double[] ends = new double[SESSIONS];
        visit(w, pace, hours.horizonSeconds(), (session, age, tokens) -> {
            int hour = (int) (age / Hours.SECONDS);
            // a session begins anywhere within its hour
            double later = age / Hours.SECONDS - hour;
            double[] counts = Count.of(tokens[0], tokens[1], tokens[2]);
            for (int c = 0; c < byAge.length; c++) {
                double each = counts[c] / SESSIONS;
                byAge[c][hour] += each * (1 - later);
                if (hour + 1 < byAge[c].length) {
                    byAge[c][hour + 1] += each * later;
                }
            }
            ends[session] = age + seconds(pace, tokens[1], tokens[2]);
        });
        return new SessionShape(byAge, Arrays.stream(ends).sum() / SESSIONS);
    }

    /**
     * Mean time from the end of a session to the end of the next one where they follow one another:
     * a pause to think, and all of the session, however long [s].
     */
    static double cycleSeconds(Workload w, Pace pace) {
        double[] ends = new double[SESSIONS];
        visit(
                w,
                pace,
                Double.POSITIVE_INFINITY,
                (session, age, tokens) ->
                        ends[session] = age + seconds(pace, tokens[1], tokens[2]));
        return w.thinkSeconds().mean() + Arrays.stream(ends).sum() / SESSIONS;
    }

    /** Draws the sessions and tells every request until the age of a horizon [s]. */
    static void visit(Workload w, Pace pace, double horizonSeconds, Visitor visitor) {
        Streams streams = new Streams(0, 0).child("explain").child(w.name());
        RandomStream lengths = streams.of("lengths");
        RandomStream times = streams.of("times");
        for (int s = 0; s < SESSIONS; s++) {
            int requests = count(w.requests().sample((s + 0.5) / SESSIONS));
            int context = (int) Math.rint(w.initialContextTokens().sample(lengths.nextDouble()));
            double age = 0;
            double gap = Double.POSITIVE_INFINITY;
            for (int r = 0; r < requests && age < horizonSeconds; r++) {
                int steps = w.coding() ? count(w.steps().sample(lengths.nextDouble())) : 1;
                for (int i = 0; i < steps && age < horizonSeconds; i++) {
                    int output = count(w.outputTokens().sample(lengths.nextDouble()));
                    int append = count(w.inputTokens().sample(lengths.nextDouble()));
                    if (context + append + output > w.contextLimitTokens()) {
                        context = Math.min(context, w.compactToTokens());
                        gap = Double.POSITIVE_INFINITY;
                        int room = w.contextLimitTokens() - context - output;
                        append = Math.max(1, Math.min(append, room));
                    }
                    int cached = gap <= w.cacheLifetimeSeconds() ? context : 0;
                    int fresh = context + append - cached;
                    visitor.request(s, age, context + append, fresh, output);
                    context += append + output;
                    boolean mid = i + 1 < steps;
                    gap = (mid ? w.toolSeconds() : w.thinkSeconds()).sample(times.nextDouble());
                    age += seconds(pace, fresh, output) + gap;
                }
            }
        }
    }

    private static double seconds(Pace pace, int fresh, int output) {
        return pace.perFreshTokenSeconds * fresh + pace.perOutputTokenSeconds * output;
    }

    private static int count(double x) {
        return Math.max(1, (int) Math.rint(x));
    }

    /** Mean of what a session asks for in all. */
    double total(Count count) {
        return Arrays.stream(byAge[count.ordinal()]).sum();
    }

    /** Mean time from the first request to the last answer [s]. */
    double meanSeconds() {
        return meanSeconds;
    }

    /** Adds what sessions that begin in some hours ask for in each hour. */
    void spread(double[] starts, double share, Count count, double[] into) {
        double[] shape = byAge[count.ordinal()];
        for (int h = 0; h < starts.length; h++) {
            double sum = 0;
            for (int age = Math.min(h, last - 1); age >= 0; age--) {
                sum += starts[h - age] * shape[age];
            }
            into[h] += share * sum;
        }
    }
}
