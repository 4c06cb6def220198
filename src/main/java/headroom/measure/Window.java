package headroom.measure;

/**
 * A stretch of a run that is summed up by itself.
 *
 * @param name what it is called in tables
 * @param fromSeconds begin [s]
 * @param toSeconds end [s]
 */
public record Window(String name, double fromSeconds, double toSeconds) {

    /** True if the hour that begins at an instant lies within. */
    public boolean holds(double hourFromSeconds) {
        return hourFromSeconds >= fromSeconds && hourFromSeconds < toSeconds;
    }
}
