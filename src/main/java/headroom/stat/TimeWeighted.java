package headroom.stat;

/**
 * The integral over time of a quantity that stays constant between changes, such as a queue length
 * or a power draw.
 *
 * <p>The integral is a compensated sum (Neumaier 1974, ZAMM 54, 39-51) of value x duration, so its
 * error stays near one rounding however many changes there were. Values may be negative. A value
 * that was replaced at the instant it was set never held for any time: it counts neither in the
 * integral nor in the extremes.
 */
public final class TimeWeighted {
    private double value;
    private double lastSeconds;
    private double sinceSeconds;
    private double sum;
    private double compensation;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    public TimeWeighted(double startSeconds, double startValue) {
        if (!Double.isFinite(startSeconds)) {
            throw new IllegalArgumentException("start " + startSeconds + " s is not finite");
        }
        lastSeconds = startSeconds;
        sinceSeconds = startSeconds;
        value = requireFinite(startValue);
    }

    /** The quantity takes this value from this time on. */
    public void set(double timeSeconds, double newValue) {
        requireFinite(newValue);
        advance(timeSeconds);
        value = newValue;
    }

    /** The quantity changes by this much at this time. */
    public void add(double timeSeconds, double change) {
        set(timeSeconds, value + change);
    }

    /** Forgets the past but keeps the current value, as at the end of a warm-up. */
    public void restart(double timeSeconds) {
        advance(timeSeconds);
        sinceSeconds = timeSeconds;
        sum = 0;
        compensation = 0;
        min = Double.POSITIVE_INFINITY;
        max = Double.NEGATIVE_INFINITY;
    }

    /** The value now in force. */
    public double value() {
        return value;
    }

    /** Integral from the start (or restart) to this time, in units of the value times seconds. */
    public double integral(double timeSeconds) {
        requireNotBefore(timeSeconds);
        return sum + (compensation + value * (timeSeconds - lastSeconds));
    }

    /** Time average up to this time, or NaN over no time. */
    public double mean(double timeSeconds) {
        double duration = timeSeconds - sinceSeconds;
        return duration > 0 ? integral(timeSeconds) / duration : Double.NaN;
    }

    /** Least value held for any time since the start, the current one included. */
    public double min() {
        return Math.min(min, value);
    }

    /** Greatest value held for any time since the start, the current one included. */
    public double max() {
        return Math.max(max, value);
    }

    private void advance(double timeSeconds) {
        requireNotBefore(timeSeconds);
        if (timeSeconds == lastSeconds) {
            return;
        }
        double term = value * (timeSeconds - lastSeconds);
        double next = sum + term;
        // Neumaier: what the addition lost is recovered from the greater of the two.
        if (Math.abs(sum) >= Math.abs(term)) {
            compensation += (sum - next) + term;
        } else {
            compensation += (term - next) + sum;
        }
        sum = next;
        min = Math.min(min, value);
        max = Math.max(max, value);
        lastSeconds = timeSeconds;
    }

    // Written so that NaN fails too.
    private void requireNotBefore(double timeSeconds) {
        if (!(timeSeconds >= lastSeconds) || timeSeconds == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("time " + timeSeconds
                    + " s is before the last change at " + lastSeconds + " s, or not finite");
        }
    }

    private static double requireFinite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value " + value + " is not finite");
        }
        return value;
    }
}
