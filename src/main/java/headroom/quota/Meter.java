package headroom.quota;

/**
 * What one limit counts, for every user of a tier in a cell: one slot a user, or one for several
 * who share it.
 *
 * <p>A limit may be scaled in mid-run, so its scale is told with every call. Usage known at
 * admission is charged then, the rest when the request ends.
 */
sealed interface Meter
        permits AnchoredWindow,
                PhasedWindow,
                CalendarWindow,
                SlidingLog,
                SlidingCounter,
                TokenBucket,
                TickBucket,
                Concurrency {
    /** True if a request that is known to cost so much may pass. */
    boolean admits(int slot, double timeSeconds, double cost, double scale);

    /**
     * True if a request may pass that may exceed the limit by a share of it: a cap by a share of
     * the cap, a bucket into debt by a share of what it holds.
     */
    default boolean admitsOver(
            int slot, double timeSeconds, double cost, double scale, double grace) {
        return admits(slot, timeSeconds, cost, scale * (1 + grace));
    }

    /** A request passes, and is charged what is known of its cost, which may be nothing. */
    default void begin(int slot, double timeSeconds, double cost, double scale) {
        charge(slot, timeSeconds, cost, scale);
    }

    /** A request that passed is over, however it ended. */
    default void over(int slot) {}

    /** Charges what is known only now; below 0 it is given back. */
    void charge(int slot, double timeSeconds, double cost, double scale);

    /**
     * The first instant from which a request of this cost may pass if nothing else is charged; at
     * or before now if it may pass [s].
     */
    double opensSeconds(int slot, double timeSeconds, double cost, double scale);

    /**
     * How long until a request of this cost may pass; zero or less if it may [s]. Whoever comes
     * back after this wait may pass, rounding included.
     */
    default double waitSeconds(int slot, double timeSeconds, double cost, double scale) {
        double opens = opensSeconds(slot, timeSeconds, cost, scale);
        double wait = opens - timeSeconds;
        return timeSeconds + wait < opens ? Math.nextUp(wait) : wait;
    }

    /** Share of the limit that is used up; 1 and above: at the limit. */
    double usedShare(int slot, double timeSeconds, double scale);

    /** Everything counted before this instant is forgotten, for all slots at once. */
    void reset(double timeSeconds);

    /** Sets what had been used at the start of the run in the window that began at an instant. */
    default void startWith(int slot, double startSeconds, double used) {}
}
