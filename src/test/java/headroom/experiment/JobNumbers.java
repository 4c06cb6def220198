package headroom.experiment;

import headroom.experiment.QueueingRun.Estimated;
import headroom.jobbook.StreamCounts;
import headroom.measure.Measurement;
import headroom.stat.LatencyHistogram;

import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Numbers of jobs of a run, one a replication, read by name, and their mean.
 *
 * <p>{@code jobs.wait mean station=desk stream=a} is the number of that name and statistic with
 * these labels and as few others as there are; {@code square X} the mean of its squares and {@code
 * root X} the root of that; {@code ratio X / Y} that of the means of two, with the error of the
 * ratio estimator (Cochran, Sampling techniques, 6.4); {@code 2 X + 3 Y} a sum; {@code most X} the
 * highest level at which any time was spent; {@code pooled X} a quantile of the times of all
 * replications together; {@code peak X} and {@code lag X} those of the sinusoid through X at the
 * instants of a day, as {@link QueueingRun#swing}. {@code X given Y = y given Z = z} is the mean of
 * X with control variates Y and Z, whose means are y and z (Lavenberg and Welch 1981, Management
 * Science 27(3)).
 */
final class JobNumbers {
    /** Of each replication. */
    private final List<QueueingRun.Kept> runs;

    JobNumbers(List<QueueingRun.Kept> runs) {
        this.runs = runs;
    }

    /** The number that these words mean. */
    Estimated read(String how) {
        if (how.startsWith("ratio ")) {
            String[] two = how.substring(6).split(" / ");
            return ratio(values(two[0]), values(two[1]));
        }
        if (how.startsWith("most ")) {
            return new Estimated(most(how.substring(5)), 0, runs.size() - 1.0);
        }
        if (how.startsWith("pooled ")) {
            String[] words = how.split(" ");
            return pooled(words[1], Integer.parseInt(words[2].substring(1)) / 100.0);
        }
        if (how.startsWith("peak ") || how.startsWith("lag ")) {
            String[] words = how.split(" ");
            return mean(runs.stream()
                    .mapToDouble(run -> QueueingRun.swing(
                            course(run.numbers(), words[1], words[2]), words[0].equals("peak")))
                    .toArray());
        }
        if (how.startsWith("square ")) {
            return mean(squares(how.substring(7)));
        }
        if (how.startsWith("root ")) {
            Estimated square = mean(squares(how.substring(5)));
            double root = Math.sqrt(square.value());
            return new Estimated(root, square.standardError() / (2 * root), square.degrees());
        }
        String[] parts = how.split(" given ");
        if (parts.length == 1) {
            return mean(values(how));
        }
        return controlled(values(parts[0]), controls(how));
    }

    /** The control variates of a number, whose means must be 0. */
    List<Estimated> offControls(String how) {
        return controls(how).stream().map(JobNumbers::mean).toList();
    }

    private List<double[]> controls(String how) {
        String[] parts = how.split(" given ");
        List<double[]> controls = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String[] sides = parts[i].split(" = ");
            double exact = Double.parseDouble(sides[1].split(" ", 2)[0]);
            controls.add(Arrays.stream(values(sides[0]))
                    .map(value -> value / exact - 1)
                    .toArray());
        }
        return controls;
    }

    private double[] squares(String how) {
        return Arrays.stream(values(how)).map(value -> value * value).toArray();
    }

    /** The highest level at which any time was spent. */
    private double most(String name) {
        return runs.stream()
                .flatMap(run -> run.numbers().stream())
                .filter(m -> m.name().equals(name) && m.value() > 0)
                .mapToInt(m -> Integer.parseInt(m.labels().getOrDefault("k", "0")))
                .max()
                .orElseThrow();
    }

    /** The number of each replication. */
    private double[] values(String how) {
        double[] sum = new double[runs.size()];
        for (String term : how.strip().split(" \\+ ")) {
            String[] words = term.split(" ", 2);
            boolean isScaled = !words[0].startsWith("jobs.");
            double factor = isScaled ? Double.parseDouble(words[0]) : 1;
            double[] each = plain(isScaled ? words[1] : term);
            for (int r = 0; r < sum.length; r++) {
                sum[r] += factor * each[r];
            }
        }
        return sum;
    }

    private double[] plain(String how) {
        String[] words = how.strip().split(" ");
        double[] values = new double[runs.size()];
        for (int r = 0; r < values.length; r++) {
            values[r] = find(runs.get(r).numbers(), words).value();
        }
        return values;
    }

    /** A number at all instants of the probes. */
    private static double[] course(List<Measurement> numbers, String name, String statistic) {
        return numbers.stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .filter(m -> m.labels().containsKey("station") && !m.labels().containsKey("stream"))
                .sorted(Comparator.comparingDouble(
                        m -> Double.parseDouble(m.labels().getOrDefault("at", ""))))
                .mapToDouble(Measurement::value)
                .toArray();
    }

    /** The quantile of all times at the one station, with the error of the jackknife. */
    private Estimated pooled(String name, double p) {
        int n = runs.size();
        double[] without = new double[n];
        double mean = 0;
        for (int left = 0; left < n; left++) {
            without[left] = pooled(name, left).quantileSeconds(p);
            mean += without[left] / n;
        }
        double squares = 0;
        for (double value : without) {
            squares += (value - mean) * (value - mean);
        }
        double all = pooled(name, -1).quantileSeconds(p);
        return new Estimated(all, Math.sqrt(squares * (n - 1) / n), n - 1.0);
    }

    private LatencyHistogram pooled(String name, int without) {
        LatencyHistogram sum = new LatencyHistogram();
        for (int r = 0; r < runs.size(); r++) {
            for (StreamCounts counts :
                    Objects.requireNonNull(runs.get(r).jobs()).stations.get(0).streams) {
                if (r != without) {
                    sum.merge(name.equals("jobs.wait") ? counts.waits : counts.sojourns);
                }
            }
        }
        return sum;
    }

    private static Measurement find(List<Measurement> numbers, String[] words) {
        return numbers.stream()
                .filter(m -> m.name().equals(words[0]) && m.statistic().equals(words[1]))
                .filter(m -> hasLabels(m.labels(), words))
                .min(Comparator.comparingInt(m -> m.labels().size()))
                .orElseThrow(() -> new AssertionError("no number " + String.join(" ", words)));
    }

    private static boolean hasLabels(Map<String, String> labels, String[] words) {
        boolean all = "run".equals(labels.get("phase"));
        for (int i = 2; i < words.length; i++) {
            String[] sides = words[i].split("=");
            all &= sides[1].equals(labels.get(sides[0]));
        }
        return all;
    }

    private static Estimated mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        double mean = sum / values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        int n = values.length;
        return new Estimated(mean, Math.sqrt(squares / (n - 1) / n), n - 1.0);
    }

    private static Estimated ratio(double[] above, double[] below) {
        double denominator = mean(below).value();
        double ratio = mean(above).value() / denominator;
        double[] off = new double[above.length];
        for (int r = 0; r < off.length; r++) {
            off[r] = above[r] - ratio * below[r];
        }
        double error = mean(off).standardError() / Math.abs(denominator);
        return new Estimated(ratio, error, off.length - 1.0);
    }

    private static Estimated controlled(double[] values, List<double[]> controls) {
        int n = values.length;
        double[][] x = new double[n][controls.size()];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < controls.size(); c++) {
                x[r][c] = controls.get(c)[r];
            }
        }
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(values, x);
        return new Estimated(
                regression.estimateRegressionParameters()[0],
                regression.estimateRegressionParametersStandardErrors()[0],
                n - controls.size() - 1.0);
    }
}
