package headroom.stat;

import java.util.ArrayList;
import java.util.List;

/**
 * A mean over replications, corrected by quantities of the same replications whose means are known.
 *
 * <pre>
 * value = mean y - b' (mean c - mu),  b from the regression of y on c
 * half-width = t(n - q - 1) s sqrt(1 / n + (mean c - mu)' (C'C)^-1 (mean c - mu))
 * s^2 = sum of squared residuals / (n - q - 1)
 * loss factor = (n - 2) / (n - q - 2): what estimating b costs in variance
 *   y   what is estimated;  c  controls;  mu  their known means
 *   C   controls less their means over the n replications, one column each
 *   q   controls used
 * </pre>
 *
 * <p>Controls are taken in their order; one that adds nothing to those before it (a constant, or a
 * sum of others) is left out. Fewer than q + 3 replications leave the mean as it is.
 *
 * <p>Domain: y and c jointly normal for the interval to be exact; otherwise approximate, with a
 * bias of order 1/n. Every control must have exactly the mean that is given for it.
 *
 * <p>Source: Lavenberg and Welch (1981), A perspective on the use of control variables to increase
 * the efficiency of Monte Carlo simulations, Management Science 27(3), 322-335; Law (2015),
 * Simulation Modeling and Analysis, section 11.4. The regression is solved by orthogonalising the
 * columns in turn (modified Gram-Schmidt).
 *
 * @param estimate the corrected mean
 * @param plain the mean as it is
 * @param used which controls were used, by their place in the list given
 * @param explained share of the variance of y that they explain, R^2
 * @param lossFactor (n - 2) / (n - q - 2)
 * @param residuals what the controls leave of y less its mean, of each replication
 */
public record ControlVariates(
        Estimate estimate,
        Estimate plain,
        List<Integer> used,
        double explained,
        double lossFactor,
        double[] residuals) {
    /** What is left of a control after those before it, as a share of it, is not rounding. */
    private static final double ADDS_NOTHING = 1e-10;

    public ControlVariates {
        used = List.copyOf(used);
    }

    /**
     * A control.
     *
     * @param values of each replication
     * @param mean what is known to be their mean
     */
    public record Control(double[] values, double mean) {}

    /** A column of the regression: a control less its mean over replications, made orthogonal. */
    private record Column(double[] values, double off, double squares) {}

    /** Of a number of each replication, with controls of each. */
    public static ControlVariates of(double[] y, List<Control> controls, double level) {
        int n = y.length;
        Estimate plain = Estimate.ofReplications(y, level);
        double[] residual = centred(y, plain.value());
        double total = dot(residual, residual);
        double value = plain.value();
        double factor = 1.0 / n;
        List<Column> columns = new ArrayList<>();
        List<Integer> used = new ArrayList<>();
        for (int i = 0; i < controls.size(); i++) {
            if (n < columns.size() + 4) {
                break;
            }
            Column column = orthogonal(controls.get(i), n, columns);
            if (column.squares > 0) {
                double b = dot(residual, column.values) / column.squares;
                take(residual, column.values, b);
                value -= b * column.off;
                factor += column.off * column.off / column.squares;
                columns.add(column);
                used.add(i);
            }
        }
        if (used.isEmpty()) {
            return new ControlVariates(plain, plain, used, 0, 1, residual);
        }
        int q = used.size();
        double left = dot(residual, residual);
        double half = Student.factor(n - q - 1, level) * Math.sqrt(left / (n - q - 1) * factor);
        return new ControlVariates(
                new Estimate(value, half, level, n),
                plain,
                used,
                total > 0 ? 1 - left / total : 0,
                (n - 2.0) / (n - q - 2.0),
                residual);
    }

    /**
     * How many times as many replications the plain mean would have needed for the same variance: 1
     * / ((1 - R^2) x loss factor); below 1 where the controls cost more than they give.
     */
    public double varianceReduction() {
        return 1 / ((1 - explained) * lossFactor);
    }

    /** What a control adds to the columns before it; with squares of 0 if nothing. */
    private static Column orthogonal(Control control, int n, List<Column> before) {
        if (control.values.length != n) {
            throw new IllegalArgumentException(
                    control.values.length + " values of a control in " + n + " replications");
        }
        double mean = 0;
        for (double value : control.values) {
            mean += value / n;
        }
        double[] values = centred(control.values, mean);
        double off = mean - control.mean;
        double size = dot(values, values) + n * (mean * mean) * ADDS_NOTHING;
        for (Column column : before) {
            double b = dot(values, column.values) / column.squares;
            take(values, column.values, b);
            off -= b * column.off;
        }
        double squares = dot(values, values);
        return new Column(values, off, squares > ADDS_NOTHING * size ? squares : 0);
    }

    private static double[] centred(double[] values, double mean) {
        double[] centred = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            centred[i] = values[i] - mean;
        }
        return centred;
    }

    private static void take(double[] from, double[] column, double times) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= times * column[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
