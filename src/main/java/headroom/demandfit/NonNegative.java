package headroom.demandfit;

import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Least squares with unknowns of at least 0, for few of them: min |A v - b|^2 + h |v|^2, v at least
 * 0.
 *
 * <p>The solution is that of the unconstrained problem on the unknowns that are above 0 in it, so
 * every choice of those is tried: 2^k problems for k unknowns, which for eight costs nothing and
 * needs no pivoting rule. The small h makes it unique.
 */
final class NonNegative {
    private static final double RIDGE = 1e-5;
    private static final int MOST = 12;

    private NonNegative() {}

    static double[] solve(double[][] a, double[] b) {
        int unknowns = a[0].length;
        if (unknowns > MOST) {
            throw new IllegalArgumentException(unknowns + " unknowns, at most " + MOST);
        }
        double[] best = new double[unknowns];
        double least = error(a, b, best);
        for (int chosen = 1; chosen < 1 << unknowns; chosen++) {
            double[] tried = solve(a, b, chosen);
            double error = error(a, b, tried);
            if (error < least) {
                least = error;
                best = tried;
            }
        }
        return best;
    }

    /** The solution on some unknowns, the others 0; where one comes out below 0, all are 0. */
    private static double[] solve(double[][] a, double[] b, int chosen) {
        int unknowns = a[0].length;
        int n = Integer.bitCount(chosen);
        RealMatrix matrix = MatrixUtils.createRealMatrix(a.length + n, n);
        RealVector right = MatrixUtils.createRealVector(new double[a.length + n]);
        int column = 0;
        for (int k = 0; k < unknowns; k++) {
            if ((chosen >> k & 1) == 1) {
                for (int row = 0; row < a.length; row++) {
                    matrix.setEntry(row, column, a[row][k]);
                }
                matrix.setEntry(a.length + column, column, Math.sqrt(RIDGE));
                column++;
            }
        }
        for (int row = 0; row < a.length; row++) {
            right.setEntry(row, b[row]);
        }
        RealVector solved = new QRDecomposition(matrix).getSolver().solve(right);
        double[] values = new double[unknowns];
        column = 0;
        for (int k = 0; k < unknowns; k++) {
            if ((chosen >> k & 1) == 1) {
                values[k] = solved.getEntry(column++);
            }
        }
        return solved.getMinValue() < 0 ? new double[unknowns] : values;
    }

    private static double error(double[][] a, double[] b, double[] v) {
        double sum = 0;
        for (int row = 0; row < a.length; row++) {
            double rest = -b[row];
            for (int k = 0; k < v.length; k++) {
                rest += a[row][k] * v[k];
            }
            sum += rest * rest;
        }
        for (double value : v) {
            sum += RIDGE * value * value;
        }
        return sum;
    }
}
