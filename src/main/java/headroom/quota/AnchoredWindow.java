package headroom.quota;

import java.util.Arrays;

/**
 * A usage window anchored at first use: it starts with the first use after the one before has
 * ended, and ends a fixed length later whether used or not.
 *
 * <pre>
 * in force at t:  start &lt;= t &lt; start + length, and not begun before a reset of all
 * admitted at t:  not in force, or used &lt; cap
 * use at t:       if not in force: start = t, used = 0
 * </pre>
 *
 * <p>Source: five-hour limits of Claude subscriptions (reports of users; monitors of the community
 * anchor the block the same way). Grade: B, several independent pages agree. Windows are not
 * rounded to the full hour. 16 bytes a slot.
 */
final class AnchoredWindow implements Meter {
    private final double lengthSeconds;
    private final double cap;
    private final double[] startSeconds;
    private final double[] used;
    private double resetAtSeconds = Double.NEGATIVE_INFINITY;

    AnchoredWindow(int slots, double lengthSeconds, double cap) {
        this.lengthSeconds = lengthSeconds;
        this.cap = cap;
        startSeconds = new double[slots];
        used = new double[slots];
        Arrays.fill(startSeconds, Double.NEGATIVE_INFINITY);
    }

    @Override
    public void startWith(int slot, double start, double usedBefore) {
        startSeconds[slot] = start;
        used[slot] = usedBefore;
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        return ended(slot, timeSeconds) || used[slot] < cap * scale;
    }

    @Override
    public void begin(int slot, double timeSeconds, double cost, double scale) {
        charge(slot, timeSeconds, cost, scale);
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        if (ended(slot, timeSeconds)) {
            startSeconds[slot] = timeSeconds;
            used[slot] = 0;
        }
        used[slot] += cost;
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        return admits(slot, timeSeconds, cost, scale)
                ? timeSeconds
                : startSeconds[slot] + lengthSeconds;
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        return ended(slot, timeSeconds) ? 0 : used[slot] / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resetAtSeconds = timeSeconds;
    }

    private boolean ended(int slot, double timeSeconds) {
        double start = startSeconds[slot];
        return timeSeconds >= start + lengthSeconds || start < resetAtSeconds;
    }
}
