package headroom.quota;

import java.util.Arrays;

/**
 * A continuously refilled token bucket per user, kept as one instant (GCRA, virtual scheduling).
 *
 * <pre>
 * tau   = 1/rate                 emission interval [s]
 * depth = burst * tau            time to fill the empty bucket [s]
 * TAT   theoretical arrival time: the bucket is full at TAT, and empty at TAT - depth [s]
 * admit a cost c at t:   max(t, TAT) + min(c, burst)*tau &lt;= t + depth
 * charge c at t:         TAT = max(t, TAT) + c*tau
 * </pre>
 *
 * <p>A cost above the burst needs a full bucket and leaves it in debt. Costs known only afterwards
 * (output tokens) are admitted while the bucket holds one token and charged when they are known.
 * When a limit is scaled the refill and the burst scale together, so a half-full bucket stays half
 * full. Source: ITU-T I.371 annex A; bucket limits of the Claude API. Grade: A.
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
        return retrySeconds(user, timeSeconds, cost, scale) <= 0;
    }

    /** Takes the cost out of the user's bucket. */
    public void charge(int user, double timeSeconds, double cost, double scale) {
        double from = Math.max(timeSeconds, fullAtSeconds[user]);
        fullAtSeconds[user] = from + cost / (ratePerSecond * scale);
    }

    /** How long until the bucket holds the cost; zero or less if it does [s]. */
    public double retrySeconds(int user, double timeSeconds, double cost, double scale) {
        double wait = Math.max(0, fullAtSeconds[user] - timeSeconds);
        double depth = burst / ratePerSecond;
        return wait + Math.min(cost, burst) / (ratePerSecond * scale) - depth / scale;
    }
}
