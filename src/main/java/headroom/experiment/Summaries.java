package headroom.experiment;

import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.RunRecord;
import headroom.stat.Estimate;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The summary of an experiment: every number by window, with its error.
 *
 * <p>With two replications or more the error is that between replications. With one it is that
 * between the sampled cells, each of which is a draw of its own; that of a quantile is the error
 * of the mean of the cells' quantiles. Numbers that belong to the whole cluster, such as the cap
 * scale, then have none.
 */
final class Summaries {
    /** Confidence level of every half-width. */
    static final double LEVEL = 0.95;

    private final Plan plan;
    private final List<RunRecord> runs;
    private final List<Measurement> out = new ArrayList<>();

    Summaries(Plan plan, List<RunRecord> runs) {
        this.plan = plan;
        this.runs = runs;
    }

    /** What is measured, how observations become one number, and its unit. */
    record Metric(String name, String statistic, String unit) {}

    List<Measurement> all() {
        for (int w = 0; w < plan.windows().size(); w++) {
            for (int tier = -1; tier < plan.names().tiers().size(); tier++) {
                new RequestSummary(this, w, tier).add();
            }
            new HourSummary(this, w).add();
        }
        return out;
    }

    Plan plan() {
        return plan;
    }

    List<RunRecord> runs() {
        return runs;
    }

    Phase window(int w) {
        return plan.windows().get(w);
    }

    /** Labels of a number of a window, from names and values in turn. */
    SortedMap<String, String> labels(int w, String... namesAndValues) {
        SortedMap<String, String> labels = new TreeMap<>(Column.labels(namesAndValues));
        labels.put("phase", window(w).name());
        return labels;
    }

    void add(Metric m, SortedMap<String, String> labels, Estimate e, long n) {
        out.add(new Measurement(
                m.name(), labels, m.statistic(), m.unit(), e.value(), e.halfWidth(), LEVEL, n));
    }
}
