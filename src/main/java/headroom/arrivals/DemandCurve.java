package headroom.arrivals;

import java.util.Arrays;
import java.util.List;

/**
 * How demand changes over a run: a multiplier m(t) on a base rate.
 *
 * <pre>
 * m(t) = profile(start + t) x (1 + growth)^(t / month) x product of shapes
 * </pre>
 *
 * <p>t in seconds from the start of the run; growth per month of 365.25 / 12 days [1]. For arrivals
 * the curve is replaced by steps: of five minutes, shorter where a shape swings faster, and cut
 * where a shape jumps or bends, so that its jumps are exact. Each step is the mean of five values
 * at the middles of its fifths: the count expected in any longer time is kept to well below 0.1 %.
 */
public final class DemandCurve {
    /** Length of a step where nothing asks for a shorter one [s]. */
    public static final double PIECE_SECONDS = 300;

    private static final double GROWTH_PERIOD_SECONDS = 365.25 / 12 * 86_400.0;
    private static final int POINTS = 5;
    private static final int MAX_PIECES = 20_000_000;
    /** Edges closer than this are one [s]. */
    private static final double SAME_SECONDS = 1e-6;

    private final WeeklyProfile profile;
    private final double startSecondsSinceMonday;
    private final double growthLog;
    private final List<Shape> shapes;
    private final double[] ends;
    private final double[] pieces;
    private final Modulation modulation;

    /**
     * A curve over a horizon.
     *
     * @param profile weekly shape
     * @param startSecondsSinceMonday when in its week the run starts, from Monday 00:00 UTC [s]
     * @param growth relative growth in a month, above -1; 0.35 for 35 %
     * @param shapes other factors, multiplied
     * @param horizonSeconds end of the run [s]; there are no arrivals after the step that holds it
     */
    public DemandCurve(
            WeeklyProfile profile,
            double startSecondsSinceMonday,
            double growth,
            List<? extends Shape> shapes,
            double horizonSeconds) {
        if (!(growth > -1 && growth <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("growth of " + growth + " in a month");
        }
        this.profile = profile;
        this.startSecondsSinceMonday = startSecondsSinceMonday;
        this.growthLog = StrictMath.log1p(growth);
        this.shapes = List.copyOf(shapes);
        this.ends = ends(horizonSeconds, this.shapes);
        this.modulation = Modulation.NONE;
        this.pieces = new double[ends.length];
        for (int i = 0; i < pieces.length; i++) {
            pieces[i] = meanOver(i == 0 ? 0 : ends[i - 1], ends[i]);
        }
    }

    private DemandCurve(DemandCurve of, Modulation modulation) {
        this.profile = of.profile;
        this.startSecondsSinceMonday = of.startSecondsSinceMonday;
        this.growthLog = of.growthLog;
        this.shapes = of.shapes;
        this.ends = of.ends;
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

    /** A grid of even steps, with the edges of the shapes in it. */
    private static double[] ends(double horizonSeconds, List<Shape> shapes) {
        double finest = PIECE_SECONDS;
        for (Shape shape : shapes) {
            finest = Math.min(finest, shape.stepSeconds());
        }
        double step = PIECE_SECONDS / Math.ceil(PIECE_SECONDS / finest);
        if (!(horizonSeconds > 0 && horizonSeconds / step < MAX_PIECES)) {
            throw new IllegalArgumentException(
                    "horizon of " + horizonSeconds + " s in steps of " + step + " s");
        }
        int count = (int) Math.ceil(horizonSeconds / step);
        double last = count * step;
        double[] edges = shapes.stream()
                .flatMapToDouble(shape -> Arrays.stream(shape.edgesSeconds()))
                .filter(edge -> edge > SAME_SECONDS && edge < last - SAME_SECONDS)
                .sorted()
                .toArray();
        double[] ends = new double[count + edges.length];
        int size = 0;
        int edge = 0;
        for (int i = 1; i <= count; i++) {
            double end = i * step;
            while (edge < edges.length && edges[edge] <= end + SAME_SECONDS) {
                double cut = edges[edge++];
                if (cut > end - SAME_SECONDS) {
                    // the jump is exact, not the grid
                    end = cut;
                } else if (size == 0 || cut > ends[size - 1] + SAME_SECONDS) {
                    ends[size++] = cut;
                }
            }
            ends[size++] = end;
        }
        return Arrays.copyOf(ends, size);
    }

    /** The multiplier at a time in the run, before it is cut into steps. */
    public double multiplier(double timeSeconds) {
        double product = profile.at(startSecondsSinceMonday + timeSeconds);
        if (growthLog != 0) {
            product *= StrictMath.exp(growthLog * (timeSeconds / GROWTH_PERIOD_SECONDS));
        }
        for (Shape shape : shapes) {
            product *= shape.factor(timeSeconds);
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

    /** Where a step ends, and the next begins [s]. */
    public double pieceEndSeconds(int index) {
        return ends[index];
    }

    /** Integral of the steps from the start to a time within them [s]. */
    public double integralSeconds(double timeSeconds) {
        if (!(timeSeconds >= 0 && timeSeconds <= ends[ends.length - 1])) {
            throw new IllegalArgumentException("time " + timeSeconds + " s outside the horizon");
        }
        double sum = 0;
        double from = 0;
        for (int i = 0; i < pieces.length && from < timeSeconds; i++) {
            sum += pieces[i] * (Math.min(ends[i], timeSeconds) - from);
            from = ends[i];
        }
        return sum;
    }

    private double meanOver(double fromSeconds, double toSeconds) {
        double part = (toSeconds - fromSeconds) / POINTS;
        double sum = 0;
        for (int i = 0; i < POINTS; i++) {
            sum += multiplier(fromSeconds + (i + 0.5) * part);
        }
        return sum / POINTS;
    }
}
