package headroom.response;

import headroom.stat.Estimate;

import java.util.List;

/**
 * The capacity at which a curve first reaches a level, with its interval.
 *
 * <p>Each replication has a curve of its own, linear between neighbouring points; where it first
 * reaches the level is one value, and the interval is over those values. It knows nothing of how
 * the curve bends between points, so points must be close where it matters.
 *
 * @param gpus added GPUs; NaN where it is not reached in all replications
 * @param reached replications that reach it
 * @param first replications that are there at the first point already
 */
record Crossing(Estimate gpus, int reached, int first) {
    private static final double LEVEL = 0.95;

    /** Where a measure reaches a level on its way up, or down. */
    static Crossing of(List<Point> curve, Measure measure, double level) {
        int sign = measure.course().sign();
        int n = curve.get(0).values(measure).length;
        double[] at = new double[n];
        int reached = 0;
        int first = 0;
        for (int r = 0; r < n; r++) {
            at[r] = where(curve, measure, level * sign, r);
            reached += Double.isNaN(at[r]) ? 0 : 1;
            first += at[r] == curve.get(0).gpus() ? 1 : 0;
        }
        Estimate none = new Estimate(Double.NaN, Double.NaN, LEVEL, 0);
        return new Crossing(
                // where some need none at all, a mean of the others' needs says nothing
                reached == n && first == 0 ? Estimate.ofReplications(at, LEVEL) : none,
                reached,
                first);
    }

    private static double where(List<Point> curve, Measure measure, double level, int r) {
        int sign = measure.course().sign();
        double before = Double.NaN;
        double gpusBefore = Double.NaN;
        for (Point point : curve) {
            double value = sign * point.values(measure)[r];
            if (value >= level) {
                return Double.isNaN(before)
                        ? point.gpus()
                        : gpusBefore
                                + (point.gpus() - gpusBefore) * (level - before) / (value - before);
            }
            before = value;
            gpusBefore = point.gpus();
        }
        return Double.NaN;
    }
}
