package headroom.clients;

/** What a user does about a limit, beyond waiting, leaving and paying. */
public enum Reaction {
    /** A request goes on past a cap in the slow lane. */
    SLOWED,
    /** A step goes on past a cap because what it belongs to began below it. */
    GRACED,
    /** A request goes on with a smaller model because of a limit. */
    DOWNGRADED,
    /** A request waits in line at a limit. */
    QUEUED,
    /** A user takes a larger plan. */
    UPGRADED,
    /** A session moves out of peak hours. */
    SHIFTED,
    /** A user anchors its windows early. */
    PINGED,
    /** A request goes to another model because its own is overloaded. */
    FELL_BACK;

    /** Number of reactions. */
    public static final int COUNT = values().length;
}
