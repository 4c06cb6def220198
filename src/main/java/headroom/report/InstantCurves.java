package headroom.report;

import headroom.charts.CurveChart;
import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Point;
import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.page.Figures;
import headroom.page.Labels;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many there were at the instants that a scenario names, as curves and tables: of jobs at
 * stations, and of requests at replicas.
 */
final class InstantCurves {
    private static final double LONG_SECONDS = 2 * 3600.0;

    /** Where it was looked, and what was seen at each instant [s]. */
    private final Map<SortedMap<String, String>, TreeMap<Double, Seen>> places =
            new LinkedHashMap<>();

    /** What was seen at an instant, by name of the number. */
    private record Seen(Map<String, Measurement> numbers) {
        Measurement number(String name) {
            Measurement found = numbers.get(name);
            if (found == null) {
                throw new IllegalStateException("no " + name + " beside " + numbers.keySet());
            }
            return found;
        }
    }

    /** Columns of numbers: their names for jobs and for requests, and in words. */
    private enum Column {
        THERE("jobs.number.at", "number.at", "there"),
        WAITING("jobs.waiting.at", "number.at.waiting", "of them waiting"),
        FULL("jobs.full.at", "full.at", "all taken");

        private final String ofJobs;
        private final String ofRequests;
        private final String words;

        Column(String ofJobs, String ofRequests, String words) {
            this.ofJobs = ofJobs;
            this.ofRequests = ofRequests;
            this.words = words;
        }

        Measurement of(Seen seen) {
            return seen.number(seen.numbers.containsKey(ofJobs) ? ofJobs : ofRequests);
        }

        boolean is(Measurement m) {
            boolean named = m.name().equals(ofJobs) || m.name().equals(ofRequests);
            return named && m.statistic().equals(this == FULL ? "share" : "mean");
        }
    }

    private InstantCurves(RunResult result) {
        for (Measurement each : result.summary()) {
            add(each);
        }
        for (Measurement each : result.occupancy()) {
            add(each);
        }
    }

    private void add(Measurement each) {
        String at = each.labels().get("at");
        for (Column column : Column.values()) {
            if (at != null && column.is(each)) {
                places.computeIfAbsent(Labels.without(each.labels(), "at"), k -> new TreeMap<>())
                        .computeIfAbsent(Double.valueOf(at), k -> new Seen(new TreeMap<>()))
                        .numbers
                        .put(each.name(), each);
            }
        }
    }

    /** For the template, a picture and a table for each place; empty where nobody looked. */
    static List<Object> section(RunResult result) {
        InstantCurves all = new InstantCurves(result);
        List<Object> pictures = new ArrayList<>();
        all.places.forEach((place, seen) -> pictures.add(picture(place, seen)));
        return pictures.isEmpty() ? List.of() : List.of(Map.of("pictures", pictures));
    }

    private static Map<String, Object> picture(
            SortedMap<String, String> place, TreeMap<Double, Seen> seen) {
        boolean hours = seen.lastKey() >= LONG_SECONDS;
        double unitSeconds = hours ? 3600 : 1;
        String unit = hours ? "h" : "s";
        String where = where(place);
        CurveChart chart = new CurveChart(
                "At " + where,
                "How many were there and how many of them waited at each instant.",
                new Axis("time [" + unit + "]", false, false),
                new Axis("how many", false, true),
                List.of(
                        curve(Column.THERE, seen, unitSeconds),
                        curve(Column.WAITING, seen, unitSeconds)),
                List.of());
        List<Object> rows = new ArrayList<>();
        seen.forEach((at, one) -> rows.add(Map.of(
                "at",
                time(at / unitSeconds),
                "there",
                text(Column.THERE.of(one), 1),
                "waiting",
                text(Column.WAITING.of(one), 1),
                "full",
                text(Column.FULL.of(one), 100))));
        return Map.of("where", where, "unit", unit, "picture", chart.svg(), "rows", rows);
    }

    private static String where(SortedMap<String, String> place) {
        SortedMap<String, String> labels = Labels.without(place, "phase");
        return labels.isEmpty() ? "all" : Labels.words(labels);
    }

    private static Curve curve(Column column, TreeMap<Double, Seen> seen, double unitSeconds) {
        List<Point> points = new ArrayList<>();
        seen.forEach((at, one) -> {
            Measurement m = column.of(one);
            points.add(new Point(
                    at / unitSeconds,
                    m.value(),
                    Math.max(0, m.value() - m.halfWidth()),
                    m.value() + m.halfWidth()));
        });
        return new Curve(column.words, points, true);
    }

    private static String time(double value) {
        BigDecimal rounded = Figures.decimal(value).round(new MathContext(6));
        return rounded.stripTrailingZeros().toPlainString();
    }

    private static String text(Measurement m, double factor) {
        return Figures.withError(m.value() * factor, m.halfWidth() * factor);
    }
}
