package headroom.calibration;

import headroom.analytic.BuiltIn;
import headroom.analytic.Roofline;
import headroom.analytic.Roofline.Terms;

/**
 * Mean latencies of a replica that always has N requests in flight, by mean values.
 *
 * <pre>
 * n    = min(N, KV capacity / (S + O/2))                requests in service
 * d(n) = c0 + (c1 + c2) n + c5 n (S + O/2)              a step that only decodes [s]
 * P    = (c2 + c3) S + c4 S^2 (1 + 1/(2 chunks))        what a prompt adds to steps [s]
 * TPOT = d(n) + (n - 1) P / O
 * TTFT = host + P (1 + burst (n - 1)) + delay d(n) + (N/n - 1) O TPOT
 *
 * S, O     prompt and output [token]
 * host     outside the engine: receiving, tokenising, first launches [s]
 * burst    share of the others' prompts that are before one [1]: all N begin at once, and a run has
 *          some ten rounds, so 1/2 x 1/10 where nothing else queues
 * delay    steps until the first token is out [1]: the one under way, and more with engines that
 *          send several tokens at a time
 * </pre>
 *
 * <p>While one request gets its O tokens every other prefills once, which is all of TPOT's second
 * term. Domain: all requests of one length. Source: mean-value analysis of a closed queueing
 * network, Reiser and Lavenberg, JACM 27(2), 1980, with the decodes as a delay. Grade: its error
 * against {@code serving.Replica} is measured with every fit.
 */
final class ClosedLoop {
    static final double TOKEN_BUDGET = 8192;
    static final double MEMORY_SHARE = 0.9;

    private ClosedLoop() {}

    /** Mean latencies [s]. */
    record Latency(double ttftSeconds, double tpotSeconds) {}

    /** What lies around the steps: see host, burst and delay above. */
    record Around(double hostSeconds, double burst, double delaySteps) {}

    /** What of a point stands whatever the efficiencies. */
    record Setting(Point point, Roofline roofline, Roofline.Expected expected) {
        static Setting of(Point point) {
            Roofline roofline = new Roofline(
                    BuiltIn.shape(point.shape()).orElseThrow(),
                    BuiltIn.silicon(point.silicon()).orElseThrow(),
                    point.layout(),
                    point.weights());
            Point.Load load = point.load();
            double context = load.promptTokens() + 0.5 * load.outputTokens();
            double places = roofline.kvCapacityTokens(MEMORY_SHARE) / context;
            double n = Math.min(load.concurrency(), Math.max(1, places));
            return new Setting(
                    point,
                    roofline,
                    new Roofline.Expected(n, load.promptTokens(), context, TOKEN_BUDGET));
        }

        /** Requests that the memory holds at once. */
        double places() {
            return roofline.kvCapacityTokens(MEMORY_SHARE) / expected.contextTokens();
        }
    }

    /** Steps that so many prompt tokens take at least. */
    static double chunks(double tokens) {
        return Math.max(1, Math.ceil(tokens / TOKEN_BUDGET));
    }

    /** d(n), each sequence with so much context. */
    static double stepSeconds(Terms t, double n, double contextTokens) {
        return t.c0() + (t.c1() + t.c2()) * n + t.c5() * n * contextTokens;
    }

    /** P: what a prompt adds to steps [s]. */
    static double promptSeconds(Terms t, double prompt) {
        return (t.c2() + t.c3()) * prompt + t.c4() * prompt * prompt * (1 + 0.5 / chunks(prompt));
    }

    static Latency latency(Setting s, Terms t, Around around) {
        double n = s.expected().batch();
        double prompt = s.expected().promptTokens();
        double output = s.point().load().outputTokens();
        double decode = stepSeconds(t, n, s.expected().contextTokens());
        double prefill = promptSeconds(t, prompt);
        double tpot = decode + (n - 1) * prefill / output;
        double wait = (s.point().load().concurrency() / n - 1) * output * tpot;
        double ttft = around.hostSeconds()
                + prefill * (1 + around.burst() * (n - 1))
                + around.delaySteps() * decode
                + wait;
        return new Latency(ttft, tpot);
    }
}
