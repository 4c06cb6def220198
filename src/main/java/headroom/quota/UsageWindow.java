package headroom.quota;

/**
 * A meter that adds up credits within a window of fixed length, one window a user.
 *
 * <p>A user is admitted while the credits used in the window in force stay below the cap. Usage is
 * known only when a request ends, so it is charged then; the cap is exceeded by what was in flight
 * when it was reached, and by nothing else.
 */
public sealed interface UsageWindow permits AnchoredWindow, PhasedWindow {
    /** True if the credits used in the window in force are below the cap. */
    boolean admits(int user, double timeSeconds, double capCredits);

    /** A request of the user is admitted: opens a window where the rule says so. */
    void open(int user, double timeSeconds);

    /** Adds the usage of a finished request to the window in force. */
    void charge(int user, double timeSeconds, double credits);

    /** When the window in force ends [s]; call it when the user was not admitted. */
    double resetSeconds(int user);

    /** Credits used in the window in force [credit]. */
    double usedCredits(int user, double timeSeconds);
}
