package headroom.cluster;

/** What a controller of caps or of the peak-hour multiplier may read. */
public interface ControlView {
    /** The value in force. */
    double current();

    /** Time since the last decision [s]. */
    double elapsedSeconds();

    /** The worst hourly p99 of time to first token among the last hours; NaN if none [s]. */
    double worstTtftP99Seconds(int hours);

    /** The highest hourly utilisation among the last hours; NaN if none. */
    double worstUtilisation(int hours);
}
