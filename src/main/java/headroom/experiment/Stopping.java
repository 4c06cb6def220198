package headroom.experiment;

import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.stat.RelativePrecision;
import headroom.summary.Merged;
import headroom.summary.Summaries;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * When the replications of a run are enough, see {@link RelativePrecision}, and what is told of it:
 * the share that was asked for and the half-width over the mean that was reached.
 *
 * @param goal when to stop
 * @param metric the number that must be precise
 * @param windows stretches of time that are summed up
 */
record Stopping(RelativePrecision goal, MetricKey metric, List<Phase> windows) {

    /** How many replications to add to those that were run; 0 when it is time to stop. */
    int more(List<Reading> readings) {
        return goal.more(values(readings));
    }

    /** What was asked for and what was reached. */
    List<Measurement> told(List<Reading> readings) {
        Estimate estimate = Known.ofReplications(values(readings), Summaries.LEVEL);
        return List.of(
                row("asked", goal.gamma(), readings.size()),
                row("reached", RelativePrecision.relative(estimate), readings.size()));
    }

    private double[] values(List<Reading> readings) {
        return Merged.values(readings, metric, windows);
    }

    private Measurement row(String statistic, double value, int replications) {
        SortedMap<String, String> labels =
                new TreeMap<>(Column.labels("metric", metric.toString()));
        return new Measurement(
                "precision",
                labels,
                statistic,
                "share",
                value,
                Double.NaN,
                Summaries.LEVEL,
                replications);
    }
}
