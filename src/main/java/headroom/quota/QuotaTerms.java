package headroom.quota;

/**
 * The limits of one tier, per user; infinity where there is none.
 *
 * @param fiveHourCredits cap of the five-hour window [credit]
 * @param weeklyCredits cap of the weekly window [credit]
 * @param weeklyAnchored true if the week starts with first use, false at a phase of the account
 * @param requestsPerSecond rate of the request bucket; it holds one minute
 * @param inputTokensPerSecond rate of the uncached-input bucket; it holds one minute
 * @param outputTokensPerSecond rate of the output bucket; it holds one minute
 */
public record QuotaTerms(
        double fiveHourCredits,
        double weeklyCredits,
        boolean weeklyAnchored,
        double requestsPerSecond,
        double inputTokensPerSecond,
        double outputTokensPerSecond) {

    /** Throws unless every limit is above zero; one of zero would never reopen. */
    public QuotaTerms {
        boolean above = fiveHourCredits > 0 && weeklyCredits > 0 && requestsPerSecond > 0;
        if (!(above && inputTokensPerSecond > 0 && outputTokensPerSecond > 0)) {
            throw new IllegalArgumentException("a limit is not above zero");
        }
    }

    /** No limit at all. */
    public static QuotaTerms unlimited() {
        double none = Double.POSITIVE_INFINITY;
        return new QuotaTerms(none, none, false, none, none, none);
    }
}
