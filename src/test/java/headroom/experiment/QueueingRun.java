package headroom.experiment;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.cell.CellReport;
import headroom.fleet.Occupancy;
import headroom.fleet.OccupancyAt;
import headroom.jobbook.JobCounts;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.RunRecord;
import headroom.scenario.Scenario;
import headroom.stat.Known;
import headroom.summary.Merged;
import headroom.summary.Summaries;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A run of a case as users run it, and its numbers with their standard errors.
 *
 * <p>A number said to be controlled is the mean over replications with two control variates whose
 * means are known (Lavenberg and Welch 1981, Management Science 27(3)): the arrivals offered, less
 * rate times time; and the requests completed, less the tokens generated over the mean length,
 * which is a martingale because exponential lengths have no memory. Both come from what goes in,
 * neither from the law that is to be tested, so a fault of the service moves the estimate; a fault
 * of the input moves the controls themselves, whose means are tested too. They take away 64 to 85 %
 * of the variance of the share of time in which a replica with continuous batching is full.
 */
final class QueueingRun {
    private final Scenario scenario;
    private final Plan plan;
    private final List<Kept> kept;
    private final Phase window;
    private final long requests;
    private final List<Measurement> numbers;
    private final JobNumbers jobs;

    /**
     * What is kept of a replication: its numbers, and the counts of its first window that some are
     * read off, but nothing by cell or hour.
     */
    record Kept(
            Reading reading,
            List<Measurement> numbers,
            CellReport totals,
            @Nullable Occupancy occupancy,
            @Nullable JobCounts jobs) {

        static Kept of(Scenario scenario, Plan plan, Replication.Result result) {
            RunRecord record = result.record();
            return new Kept(
                    Readings.of(scenario, plan, result.replication(), record),
                    new Summaries(plan.subject(), record).all(),
                    record.total(0),
                    record.occupancy().isEmpty() ? null : record.occupancy().get(0),
                    record.jobs(0));
        }
    }

    /**
     * A number with its standard error.
     *
     * @param degrees degrees of freedom
     */
    record Estimated(double value, double standardError, double degrees) {
        /** Half the width of the interval at an error probability. */
        double halfWidth(double alpha) {
            return quantile(degrees, 1 - alpha / 2) * standardError;
        }

        Estimated times(double factor) {
            return new Estimated(value * factor, standardError * factor, degrees);
        }

        Estimated plus(double shift) {
            return new Estimated(value + shift, standardError, degrees);
        }

        Estimated complement() {
            return new Estimated(1 - value, standardError, degrees);
        }
    }

    QueueingRun(Scenario scenario) {
        this(scenario, UnaryOperator.identity());
    }

    /** A run in which something is changed that no scenario can say. */
    QueueingRun(Scenario scenario, UnaryOperator<Plan> change) {
        this.scenario = scenario;
        plan = change.apply(new Assembly(scenario, QueueingCase.FOLDER).plan());
        window = plan.windows().get(0);
        kept = new Experiment(plan)
                .run(2, Replication.Progress.NONE, result -> Kept.of(scenario, plan, result));
        List<Reading> readings = kept.stream().map(Kept::reading).toList();
        requests = readings.stream().mapToLong(Reading::requests).sum();
        numbers = Stream.concat(
                        Merged.summary(readings, plan.windows()).stream(),
                        Merged.occupancy(readings).stream())
                .toList();
        jobs = new JobNumbers(kept);
    }

    static double quantile(double degrees, double p) {
        return new TDistribution(null, degrees).inverseCumulativeProbability(p);
    }

    long requests() {
        return requests;
    }

    /** The number that a metric of a case means, see {@code queueing-cases.psv}. */
    Estimated read(String how) {
        String[] words = how.split(" ");
        String last = words[words.length - 1];
        if (words[0].equals("1-")) {
            return read(how.substring(3)).complement();
        }
        if (words[0].equals("minus")) {
            return read(how.substring(how.indexOf(' ', 6) + 1)).plus(-Double.parseDouble(words[1]));
        }
        if (last.startsWith("*")) {
            String rest = how.substring(0, how.length() - last.length()).strip();
            return read(rest).times(Double.parseDouble(last.substring(1)));
        }
        if (how.contains("jobs.")) {
            return jobs.read(how);
        }
        if (last.equals("controlled")) {
            return controlled(Integer.parseInt(words[1]));
        }
        if (words[0].equals("at")) {
            return plain(words[2], words[3], "at", words[1]);
        }
        if (words[0].equals("peak") || words[0].equals("lag")) {
            return swing(words[0].equals("peak"));
        }
        if (words[0].equals("ttft") && words[1].equals("above")) {
            return ofEach(r -> shareAbove(r.totals, Double.parseDouble(words[2])));
        }
        if (last.equals("byArrivals")) {
            return waitByArrivals();
        }
        if (words[0].equals("atLeast")) {
            return plain("number.atLeast", "share", "k", words[1]);
        }
        if (words[0].equals("tokens:output")) {
            return plain("tokens", "mean", "kind", "output");
        }
        if (words[0].startsWith("requests:")) {
            return plain("requests", "mean", "outcome", words[0].substring(9));
        }
        return plain(words[0], words[1], "phase", "run");
    }

