package headroom.report;

import headroom.charts.CurveChart;
import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Point;
import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.page.Figures;
import headroom.page.Labels;
import headroom.theory.Theory;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

        boolean isIn(Seen seen) {
            return seen.numbers.containsKey(ofJobs) || seen.numbers.containsKey(ofRequests);
        }

        /** What theory says of it, where it says anything. */
        Optional<Measurement> theory(Seen seen) {
            Measurement ofStation = seen.numbers.get(ofJobs + Theory.SUFFIX);
            return Optional.ofNullable(
                    ofStation == null ? seen.numbers.get(ofRequests + Theory.SUFFIX) : ofStation);
        }

        boolean is(Measurement m) {
            String name = m.name().replace(Theory.SUFFIX, "");
            boolean named = name.equals(ofJobs) || name.equals(ofRequests);
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
                SortedMap<String, String> place = Labels.without(each.labels(), "at");
                if (each.name().endsWith(Theory.SUFFIX)) {
                    place = Labels.without(place, Theory.MODEL);
                }
                places.computeIfAbsent(place, k -> new TreeMap<>())
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
        all.places.forEach((place, seen) -> {
            seen.values().removeIf(one -> !Column.THERE.isIn(one));
            if (!seen.isEmpty()) {
                pictures.add(picture(place, seen));
            }
        });
        boolean exact = result.summary().stream()
                .anyMatch(m -> m.name().endsWith(Theory.SUFFIX) && Column.THERE.is(m));
        return pictures.isEmpty()
                ? List.of()
                : List.of(Map.of("pictures", pictures, "exact", exact));
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
                curves(seen, unitSeconds),
                List.of());
        List<Object> rows = new ArrayList<>();
        seen.forEach((at, one) -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("at", time(at / unitSeconds));
            row.put("there", text(Column.THERE, one, 1));
            row.put("waiting", text(Column.WAITING, one, 1));
            row.put("full", text(Column.FULL, one, 100));
            rows.add(row);
        });
        return Map.of("where", where, "unit", unit, "picture", chart.svg(), "rows", rows);
    }

    private static String where(SortedMap<String, String> place) {
        SortedMap<String, String> labels = Labels.without(place, "phase");
        return labels.isEmpty() ? "all" : Labels.words(labels);
    }

    private static List<Curve> curves(TreeMap<Double, Seen> seen, double unitSeconds) {
        List<Curve> curves = new ArrayList<>();
        for (Column column : List.of(Column.THERE, Column.WAITING)) {
            curves.add(curve(column, seen, unitSeconds));
        }
        for (Column column : List.of(Column.THERE, Column.WAITING)) {
            List<Point> points = new ArrayList<>();
            seen.forEach((at, one) -> column.theory(one)
                    .ifPresent(m -> points.add(
                            new Point(at / unitSeconds, m.value(), m.value(), m.value()))));
            if (!points.isEmpty()) {
                curves.add(new Curve(column.words + ", theory", points, false));
            }
        }
        return curves;
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

    /** "23.68 ± 0.12", and what theory says of it behind. */
    private static String text(Column column, Seen seen, double factor) {
        Measurement m = column.of(seen);
        String told = Figures.withError(m.value() * factor, m.halfWidth() * factor);
        return column.theory(seen)
                .map(t -> told + " (" + Figures.number(t.value() * factor, m.halfWidth() * factor)
                        + ")")
                .orElse(told);
    }
}
