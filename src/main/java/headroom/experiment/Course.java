package headroom.experiment;

import headroom.measure.Column;
import headroom.measure.HourlyColumns;
import headroom.measure.RunRecord;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.stat.Estimate;
import headroom.stat.Known;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The course of an experiment over time: each hour's mean over replications, with its error. */
final class Course {
    private static final double LEVEL = 0.95;

    private Course() {}

    /** The course; without what is about users where there are none. */
    static TimeSeries of(Instant start, List<RunRecord> records, boolean users) {
        HourlyColumns first = records.get(0).columns();
        List<Series> series = new ArrayList<>();
        for (int c = 0; c < first.columns().size(); c++) {
            Column column = first.columns().get(c);
            if (!users && HourSummary.isOfUsers(column.name())) {
                continue;
            }
            double[] means = new double[first.hours()];
            double[] halfWidths = new double[first.hours()];
            double[][] values = new double[records.size()][];
            for (int r = 0; r < values.length; r++) {
                values[r] = records.get(r).columns().values(c);
            }
            double[] hour = new double[values.length];
            for (int h = 0; h < means.length; h++) {
                for (int r = 0; r < hour.length; r++) {
                    hour[r] = values[r][h];
                }
                Estimate estimate = Known.ofReplications(hour, LEVEL);
                means[h] = estimate.value();
                halfWidths[h] = estimate.halfWidth();
            }
            series.add(
                    new Series(column.name(), column.labels(), column.unit(), means, halfWidths));
        }
        return new TimeSeries(start, 3600, series);
    }
}
