package headroom.arrivals;

/**
 * Time measured by what is expected to arrive: from one instant to a later one it advances by the
 * integral of the rate between them.
 *
 * <pre>
 * rate(t) = base x m(t) x f(t)     m: demand curve [1], f: product of random paths of the rate [1],
 *                                  all in steps, so that the integral is inverted exactly
 * </pre>
 *
 * <p>A process of rate 1 in operational time has that rate in time (Cinlar 1975, Introduction to
 * Stochastic Processes, section 4.7): Poisson stays Poisson, and a renewal process keeps the order
 * and the burstiness of its gaps while they stretch and shrink with the rate.
 */
final class OperationalTime {
    private final DemandCurve curve;
    private final double baseRatePerSecond;
    private final RatePath[] paths;
    private double nowSeconds;
    private int piece;

    OperationalTime(double baseRatePerSecond, DemandCurve curve, RatePath... paths) {
        if (!(baseRatePerSecond >= 0 && baseRatePerSecond <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("rate of " + baseRatePerSecond + " /s");
        }
        this.baseRatePerSecond = baseRatePerSecond;
        this.curve = curve;
        this.paths = paths;
    }

    /** The last instant reached [s]; infinite after the end of the curve. */
    double nowSeconds() {
        return nowSeconds;
    }

    /** Where the curve ends [s]. */
    double endSeconds() {
        return curve.pieceEndSeconds(curve.pieceCount() - 1);
    }

    /** Goes on by so many expected arrivals; the instant reached, infinite past the end [s]. */
    double advance(double arrivals) {
        double remaining = arrivals;
        while (piece < curve.pieceCount()) {
            double pieceEnd = curve.pieceEndSeconds(piece);
            double end = pieceEnd;
            double rate = baseRatePerSecond * curve.piece(piece);
            for (RatePath path : paths) {
                end = Math.min(end, path.endSeconds());
                rate *= path.factor();
            }
            double available = rate * (end - nowSeconds);
            if (remaining < available) {
                // rounding must not carry it over the boundary, where another rate holds
                nowSeconds = Math.min(nowSeconds + remaining / rate, end);
                return nowSeconds;
            }
            remaining -= available;
            nowSeconds = end;
            for (RatePath path : paths) {
                if (path.endSeconds() <= end) {
                    path.advance();
                }
            }
            if (pieceEnd <= end) {
                piece++;
            }
        }
        nowSeconds = Double.POSITIVE_INFINITY;
        return nowSeconds;
    }
}
