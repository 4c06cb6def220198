package headroom.quota;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What users pay past their limits, against a cap of their own in each calendar month.
 *
 * <pre>
 * in force at t:  the calendar month (UTC) that holds t
 * admitted at t:  paid in that month &lt; cap; the price of a request is known when it ends
 * </pre>
 *
 * <p>Source: user spend caps on extra usage of Claude subscriptions; that months are those of UTC
 * is assumed. Grade: A for the cap. 9 bytes a user.
 */
public final class Overage {
    private final Terms terms;
    private final double[] paidDollars;
    private final byte[] monthPaid;
    private int month;

    public Overage(Terms terms, int users) {
        this.terms = terms;
        paidDollars = new double[users];
        monthPaid = new byte[users];
    }

    /**
     * The cap.
     *
     * @param dollars most in a calendar month [$]
     * @param monthSeconds when each month after the first begins, rising [s]
     */
    public record Terms(double dollars, List<Double> monthSeconds) {
        private static final int MOST_MONTHS = 120;

        public Terms {
            if (!(dollars > 0) || monthSeconds.size() > MOST_MONTHS) {
                throw new IllegalArgumentException(dollars + " in " + monthSeconds.size());
            }
        }

        /** The cap in a run that starts at an instant. */
        public static Terms over(double dollars, Instant start, double horizonSeconds) {
            List<Double> begins = new ArrayList<>();
            YearMonth month = YearMonth.from(start.atOffset(ZoneOffset.UTC));
            double begin = 0;
            while (begin < horizonSeconds && begins.size() < MOST_MONTHS) {
                month = month.plusMonths(1);
                Instant next = month.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
                begin = next.getEpochSecond() - start.getEpochSecond() - start.getNano() * 1e-9;
                begins.add(begin);
            }
            return new Terms(dollars, begins);
        }
    }

    /** Whether a user may pay for another request; instants never decrease. */
    public boolean admits(int user, double timeSeconds) {
        open(user, timeSeconds);
        return paidDollars[user] < terms.dollars();
    }

    /** A user has paid for a request. */
    public void charge(int user, double timeSeconds, double dollars) {
        open(user, timeSeconds);
        paidDollars[user] += dollars;
    }

    private void open(int user, double timeSeconds) {
        List<Double> begins = terms.monthSeconds();
        while (month < begins.size() && timeSeconds >= begins.get(month)) {
            month++;
        }
        if (monthPaid[user] != month) {
            monthPaid[user] = (byte) month;
            paidDollars[user] = 0;
        }
    }
}
