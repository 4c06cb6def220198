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

/**
 * The summary of one replication: every number by window, with the error that it has by itself.
 *
 * <p>That is the error between the sampled cells, each of which is a draw of its own; that of a
 * quantile is the error of the mean of the cells' quantiles. Numbers that belong to the whole
 * cluster, such as the cap scale, have none by one replication.
 */
public final class Summaries {
    /** Confidence level of every half-width. */
    public static final double LEVEL = 0.95;

    /** Stands for all tiers together. */
    static final int ALL = -1;

    private final Subject subject;
    private final RunRecord run;
    private final List<Measurement> out = new ArrayList<>();

    public Summaries(Subject subject, RunRecord run) {
        this.subject = subject;
        this.run = run;
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

    RunRecord run() {
        return run;
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

    /** Adds a number of a window, with the error between cells. */
    void add(int w, Metric metric, OfTotals f, SortedMap<String, String> labels) {
        double value = finite(f.of(run.total(w), subject.cluster().weight()));
        Estimate cells = betweenCells(w, f);
        Estimate estimate = new Estimate(value, cells.halfWidth(), LEVEL, cells.n());
        add(metric, labels, estimate, subject.cluster().sampledCells());
    }

    private Estimate betweenCells(int w, OfTotals f) {
        double[] byCell = new double[subject.cluster().sampledCells()];
        for (int c = 0; c < byCell.length; c++) {
            byCell[c] = finite(f.of(run.total(w, c), subject.cluster().cells()));
        }
        return Known.ofReplications(byCell, LEVEL);
    }

    /** A rate over a window that was not reached is no number. */
    private static double finite(double value) {
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    /** Adds a number that a replication has one of, by its name, statistic and unit. */
    void add(
            String name,
            String statistic,
            String unit,
            SortedMap<String, String> labels,
            double value) {
        add(new Metric(name, statistic, unit), labels, value);
    }

    /** Adds a number that a replication has one of. */
    void add(Metric metric, SortedMap<String, String> labels, double value) {
        add(metric, labels, new Estimate(value, Double.NaN, LEVEL, 1), 1);
    }

    /** Adds what is made already. */
    void addAll(List<Measurement> made) {
        out.addAll(made);
    }

    private void add(Metric m, SortedMap<String, String> labels, Estimate e, long n) {
        out.add(new Measurement(
                m.name(), labels, m.statistic(), m.unit(), e.value(), e.halfWidth(), LEVEL, n));
    }
}
