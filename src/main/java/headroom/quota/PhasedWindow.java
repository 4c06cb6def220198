package headroom.quota;

/**
 * A usage window that repeats at a phase of the account, used or not: every k-th window of a slot
 * is [phase + k*length, phase + (k+1)*length).
 *
 * <pre>
 * admitted at t:  used in the window that holds t &lt; cap
 * reset of all:   used = 0; the phases stay
 * </pre>
 *
 * <p>Source: weekly limits of Claude subscriptions, which reset at a weekday and time of each
 * account. Grade: C, sources conflict; {@link AnchoredWindow} is the other reading. 16 bytes a
 * slot.
 */
final class PhasedWindow implements Meter {
    private final double lengthSeconds;
    private final double cap;
    private final double[] values;
    private final int stride;
    private final int offset;
    private final Resets resets;

    PhasedWindow(int slots, double lengthSeconds, double cap) {
        this(Slots.alone(slots, 2), slots, lengthSeconds, cap);
    }

    PhasedWindow(Slots state, int slots, double lengthSeconds, double cap) {
        values = state.values();
        stride = state.stride();
        offset = state.offset();
        this.lengthSeconds = lengthSeconds;
        this.cap = cap;
        resets = new Resets(slots);
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
        open(slot, timeSeconds);
        return values[at(slot) + 1] < cap * scale;
    }

    /** Brings the window of a slot up to the instant. */
    private void open(int slot, double timeSeconds) {
        if (resets.isStale(slot)) {
            values[at(slot) + 1] = 0;
            resets.renew(slot);
        }
        double start = values[at(slot)];
        if (timeSeconds < start + lengthSeconds) {
            return;
        }
        // the quotient rounds: stop one window short of it and step to the one in force
        double windows = Math.floor((timeSeconds - start) / lengthSeconds);
        start += Math.max(0, windows - 1) * lengthSeconds;
        while (timeSeconds >= start + lengthSeconds) {
            start += lengthSeconds;
        }
        values[at(slot)] = start;
        values[at(slot) + 1] = 0;
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        open(slot, timeSeconds);
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
        open(slot, timeSeconds);
        return values[at(slot) + 1] / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
