package headroom.study;

import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.summary.Summaries;

import org.apache.commons.math3.linear.SingularMatrixException;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * A plane laid through the points of a sweep by least squares, y = b0 + sum b(j) x(j): the effect
 * of each variable on a number with all others held still.
 *
 * <p>x(j) is a variable's number, its logarithm where the variable goes by ratios, or 1 at one of
 * its names and 0 at all others, the first name being what they are compared with. A variable's
 * effect is b(j) times the range of x(j), in the unit of y; its standardised effect is b(j) sd(x(j))
 * / sd(y). Planes are laid through the points of each replication by itself, so the t interval
 * over replications is right although points share their random numbers; it holds the noise of
 * simulation alone. How far the plane is from the points is told by R^2 of the means: where that
 * is low, effects are a rough average over a curve. Source of the method: Kleijnen 2015, Design and
 * Analysis of Simulation Experiments, chapter 2.
 *
 * @param effects of each variable or name, the largest first
 * @param determination R^2, the share of the variance of the means over points that the plane has
 */
public record Regression(List<Effect> effects, double determination) {
    public Regression {
        effects = List.copyOf(effects);
    }

    /**
     * The effect of a variable over its range, or of a name instead of the first one.
     *
     * @param variation the variable
     * @param from where it begins: the value with the smallest number, or the first name
     * @param to where it ends
     * @param change by how much the number changes on the way
     * @param standardised in standard deviations, for each standard deviation of the variable
     */
    public record Effect(
            Variation variation, String from, String to, Estimate change, double standardised) {}

    /** A column of the design and what it stands for. */
    private record Column(Variation variation, String from, String to, double[] x) {}

    /** The regression of a shown number; none where there are too few points, some lack it or it is
     * the same at all. */
    public static Optional<Regression> of(Sweep sweep, int shown) {
        int points = sweep.trials().size();
        List<Column> columns = new ArrayList<>();
        sweep.plan().variations().forEach(each -> columns.addAll(columns(sweep, each)));
        double[] means = new double[points];
        for (int p = 0; p < points; p++) {
            means[p] = sweep.number(p, shown).value();
            if (!Double.isFinite(means[p])) {
                return Optional.empty();
            }
        }
        if (columns.isEmpty() || points < columns.size() + 2 || !(spread(means) > 0)) {
            return Optional.empty();
        }
        try {
            return Optional.of(fit(sweep, shown, columns, means));
        } catch (SingularMatrixException e) {
            // variables that always vary together cannot be told apart
            return Optional.empty();
        }
    }

    private static Regression fit(Sweep sweep, int shown, List<Column> columns, double[] means) {
        double[][] x = new double[means.length][columns.size()];
        for (int p = 0; p < means.length; p++) {
            for (int c = 0; c < columns.size(); c++) {
                x[p][c] = columns.get(c).x()[p];
            }
        }
        OLSMultipleLinearRegression plane = new OLSMultipleLinearRegression();
        plane.newSampleData(means, x);
        double[] whole = plane.estimateRegressionParameters();
        double spread = spread(means);
        double determination = plane.calculateRSquared();
        List<double[]> each = new ArrayList<>();
        int replications = sweep.trials().get(0).readings().size();
        double[][] values = new double[means.length][];
        for (int p = 0; p < means.length; p++) {
            values[p] = sweep.values(p, shown);
        }
        for (int r = 0; r < replications; r++) {
            double[] y = new double[means.length];
            boolean known = true;
            for (int p = 0; p < y.length; p++) {
                y[p] = values[p][r];
                known &= Double.isFinite(y[p]);
            }
            if (known) {
                plane.newSampleData(y, x);
                each.add(plane.estimateRegressionParameters());
            }
        }
        List<Effect> effects = new ArrayList<>();
        for (int c = 0; c < columns.size(); c++) {
            int at = c + 1;
            Column column = columns.get(c);
            double range = max(column.x()) - min(column.x());
            Estimate change = Known.ofReplications(
                    each.stream().mapToDouble(b -> b[at] * range).toArray(), Summaries.LEVEL);
            effects.add(new Effect(
                    column.variation(),
                    column.from(),
                    column.to(),
                    change,
                    whole[at] * spread(column.x()) / spread));
        }
        effects.sort(
                Comparator.comparingDouble((Effect e) -> Math.abs(e.change().value()))
                        .reversed());
        return new Regression(effects, determination);
    }

    private static List<Column> columns(Sweep sweep, Variation each) {
        List<String> values = sweep.trials().stream()
                .map(trial -> trial.changes().getOrDefault(each.path(), ""))
                .toList();
        List<String> names = List.copyOf(new LinkedHashSet<>(values));
        if (names.size() < 2) {
            return List.of();
        }
        Optional<Variation.Numbers> numbers = Variation.numbers(values);
        if (numbers.isPresent()) {
            double[] x = numbers.get().values().stream()
                    .mapToDouble(each.log() ? StrictMath::log : value -> value)
                    .toArray();
            return List.of(
                    new Column(each, values.get(at(x, min(x))), values.get(at(x, max(x))), x));
        }
        List<Column> columns = new ArrayList<>();
        for (String name : names.subList(1, names.size())) {
            double[] x =
                    values.stream().mapToDouble(v -> v.equals(name) ? 1 : 0).toArray();
            columns.add(new Column(each, names.get(0), name, x));
        }
        return columns;
    }

    private static int at(double[] x, double value) {
        for (int i = 0; i < x.length; i++) {
            if (x[i] == value) {
                return i;
            }
        }
        throw new IllegalStateException("no " + value);
    }

    private static double min(double[] x) {
        return java.util.Arrays.stream(x).min().orElseThrow();
    }

    private static double max(double[] x) {
        return java.util.Arrays.stream(x).max().orElseThrow();
    }

    /** Standard deviation over points. */
    private static double spread(double[] x) {
        double mean = java.util.Arrays.stream(x).sum() / x.length;
        double sum = 0;
        for (double each : x) {
            sum += (each - mean) * (each - mean);
        }
        return Math.sqrt(sum / (x.length - 1));
    }
}
