package headroom.summary;

import static headroom.stat.Known.ratio;

import headroom.fleet.Occupancy;
import headroom.fleet.OccupancyAt;
import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.RunRecord;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.summary.Summaries.Metric;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * How many requests replicas held over time, from the end of the warm-up to the horizon: means for
 * the summary, and the distribution, of one replication. The error is that between its cells.
 */
public final class OccupancySummary {
    private static final String SHARE = "share";

    private final Subject subject;
    /** The cells of a replication. */
    private final List<Occupancy> cells;
    /** All of them together: none where nothing was measured. */
    private final List<Occupancy> whole;

    private final List<Measurement> out = new ArrayList<>();

    public OccupancySummary(Subject subject, RunRecord run) {
        this.subject = subject;
        this.cells = run.occupancy();
        this.whole = cells.isEmpty() ? List.of() : List.of(sum(cells));
    }

    private static Occupancy sum(List<Occupancy> cells) {
        List<Double> instants =
                cells.get(0).instants().stream().map(OccupancyAt::timeSeconds).toList();
        Occupancy sum = new Occupancy(cells.get(0).deployments(), instants);
        cells.forEach(sum::add);
        return sum;
    }

    /** Means of each deployment and of a cell; nothing where nothing was measured. */
    public List<Measurement> means() {
        out.clear();
        if (whole.isEmpty()) {
            return List.of();
        }
        for (int d = 0; d < subject.names().placements().size(); d++) {
            means(d);
            for (int i = 0; i < whole.get(0).instants().size(); i++) {
                instant(d, i);
            }
        }
        SortedMap<String, String> cell = phase(new TreeMap<>());
        int deployments = subject.names().placements().size();
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
        add(
                new Metric("wait", "mean", "s"),
                labels,
                o -> ratio(o.waitingSeconds[d], o.completed[d]));
        add(
                new Metric("sojourn", "mean", "s"),
                labels,
                o -> ratio(o.requestSeconds(d), o.completed[d]));
        add(
                new Metric("token.gap", "mean", "s"),
                labels,
                o -> ratio(o.requestSeconds(d) - o.waitingSeconds[d], o.outputTokens[d]));
        add(new Metric("steps", "mean", "1/s"), labels, o -> o.steps[d] / o.replicaSeconds(d));
        add(new Metric("batch", "mean", "1"), labels, o -> (double) o.outputTokens[d] / o.steps[d]);
    }

    /** What the replicas of a deployment held at an instant. */
    private void instant(int d, int i) {
        SortedMap<String, String> labels = phase(labels(d));
        double at = whole.get(0).instants().get(i).timeSeconds();
        labels.put("at", Measurement.label(at));
        int seats = subject.names().engine(d).limits().maxSequences();
        add(new Metric("number.at", "mean", "1"), labels, o -> o.instants()
                .get(i)
                .mean(d));
        add(new Metric("number.at", "sd", "1"), labels, o -> o.instants().get(i).deviation(d));
        add(new Metric("number.at.waiting", "mean", "1"), labels, o -> o.instants()
                .get(i)
                .meanWaiting(d));
        add(new Metric("full.at", SHARE, "1"), labels, o -> o.instants()
                .get(i)
                .shareAtLeast(d, seats));
    }

    /** Of each deployment the shares of time with exactly k requests, and with k or more. */
    public List<Measurement> distribution() {
        out.clear();
        for (int d = 0; !whole.isEmpty() && d < subject.names().placements().size(); d++) {
            int deployment = d;
            int levels = whole.get(0).levels(deployment);
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
        String pool = subject.names().pools().get(subject.names().placements().get(d));
        return new TreeMap<>(Column.labels("deployment", (d + 1) + "-" + pool));
    }

    /** Where there are several phases, occupancy is of the whole run after the warm-up. */
    private SortedMap<String, String> phase(SortedMap<String, String> labels) {
        if (subject.windows().size() == 1) {
            labels.put("phase", subject.windows().get(0).name());
        }
        return labels;
    }

    private void add(Metric m, SortedMap<String, String> labels, ToDoubleFunction<Occupancy> f) {
        double[] values = cells.stream().mapToDouble(f).toArray();
        Estimate e = Known.ofReplications(values, Summaries.LEVEL);
        out.add(new Measurement(
                m.name(),
                labels,
                m.statistic(),
                m.unit(),
                f.applyAsDouble(whole.get(0)),
                e.halfWidth(),
                Summaries.LEVEL,
                e.n()));
    }
}
