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
    private final double[] startSeconds;
    private final double[] used;
    private final Resets resets;

    PhasedWindow(int slots, double lengthSeconds, double cap) {
        this.lengthSeconds = lengthSeconds;
        this.cap = cap;
        startSeconds = new double[slots];
        used = new double[slots];
        resets = new Resets(slots);
    }

    @Override
    public void startWith(int slot, double start, double usedBefore) {
        startSeconds[slot] = start;
        used[slot] = usedBefore;
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        open(slot, timeSeconds);
        return used[slot] < cap * scale;
    }

    /** Brings the window of a slot up to the instant. */
    private void open(int slot, double timeSeconds) {
        if (resets.isStale(slot)) {
            used[slot] = 0;
            resets.renew(slot);
        }
        double start = startSeconds[slot];
        if (timeSeconds < start + lengthSeconds) {
            return;
        }
        // the quotient rounds: stop one window short of it and step to the one in force
        double windows = Math.floor((timeSeconds - start) / lengthSeconds);
        start += Math.max(0, windows - 1) * lengthSeconds;
        while (timeSeconds >= start + lengthSeconds) {
            start += lengthSeconds;
        }
        startSeconds[slot] = start;
        used[slot] = 0;
    }

    @Override
    public void begin(int slot, double timeSeconds, double cost, double scale) {
        charge(slot, timeSeconds, cost, scale);
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        open(slot, timeSeconds);
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
        open(slot, timeSeconds);
        return used[slot] / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
