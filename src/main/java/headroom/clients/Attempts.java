package headroom.clients;

import java.util.Arrays;

/** What became of attempts, by tier: how often clients asked, and how often in vain. */
public final class Attempts {
    /** Attempts that went to a replica. */
    public final long[] sent;
    /** First attempts of requests that were shed. */
    public final long[] firstShed;
    /** First attempts of requests that went to a replica without having been shed. */
    public final long[] firstSent;
    /** Attempts that clients held back by themselves. */
    public final long[] heldBack;
    /** Retries that a retry budget denied. */
    public final long[] denied;
    /** Sum over sessions of the time they backed off [s]. */
    public final double[] backingOffSeconds;
    /** Sum over completed requests of the time from the first attempt to the last token [s]. */
    public final double[] answerSeconds;
    /** When an attempt was last shed, held back or timed out [s]; -infinity: never. */
    public final double[] lastFailureSeconds;

    public Attempts(int tiers) {
        sent = new long[tiers];
        firstShed = new long[tiers];
        firstSent = new long[tiers];
        heldBack = new long[tiers];
        denied = new long[tiers];
        backingOffSeconds = new double[tiers];
        answerSeconds = new double[tiers];
        lastFailureSeconds = new double[tiers];
        Arrays.fill(lastFailureSeconds, Double.NEGATIVE_INFINITY);
    }

    /** An attempt failed now. */
    public void failed(int tier, double timeSeconds) {
        lastFailureSeconds[tier] = timeSeconds;
    }

    public void add(Attempts other) {
        for (int i = 0; i < sent.length; i++) {
            sent[i] += other.sent[i];
            firstShed[i] += other.firstShed[i];
            firstSent[i] += other.firstSent[i];
            heldBack[i] += other.heldBack[i];
            denied[i] += other.denied[i];
            backingOffSeconds[i] += other.backingOffSeconds[i];
            answerSeconds[i] += other.answerSeconds[i];
            lastFailureSeconds[i] = Math.max(lastFailureSeconds[i], other.lastFailureSeconds[i]);
        }
    }

    public void clear() {
        Arrays.fill(sent, 0);
        Arrays.fill(firstShed, 0);
        Arrays.fill(firstSent, 0);
        Arrays.fill(heldBack, 0);
        Arrays.fill(denied, 0);
        Arrays.fill(backingOffSeconds, 0);
        Arrays.fill(answerSeconds, 0);
        Arrays.fill(lastFailureSeconds, Double.NEGATIVE_INFINITY);
    }
}
