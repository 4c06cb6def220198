package headroom.quota;

import java.util.Arrays;

/**
 * A token bucket refilled at ticks: at every whole multiple of the tick it gains a fixed number of
 * tokens, up to its depth.
 *
 * <pre>
 * at k*tick:      level = min(burst, level + gain)
 * admit a cost c: level &gt;= min(c, burst)
 * with a grace g: level &gt;= min(c, burst) - g*burst
 * charge c:       level = level - c
 * </pre>
 *
 * <p>Scaling a limit scales gain and burst, and the level with them. A reset of all fills the
 * buckets. Ticks are those of the run's clock, the same for all slots.
 *
 * <p>Source: the token bucket, with T = min(b, T + r*Dt) taken at the ticks only.
 * Grade: A for the law; providers do not say how they refill. 16 bytes a slot.
 */
final class TickBucket implements Meter {
    private final double tickSeconds;
    private final double gain;
    private final double burst;
    /** Level at scale 1. */
    private final double[] level;

    /** Whole ticks since the run began; of long runs they are more than an int holds. */
    private final double[] tick;

    private final Resets resets;

    TickBucket(int slots, double tickSeconds, double gain, double burst) {
        this.tickSeconds = tickSeconds;
        this.gain = gain;
        this.burst = burst;
        level = new double[slots];
        Arrays.fill(level, burst);
        tick = new double[slots];
        resets = new Resets(slots);
    }

    private void refill(int slot, double timeSeconds) {
        double now = Math.floor(timeSeconds / tickSeconds);
        now -= timeSeconds < now * tickSeconds ? 1 : 0;
        now += timeSeconds >= (now + 1) * tickSeconds ? 1 : 0;
        if (resets.isStale(slot)) {
            level[slot] = burst;
            resets.renew(slot);
        } else if (now != tick[slot]) {
            level[slot] = Math.min(burst, level[slot] + (now - tick[slot]) * gain);
        }
        tick[slot] = now;
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        refill(slot, timeSeconds);
        return level[slot] >= Math.min(cost / scale, burst);
    }

    @Override
    public boolean admitsOver(
            int slot, double timeSeconds, double cost, double scale, double grace) {
        refill(slot, timeSeconds);
        return level[slot] >= Math.min(cost / scale, burst) - grace * burst;
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        refill(slot, timeSeconds);
        level[slot] = Math.min(burst, level[slot] - cost / scale);
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        if (admits(slot, timeSeconds, cost, scale)) {
            return timeSeconds;
        }
        double lacks = Math.min(cost / scale, burst) - level[slot];
        double ticks = Math.ceil(lacks / gain);
        // where the quotient is rounded down, one tick more
        ticks += level[slot] + ticks * gain < Math.min(cost / scale, burst) ? 1 : 0;
        return (tick[slot] + ticks) * tickSeconds;
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        refill(slot, timeSeconds);
        return (burst - level[slot]) / burst;
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
