package headroom.variates;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A law to sample from by inverting one uniform through a precomputed table.
 *
 * <p>The table holds quantiles at nodes that lie closer together towards both ends: with v the
 * probability of the nearer tail, each octave of v from 1/2 down to 2^-17 has 128 cells, 4,096 in
 * all, named by the exponent and first seven mantissa bits of v. Between nodes the quantile is
 * linear; beyond 2^-17 it is computed exactly, which one draw in 65,536 needs. A table of equally
 * wide cells of the same size errs by several per cent at p99.9 of a wide lognormal; this one by
 * less than 0.05 % from p1 to p99.9 for sigma up to 5. The mean of what is sampled is within
 * 0.02 % of that of the clipped law for sigma up to 4.
 *
 * <p>Values outside [min, max] become min or max: they are not drawn again. So the ends carry
 * probability, and the mean of a heavy-tailed law is less than that of the law unclipped: look at
 * {@link #mean()}. Clipping comes after interpolation and adds no error of its own.
 *
 * <p>Immutable; shared by any number of threads.
 */
public final class QuantileTable {
    private static final int SUB_CELL_BITS = 7;
    private static final int SHIFT = 52 - SUB_CELL_BITS;
    private static final int OCTAVES = 17;
    private static final int CELLS = (OCTAVES - 1) << SUB_CELL_BITS;
    private static final long OFFSET = (long) (Double.MAX_EXPONENT - OCTAVES) << SUB_CELL_BITS;
    private static final long FRACTION_MASK = (1L << SHIFT) - 1;
    private static final double FRACTION_UNIT = 1.0 / (1L << SHIFT);

    /** One node past v = 1/2, so that v = 1/2 itself needs no special case. */
    private static final int NODES = CELLS + 2;

    /** A table for constants, whose clipping does the work. */
    private static final double[] ZEROS = new double[2 * NODES];

    /** Lower-tail nodes, then upper-tail nodes. */
    private final double[] nodes;

    private final DoubleUnaryOperator lowerQuantile;
    private final DoubleUnaryOperator upperQuantile;
    private final double min;
    private final double max;
    private final double mean;

    private QuantileTable(
            double[] nodes,
            DoubleUnaryOperator lowerQuantile,
            DoubleUnaryOperator upperQuantile,
            double min,
            double max) {
        if (!(min <= max)) {
            throw new IllegalArgumentException("min " + min + " above max " + max);
        }
        this.nodes = nodes;
        this.lowerQuantile = lowerQuantile;
        this.upperQuantile = upperQuantile;
        this.min = min;
        this.max = max;
        this.mean = computeMean();
    }

    /** A lognormal law clipped to [min, max]; max may be infinite. */
    public static QuantileTable lognormal(Lognormal law, double min, double max) {
        return of(law::quantile, law::upperQuantile, min, max);
    }

    /** An exponential law with this mean, unclipped. */
    public static QuantileTable exponential(double mean) {
        return exponential(mean, 0, Double.POSITIVE_INFINITY);
    }

    /** An exponential law with this mean before it is clipped to [min, max]. */
    public static QuantileTable exponential(double mean, double min, double max) {
        if (!(mean > 0 && mean <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("mean " + mean + " must be above 0");
        }
        return of(
                p -> -mean * StrictMath.log1p(-p), tail -> -mean * StrictMath.log(tail), min, max);
    }

    /** A law by its quantiles at probabilities in [0, 1], clipped to [min, max]. */
    public static QuantileTable quantiles(DoubleUnaryOperator quantile, double min, double max) {
        return of(quantile, tail -> quantile.applyAsDouble(1 - tail), min, max);
    }

    /** Always the same value. */
    public static QuantileTable constant(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("constant " + value);
        }
        return new QuantileTable(ZEROS, p -> value, tail -> value, value, value);
    }

    /**
     * A law by its quantiles, clipped to [min, max].
     *
     * @param lower the value that a share p of the law does not exceed; rises with p
     * @param upper the value that a share of the law exceeds; falls with it
     */
    public static QuantileTable of(
            DoubleUnaryOperator lower, DoubleUnaryOperator upper, double min, double max) {
        double[] nodes = new double[2 * NODES];
        for (int i = 0; i <= CELLS; i++) {
            double tail = tailAt(i);
            nodes[i] = lower.applyAsDouble(tail);
            nodes[NODES + i] = upper.applyAsDouble(tail);
        }
        nodes[CELLS + 1] = nodes[CELLS];
        nodes[NODES + CELLS + 1] = nodes[NODES + CELLS];
        return new QuantileTable(nodes, lower, upper, min, max);
    }

    /** The value at this probability: one uniform in, one variate out; rises with u. */
    public double sample(double u) {
        boolean upper = u > 0.5;
        double tail = upper ? 1 - u : u;
        long bits = Double.doubleToRawLongBits(tail);
        int cell = (int) ((bits >>> SHIFT) - OFFSET);
        if (cell < 0) {
            return clip(exact(tail, upper));
        }
        int node = upper ? NODES + cell : cell;
        double low = nodes[node];
        return clip(low + (nodes[node + 1] - low) * ((bits & FRACTION_MASK) * FRACTION_UNIT));
    }

    /** Whether every sample is the same. */
    public boolean isConstant() {
        return min == max;
    }

    /** A sample rounded to a whole number, for counts; half goes to the even one. */
    public int sampleWhole(double u) {
        return (int) Math.rint(sample(u));
    }

    /** Mean of what {@link #sample} returns for a uniform, clipping included. */
    public double mean() {
        return mean;
    }

    /** Least value ever returned. */
    public double min() {
        return isConstant() ? min : Math.max(min, exact(0, false));
    }

    /** Greatest value ever returned; infinite for an unclipped law. */
    public double max() {
        return Math.min(max, exact(0, true));
    }

    private double clip(double value) {
        return Math.min(max, Math.max(min, value));
    }

    private double exact(double tail, boolean upper) {
        return (upper ? upperQuantile : lowerQuantile).applyAsDouble(tail);
    }

    private static double tailAt(int node) {
        return Double.longBitsToDouble((node + OFFSET) << SHIFT);
    }

    // Inside the table each cell is a clipped straight line, integrated in closed form; beyond it
    // the octaves go on to 2^-60 with the midpoint rule.
    private double computeMean() {
        double[] parts = new double[2 * CELLS];
        for (int i = 0; i < CELLS; i++) {
            double width = tailAt(i + 1) - tailAt(i);
            parts[i] = width * clippedMean(nodes[i], nodes[i + 1]);
            parts[CELLS + i] = width * clippedMean(nodes[NODES + i + 1], nodes[NODES + i]);
        }
        double sum = 0;
        for (int octave = 60; octave > OCTAVES; octave--) {
            sum += endOctave(StrictMath.scalb(1.0, -octave));
        }
        // from the small parts to the large ones
        Arrays.sort(parts);
        for (double part : parts) {
            sum += part;
        }
        return sum;
    }

    private double endOctave(double octaveStart) {
        int steps = 32;
        double width = octaveStart / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            double tail = octaveStart + (i + 0.5) * width;
            sum += width * (clip(exact(tail, false)) + clip(exact(tail, true)));
        }
        return sum;
    }

    /** Mean over a cell of the line from a to b, a at most b, clipped to [min, max]. */
    private double clippedMean(double a, double b) {
        if (b - a <= 0 || b <= min || a >= max) {
            return clip(a);
        }
        double low = Math.max(a, min);
        double high = Math.min(b, max);
        double below = (low - a) / (b - a);
        double above = (b - high) / (b - a);
        return below * low + above * high + (1 - below - above) * 0.5 * (low + high);
    }
}
