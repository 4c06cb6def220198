package headroom.calibration;

import headroom.analytic.BuiltIn;
import headroom.analytic.Efficiencies;
import headroom.analytic.Roofline;
import headroom.analytic.Roofline.Terms;
import headroom.calibration.ClosedLoop.Around;
import headroom.calibration.ClosedLoop.Latency;

/**
 * Mean latencies of workers that only prefill and others that only decode, with N requests in
 * flight between them, by mean values.
 *
 * <pre>
 * m    = (c2 + c3) S + c4 S^2 (1 + 1/(2 chunks))               what a prompt adds to steps [s]
 * P    = m + c0 chunks                                         a prompt alone at a worker [s]
 * p    = m + c0 chunks(b S) / b                                a prompt among b at a worker [s]
 * d(n) = c0 + (c1 + c2) n + c5 n (S + O/2)                     a step of a decoding worker [s]
 * n    = X O d(n) / D, from 1 to what its memory holds         sequences at a decoding worker [1]
 * X    = N / (w + P + O d(n))                                  requests served [1/s]
 * TPOT = d(n)
 * TTFT = host + P + max(w, burst (N - 1) p / W) + delay d(n)
 *
 * S, O   prompt and output [token]
 * W, D   workers that prefill, and that decode
 * w      wait for a worker that prefills, or for a place at one that decodes [s]
 * </pre>
 *
 * <p>Host, burst and delay are those of {@link ClosedLoop}; what the KV takes over the link is in
 * none of them. The wait for W workers is that of one which takes p/W, and what a prompt takes
 * longer is a delay. Domain: all requests of one length. Source: Reiser and Lavenberg, JACM
 * 27(2), 1980; for several workers Seidmann, Schweitzer and Shalev-Oren 1987, "Computerized
 * closed queueing network models of flexible manufacturing systems", Large Scale Systems 12.
 * Grade: assumed; with prompts of one length, which are not exponential, the wait below
 * saturation is up to twice too long.
 */
final class PairLoop {
    private static final int ROUNDS = 80;

    private final Pair pair;
    private final Roofline prefill;
    private final Roofline decode;
    private final double contextTokens;

    PairLoop(Pair pair) {
        this.pair = pair;
        prefill = roofline(pair.prefill());
        decode = roofline(pair.decode());
        contextTokens = pair.load().promptTokens() + 0.5 * pair.load().outputTokens();
    }

    private Roofline roofline(Pair.Workers workers) {
        return new Roofline(
                BuiltIn.shape(pair.shape()).orElseThrow(),
                BuiltIn.silicon(pair.silicon()).orElseThrow(),
                workers.layout(),
                pair.weights());
    }

    /** Whether either worker holds at least one request. */
    boolean fits() {
        double prompts =
                prefill.kvCapacityTokens(ClosedLoop.MEMORY_SHARE) / pair.load().promptTokens();
        return prompts >= 1 && places() >= 1;
    }

    /** Requests that a decoding worker holds at once. */
    double places() {
        return decode.kvCapacityTokens(ClosedLoop.MEMORY_SHARE) / contextTokens;
    }

    Latency latency(Efficiencies e, Around around) {
        int users = pair.load().concurrency();
        double s = pair.load().promptTokens();
        Terms t = prefill.terms(e, new Roofline.Expected(1, s, s, ClosedLoop.TOKEN_BUDGET));
        double prompt = promptSeconds(t, 1);
        double demand =
                promptSeconds(t, pair.prefill().batch()) / pair.prefill().number();
        double most = Math.max(1, places());
        double n = Math.min(most, (double) users / pair.decode().number());
        double step = 0;
        double wait = 0;
        for (int round = 0; round < ROUNDS; round++) {
            step = stepSeconds(e, Math.max(1, n));
            double answer = pair.load().outputTokens() * step;
            double perSecond = Math.min(
                    perSecond(users, demand, prompt - demand + answer),
                    pair.decode().number() * most / answer);
            wait = Math.max(0, users / perSecond - prompt - answer);
            // halfway, since the step depends on the number and the number on the step
            n = 0.5 * (n + perSecond * answer / pair.decode().number());
        }
        double first = around.burst() * (users - 1) * demand;
        return new Latency(
                around.hostSeconds() + prompt + Math.max(wait, first) + around.delaySteps() * step,
                step);
    }

    /** What a prompt takes of a worker that has so many at once [s]. */
    private double promptSeconds(Terms t, int batch) {
        double s = pair.load().promptTokens();
        return ClosedLoop.promptSeconds(t, s) + t.c0() * ClosedLoop.chunks(batch * s) / batch;
    }

    private double stepSeconds(Efficiencies e, double n) {
        Roofline.Expected at = new Roofline.Expected(
                n, pair.load().promptTokens(), contextTokens, ClosedLoop.TOKEN_BUDGET);
        return ClosedLoop.stepSeconds(decode.terms(e, at), n, contextTokens);
    }

    /**
     * Rounds a second of so many users between a server and a delay, by mean-value analysis.
     *
     * @param serviceSeconds at the server [s]
     * @param delaySeconds elsewhere, where nobody waits [s]
     */
    static double perSecond(int users, double serviceSeconds, double delaySeconds) {
        double queue = 0;
        double perSecond = 0;
        for (int k = 1; k <= users; k++) {
            double there = serviceSeconds * (1 + queue);
            perSecond = k / (there + delaySeconds);
            queue = perSecond * there;
        }
        return perSecond;
    }
}
