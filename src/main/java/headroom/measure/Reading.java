package headroom.measure;

import java.util.List;

/**
 * What one replication says, small enough to be kept: numbers, not what they were counted from.
 *
 * @param replication which one, from 0
 * @param summary its numbers by phase and label; half-widths are those between its cells,
 *     or between its batches
 * @param occupancy its shares of time with k requests at a replica; may be empty
 * @param series its course over time, without half-widths
 * @param requests requests it simulated, not scaled
 * @param batched its numbers whose half-widths are those between batches, not cells
 */
public record Reading(
        int replication,
        List<Measurement> summary,
        List<Measurement> occupancy,
        TimeSeries series,
        long requests,
        List<MetricKey> batched) {
    public Reading {
        summary = List.copyOf(summary);
        occupancy = List.copyOf(occupancy);
        batched = List.copyOf(batched);
    }

    /** One of a run that is not cut into batches. */
    public Reading(
            int replication,
            List<Measurement> summary,
            List<Measurement> occupancy,
            TimeSeries series,
            long requests) {
        this(replication, summary, occupancy, series, requests, List.of());
    }
}
