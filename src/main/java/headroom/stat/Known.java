package headroom.stat;

import java.util.Arrays;

/**
 * Estimates from the observations that there are: a quantity that a replication or a cell had no
 * occasion to observe is NaN there, and left out. Without any it is NaN itself.
 */
public final class Known {
    private Known() {}

    /** Over those replications that observed something. */
    public static Estimate ofReplications(double[] values, double level) {
        double[] known = known(values);
        return known.length == 0 ? none(level) : Estimate.ofReplications(known, level);
    }

    /** What a part is of a whole; NaN where the whole is nothing, whatever is counted as part. */
    public static double ratio(double part, double whole) {
        return whole > 0 ? part / whole : Double.NaN;
    }

    private static double[] known(double[] values) {
        return Arrays.stream(values).filter(x -> !Double.isNaN(x)).toArray();
    }

    private static Estimate none(double level) {
        return new Estimate(Double.NaN, Double.NaN, level, 0);
    }
}
