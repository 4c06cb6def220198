package headroom.measure;

import java.util.List;

/**
 * What one replication says, small enough to be kept: numbers, not what they were counted from.
 *
 * @param replication which one, from 0
 * @param summary its numbers by phase and label; half-widths are those between its cells
 * @param occupancy its shares of time with k requests at a replica; may be empty
 * @param series its course over time, without half-widths
 * @param requests requests it simulated, not scaled
 */
public record Reading(
        int replication,
        List<Measurement> summary,
        List<Measurement> occupancy,
        TimeSeries series,
        long requests) {
    public Reading {
        summary = List.copyOf(summary);
        occupancy = List.copyOf(occupancy);
    }
}
