package headroom.cell;

import headroom.clients.Dialogue;
import headroom.clients.Sessions;
import headroom.kernel.Streams;
import headroom.serving.Requests;
import headroom.workload.Workload;

import java.util.Arrays;
import java.util.List;

/**
 * Sessions of a workload one after another, answered at once: what their requests hold, what of it
 * is cached, and the gaps between them, without users, meters or replicas.
 *
 * <p>TraceLab's achievable hit rate is written down literally: over all steps that have one before
 * them, with L the prompt, out the output and g the gap before it,
 *
 * <pre>
 * fresh    = max(0, max(0, L - L of the step before) - out of the step before)
 * hit(tau) = sum of (L - fresh) over steps with g at most tau / sum of L
 * R(tau)   = mean of min(g, tau) / mean time of generation
 * </pre>
 */
public final class SessionLogic {
    private final double[] tauSeconds;
    private final long[] hitTokens;
    private final double[] heldSeconds;
    private long coveredTokens;
    private long freshTokens;
    private long sessions;
    private long requests;
    private long steps;
    private long inputTokens;
    private long newTokens;
    private long outputTokens;
    private long compactions;
    private double[] toolSeconds = new double[1 << 16];
    private int tools;
    private double[] thinkSeconds = new double[1 << 16];
    private int thoughts;

    public SessionLogic(double... tauSeconds) {
        this.tauSeconds = tauSeconds;
        hitTokens = new long[tauSeconds.length];
        heldSeconds = new double[tauSeconds.length];
    }

    /** Adds sessions of a workload. */
    public void add(Workload w, int count, long seed) {
        Sessions all = new Sessions();
        Requests alive = new Requests();
        Dialogue dialogue = new Dialogue(all, alive, List.of(w.name()), new Streams(seed, 0));
        for (int i = 0; i < count; i++) {
            int s = all.open(0, 0, 0);
            all.number(s, i);
            dialogue.open(s, w);
            unfold(dialogue, all, alive, w);
            all.close(s);
        }
        sessions += count;
    }

    private void unfold(Dialogue dialogue, Sessions all, Requests alive, Workload w) {
        int s = 0;
        double gap = Double.NaN;
        long before = 0;
        int answer = 0;
        double now = 0;
        while (now < Double.POSITIVE_INFINITY) {
            boolean first = Double.isNaN(gap);
            dialogue.nextRequest(s, w, now);
            int r = all.request(s);
            int prompt = alive.promptTokens(r);
            count(prompt, alive.newTokens(r), alive.outputTokens(r));
            if (!first) {
                long fresh = Math.max(0, Math.max(0, prompt - before) - answer);
                compactions += prompt < before ? 1 : 0;
                cover(prompt, fresh, gap);
            }
            before = prompt;
            answer = alive.outputTokens(r);
            alive.free(r);
            boolean human = all.stepsLeft(s) == 0;
            double next = dialogue.answered(s, w, answer, now);
            gap = next - now;
            now = next;
            if (human) {
                requests++;
            }
            if (now < Double.POSITIVE_INFINITY) {
                keep(human, gap);
            }
        }
    }

    private void count(int prompt, int fresh, int output) {
        steps++;
        inputTokens += prompt;
        newTokens += fresh;
        outputTokens += output;
    }

    private void cover(int prompt, long fresh, double gap) {
        coveredTokens += prompt;
        freshTokens += fresh;
        for (int i = 0; i < tauSeconds.length; i++) {
            hitTokens[i] += gap <= tauSeconds[i] ? prompt - fresh : 0;
            heldSeconds[i] += Math.min(gap, tauSeconds[i]);
        }
    }

    private void keep(boolean human, double gap) {
        if (human) {
            thinkSeconds = room(thinkSeconds, thoughts);
            thinkSeconds[thoughts++] = gap;
        } else {
            toolSeconds = room(toolSeconds, tools);
            toolSeconds[tools++] = gap;
        }
    }

    private static double[] room(double[] values, int size) {
        return size == values.length ? Arrays.copyOf(values, 2 * size) : values;
    }

    /** Share of the input that a cache of the i-th lifetime could serve. */
    public double achievable(int i) {
        return (double) hitTokens[i] / coveredTokens;
    }

    /** Suspended over active time of KV at the i-th lifetime, for steps that take this long. */
    public double suspended(int i, double generationSeconds) {
        return heldSeconds[i] / steps / generationSeconds;
    }

    /** Share of all input that the sessions found cached. */
    public double cached() {
        return 1 - (double) newTokens / inputTokens;
    }

    public double freshPerStep() {
        return (double) freshTokens / steps;
    }

    public double inputPerStep() {
        return (double) inputTokens / steps;
    }

    public double newPerStep() {
        return (double) newTokens / steps;
    }

    public double outputPerStep() {
        return (double) outputTokens / steps;
    }

    public double stepsPerRequest() {
        return (double) steps / requests;
    }

    public double requestsPerSession() {
        return (double) requests / sessions;
    }

    public double compactionsPerStep() {
        return (double) compactions / steps;
    }

    /** Tool times so far, in rising order [s]. */
    public double[] toolSeconds() {
        return sorted(toolSeconds, tools);
    }

    /** Pauses of users so far, in rising order [s]. */
    public double[] thinkSeconds() {
        return sorted(thinkSeconds, thoughts);
    }

    private static double[] sorted(double[] values, int size) {
        double[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        return sorted;
    }
}
