package headroom.arrivals;

/**
 * A Poisson process whose rate follows a demand curve: arrivals at rate base x m(t).
 *
 * <p>By inversion (Lewis and Shedler 1979, Naval Research Logistics 26(3), section 1; Cinlar 1975,
 * Introduction to Stochastic Processes, section 4.7): with E an Exp(1) variate the next arrival is
 * where the integral of the rate since the last one reaches E. The rate is constant over the steps
 * of the curve, so the integral is inverted exactly, over any number of steps, and no candidate is
 * thrown away. One uniform an arrival: with common random numbers a higher rate moves every
 * arrival earlier and adds some at the end.
 */
public final class PoissonSource {
    private final DemandCurve curve;
    private final double baseRatePerSecond;
    private double nowSeconds;
    private int piece;

    public PoissonSource(double baseRatePerSecond, DemandCurve curve) {
        if (!(baseRatePerSecond >= 0 && baseRatePerSecond <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("rate of " + baseRatePerSecond + " /s");
        }
        this.baseRatePerSecond = baseRatePerSecond;
        this.curve = curve;
    }

    /** The last arrival, or 0 before the first; infinite after the last. */
    public double nowSeconds() {
        return nowSeconds;
    }

    /**
     * The next arrival, from a uniform in (0, 1); infinite when there is none before the end of the
     * curve, and from then on.
     */
    public double next(double u) {
        if (!(u > 0 && u <= 1)) {
            throw new IllegalArgumentException("uniform " + u + " outside (0, 1]");
        }
        double remaining = -StrictMath.log(u);
        int count = curve.pieceCount();
        while (piece < count) {
            double endSeconds = (piece + 1) * DemandCurve.PIECE_SECONDS;
            double rate = baseRatePerSecond * curve.piece(piece);
            double available = rate * (endSeconds - nowSeconds);
            if (remaining < available) {
                // Rounding must not carry it over the boundary, where another rate holds.
                nowSeconds = Math.min(nowSeconds + remaining / rate, endSeconds);
                return nowSeconds;
            }
            remaining -= available;
            nowSeconds = endSeconds;
            piece++;
        }
        nowSeconds = Double.POSITIVE_INFINITY;
        return nowSeconds;
    }
}
