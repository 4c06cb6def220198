package headroom.measure;

/**
 * A stretch of simulated time that is summed up on its own.
 *
 * <p>Three names carry a meaning in reports: {@code normal} is before the demand spike and any
 * addition of capacity, {@code spike} is inside the spike, before an addition or within {@code
 * after}, which is after an addition. A run without an addition has no phase {@code after}. Other
 * names are shown as they are.
 *
 * @param name name of the phase, the value of the label {@code phase} of its measurements
 * @param fromSeconds begin, from the start of the run [s]
 * @param toSeconds end, from the start of the run [s]
 */
public record Phase(String name, double fromSeconds, double toSeconds) {
    /** From begin to end [s]. */
    public double lengthSeconds() {
        return toSeconds - fromSeconds;
    }

    /** True if the hour that begins at an instant lies within. */
    public boolean holds(double hourFromSeconds) {
        return hourFromSeconds >= fromSeconds && hourFromSeconds < toSeconds;
    }
}
