package headroom.demandfit;

/**
 * Index of dispersion of a stationary renewal process with Gamma interarrivals.
 *
 * <pre>
 * V(x) = inverse of [(1 + f(s)) / (s^2 (1 - f(s)))] at x, minus x^2;  I = V(x) / x
 * f(s) = (1 + c^2 s)^(-1/c^2)
 * </pre>
 *
 * <p>x mean number of arrivals in the window [1], c coefficient of variation of interarrivals [1],
 * f the transform of an interarrival of mean 1. Domain: x above 0, c above 0. I goes from 1 for
 * short windows to c^2 for long ones. Source: Cox 1962, Renewal Theory, section 4.5. The
 * inversion is that of Abate and Whitt 1995 (ORSA Journal on Computing 7(1), the Euler method): 15
 * terms and 11 more averaged, error about 1e-8 (3 x)^2.
 */
final class RenewalDispersion {
    private static final double A = 18.4;
    private static final int TERMS = 15;
    private static final double[] BINOMIAL = {1, 11, 55, 165, 330, 462, 462, 330, 165, 55, 11, 1};

    private RenewalDispersion() {}

    /** The index in a window of x mean arrivals, for interarrivals of this variation. */
    static double index(double meanArrivals, double variation) {
        double x = meanArrivals;
        double square = variation * variation;
        double sum = 0.5 * real(A / (2 * x), 0, square);
        double averaged = 0;
        int sign = -1;
        for (int k = 1; k <= TERMS + 11; k++) {
            if (k > TERMS) {
                averaged += BINOMIAL[k - TERMS - 1] * sum;
            }
            sum += sign * real(A / (2 * x), k * Math.PI / x, square);
            sign = -sign;
        }
        averaged += BINOMIAL[11] * sum;
        double second = StrictMath.exp(A / 2) / x * averaged / 2048;
        return (second - x * x) / x;
    }

    /** Real part of the transform at a + i b. */
    private static double real(double a, double b, double square) {
        // f = (1 + square s)^(-1/square) by its modulus and argument
        double u = 1 + square * a;
        double v = square * b;
        double modulus = StrictMath.exp(-0.5 / square * StrictMath.log(u * u + v * v));
        double argument = -StrictMath.atan2(v, u) / square;
        double fr = modulus * StrictMath.cos(argument);
        double fi = modulus * StrictMath.sin(argument);
        // (1 + f) / (1 - f)
        double norm = (1 - fr) * (1 - fr) + fi * fi;
        double qr = ((1 + fr) * (1 - fr) - fi * fi) / norm;
        double qi = 2 * fi / norm;
        // divided by s^2
        double sr = a * a - b * b;
        double si = 2 * a * b;
        return (qr * sr + qi * si) / (sr * sr + si * si);
    }
}
