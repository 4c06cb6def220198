package headroom.calibration;

import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresFactory;
import org.apache.commons.math3.fitting.leastsquares.LeastSquaresOptimizer.Optimum;
import org.apache.commons.math3.fitting.leastsquares.LevenbergMarquardtOptimizer;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.Pair;

import java.util.Arrays;

/**
 * Least squares that outliers do not rule, with a likely range for every parameter.
 *
 * <pre>
 * minimise  sum 2 (sqrt(1 + r_i^2) - 1)  +  sum ((z_j - m_j) / s_j)^2
 *   r_i  residuals in units of their scale: squared near 0, absolute far away
 *   m_j, s_j  middle and width of what is likely for a parameter
 * </pre>
 *
 * <p>Solved by Levenberg and Marquardt (Commons Math) on the residuals sign(r) sqrt(2 (sqrt(1 +
 * r^2) - 1)), whose squares are the first sum, with forward differences. Deterministic.
 */
final class RobustFit {
    private static final double DIFFERENCE = 1e-6;
    private static final double TOLERANCE = 1e-7;
    private static final int ITERATIONS = 300;

    private RobustFit() {}

    /** Residuals in units of their scale, as a function of the parameters. */
    interface Residuals {
        double[] at(double[] z);
    }

    /** What is likely for each parameter. */
    record Likely(double[] middle, double[] width) {}

    static double[] solve(Residuals residuals, Likely likely) {
        double[] start = likely.middle().clone();
        int rows = residuals.at(start).length + start.length;
        try {
            return optimum(residuals, likely, start, rows).getPoint().toArray();
        } catch (MathIllegalStateException e) {
            throw new PointsException(
                    "the fit does not converge on these points: " + e.getMessage(), e);
        }
    }

    private static Optimum optimum(Residuals residuals, Likely likely, double[] start, int rows) {
        return new LevenbergMarquardtOptimizer()
                .withCostRelativeTolerance(TOLERANCE)
                .withParameterRelativeTolerance(TOLERANCE)
                .optimize(LeastSquaresFactory.create(
                        point -> evaluate(residuals, likely, point.toArray()),
                        new ArrayRealVector(rows),
                        new ArrayRealVector(start),
                        // steps that gain nothing worth having end it
                        (i, before, after) ->
                                before.getCost() - after.getCost() < 1e-6 * after.getCost(),
                        ITERATIONS,
                        ITERATIONS));
    }

    private static Pair<RealVector, RealMatrix> evaluate(
            Residuals residuals, Likely likely, double[] z) {
        double[] here = all(residuals, likely, z);
        double[][] jacobian = new double[here.length][z.length];
        for (int j = 0; j < z.length; j++) {
            double[] moved = z.clone();
            moved[j] += DIFFERENCE;
            double[] there = all(residuals, likely, moved);
            for (int i = 0; i < here.length; i++) {
                jacobian[i][j] = (there[i] - here[i]) / DIFFERENCE;
            }
        }
        return new Pair<>(
                new ArrayRealVector(here, false), new Array2DRowRealMatrix(jacobian, false));
    }

    private static double[] all(Residuals residuals, Likely likely, double[] z) {
        double[] data = residuals.at(z);
        double[] all = Arrays.copyOf(data, data.length + z.length);
        for (int i = 0; i < data.length; i++) {
            double r = data[i];
            // 2 (sqrt(1 + r^2) - 1) without cancelling
            double root = Math.sqrt(2 * r * r / (1 + Math.sqrt(1 + r * r)));
            all[i] = Math.copySign(root, r);
        }
        for (int j = 0; j < z.length; j++) {
            all[data.length + j] = (z[j] - likely.middle()[j]) / likely.width()[j];
        }
        return all;
    }
}
