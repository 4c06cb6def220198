package headroom.quota;

/** Which meter answered, in the order in which they are asked. */
public enum Meter {
    /** No meter stands in the way. */
    NONE,
    /** Credits within five hours. */
    FIVE_HOUR,
    /** Credits within a week. */
    WEEKLY,
    /** Requests a minute. */
    REQUESTS,
    /** Uncached input tokens a minute. */
    INPUT_TOKENS,
    /** Output tokens a minute. */
    OUTPUT_TOKENS;

    /** True for the usage caps of subscriptions, false for rate limits. */
    public boolean isCap() {
        return this == FIVE_HOUR || this == WEEKLY;
    }
}
