package headroom.response;

import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.study.Trial;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * One addition under one height of the spike.
 *
 * @param scale factor on the scenario's addition
 * @param spike factor on (height - 1) of its spikes
 * @param gpus GPUs added, as the simulated cells stand for them
 * @param capacityPerSecond nominal capacity of the whole fleet, mean of the replications [1/s]
 * @param values each measure in each replication, in their order; NaN where one does not tell it
 */
public record Point(
        double scale,
        double spike,
        double gpus,
        double capacityPerSecond,
        Map<Measure, double[]> values) {
    private static final double LEVEL = 0.95;

    public Point {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /** What the replications of a trial say. */
    static Point of(double scale, double spike, Trial trial, Phase phase, List<Measure> measures) {
        Scenario scenario = trial.simulation().scenario();
        List<Sample> samples = trial.readings().stream()
                .map(each -> new Sample(scenario, phase, Expansion.arrivalSeconds(scenario), each))
                .toList();
        Map<Measure, double[]> values = new EnumMap<>(Measure.class);
        for (Measure measure : measures) {
            values.put(
                    measure,
                    samples.stream().mapToDouble(each -> each.of(measure)).toArray());
        }
        double capacity = samples.stream()
                .mapToDouble(Sample::capacityPerSecond)
                .average()
                .orElse(Double.NaN);
        return new Point(scale, spike, Expansion.simulated(scenario), capacity, values);
    }

    /** A measure in each replication. */
    public double[] values(Measure measure) {
        double[] found = values.get(measure);
        if (found == null) {
            throw new IllegalArgumentException("no " + measure.key() + " in this study");
        }
        return found.clone();
    }

    /** A measure over the replications, with its 95 % interval. */
    public Estimate estimate(Measure measure) {
        return Known.ofReplications(values(measure), LEVEL);
    }
}
