package headroom.quota;

/** A token bucket taken literally: a level and the instant at which it was true. */
final class NaiveBucket {
    private final double ratePerSecond;
    private final double burst;
    private double scale;
    private double level;
    private double atSeconds;

    /** A full bucket. */
    NaiveBucket(double ratePerSecond, double burst, double scale) {
        this.ratePerSecond = ratePerSecond;
        this.burst = burst;
        this.scale = scale;
        level = burst * scale;
        atSeconds = 0;
    }

    /** The limit is scaled from now on: both its figures, and the level keeps its share. */
    void scaled(double timeSeconds, double newScale) {
        refill(timeSeconds);
        level = level * newScale / scale;
        scale = newScale;
    }

    /** To the brim. */
    void fill() {
        level = burst * scale;
    }

    boolean admits(double timeSeconds, double cost) {
        return retrySeconds(timeSeconds, cost) <= 0;
    }

    /** Time until the level has risen to the cost, or to the brim if the cost is above it. */
    double retrySeconds(double timeSeconds, double cost) {
        refill(timeSeconds);
        return (Math.min(cost, burst * scale) - level) / (ratePerSecond * scale);
    }

    double level(double timeSeconds) {
        refill(timeSeconds);
        return level;
    }

    void charge(double timeSeconds, double cost) {
        refill(timeSeconds);
        level -= cost;
    }

    private void refill(double timeSeconds) {
        double risen = level + (timeSeconds - atSeconds) * ratePerSecond * scale;
        level = Math.min(burst * scale, risen);
        atSeconds = timeSeconds;
    }
}
