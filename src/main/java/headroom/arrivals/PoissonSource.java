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
 *
 * <p>Modulated, the rate is base x m(t) x M(t), M constant over steps of its own, which cut those
 * of the curve.
 */
public final class PoissonSource {
    private final DemandCurve curve;
    private final double baseRatePerSecond;
    private final ModulationPath modulation;
    private double nowSeconds;
    private int piece;

    /** A source without random factors. */
    public PoissonSource(double baseRatePerSecond, DemandCurve curve) {
        this(baseRatePerSecond, curve, ModulationPath.constant());
    }

    public PoissonSource(double baseRatePerSecond, DemandCurve curve, ModulationPath modulation) {
        if (!(baseRatePerSecond >= 0 && baseRatePerSecond <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("rate of " + baseRatePerSecond + " /s");
        }
        this.baseRatePerSecond = baseRatePerSecond;
        this.curve = curve;
        this.modulation = modulation;
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
            double pieceEndSeconds = (piece + 1) * DemandCurve.PIECE_SECONDS;
            double changeSeconds = modulation.untilSeconds();
            double endSeconds = Math.min(pieceEndSeconds, changeSeconds);
            double rate = baseRatePerSecond * curve.piece(piece) * modulation.factor();
            double available = rate * (endSeconds - nowSeconds);
            if (remaining < available) {
                // Rounding must not carry it over the boundary, where another rate holds.
                nowSeconds = Math.min(nowSeconds + remaining / rate, endSeconds);
                return nowSeconds;
            }
            remaining -= available;
            nowSeconds = endSeconds;
            if (changeSeconds <= endSeconds) {
                modulation.advance();
            }
            if (pieceEndSeconds <= endSeconds) {
                piece++;
            }
        }
        nowSeconds = Double.POSITIVE_INFINITY;
        return nowSeconds;
    }
}
