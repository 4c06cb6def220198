package headroom.arrivals;

import java.util.List;

/**
 * How demand changes over a run: a multiplier m(t) on a base rate.
 *
 * <pre>
 * m(t) = profile(start + t) x (1 + growth)^(t / month) x product of spike factors
 * </pre>
 *
 * <p>t in seconds from the start of the run; growth per month of 365.25 / 12 days [1]. For arrivals
 * the curve is replaced by steps of five minutes, each the mean of five values at the middles of
 * its minutes: the count expected in any longer time is kept to well below 0.1 %, while what
 * changes faster than five minutes is smoothed.
 */
public final class DemandCurve {
    /** Length of a step [s]. */
    public static final double PIECE_SECONDS = 300;

    private static final double GROWTH_PERIOD_SECONDS = 365.25 / 12 * 86_400.0;
    private static final int POINTS = 5;

    private final WeeklyProfile profile;
    private final double startSecondsSinceMonday;
    private final double growthLog;
    private final List<Spike> spikes;
    private final double[] pieces;
    private final Modulation modulation;

    /**
     * A curve over a horizon.
     *
     * @param profile weekly shape
     * @param startSecondsSinceMonday when in its week the run starts, from Monday 00:00 UTC [s]
     * @param growth relative growth in a month, above -1; 0.35 for 35 %
     * @param spikes passing changes, multiplied
     * @param horizonSeconds end of the run [s]; there are no arrivals after the step that holds it
     */
    public DemandCurve(
            WeeklyProfile profile,
            double startSecondsSinceMonday,
            double growth,
            List<Spike> spikes,
            double horizonSeconds) {
        if (!(growth > -1 && growth <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("growth of " + growth + " in a month");
        }
        if (!(horizonSeconds > 0 && horizonSeconds / PIECE_SECONDS < Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("horizon of " + horizonSeconds + " s");
        }
        this.profile = profile;
        this.startSecondsSinceMonday = startSecondsSinceMonday;
        this.growthLog = StrictMath.log1p(growth);
        this.spikes = List.copyOf(spikes);
        this.modulation = Modulation.NONE;
        this.pieces = new double[(int) Math.ceil(horizonSeconds / PIECE_SECONDS)];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = meanOver(i * PIECE_SECONDS);
        }
    }

    private DemandCurve(DemandCurve of, Modulation modulation) {
        this.profile = of.profile;
        this.startSecondsSinceMonday = of.startSecondsSinceMonday;
        this.growthLog = of.growthLog;
        this.spikes = of.spikes;
        this.pieces = of.pieces;
        this.modulation = modulation;
    }

    /** The same curve, with a random factor on the rate that the curve itself does not hold. */
    public DemandCurve modulatedBy(Modulation random) {
        return new DemandCurve(this, random);
    }

    /** The random factor on the rate, by its law. */
    public Modulation modulation() {
        return modulation;
    }

    /** The multiplier at a time in the run, before it is cut into steps. */
    public double multiplier(double timeSeconds) {
        double product = profile.at(startSecondsSinceMonday + timeSeconds);
        if (growthLog != 0) {
            product *= StrictMath.exp(growthLog * (timeSeconds / GROWTH_PERIOD_SECONDS));
        }
        for (Spike spike : spikes) {
            product *= spike.factor(timeSeconds);
        }
        return product;
    }

    /** Number of steps that cover the horizon. */
    public int pieceCount() {
        return pieces.length;
    }

    /** The multiplier of one step. */
    public double piece(int index) {
        return pieces[index];
    }

    /** All steps, as a copy. */
    public double[] pieces() {
        return pieces.clone();
    }

    /** Integral of the steps from the start to a time within them [s]. */
    public double integralSeconds(double timeSeconds) {
        double position = timeSeconds / PIECE_SECONDS;
        if (!(position >= 0 && position <= pieces.length)) {
            throw new IllegalArgumentException("time " + timeSeconds + " s outside the horizon");
        }
        int whole = (int) position;
        double sum = 0;
        for (int i = 0; i < whole; i++) {
            sum += pieces[i];
        }
        double rest = position - whole;
        return PIECE_SECONDS * (rest > 0 ? sum + rest * pieces[whole] : sum);
    }

    private double meanOver(double fromSeconds) {
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            sum += multiplier(fromSeconds + (i + 0.5) * (PIECE_SECONDS / POINTS));
        }
        return sum / POINTS;
    }
}
