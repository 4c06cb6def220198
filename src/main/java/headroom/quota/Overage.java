package headroom.quota;

/**
 * What users pay past their limits, against a cap of their own in each calendar month.
 *
 * <p>The law is that of a {@link CalendarWindow} that counts dollars: the price of a request is
 * known, and charged, when it ends. Source: user spend caps on extra usage of Claude subscriptions;
 * that months are those of UTC is assumed. Grade: A for the cap. 12 bytes a user.
 */
public final class Overage {
    private final CalendarWindow paid;

    public Overage(Terms terms, int users) {
        paid = new CalendarWindow(users, terms.months(), terms.dollars());
    }

    /**
     * The cap.
     *
     * @param dollars most in a calendar month [$]
     * @param months the months of the run
     */
    public record Terms(double dollars, Calendar months) {
        public Terms {
            if (!(dollars > 0)) {
                throw new IllegalArgumentException("overage cap of $" + dollars);
            }
        }
    }

    /** Whether a user may pay for another request; instants never decrease. */
    public boolean admits(int user, double timeSeconds) {
        return paid.admits(user, timeSeconds, 0, 1);
    }

    /** A user has paid for a request. */
    public void charge(int user, double timeSeconds, double dollars) {
        paid.charge(user, timeSeconds, dollars, 1);
    }
}
