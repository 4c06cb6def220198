package headroom.kernel;

/**
 * A clock that runs at a pace, which changes now and then: how far work gets that is slowed.
 *
 * <pre>
 * reading(t) = reading(t0) + pace * (t - t0)      t0: when the pace changed last, 0 before
 * </pre>
 *
 * <p>At pace 1 from the start it reads the time itself, to the bit. Readings and times before the
 * last change are those that the pace of now would give.
 */
public final class PacedClock {
    private double pace = 1;
    private double sinceSeconds;
    private double readingSeconds;

    /** Time of this clock that passes in a unit of time [1]. */
    public double pace() {
        return pace;
    }

    /** What it reads at a time since the last change [s]. */
    public double reading(double timeSeconds) {
        return readingSeconds + pace * (timeSeconds - sinceSeconds);
    }

    /** When it reads that, if the pace stays; infinite readings are never reached [s]. */
    public double timeOf(double reading) {
        return sinceSeconds + (reading - readingSeconds) / pace;
    }

    /** It runs at another pace from now on. */
    public void change(double nowSeconds, double toPace) {
        if (!(toPace > 0 && toPace <= 1)) {
            throw new IllegalArgumentException(
                    "pace " + toPace + " at " + nowSeconds + " s is not in (0, 1]");
        }
        readingSeconds = reading(nowSeconds);
        sinceSeconds = nowSeconds;
        pace = toPace;
    }
}
