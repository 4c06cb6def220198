package headroom.arrivals;

import headroom.variates.FastLog;

/**
 * A Poisson process whose rate follows a demand curve: arrivals at rate base x m(t).
 *
 * <p>By inversion (Lewis and Shedler 1979, Naval Research Logistics 26(3), section 1): with E an
 * Exp(1) variate the next arrival is where the integral of the rate since the last one reaches E,
 * over any number of steps, and no candidate is thrown away. One uniform an arrival: with common
 * random numbers a higher rate moves every arrival earlier and adds some at the end.
 */
public final class PoissonSource {
    private final OperationalTime time;

    /** A source without random factors. */
    public PoissonSource(double baseRatePerSecond, DemandCurve curve) {
        this(new OperationalTime(baseRatePerSecond, curve));
    }

    PoissonSource(OperationalTime time) {
        this.time = time;
    }

    /** The last arrival, or 0 before the first; infinite after the last. */
    public double nowSeconds() {
        return time.nowSeconds();
    }

    /**
     * The next arrival, from a uniform in (0, 1); infinite when there is none before the end of the
     * curve, and from then on.
     */
    public double next(double u) {
        if (!(u > 0 && u <= 1)) {
            throw new IllegalArgumentException("uniform " + u + " outside (0, 1]");
        }
        return time.advance(unitGap(u));
    }

    /** How many are expected until the next one comes, from a uniform. */
    static double unitGap(double u) {
        return -FastLog.of(u);
    }
}
