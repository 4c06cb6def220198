package headroom.quota;

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
    private final double[] values;
    private final int stride;
    private final int offset;
    private double resetAtSeconds = Double.NEGATIVE_INFINITY;

    AnchoredWindow(int slots, double lengthSeconds, double cap) {
        this(Slots.alone(slots, 2), slots, lengthSeconds, cap);
    }

    AnchoredWindow(Slots state, int slots, double lengthSeconds, double cap) {
        values = state.values();
        stride = state.stride();
        offset = state.offset();
        state.fill(Double.NEGATIVE_INFINITY);
        this.lengthSeconds = lengthSeconds;
        this.cap = cap;
    }

    private int at(int slot) {
        return slot * stride + offset;
    }

    @Override
    public void startWith(int slot, double start, double usedBefore) {
        values[at(slot)] = start;
        values[at(slot) + 1] = usedBefore;
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        return ended(slot, timeSeconds) || values[at(slot) + 1] < cap * scale;
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        if (ended(slot, timeSeconds)) {
            values[at(slot)] = timeSeconds;
            values[at(slot) + 1] = 0;
        }
        values[at(slot) + 1] += cost;
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        return admits(slot, timeSeconds, cost, scale)
                ? timeSeconds
                : values[at(slot)] + lengthSeconds;
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        return ended(slot, timeSeconds) ? 0 : values[at(slot) + 1] / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resetAtSeconds = timeSeconds;
    }

    private boolean ended(int slot, double timeSeconds) {
        double start = values[at(slot)];
        return timeSeconds >= start + lengthSeconds || start < resetAtSeconds;
    }
}
