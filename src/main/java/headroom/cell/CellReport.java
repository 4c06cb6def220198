package headroom.cell;

import headroom.clients.Outcome;
import headroom.quota.Limit;
import headroom.stat.LatencyHistogram;

import java.util.Arrays;

/** What happened to the requests of one cell since it was last drained, by tier. */
public final class CellReport {
    /** Kinds of tokens, in the order of {@link #tokens}. */
    public static final int INPUT = 0;

    public static final int CACHED = 1;
    public static final int OUTPUT = 2;
    private static final int KINDS = 3;

    private final int tiers;
    /** Requests issued, by tier. */
    public final long[] offered;
    /** Requests ended, by tier and outcome. */
    public final long[][] outcomes;
    /** Times a request was put off to a reset, by tier. */
    public final long[] deferred;
    /** Attempts refused, by tier and index of the limit in its list. */
    public final long[][] refused;
    /** Attempts shed by overload, by tier. */
    public final long[] shed;
    /** Attempts given up by their client after its time-out, by tier. */
    public final long[] timedOut;
    /** Attempts lost with the replica they were at, by tier. */
    public final long[] lost;
    /** Completed requests past the caps at list price, by tier. */
    public final long[] paid;
    /** Completed requests within the service objectives, by tier. */
    public final long[] good;
    /** Tokens of completed requests, by tier and kind. */
    public final long[][] tokens;
    /** Credits charged, by tier. */
    public final double[] credits;
    /** Revenue past the caps, by tier [$]. */
    public final double[] overageDollars;
    /** User-seconds locked out at a cap, by tier [s]. */
    public final double[] lockedSeconds;
    /** Time to first token of completed requests, by tier. */
    public final LatencyHistogram[] ttft;
    /** End-to-end time of completed requests, by tier. */
    public final LatencyHistogram[] e2e;
    /** Time per output token after the first, by tier. */
    public final LatencyHistogram[] tpot;
    /** Time to first token of the same requests, each alone on its replica, by tier. */
    public final LatencyHistogram[] aloneTtft;
    /** End-to-end time of the same requests, each alone on its replica, by tier. */
    public final LatencyHistogram[] aloneE2e;

    public CellReport(int tiers) {
        this.tiers = tiers;
        offered = new long[tiers];
        outcomes = new long[tiers][Outcome.COUNT];
        deferred = new long[tiers];
        refused = new long[tiers][Limit.MOST];
        shed = new long[tiers];
        timedOut = new long[tiers];
        lost = new long[tiers];
        paid = new long[tiers];
        good = new long[tiers];
        tokens = new long[tiers][KINDS];
        credits = new double[tiers];
        overageDollars = new double[tiers];
        lockedSeconds = new double[tiers];
        ttft = histograms(tiers);
        e2e = histograms(tiers);
        tpot = histograms(tiers);
        aloneTtft = histograms(tiers);
        aloneE2e = histograms(tiers);
    }

    private static LatencyHistogram[] histograms(int tiers) {
        LatencyHistogram[] all = new LatencyHistogram[tiers];
        Arrays.setAll(all, i -> new LatencyHistogram());
        return all;
    }

    /** Number of tiers. */
    public int tiers() {
        return tiers;
    }

    /** Adds another report, tier by tier. */
    public void add(CellReport other) {
        for (int i = 0; i < tiers; i++) {
            offered[i] += other.offered[i];
            add(outcomes[i], other.outcomes[i]);
            deferred[i] += other.deferred[i];
            add(refused[i], other.refused[i]);
            shed[i] += other.shed[i];
            timedOut[i] += other.timedOut[i];
            lost[i] += other.lost[i];
            paid[i] += other.paid[i];
            good[i] += other.good[i];
            add(tokens[i], other.tokens[i]);
            credits[i] += other.credits[i];
            overageDollars[i] += other.overageDollars[i];
            lockedSeconds[i] += other.lockedSeconds[i];
            ttft[i].merge(other.ttft[i]);
            e2e[i].merge(other.e2e[i]);
            tpot[i].merge(other.tpot[i]);
            aloneTtft[i].merge(other.aloneTtft[i]);
            aloneE2e[i].merge(other.aloneE2e[i]);
        }
    }

    private static void add(long[] sum, long[] other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(offered, 0);
        Arrays.fill(deferred, 0);
        Arrays.fill(shed, 0);
        Arrays.fill(timedOut, 0);
        Arrays.fill(lost, 0);
        Arrays.fill(paid, 0);
        Arrays.fill(good, 0);
        Arrays.fill(credits, 0);
        Arrays.fill(overageDollars, 0);
        Arrays.fill(lockedSeconds, 0);
        for (int i = 0; i < tiers; i++) {
            Arrays.fill(outcomes[i], 0);
            Arrays.fill(refused[i], 0);
            Arrays.fill(tokens[i], 0);
            ttft[i].reset();
            e2e[i].reset();
            tpot[i].reset();
            aloneTtft[i].reset();
            aloneE2e[i].reset();
        }
    }
}
