package headroom.variates;

/**
 * A power law between two values: P(X > x) = ((from/x)^alpha - r) / (1 - r), r = (from/to)^alpha,
 * from <= x <= to.
 *
 * <p>The tail of job sizes in many systems has alpha near 1 (Harchol-Balter 2013, Performance
 * Modeling and Design of Computer Systems, chapter 20; measured). Each value costs a power: where
 * many are drawn, draw from {@link Tabulated}.
 *
 * @param alpha exponent of the tail, above 0 to 100 [1]
 * @param from least value, above 0, in any unit
 * @param to greatest value, above it
 */
public record BoundedPareto(double alpha, double from, double to) implements Law {
    public BoundedPareto {
        if (!(alpha > 0 && alpha <= 100)) {
            throw new IllegalArgumentException("alpha " + alpha + " outside 0 to 100");
        }
        if (!(from > 0 && to > from && to <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException("from " + from + " to " + to);
        }
    }

    @Override
    public double quantile(double u) {
        double inside = -StrictMath.expm1(-alpha * logRatio());
        double x = from * StrictMath.exp(-StrictMath.log1p(-u * inside) / alpha);
        return Math.min(to, x);
    }

    @Override
    public double mean() {
        return from * moment(1);
    }

    @Override
    public double squaredCv() {
        double first = moment(1);
        return Math.max(0, moment(2) / (first * first) - 1);
    }

    private double logRatio() {
        return StrictMath.log(to / from);
    }

    /**
     * The mean of (X / from)^n: alpha times the integral of exp((n - alpha) y) over y from 0 to
     * log(to / from), over 1 - r.
     */
    private double moment(int n) {
        double width = logRatio();
        double power = (n - alpha) * width;
        // (e^p - 1) / p is 1 at p = 0, where alpha = n
        double average = power == 0 ? 1 : StrictMath.expm1(power) / power;
        return alpha * width * average / -StrictMath.expm1(-alpha * width);
    }
}
