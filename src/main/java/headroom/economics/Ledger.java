package headroom.economics;

/**
 * Sums of dollars by what they were spent on or earned with.
 *
 * <p>Each account is a compensated sum (Neumaier), so that billions of small entries do not drown
 * in one large total. Costs and revenues are both booked as positive amounts; the account says
 * which it is.
 */
public final class Ledger {

    /** What an amount is for. */
    public enum Account {
        /** Contracts for capacity. */
        CAPACITY(false),
        /** Electrical energy. */
        ENERGY(false),
        /** Credits paid for missed service levels. */
        SERVICE_CREDITS(false),
        /** Monthly prices of plans. */
        SUBSCRIPTIONS(true),
        /** Tokens billed at list price, by API and by users who pay beyond a cap. */
        USAGE(true);

        private final boolean revenue;

        Account(boolean revenue) {
            this.revenue = revenue;
        }

        /** Whether amounts here are earned; otherwise they are spent. */
        public boolean isRevenue() {
            return revenue;
        }
    }

    private static final Account[] ACCOUNTS = Account.values();

    private final double[] sums = new double[ACCOUNTS.length];
    private final double[] compensations = new double[ACCOUNTS.length];

    /** Books an amount; a negative one takes back an earlier one. */
    public void book(Account account, double dollars) {
        if (!Double.isFinite(dollars)) {
            throw new IllegalArgumentException(account + ": " + dollars + " $");
        }
        int i = account.ordinal();
        double next = sums[i] + dollars;
        if (Math.abs(sums[i]) >= Math.abs(dollars)) {
            compensations[i] += (sums[i] - next) + dollars;
        } else {
            compensations[i] += (dollars - next) + sums[i];
        }
        sums[i] = next;
    }

    /** Adds all accounts of another ledger, which stays as it is. */
    public void merge(Ledger other) {
        for (Account account : ACCOUNTS) {
            book(account, other.sums[account.ordinal()]);
            compensations[account.ordinal()] += other.compensations[account.ordinal()];
        }
    }

    /** The sum booked on one account [$]. */
    public double dollars(Account account) {
        return sums[account.ordinal()] + compensations[account.ordinal()];
    }

    /** All that was spent [$]. */
    public double costDollars() {
        return total(false);
    }

    /** All that was earned [$]. */
    public double revenueDollars() {
        return total(true);
    }

    /** Revenue less cost [$]. */
    public double marginDollars() {
        return revenueDollars() - costDollars();
    }

    private double total(boolean revenue) {
        double total = 0;
        for (Account account : ACCOUNTS) {
            if (account.isRevenue() == revenue) {
                total += dollars(account);
            }
        }
        return total;
    }
}
