package headroom.arrivals;

/**
 * A random factor on the rate of arrivals that stays the same over stretches of time: it is at one
 * stretch, the first at the start, and goes on to the next when told.
 */
public interface RatePath {
    /** The factor of this stretch, at least 0; 1 on average over time. */
    double factor();

    /** Where this stretch ends [s]; may be infinite. */
    double endSeconds();

    /** Goes on to the next stretch. */
    void advance();
}
