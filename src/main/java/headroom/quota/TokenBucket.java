package headroom.quota;

import java.util.Arrays;

/**
 * A continuously refilled token bucket per user, kept as one instant (GCRA, virtual scheduling).
 *
 * <pre>
 * rate  = scale * given rate     refill [token/s]
 * burst = scale * given burst    depth of the bucket [token]
 * TAT   theoretical arrival time: the bucket is full at TAT, and empty at TAT - burst/rate [s]
 * admit a cost c at t:   TAT - max(0, burst - c)/rate &lt;= t
 * charge c at t:         TAT = max(t, TAT) + c/rate
 * </pre>
 *
 * <p>A cost above the burst needs a full bucket and leaves it in debt. Costs known only afterwards
 * (output tokens) are admitted while the bucket holds one token and charged when they are known.
 * When a limit is scaled the refill and the burst scale together, so a half-full bucket stays half
 * full: the instant at which it is full does not move. Over any interval T at most burst + rate*T
 * tokens are admitted, and one overshoot more where the cost is charged afterwards.
 *
 * <p>Source: ITU-T I.371 annex A; bucket limits of the Claude API. Grade: A.
 */
public final class TokenBucket {
    private final double ratePerSecond;
    private final double burst;
    private final double[] fullAtSeconds;

    public TokenBucket(int users, double ratePerSecond, double burst) {
        if (!(ratePerSecond > 0) || !(burst >= 1)) {
            throw new IllegalArgumentException("bucket " + ratePerSecond + "/s, burst " + burst);
        }
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
        fullAtSeconds = new double[users];
        Arrays.fill(fullAtSeconds, Double.NEGATIVE_INFINITY);
    }

    /** True if the user's bucket holds the cost now, with the limit scaled by a factor. */
    public boolean admits(int user, double timeSeconds, double cost, double scale) {
        return readySeconds(user, cost, scale) <= timeSeconds;
    }

    /** Takes the cost out of the user's bucket. */
    public void charge(int user, double timeSeconds, double cost, double scale) {
        double from = Math.max(timeSeconds, fullAtSeconds[user]);
        fullAtSeconds[user] = from + cost / (ratePerSecond * scale);
    }

    /**
     * How long until the bucket holds the cost; zero or less if it does [s]. Whoever comes back
     * after this wait is admitted, rounding included.
     */
    public double retrySeconds(int user, double timeSeconds, double cost, double scale) {
        double ready = readySeconds(user, cost, scale);
        double wait = ready - timeSeconds;
        return timeSeconds + wait < ready ? Math.nextUp(wait) : wait;
    }

    /** The instant from which the bucket holds the cost, or is full if the cost is above it [s]. */
    private double readySeconds(int user, double cost, double scale) {
        double mayLack = Math.max(0, burst * scale - cost);
        return fullAtSeconds[user] - mayLack / (ratePerSecond * scale);
    }
}
