package headroom.study;

import headroom.experiment.Simulation;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.summary.Merged;
import headroom.summary.Summaries;

import java.util.List;
import java.util.Map;

/**
 * A scenario with some values replaced, and the replications of it that have been run. Replication
 * r of any two trials of the same seed draws from the same streams: common random numbers.
 *
 * @param changes values that were replaced, by path
 * @param simulation what was run
 * @param readings what its replications say, in their order from 0
 */
public record Trial(Map<String, String> changes, Simulation simulation, List<Reading> readings) {
    public Trial {
        readings = List.copyOf(readings);
    }

    /** The numbers that a run with these replications tells of them. */
    public List<Measurement> summary() {
        return Merged.summary(readings, simulation.phases());
    }

    /** The values of which a number is the mean; NaN where a replication does not tell it. */
    public double[] values(MetricKey key) {
        return Merged.values(readings, key, simulation.phases());
    }

    /** A number over replications. */
    public Estimate estimate(MetricKey key) {
        return Known.ofReplications(values(key), Summaries.LEVEL);
    }
}
