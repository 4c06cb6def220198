package headroom.variates;

/**
 * Quantiles of the gamma law of a shape and scale 1, on {@code StrictMath} alone.
 *
 * <pre>
 * P(a, x) = 1 / Gamma(a) x integral over (0, x) of y^(a-1) e^-y dy,   a > 0: shape, x >= 0
 * </pre>
 *
 * <p>P by its series for x below a + 1 and by Lentz's continued fraction of 1 - P above (Abramowitz
 * and Stegun 6.5.29 and 6.5.31); the quantile by bisection of log x until it stands still. Slow,
 * some tens of microseconds: for tables.
 */
public final class GammaQuantile {
    private static final double LOG_TINY = -745;
    private static final double EPSILON = 1e-16;
    private static final int TERMS = 100_000;
    /** Lanczos' coefficients for g = 7, n = 9. */
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private final double shape;
    private final double logGamma;

    public GammaQuantile(double shape) {
        if (!(shape > 0 && shape <= 1e6)) {
            throw new IllegalArgumentException("shape " + shape);
        }
        this.shape = shape;
        logGamma = logGamma(shape);
    }

    /** The value that a share p of the law stays below. */
    public double lower(double p) {
        return quantile(p, true);
    }

    /** The value that a share of the law exceeds. */
    public double upper(double tail) {
        return quantile(tail, false);
    }

    private double quantile(double share, boolean below) {
        if (share <= 0) {
            return below ? 0 : Double.POSITIVE_INFINITY;
        }
        if (share >= 1) {
            return below ? Double.POSITIVE_INFINITY : 0;
        }
        double low = LOG_TINY;
        double high = StrictMath.log(shape + 1) + 7;
        while (high - low > 4 * Math.ulp(high)) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                break;
            }
            double x = StrictMath.exp(middle);
            boolean tooLow = below ? probability(x, true) < share : probability(x, false) > share;
            if (tooLow) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low == LOG_TINY ? 0 : StrictMath.exp(high);
    }

    /** The share of the law below x, or above it. */
    public double probability(double x, boolean below) {
        if (x <= 0) {
            return below ? 0 : 1;
        }
        double front = StrictMath.exp(shape * StrictMath.log(x) - x - logGamma);
        if (x < shape + 1) {
            double p = front * series(x);
            return below ? p : 1 - p;
        }
        double q = front * fraction(x);
        return below ? 1 - q : q;
    }

    private double series(double x) {
        double term = 1 / shape;
        double sum = term;
        for (int n = 1; n < TERMS && term > sum * EPSILON; n++) {
            term *= x / (shape + n);
            sum += term;
        }
        return sum;
    }

    private double fraction(double x) {
        double tiny = 1e-300;
        double b = x + 1 - shape;
        double c = 1 / tiny;
        double d = 1 / b;
        double h = d;
        for (int n = 1; n < TERMS; n++) {
            double a = n * (shape - n);
            b += 2;
            d = 1 / nonZero(a * d + b);
            c = nonZero(b + a / c);
            h *= d * c;
            if (Math.abs(d * c - 1) < EPSILON) {
                break;
            }
        }
        return h;
    }

    private static double nonZero(double x) {
        return Math.abs(x) < 1e-300 ? 1e-300 : x;
    }

    /** Logarithm of the gamma function of a positive number. */
    public static double logGamma(double x) {
        if (x < 0.5) {
            double reflected = Math.PI / StrictMath.sin(Math.PI * x);
            return StrictMath.log(reflected) - logGamma(1 - x);
        }
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (x - 1 + i);
        }
        double t = x + 6.5;
        return 0.5 * StrictMath.log(2 * Math.PI)
                + (x - 0.5) * StrictMath.log(t)
                - t
                + StrictMath.log(sum);
    }
}
