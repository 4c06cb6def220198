package headroom.control;

/**
 * Moves the cap scale or the peak-hour multiplier. Declared here, implemented in {@code policy}. It
 * reads what an operator can see: measurements of past hours, no younger than their delay, and the
 * capacity that is ordered.
 */
@FunctionalInterface
public interface CapController {
    /** The value from now on. */
    double next(ControlView view);

    /**
     * When it decides next [s]; infinity: never again.
     *
     * @param nowSeconds now; negative infinity before the run [s]
     * @param regularSeconds when those decide that act on measurements [s]
     */
    default double decidesSeconds(double nowSeconds, double regularSeconds) {
        return regularSeconds;
    }
}
