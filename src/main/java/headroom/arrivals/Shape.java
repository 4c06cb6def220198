package headroom.arrivals;

/** A factor on demand over the time of a run. */
public interface Shape {
    /** The factor at a time in the run [s]; at least 0. */
    double factor(double timeSeconds);

    /** Times in the run at which the factor jumps or bends [s], in any order. */
    double[] edgesSeconds();

    /** Steps of this length follow the factor closely between its edges [s]; may be infinite. */
    default double stepSeconds() {
        return Double.POSITIVE_INFINITY;
    }
}
