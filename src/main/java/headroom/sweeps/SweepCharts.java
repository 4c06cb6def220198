package headroom.sweeps;

import headroom.charts.CurveChart;
import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Point;
import headroom.charts.Picture;
import headroom.charts.TornadoChart;
import headroom.charts.TornadoChart.Bar;
import headroom.charts.TornadoChart.Row;
import headroom.page.Figures;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.summary.Summaries;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The pictures of a sweep, by the names of their files: curves over a variable with one for each
 * combination of the others, means over all others where those would be too many, points of a Latin
 * hypercube, bars of what each variable does.
 */
final class SweepCharts {
    private static final int MOST_CURVES = 8;
    private static final int AXIS_WIDTH = 636;
    private static final int CHARACTER = 7;

    private final Sweep sweep;
    private final SweepTables tables;

    SweepCharts(Sweep sweep, SweepTables tables) {
        this.sweep = sweep;
        this.tables = tables;
    }

    /** The pictures of a shown number. */
    Map<String, Picture> of(int shown) {
        Map<String, Picture> pictures = new LinkedHashMap<>();
        String file = slug(sweep.plan().shown().get(shown).text());
        if (sweep.plan().design().kind() == Design.Kind.ONE_AT_A_TIME) {
            pictures.put(file + "-alone", tornado(shown));
            return pictures;
        }
        List<Variation> variations = sweep.plan().variations();
        if (sweep.plan().design().kind() == Design.Kind.LATIN_HYPERCUBE) {
            variations.forEach(
                    x -> pictures.put(file + "-by-" + slug(tables.name(x)), cloud(shown, x)));
        } else {
            Variation main = main();
            double curves =
                    sweep.plan().design().count(variations) / main.values().size();
            List<Variation> axes = curves > MOST_CURVES ? variations : List.of(main);
            for (Variation x : axes) {
                pictures.put(
                        file + "-by-" + slug(tables.name(x)),
                        curves > MOST_CURVES ? means(shown, x) : family(shown, x));
            }
        }
        if (variations.size() > 1) {
            effects(shown).ifPresent(chart -> pictures.put(file + "-effects", chart));
        }
        return pictures;
    }

    private static String slug(String text) {
        return text.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("^-|-$", "");
    }

    /** The variable with the most numbers; with the most names where none has numbers. */
    private Variation main() {
        return sweep.plan().variations().stream()
                .max(Comparator.comparing((Variation each) ->
                                Variation.numbers(each.values()).isPresent())
                        .thenComparing(each -> each.values().size())
                        .thenComparing(each -> -sweep.plan().variations().indexOf(each)))
                .orElseThrow();
    }

    /** Places of values on the horizontal axis, and the axis. */
    private record Scale(Axis axis, Map<String, Double> places) {
        double place(@Nullable String value) {
            Double at = value == null ? null : places.get(value);
            return Objects.requireNonNull(at, "a value that was not varied");
        }

        boolean isNamed() {
            return !axis.names().isEmpty();
        }
    }

    private Scale scale(Variation x) {
        List<String> values = x.range().isEmpty()
                ? x.values()
                : sweep.trials().stream()
                        .map(trial -> trial.changes().getOrDefault(x.path(), ""))
                        .distinct()
                        .toList();
        Map<String, Double> places = new LinkedHashMap<>();
        Optional<Variation.Numbers> numbers = Variation.numbers(values);
        for (int i = 0; i < values.size(); i++) {
            int at = i;
            places.put(values.get(i), numbers.map(n -> n.values().get(at)).orElse((double) at));
        }
        if (numbers.isPresent()) {
            String unit = numbers.get().unit();
            String label = unit.isEmpty() ? x.path() : x.path() + " [" + unit + "]";
            return new Scale(new Axis(label, x.log(), false), places);
        }
        int most = Math.max(4, AXIS_WIDTH / values.size() / CHARACTER - 1);
        List<String> names = values.stream()
                .map(each -> each.length() <= most ? each : each.substring(0, most - 2) + "..")
                .toList();
        return new Scale(new Axis(x.path(), false, false, names), places);
    }

    private Axis y(int shown) {
        return new Axis(tables.head(shown), false, false);
    }

    private String title(int shown, Variation x) {
        return sweep.plan().shown().get(shown).text() + " by " + tables.name(x);
    }

    private Point point(double x, Estimate y, Figures.Scale scale) {
        Estimate scaled = y.times(scale.factor());
        // a share below 0 is no share, whatever a symmetric interval says
        double least = scale.unit().equals("%") ? Math.min(0, scaled.value()) : Double.NaN;
        double low = scaled.low() < least ? least : scaled.low();
        return new Point(x, scaled.value(), low, scaled.high());
    }

