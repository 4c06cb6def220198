package headroom.cluster;

/**
 * Moves the cap scale or the peak-hour multiplier. Declared here, implemented in {@code policy}. It
 * reads what an operator can see: measurements of the past hours.
 */
@FunctionalInterface
public interface CapController {
    /** The value from now on. */
    double next(ControlView view);
}
