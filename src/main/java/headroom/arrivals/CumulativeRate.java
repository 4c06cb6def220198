package headroom.arrivals;

import java.util.Arrays;

/** Expected arrivals from the start of a run up to any time in it: straight lines between ends. */
public final class CumulativeRate {
    private static final double HOUR_SECONDS = 3600;

    private final double[] ends;
    /** Arrivals up to each end. */
    private final double[] sums;

    private CumulativeRate(double[] ends, double[] sums) {
        this.ends = ends;
        this.sums = sums;
    }

    /** Of a base rate [1/s] and a demand curve, its random factor at its mean. */
    public static CumulativeRate of(double basePerSecond, DemandCurve curve) {
        double[] ends = new double[curve.pieceCount()];
        double[] sums = new double[ends.length];
        double from = 0;
        double sum = 0;
        for (int i = 0; i < ends.length; i++) {
            ends[i] = curve.pieceEndSeconds(i);
            sum += basePerSecond * curve.piece(i) * (ends[i] - from);
            sums[i] = sum;
            from = ends[i];
        }
        return new CumulativeRate(ends, sums);
    }

    /** Of counts in hours that follow each other from the start. */
    public static CumulativeRate ofHours(double[] counts) {
        double[] ends = new double[counts.length];
        double[] sums = new double[counts.length];
        double sum = 0;
        for (int h = 0; h < counts.length; h++) {
            sum += counts[h];
            ends[h] = (h + 1) * HOUR_SECONDS;
            sums[h] = sum;
        }
        return new CumulativeRate(ends, sums);
    }

    /** Arrivals until a time [s]; none before the start, no more after the end. */
    public double until(double seconds) {
        if (!(seconds > 0)) {
            return 0;
        }
        int at = Arrays.binarySearch(ends, seconds);
        int i = at >= 0 ? at : -at - 1;
        if (i == ends.length) {
            return sums[i - 1];
        }
        double from = i == 0 ? 0 : ends[i - 1];
        double before = i == 0 ? 0 : sums[i - 1];
        return before + (sums[i] - before) * (seconds - from) / (ends[i] - from);
    }
}
