package headroom.jobbook;

import java.util.Arrays;

/** The integrals over time of a quantity that stands still between changes, and of its levels. */
public final class Gauge {
    /** Integrals of the value and of its square [s]. */
    public double valueSeconds;

    public double squareSeconds;
    /** Time at each level, the last with all above [s]; empty: none is kept. */
    public final double[] levelSeconds;

    private double value;
    private int level;
    private double settledSeconds;

    /** At 0, with levels 0 to levels - 1 and one for all above; 0: none is kept. */
    public Gauge(int levels) {
        levelSeconds = new double[levels == 0 ? 0 : levels + 1];
    }

    /** The value, at its level, from now on. */
    public void change(double nowSeconds, double toValue, int toLevel) {
        settle(nowSeconds);
        value = toValue;
        level = Math.min(toLevel, Math.max(0, levelSeconds.length - 1));
    }

    /** The value now. */
    public double value() {
        return value;
    }

    private void settle(double nowSeconds) {
        double seconds = nowSeconds - settledSeconds;
        valueSeconds += value * seconds;
        squareSeconds += value * value * seconds;
        if (levelSeconds.length > 0) {
            levelSeconds[level] += seconds;
        }
        settledSeconds = nowSeconds;
    }

    /** All is as at time 0 again; what was counted stays. */
    void restart(double nowSeconds) {
        change(nowSeconds, 0, 0);
        settledSeconds = 0;
    }

    /** Moves all that was counted to another; the value stays. */
    void drain(double nowSeconds, Gauge into) {
        settle(nowSeconds);
        into.add(this);
        valueSeconds = 0;
        squareSeconds = 0;
        Arrays.fill(levelSeconds, 0);
    }

    /** Adds what another counted. */
    void add(Gauge other) {
        valueSeconds += other.valueSeconds;
        squareSeconds += other.squareSeconds;
        for (int i = 0; i < levelSeconds.length; i++) {
            levelSeconds[i] += other.levelSeconds[i];
        }
    }
}
