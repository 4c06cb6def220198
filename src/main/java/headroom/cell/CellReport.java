package headroom.cell;

import headroom.clients.Attempts;
import headroom.clients.LimitTally;
import headroom.clients.Outcome;
import headroom.clients.Reaction;
import headroom.quota.Limit;
import headroom.serving.RequestMix;
import headroom.stat.LatencyHistogram;

import java.util.Arrays;

/** What happened to the requests of one cell since it was last drained, by tier. */
public final class CellReport {
    /** Kinds of tokens, in the order of {@link #tokens}. */
    public static final int INPUT = 0;

    public static final int CACHED = 1;
    public static final int OUTPUT = 2;
    private static final int KINDS = 3;

    /** Those of a tier, and of the larger plan that its users may take. */
    private static final int MOST_LIMITS = 2 * Limit.MOST;

    private final int tiers;
    /** Requests issued, by tier. */
    public final long[] offered;
    /** Requests ended, by tier and outcome. */
    public final long[][] outcomes;
    /** Times a request was put off to a reset, by tier. */
    public final long[] deferred;
    /**
     * Tokens, new input and output, of requests put off to a reset, each time, by tier; those that
     * come back; those of users who leave because of a cap; those given up after refusals for want
     * of capacity (429, 529), time-outs and failures. What the rest of an ended session would have
     * asked is in none.
     */
    public final double[] deferredTokens;

    public final double[] returnedTokens;
    public final double[] suppressedTokens;
    public final double[] lostTokens;
    /** What users did about limits, by tier and reaction. */
    public final long[][] reactions;
    /**
     * Attempts refused, by tier and index of the limit in its list; after that list, by those that
     * only the larger plan has which users have taken.
     */
    public final long[][] refused;
    /** Attempts shed by overload, by tier. */
    public final long[] shed;
    /** Attempts given up by their client after its time-out, by tier. */
    public final long[] timedOut;
    /** Attempts lost with the replica they were at, by tier. */
    public final long[] lost;
    /** Completed requests past the limits, paid for or in the slow lane, by tier. */
    public final long[] pastLimits;
    /** Completed requests within the service objectives, by tier. */
    public final long[] good;
    /** Tokens of completed requests, by tier and kind. */
    public final long[][] tokens;
    /** Completed requests, by the model that decoded. */
    public final long[] answered;
    /** Sums over them for a {@link RequestMix}, by that model. */
    public final long[][] mixes;
    /** Credits charged, by tier. */
    public final double[] credits;
    /** Revenue past the caps, by tier [$]. */
    public final double[] overageDollars;
    /** What users with a larger plan pay more than their tier's price, by tier [$]. */
    public final double[] upgradeDollars;
    /** User-seconds locked out at a cap, by tier [s]. */
    public final double[] lockedSeconds;
    /** What became of attempts. */
    public final Attempts attempts;
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
    /** What completed requests cost at list price, whoever pays, by tier [$]. */
    public final double[] listDollars;
    /** What limits did to users, by tier. */
    public final LimitTally[] limits;
    /** Latencies by the model that decoded; none where there is one model for all. */
    public final Latencies[] models;

    /** An empty report on so many tiers and models. */
    public CellReport(int tiers, int models) {
        this.tiers = tiers;
        offered = new long[tiers];
        outcomes = new long[tiers][Outcome.COUNT];
        deferred = new long[tiers];
        deferredTokens = new double[tiers];
        returnedTokens = new double[tiers];
        suppressedTokens = new double[tiers];
        lostTokens = new double[tiers];
        reactions = new long[tiers][Reaction.COUNT];
        refused = new long[tiers][MOST_LIMITS];
        shed = new long[tiers];
        timedOut = new long[tiers];
        lost = new long[tiers];
        pastLimits = new long[tiers];
        good = new long[tiers];
        tokens = new long[tiers][KINDS];
        answered = new long[models];
        mixes = new long[models][RequestMix.SUMS];
        credits = new double[tiers];
        overageDollars = new double[tiers];
        upgradeDollars = new double[tiers];
        lockedSeconds = new double[tiers];
        attempts = new Attempts(tiers);
        ttft = histograms(tiers);
        e2e = histograms(tiers);
        tpot = histograms(tiers);
        aloneTtft = histograms(tiers);
        aloneE2e = histograms(tiers);
        listDollars = new double[tiers];
        limits = new LimitTally[tiers];
        Arrays.setAll(limits, i -> new LimitTally(MOST_LIMITS));
        this.models = new Latencies[models == 1 ? 0 : models];
        Arrays.setAll(this.models, i -> new Latencies());
    }