    /** A curve for each combination of the other variables; points side by side over names. */
    private Picture family(int shown, Variation x) {
        Scale scale = scale(x);
        Map<String, List<Integer>> groups = new LinkedHashMap<>();
        for (int p = 0; p < sweep.trials().size(); p++) {
            groups.computeIfAbsent(others(p, x), label -> new ArrayList<>()).add(p);
        }
        List<Curve> curves = new ArrayList<>();
        groups.forEach((label, members) -> {
            double shift = scale.isNamed()
                    ? (curves.size() - (groups.size() - 1) / 2.0) * 0.6 / groups.size()
                    : 0;
            List<Point> points = new ArrayList<>();
            for (int p : members) {
                double at = scale.place(sweep.trials().get(p).changes().get(x.path()));
                points.add(point(at + shift, sweep.number(p, shown), tables.scale(shown)));
            }
            points.sort(Comparator.comparingDouble(Point::x));
            curves.add(new Curve(label, points, !scale.isNamed()));
        });
        return new CurveChart(
                title(shown, x),
                "Each point is the mean over replications with its 95 % interval.",
                scale.axis(),
                y(shown),
                curves,
                List.of());
    }

    private String others(int point, Variation x) {
        List<String> parts = new ArrayList<>();
        for (Variation each : sweep.plan().variations()) {
            if (!each.equals(x)) {
                parts.add(tables.name(each) + " "
                        + sweep.trials().get(point).changes().get(each.path()));
            }
        }
        return String.join(", ", parts);
    }

    /** Means over all points with a value, by replication, so that shared numbers count. */
    private Picture means(int shown, Variation x) {
        Scale scale = scale(x);
        List<Point> points = new ArrayList<>();
        for (String value : x.values()) {
            List<double[]> members = new ArrayList<>();
            for (int p = 0; p < sweep.trials().size(); p++) {
                if (value.equals(sweep.trials().get(p).changes().get(x.path()))) {
                    members.add(sweep.values(p, shown));
                }
            }
            double[] means = new double[members.get(0).length];
            for (int r = 0; r < means.length; r++) {
                for (double[] member : members) {
                    means[r] += member[r] / members.size();
                }
            }
            Estimate mean = Known.ofReplications(means, Summaries.LEVEL);
            points.add(point(scale.place(value), mean, tables.scale(shown)));
        }
        points.sort(Comparator.comparingDouble(Point::x));
        return new CurveChart(
                title(shown, x) + ", mean over all other variables",
                "Each point is the mean over all points with that value.",
                scale.axis(),
                y(shown),
                List.of(new Curve("mean", points, !scale.isNamed())),
                List.of());
    }

    private Picture cloud(int shown, Variation x) {
        Scale scale = scale(x);
        List<Point> points = new ArrayList<>();
        for (int p = 0; p < sweep.trials().size(); p++) {
            double at = scale.place(sweep.trials().get(p).changes().get(x.path()));
            points.add(point(at, sweep.number(p, shown), tables.scale(shown)));
        }
        return new CurveChart(
                title(shown, x) + ", all other variables varying too",
                "Each point of the Latin hypercube with its 95 % interval.",
                scale.axis(),
                y(shown),
                List.of(new Curve("points", points, false)),
                List.of());
    }

    private static Bar bar(String label, Estimate change, Figures.Scale scale) {
        Estimate scaled = change.times(scale.factor());
        return new Bar(label, scaled.value(), scaled.low(), scaled.high());
    }

    private Picture tornado(int shown) {
        Figures.Scale scale = tables.scale(shown);
        List<Row> rows = Swings.of(sweep, shown).stream()
                .map(swing -> new Row(
                        tables.name(swing.variation()),
                        swing.moves().stream()
                                .map(move -> bar(move.value(), move.change(), scale))
                                .toList()))
                .toList();
        return new TornadoChart(
                sweep.plan().shown().get(shown).text() + ", one variable at a time",
                "Bars are changes from the scenario as it is, lines their 95 % intervals.",
                tables.changeHead(shown),
                rows);
    }

    private Optional<Picture> effects(int shown) {
        Figures.Scale scale = tables.scale(shown);
        return Regression.of(sweep, shown).map(plane -> {
            List<Row> rows = plane.effects().stream()
                    .map(effect -> new Row(
                            tables.name(effect.variation()),
                            List.of(bar(
                                    effect.from() + " to " + effect.to(), effect.change(), scale))))
                    .toList();
            return new TornadoChart(
                    sweep.plan().shown().get(shown).text() + ", effect of each variable",
                    "Bars are changes over the range of a variable by a plane through the"
                            + " points, lines their 95 % intervals.",
                    tables.changeHead(shown),
                    rows);
        });
    }
}
