package headroom.quota;

import java.util.Arrays;

/**
 * How many requests are under way at once.
 *
 * <pre>
 * admitted at t:  under way &lt; cap
 * </pre>
 *
 * <p>By Little's law L = lambda W it limits the rate to cap / W. When the next place is free nobody
 * knows, so the client is told to wait no time and comes back as its own retries say. A request
 * counts from its admission until it is answered, lost or given up. A reset of all changes nothing.
 *
 * <p>Source: limits of requests at once of public model services. Grade: A. 4 bytes a slot.
 */
final class Concurrency implements Meter {
    private final double cap;
    private final int[] underWay;

    Concurrency(int slots, double cap) {
        this.cap = cap;
        underWay = new int[slots];
    }

    @Override
    public boolean admits(int slot, double timeSeconds, double cost, double scale) {
        return underWay[slot] < cap * scale;
    }

    @Override
    public void begin(int slot, double timeSeconds, double cost, double scale) {
        underWay[slot]++;
    }

    @Override
    public void charge(int slot, double timeSeconds, double cost, double scale) {}

    @Override
    public void over(int slot) {
        if (underWay[slot] == 0) {
            throw new IllegalStateException("slot " + slot + ": nothing is under way");
        }
        underWay[slot]--;
    }

    @Override
    public double opensSeconds(int slot, double timeSeconds, double cost, double scale) {
        return timeSeconds;
    }

    @Override
    public double usedShare(int slot, double timeSeconds, double scale) {
        return underWay[slot] / (cap * scale);
    }

    /** Requests under way in all slots. */
    long underWay() {
        return Arrays.stream(underWay).asLongStream().sum();
    }

    @Override
    public void reset(double timeSeconds) {}
}