    /** Latencies of completed requests. */
    public static final class Latencies {
        /** Time to first token. */
        public final LatencyHistogram ttft = new LatencyHistogram();
        /** End-to-end time. */
        public final LatencyHistogram e2e = new LatencyHistogram();
        /** Time per output token after the first. */
        public final LatencyHistogram tpot = new LatencyHistogram();

        private Latencies() {}

        /** Records a request; its time per token is NaN where there is but one. */
        void record(double ttftSeconds, double e2eSeconds, double tpotSeconds) {
            ttft.record(ttftSeconds);
            e2e.record(e2eSeconds);
            if (!Double.isNaN(tpotSeconds)) {
                tpot.record(tpotSeconds);
            }
        }

        private void merge(Latencies other) {
            ttft.merge(other.ttft);
            e2e.merge(other.e2e);
            tpot.merge(other.tpot);
        }

        private void reset() {
            ttft.reset();
            e2e.reset();
            tpot.reset();
        }
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

    /** An empty report of the same size. */
    public CellReport newLikeThis() {
        return new CellReport(tiers, answered.length);
    }

    /** Adds another report, tier by tier and model by model. */
    public void add(CellReport other) {
        attempts.add(other.attempts);
        for (int i = 0; i < tiers; i++) {
            offered[i] += other.offered[i];
            add(outcomes[i], other.outcomes[i]);
            deferred[i] += other.deferred[i];
            deferredTokens[i] += other.deferredTokens[i];
            returnedTokens[i] += other.returnedTokens[i];
            suppressedTokens[i] += other.suppressedTokens[i];
            lostTokens[i] += other.lostTokens[i];
            add(reactions[i], other.reactions[i]);
            add(refused[i], other.refused[i]);
            shed[i] += other.shed[i];
            timedOut[i] += other.timedOut[i];
            lost[i] += other.lost[i];
            pastLimits[i] += other.pastLimits[i];
            good[i] += other.good[i];
            add(tokens[i], other.tokens[i]);
            credits[i] += other.credits[i];
            overageDollars[i] += other.overageDollars[i];
            upgradeDollars[i] += other.upgradeDollars[i];
            lockedSeconds[i] += other.lockedSeconds[i];
            ttft[i].merge(other.ttft[i]);
            e2e[i].merge(other.e2e[i]);
            tpot[i].merge(other.tpot[i]);
            aloneTtft[i].merge(other.aloneTtft[i]);
            aloneE2e[i].merge(other.aloneE2e[i]);
            listDollars[i] += other.listDollars[i];
            limits[i].add(other.limits[i]);
        }
        add(answered, other.answered);
        for (int m = 0; m < answered.length; m++) {
            add(mixes[m], other.mixes[m]);
        }
        for (int m = 0; m < models.length; m++) {
            models[m].merge(other.models[m]);
        }
    }

    private static void add(long[] sum, long[] other) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other[i];
        }
    }

    /** Forgets everything. */
    public void clear() {
        attempts.clear();
        Arrays.fill(offered, 0);
        Arrays.fill(deferred, 0);
        Arrays.fill(deferredTokens, 0);
        Arrays.fill(returnedTokens, 0);
        Arrays.fill(suppressedTokens, 0);
        Arrays.fill(lostTokens, 0);
        Arrays.fill(shed, 0);
        Arrays.fill(timedOut, 0);
        Arrays.fill(lost, 0);
        Arrays.fill(pastLimits, 0);
        Arrays.fill(good, 0);
        Arrays.fill(credits, 0);
        Arrays.fill(overageDollars, 0);
        Arrays.fill(upgradeDollars, 0);
        Arrays.fill(lockedSeconds, 0);
        for (int i = 0; i < tiers; i++) {
            Arrays.fill(outcomes[i], 0);
            Arrays.fill(reactions[i], 0);
            Arrays.fill(refused[i], 0);
            Arrays.fill(tokens[i], 0);
            ttft[i].reset();
            e2e[i].reset();
            tpot[i].reset();
            aloneTtft[i].reset();
            aloneE2e[i].reset();
            limits[i].clear();
        }
        Arrays.fill(listDollars, 0);
        Arrays.fill(answered, 0);
        for (long[] each : mixes) {
            Arrays.fill(each, 0);
        }
        for (Latencies each : models) {
            each.reset();
        }
    }
}
