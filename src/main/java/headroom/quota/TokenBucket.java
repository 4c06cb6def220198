package headroom.quota;

/**
 * A continuously refilled token bucket a slot, kept as one instant (GCRA, virtual scheduling).
 *
 * <pre>
 * rate  = scale * given rate     refill [token/s]
 * burst = scale * given burst    depth of the bucket [token]
 * TAT   theoretical arrival time: the bucket is full at TAT, and empty at TAT - burst/rate [s]
 * admit a cost c at t:   TAT - max(0, burst - c)/rate &lt;= t
 * with a grace of g:     TAT - max(0, burst - c)/rate - g*burst/rate &lt;= t
 * charge c at t:         TAT = max(t, TAT) + c/rate
 * </pre>
 *
 * <p>A cost above the burst needs a full bucket and leaves it in debt. Costs known only afterwards
 * (output tokens) are admitted while the bucket holds one token and charged when they are known.
 * When a limit is scaled the refill and the burst scale together, so a half-full bucket stays half
 * full: the instant at which it is full does not move. Over any interval T at most burst + rate*T
 * tokens are admitted, and one overshoot more where the cost is charged afterwards. A reset of all
 * fills the buckets.
 *
 * <p>Source: ITU-T I.371 annex A; bucket limits of the Claude API. Grade: A. 8 bytes a slot.
 */
final class TokenBucket implements Meter {
    private final double ratePerSecond;
    private final double burst;
    private final double[] values;
    private final int stride;
    private final int offset;
    private final Resets resets;

    TokenBucket(int slots, double ratePerSecond, double burst) {
        this(Slots.alone(slots, 1), slots, ratePerSecond, burst);
    }

    TokenBucket(Slots state, int slots, double ratePerSecond, double burst) {
        values = state.values();
        stride = state.stride();
        offset = state.offset();
        state.fill(Double.NEGATIVE_INFINITY);
        if (!(ratePerSecond > 0) || !(burst >= 1)) {
            throw new IllegalArgumentException("bucket " + ratePerSecond + "/s, burst " + burst);
        }
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
        resets = new Resets(slots);
    }

    private int at(int slot) {
        return slot * stride + offset;
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        return opensSeconds(slot, timeSeconds, cost, scale) <= timeSeconds;
    }

    @Override
    public boolean admitsOver(
            int slot, double timeSeconds, double cost, double scale, double grace) {
        double debt = grace * burst / ratePerSecond;
        return opensSeconds(slot, timeSeconds, cost, scale) - debt <= timeSeconds;
    }

    @Override
    public void begin(int slot, double timeSeconds, double cost, double scale) {
        if (cost != 0) {
            charge(slot, timeSeconds, cost, scale);
        }
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        double from = Math.max(timeSeconds, fullAtSeconds(slot));
        values[at(slot)] = from + cost / (ratePerSecond * scale);
        resets.renew(slot);
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        double mayLack = Math.max(0, burst * scale - cost);
        return fullAtSeconds(slot) - mayLack / (ratePerSecond * scale);
    }

    private double fullAtSeconds(int slot) {
        return resets.isStale(slot) ? Double.NEGATIVE_INFINITY : values[at(slot)];
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        double lacks = (fullAtSeconds(slot) - timeSeconds) * ratePerSecond * scale;
        return Math.max(0, lacks) / (burst * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
