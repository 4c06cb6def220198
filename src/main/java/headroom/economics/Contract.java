package headroom.economics;

/**
 * A contract for capacity at a price per month, with a discount while the capacity ramps up.
 *
 * <p>The cost accrues evenly. A month is 365.25 / 12 days, so twelve make a mean year whatever the
 * dates; a calendar month differs from it by up to 8 %.
 *
 * @param dollarsPerMonth full price [$/month], at least 0
 * @param startSeconds when it begins to cost [s]
 * @param rampSeconds how long the discount lasts from then on [s]
 * @param rampDiscount share of the price not paid meanwhile, in [0, 1]
 */
public record Contract(
        double dollarsPerMonth, double startSeconds, double rampSeconds, double rampDiscount) {

    /** Seconds in a month of 365.25 / 12 days. */
    public static final double MONTH_SECONDS = 365.25 / 12 * 86_400;

    public Contract {
        if (!(dollarsPerMonth >= 0 && dollarsPerMonth <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("price of " + dollarsPerMonth + " $/month");
        }
        if (!Double.isFinite(startSeconds)) {
            throw new IllegalArgumentException("contract from " + startSeconds + " s");
        }
        if (!(rampSeconds >= 0 && rampSeconds <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("ramp of " + rampSeconds + " s");
        }
        if (!(rampDiscount >= 0 && rampDiscount <= 1)) {
            throw new IllegalArgumentException("discount of " + rampDiscount + ", not in [0, 1]");
        }
    }

    /** What accrues between two times [$]. */
    public double dollars(double fromSeconds, double toSeconds) {
        if (!(fromSeconds <= toSeconds)) {
            throw new IllegalArgumentException("from " + fromSeconds + " s to " + toSeconds + " s");
        }
        double rampEndSeconds = startSeconds + rampSeconds;
        double rampedSeconds = overlapSeconds(fromSeconds, toSeconds, startSeconds, rampEndSeconds);
        double fullSeconds =
                overlapSeconds(fromSeconds, toSeconds, rampEndSeconds, Double.POSITIVE_INFINITY);
        return dollarsPerMonth / MONTH_SECONDS * (fullSeconds + (1 - rampDiscount) * rampedSeconds);
    }

    private static double overlapSeconds(double from, double to, double start, double end) {
        return Math.max(0, Math.min(to, end) - Math.max(from, start));
    }
}
