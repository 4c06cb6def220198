package headroom.measure;

import java.time.Instant;
import java.util.List;

/**
 * Quantities over simulated time on one grid of equal steps.
 *
 * @param start simulated time at which the first step begins
 * @param stepSeconds length of a step [s]
 * @param columns the quantities, all of the same length, in the order in which they are written
 */
public record TimeSeries(Instant start, double stepSeconds, List<Series> columns) {
    public TimeSeries {
        columns = List.copyOf(columns);
        for (Series column : columns) {
            if (column.values().length != columns.get(0).values().length) {
                throw new IllegalArgumentException("series " + column.name() + column.labels()
                        + " has " + column.values().length + " steps, the first one "
                        + columns.get(0).values().length);
            }
        }
    }
}
