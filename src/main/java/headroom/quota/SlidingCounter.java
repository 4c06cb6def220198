package headroom.quota;

/**
 * A sliding window estimated from two counters: that of the fixed window in force, and that of the
 * one before, weighted by how much of it the sliding window still covers.
 *
 * <pre>
 * fixed windows:  [k*length, (k+1)*length) of the run; frac: share of the one in force gone by
 * used at t:      current + previous * (1 - frac)
 * admitted at t:  used &lt; cap
 * </pre>
 *
 * <p>Source: the approximation that public rate limiters use. Grade: A for the law; which provider
 * uses it is not published. 24 bytes a slot.
 */
final class SlidingCounter implements Meter {
    private final double lengthSeconds;
    private final double cap;
    private final double[] current;
    private final double[] previous;
    /** Which fixed window is in force; in long runs its number is more than an int holds. */
    private final double[] window;

    private final Resets resets;

    SlidingCounter(int slots, double lengthSeconds, double cap) {
        this.lengthSeconds = lengthSeconds;
        this.cap = cap;
        current = new double[slots];
        previous = new double[slots];
        window = new double[slots];
        resets = new Resets(slots);
    }

    /** The fixed window that holds an instant, rounding included. */
    private double at(double timeSeconds) {
        double k = Math.floor(timeSeconds / lengthSeconds);
        k -= timeSeconds < k * lengthSeconds ? 1 : 0;
        return timeSeconds >= (k + 1) * lengthSeconds ? k + 1 : k;
    }

    private void turn(int slot, double timeSeconds) {
        double now = at(timeSeconds);
        if (resets.isStale(slot)) {
            current[slot] = 0;
            previous[slot] = 0;
            resets.renew(slot);
        }
        if (now != window[slot]) {
            previous[slot] = now == window[slot] + 1 ? current[slot] : 0;
            current[slot] = 0;
            window[slot] = now;
        }
    }

    /** What counts as used at an instant in the window in force or the next. */
    private double used(int slot, double timeSeconds) {
        double ahead = at(timeSeconds) - window[slot];
        double frac = (timeSeconds - (window[slot] + ahead) * lengthSeconds) / lengthSeconds;
        double before = ahead == 0 ? previous[slot] : ahead == 1 ? current[slot] : 0;
        return (ahead == 0 ? current[slot] : 0) + before * (1 - frac);
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        turn(slot, timeSeconds);
        return used(slot, timeSeconds) < cap * scale;
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {
        turn(slot, timeSeconds);
        current[slot] += cost;
    }

    /** The line of the window in force reaches the cap in it, or that of the next window does. */
    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        double limit = cap * scale;
        if (admits(slot, timeSeconds, cost, scale)) {
            return timeSeconds;
        }
        boolean here = current[slot] < limit;
        double lasting = here ? current[slot] : 0;
        double fading = here ? previous[slot] : current[slot];
        double begin = (window[slot] + (here ? 0 : 1)) * lengthSeconds;
        double opens = begin + (1 - (limit - lasting) / fading) * lengthSeconds;
        // at the crossing itself nothing is free yet, and it is rounded
        opens = Math.max(Math.nextUp(timeSeconds), opens);
        while (!(used(slot, opens) < limit)) {
            opens = Math.nextUp(opens);
        }
        return opens;
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        turn(slot, timeSeconds);
        return used(slot, timeSeconds) / (cap * scale);
    }

    @Override
    public void reset(double timeSeconds) {
        resets.all();
    }
}
