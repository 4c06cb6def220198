package headroom.summary;

import headroom.cell.CellReport;
import headroom.stat.LatencyHistogram;
import headroom.summary.Summaries.Metric;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;

/** Latencies of one window by model; none where there is one model for all. */
final class ModelSummary {
    private static final double[] PROBABILITIES = {0.5, 0.9, 0.99};

    private final Summaries summaries;
    private final int window;

    ModelSummary(Summaries summaries, int window) {
        this.summaries = summaries;
        this.window = window;
    }

    void add() {
        List<String> models = summaries.subject().names().modelNames();
        int measured = summaries.run().run().models.length;
        for (int m = 0; m < measured; m++) {
            SortedMap<String, String> labels = summaries.labels(window, "model", models.get(m));
            int model = m;
            add("ttft", r -> r.models[model].ttft, labels);
            add("e2e", r -> r.models[model].e2e, labels);
            add("tpot", r -> r.models[model].tpot, labels);
        }
    }

    private void add(
            String name,
            Function<CellReport, LatencyHistogram> of,
            SortedMap<String, String> labels) {
        summaries.add(
                window,
                new Metric(name, "mean", "s"),
                (r, real) -> of.apply(r).meanSeconds(),
                labels);
        for (double p : PROBABILITIES) {
            summaries.add(
                    window,
                    new Metric(name, "p" + Math.round(100 * p), "s"),
                    (r, real) -> of.apply(r).quantileSeconds(p),
                    labels);
        }
    }
}
