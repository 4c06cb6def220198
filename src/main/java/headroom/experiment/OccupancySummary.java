package headroom.experiment;

import headroom.experiment.Summaries.Metric;
import headroom.fleet.Occupancy;
import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.RunRecord;
import headroom.stat.Estimate;
import headroom.stat.Known;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How many requests replicas held over time, from the end of the warm-up to the horizon: means for
 * the summary, and the distribution. The error is that between replications, or between cells where
 * there is one replication.
 */
final class OccupancySummary {
    private static final String SHARE = "share";

    private final Plan plan;
    /** What each independent part of the experiment saw: its replications, or the cells of one. */
    private final List<Occupancy> parts = new ArrayList<>();

    private final List<Measurement> out = new ArrayList<>();

    OccupancySummary(Plan plan, List<RunRecord> runs) {
        this.plan = plan;
        if (runs.size() == 1) {
            parts.addAll(runs.get(0).occupancy());
        } else {
            for (RunRecord run : runs) {
                if (!run.occupancy().isEmpty()) {
                    parts.add(sum(run.occupancy()));
                }
            }
        }
    }

    private static Occupancy sum(List<Occupancy> cells) {
        Occupancy sum = new Occupancy(cells.get(0).deployments());
        cells.forEach(sum::add);
        return sum;
    }

    /** Means of each deployment and of a cell; nothing where nothing was measured. */
    List<Measurement> means() {
        out.clear();
        if (parts.isEmpty()) {
            return List.of();
        }
        for (int d = 0; d < plan.names().placements().size(); d++) {
            means(d);
        }
        SortedMap<String, String> cell = phase(new TreeMap<>());
        int deployments = plan.names().placements().size();
        add(new Metric("number.cell", "mean", "1"), cell, o -> {
            double sum = 0;
            for (int d = 0; d < deployments; d++) {
                sum += o.requestSeconds(d);
            }
            return sum / o.cellSeconds();
        });
        add(new Metric("empty.cell", SHARE, "1"), cell, Occupancy::emptyShare);
        return List.copyOf(out);
    }

    private void means(int d) {
        SortedMap<String, String> labels = phase(labels(d));
        add(
                new Metric("number", "mean", "1"),
                labels,
                o -> o.requestSeconds(d) / o.replicaSeconds(d));
        add(
                new Metric("number.waiting", "mean", "1"),
                labels,
                o -> o.waitingSeconds[d] / o.replicaSeconds(d));
        add(new Metric("idle", SHARE, "1"), labels, o -> o.share(d, 0));
        add(new Metric("wait", "mean", "s"), labels, o -> o.waitingSeconds[d] / o.completed[d]);
        add(new Metric("sojourn", "mean", "s"), labels, o -> o.requestSeconds(d) / o.completed[d]);
        add(
                new Metric("token.gap", "mean", "s"),
                labels,
                o -> (o.requestSeconds(d) - o.waitingSeconds[d]) / o.outputTokens[d]);
        add(new Metric("steps", "mean", "1/s"), labels, o -> o.steps[d] / o.replicaSeconds(d));
        add(new Metric("batch", "mean", "1"), labels, o -> (double) o.outputTokens[d] / o.steps[d]);
    }

    /** Of each deployment the shares of time with exactly k requests, and with k or more. */
    List<Measurement> distribution() {
        out.clear();
        for (int d = 0; !parts.isEmpty() && d < plan.names().placements().size(); d++) {
            int deployment = d;
            int levels =
                    parts.stream().mapToInt(o -> o.levels(deployment)).max().orElse(0);
            for (int k = 0; k < levels; k++) {
                int requests = k;
                SortedMap<String, String> labels = labels(d);
                labels.put("k", String.valueOf(k));
                add(
                        new Metric("number.exactly", SHARE, "1"),
                        labels,
                        o -> o.share(deployment, requests));
                add(
                        new Metric("number.atLeast", SHARE, "1"),
                        labels,
                        o -> o.shareAtLeast(deployment, requests));
            }
        }
        return List.copyOf(out);
    }

    /** A deployment is known by its place in the scenario, from 1, and its pool. */
    private SortedMap<String, String> labels(int d) {
        String pool = plan.names().pools().get(plan.names().placements().get(d));
        return new TreeMap<>(Column.labels("deployment", (d + 1) + "-" + pool));
    }

    /** Where there are several phases, occupancy is of the whole run after the warm-up. */
    private SortedMap<String, String> phase(SortedMap<String, String> labels) {
        if (plan.windows().size() == 1) {
            labels.put("phase", plan.windows().get(0).name());
        }
        return labels;
    }

    private void add(Metric m, SortedMap<String, String> labels, ToDoubleFunction<Occupancy> f) {
        double[] values = parts.stream().mapToDouble(f).toArray();
        Estimate e = Known.ofReplications(values, Summaries.LEVEL);
        out.add(new Measurement(
                m.name(),
                labels,
                m.statistic(),
                m.unit(),
                e.value(),
                e.halfWidth(),
                Summaries.LEVEL,
                e.n()));
    }
}
