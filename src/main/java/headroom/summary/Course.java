package headroom.summary;

import headroom.measure.Column;
import headroom.measure.HourlyColumns;
import headroom.measure.RunRecord;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The course of a replication over time, hour by hour. */
public final class Course {
    private Course() {}

    /** The course; without what is about users where there are none. */
    public static TimeSeries of(Instant start, RunRecord record, boolean users) {
        HourlyColumns columns = record.columns();
        List<Series> series = new ArrayList<>();
        for (int c = 0; c < columns.columns().size(); c++) {
            Column column = columns.columns().get(c);
            if (users || !HourSummary.isOfUsers(column.name())) {
                double[] values = columns.values(c);
                double[] unknown = new double[values.length];
                Arrays.fill(unknown, Double.NaN);
                series.add(
                        new Series(column.name(), column.labels(), column.unit(), values, unknown));
            }
        }
        return new TimeSeries(start, 3600, series);
    }
}
