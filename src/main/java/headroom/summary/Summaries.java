package headroom.summary;

import headroom.cell.CellReport;
import headroom.gangs.JobsSpec;
import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.RunRecord;
import headroom.stat.Estimate;
import headroom.stat.Known;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The summary of an experiment: every number by window, with its error.
 *
 * <p>With two replications or more the error is that between replications. With one it is that
 * between the sampled cells, each of which is a draw of its own; that of a quantile is the error
 * of the mean of the cells' quantiles. Numbers that belong to the whole cluster, such as the cap
 * scale, then have none.
 */
public final class Summaries {
    /** Confidence level of every half-width. */
    public static final double LEVEL = 0.95;

    /** Stands for all tiers together. */
    static final int ALL = -1;

    private final Subject subject;
    private final List<RunRecord> runs;
    private final List<Measurement> out = new ArrayList<>();

    public Summaries(Subject subject, List<RunRecord> runs) {
        this.subject = subject;
        this.runs = runs;
    }

    /** What is measured, how observations become one number, and its unit. */
    record Metric(String name, String statistic, String unit) {}

    /** A number read off the totals of some cells; real is what one simulated thing stands for. */
    @FunctionalInterface
    interface OfTotals {
        double of(CellReport totals, double real);
    }

    /** All numbers; none of requests where nobody can ask. */
    public List<Measurement> all() {
        int tiers = subject.names().tiers().size();
        int first = tiers == 0 ? 0 : ALL;
        JobsSpec jobs = subject.cluster().jobs();
        for (int w = 0; w < subject.windows().size(); w++) {
            for (int tier = first; tier < tiers; tier++) {
                new RequestSummary(this, w, tier).add();
            }
            new HourSummary(this, w).add();
            if (jobs != null) {
                new JobSummary(this, w, jobs).add();
            }
        }
        for (int w = 0; w < subject.windows().size(); w++) {
            for (int tier = first; tier < tiers; tier++) {
                new LimitSummary(this, w, tier).add();
            }
            new ModelSummary(this, w).add();
        }
        return out;
    }

    Subject subject() {
        return subject;
    }

    List<RunRecord> runs() {
        return runs;
    }

    Phase window(int w) {
        return subject.windows().get(w);
    }

    /** Labels of a number of a window, from names and values in turn. */
    SortedMap<String, String> labels(int w, String... namesAndValues) {
        SortedMap<String, String> labels = new TreeMap<>(Column.labels(namesAndValues));
        labels.put("phase", window(w).name());
        return labels;
    }

    /** Labels of a number of a tier; those of all tiers together bear no tier. */
    SortedMap<String, String> labelsOfTier(int w, int tier, String... namesAndValues) {
        SortedMap<String, String> labels = labels(w, namesAndValues);
        if (tier != ALL) {
            labels.put("tier", subject.names().tiers().get(tier));
        }
        return labels;
    }

    /** Adds a number of a window, with the error between replications, or else between cells. */
    void add(int w, Metric metric, OfTotals f, SortedMap<String, String> labels) {
        int n = runs.size();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = finite(f.of(runs.get(i).total(w), subject.cluster().weight()));
        }
        Estimate estimate = Known.ofReplications(values, LEVEL);
        if (n == 1) {
            Estimate cells = betweenCells(w, f);
            estimate = new Estimate(estimate.value(), cells.halfWidth(), LEVEL, cells.n());
        }
        add(metric, labels, estimate, n == 1 ? subject.cluster().sampledCells() : n);
    }

    private Estimate betweenCells(int w, OfTotals f) {
        double[] byCell = new double[subject.cluster().sampledCells()];
        for (int c = 0; c < byCell.length; c++) {
            byCell[c] = finite(f.of(runs.get(0).total(w, c), subject.cluster().cells()));
        }
        return Known.ofReplications(byCell, LEVEL);
    }

    /** A rate over a window that was not reached is no number. */
    private static double finite(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** Adds a number that each replication has one of, read off what it left. */
    <T> void add(
            List<T> parts, Metric metric, SortedMap<String, String> labels, ToDoubleFunction<T> f) {
        double[] values = parts.stream().mapToDouble(f).toArray();
        add(metric, labels, Known.ofReplications(values, LEVEL), values.length);
    }

    /** Adds what is made already. */
    void addAll(List<Measurement> made) {
        out.addAll(made);
    }

    void add(Metric m, SortedMap<String, String> labels, Estimate e, long n) {
        out.add(new Measurement(
                m.name(), labels, m.statistic(), m.unit(), e.value(), e.halfWidth(), LEVEL, n));
    }
}
