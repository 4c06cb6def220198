package headroom.page;

import headroom.measure.Series;
import headroom.measure.TimeSeries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The course of a run as CSV, a row for each step.
 *
 * <p>The first column, {@code time}, is the begin of the step in UTC ({@code
 * 2026-05-06T13:00:00Z}), the second, {@code hour}, the same in hours from the start. Every other
 * column is one series, named by its name and label values joined by dots (site, pool, tier, model,
 * outcome, kind, then others by name): {@code caps.scale}, {@code outcome.pro.completed}, {@code
 * power.memphis}. Where half-widths are known, a column of the same name with {@code .hw} follows.
 * Units and labels of the columns stand in {@code manifest.json}. An empty field is an unknown
 * number. In pandas: {@code read_csv(file, parse_dates=["time"], index_col="time")}.
 */
public final class TimeSeriesCsv {
    private TimeSeriesCsv() {}

    /** The file. */
    public static String csv(TimeSeries series) {
        List<Column> columns = columns(series);
        List<List<String>> rows = new ArrayList<>();
        List<String> header = new ArrayList<>(List.of("time", "hour"));
        columns.forEach(column -> header.add(column.name()));
        rows.add(header);
        int steps = series.columns().isEmpty() ? 0 : series.columns().get(0).values().length;
        for (int step = 0; step < steps; step++) {
            double seconds = step * series.stepSeconds();
            List<String> row = new ArrayList<>();
            row.add(time(series, step).toString());
            row.add(SummaryFiles.number(seconds / 3600));
            for (Column column : columns) {
                row.add(SummaryFiles.number(column.values()[step]));
            }
            rows.add(row);
        }
        return SummaryFiles.csvText(rows);
    }

    /** Begin of a step, to the nanosecond. */
    public static Instant time(TimeSeries series, int step) {
        return series.start().plusNanos((long) Math.rint(step * series.stepSeconds() * 1e9));
    }

    /** The columns after {@code time} and {@code hour}; no two may have the same name. */
    public static List<Column> columns(TimeSeries series) {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>(List.of("time", "hour"));
        for (Series each : series.columns()) {
            String name = Labels.column(each.name(), each.labels());
            columns.add(new Column(name, each, each.values()));
            if (known(each.halfWidths())) {
                columns.add(new Column(name + ".hw", each, each.halfWidths()));
            }
        }
        for (Column column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException("two series give the column " + column.name()
                        + " of timeseries.csv; tell them apart by a label");
            }
        }
        return columns;
    }

    /** Whether any value is a number. */
    public static boolean known(double[] values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                return true;
            }
        }
        return false;
    }

    /** One column of the file. */
    public record Column(String name, Series series, double[] values) {}
}