    private Estimated plain(String name, String statistic, String label, String value) {
        Measurement m = numbers.stream()
                .filter(each -> each.name().equals(name) && each.statistic().equals(statistic))
                .filter(each -> value.equals(each.labels().get(label)))
                .findFirst()
                .orElseThrow();
        double t = quantile(m.n() - 1.0, (1 + m.level()) / 2);
        return new Estimated(m.value(), m.halfWidth() / t, m.n() - 1.0);
    }

    /** Mean over replications of a number of each. */
    private Estimated ofEach(ToDoubleFunction<Kept> number) {
        double[] values = kept.stream().mapToDouble(number).toArray();
        headroom.stat.Estimate e = Known.ofReplications(values, Summaries.LEVEL);
        double t = quantile(e.n() - 1.0, (1 + e.level()) / 2);
        return new Estimated(e.value(), e.halfWidth() / t, e.n() - 1.0);
    }

    /** Of the mean numbers at a replica at the instants, which divide a day evenly. */
    private Estimated swing(boolean peak) {
        return ofEach(each -> {
            List<OccupancyAt> instants = occupancy(each).instants();
            return swing(instants.stream().mapToDouble(at -> at.mean(0)).toArray(), peak);
        });
    }

    /**
     * The sinusoid through numbers at instants that divide a day evenly: its peak, or by how many
     * hours it is behind a sine.
     */
    static double swing(double[] numbers, boolean peak) {
        int n = numbers.length;
        double mean = 0;
        double sine = 0;
        double cosine = 0;
        for (int i = 0; i < n; i++) {
            mean += numbers[i] / n;
            sine += 2 * numbers[i] * Math.sin(2 * Math.PI * i / n) / n;
            cosine += 2 * numbers[i] * Math.cos(2 * Math.PI * i / n) / n;
        }
        return peak
                ? mean + Math.hypot(sine, cosine)
                : Math.atan2(-cosine, sine) * 24 / (2 * Math.PI);
    }

    private static Occupancy occupancy(Kept each) {
        return Objects.requireNonNull(each.occupancy);
    }

    /** Share of the requests whose first token came later than this, by bisection of quantiles. */
    private static double shareAbove(CellReport totals, double seconds) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 40; i++) {
            double p = (low + high) / 2;
            if (totals.ttft[0].quantileSeconds(p) > seconds) {
                high = p;
            } else {
                low = p;
            }
        }
        return 1 - low;
    }

    private Estimated controlled(int k) {
        int n = kept.size();
        double[] y = new double[n];
        double[][] x = new double[n][];
        for (int r = 0; r < n; r++) {
            y[r] = occupancy(kept.get(r)).shareAtLeast(0, k);
            x[r] = controls(kept.get(r));
        }
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(y, x);
        double mean = regression.estimateRegressionParameters()[0];
        double error = regression.estimateRegressionParametersStandardErrors()[0];
        return new Estimated(mean, error, n - x[0].length - 1.0);
    }

    /** Mean time to the first token, with the arrivals offered as the control variate. */
    private Estimated waitByArrivals() {
        double expected = scenario.demand().streams().get(0).ratePerSecond()
                * (window.toSeconds() - window.fromSeconds());
        int n = kept.size();
        double[] y = new double[n];
        double[][] x = new double[n][];
        for (int r = 0; r < n; r++) {
            CellReport totals = kept.get(r).totals;
            y[r] = totals.ttft[0].meanSeconds();
            x[r] = new double[] {totals.offered[0] / expected - 1};
        }
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(y, x);
        return new Estimated(
                regression.estimateRegressionParameters()[0],
                regression.estimateRegressionParametersStandardErrors()[0],
                n - 2.0);
    }

    /** How much too many arrivals, and how much too many completions for the tokens generated. */
    private double[] controls(Kept each) {
        Occupancy occupancy = occupancy(each);
        double expected = scenario.demand().streams().get(0).ratePerSecond()
                * (scenario.horizonSeconds() - scenario.warmUpSeconds());
        double length = scenario.demand().streams().get(0).output().mean().orElseThrow();
        return new double[] {
            each.totals.offered[0] / expected - 1,
            (occupancy.completed[0] - occupancy.outputTokens[0] / length) / expected
        };
    }

    /** The means of the controls of a number, which must be 0. */
    List<Estimated> controls(String how) {
        if (how.contains(" given ")) {
            return jobs.offControls(how);
        }
        if (!how.endsWith("controlled")) {
            return List.of();
        }
        return Stream.of(0, 1).map(i -> ofEach(each -> controls(each)[i])).toList();
    }
}
