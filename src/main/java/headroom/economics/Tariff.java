package headroom.economics;

/**
 * The price of electrical energy, constant over time.
 *
 * @param dollarsPerJoule price at the meter of the facility [$/J]; may be negative, as wholesale
 *     prices at times are
 */
public record Tariff(double dollarsPerJoule) {
    private static final double JOULES_PER_MWH = 3.6e9;

    public Tariff {
        if (!Double.isFinite(dollarsPerJoule)) {
            throw new IllegalArgumentException("price of " + dollarsPerJoule + " $/J");
        }
    }

    /** From the usual unit. */
    public static Tariff ofDollarsPerMwh(double dollarsPerMwh) {
        return new Tariff(dollarsPerMwh / JOULES_PER_MWH);
    }

    /** What this much energy costs [$]. */
    public double dollars(double joules) {
        return joules * dollarsPerJoule;
    }
}
