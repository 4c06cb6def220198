package headroom.control;

/**
 * A value that a controller moves.
 *
 * @param initial value at the start
 * @param controller moves it
 * @param everySeconds time between two decisions [s]; whole hours
 * @param delaySeconds age of the youngest measurement that it reads, at least [s]
 * @param sampleShare share of the requests whose latencies are measured
 */
public record Knob(
        double initial,
        CapController controller,
        double everySeconds,
        double delaySeconds,
        double sampleShare) {

    /** A value that nothing moves. */
    public static Knob fixed(double value) {
        return new Knob(value, ControlView::current, Double.POSITIVE_INFINITY, 0, 1);
    }
}
