package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The charts about limits of tiers: what they allow when, and whom they refuse. */
final class LimitCharts {
    private LimitCharts() {}

    /**
     * What limits allow whose terms change at dates, in one chart, as many tiers change together;
     * none where no date is set.
     */
    static List<Chart> dated(RunResult result) {
        Map<String, Map<List<Double>, List<Series>>> limits = new LinkedHashMap<>();
        for (Series each : result.series().columns()) {
            if (each.name().equals("limit.scale")) {
                limits.computeIfAbsent(limit(each), key -> new LinkedHashMap<>())
                        .computeIfAbsent(values(each), key -> new ArrayList<>())
                        .add(each);
            }
        }
        List<Chart.Line> lines = new ArrayList<>();
        limits.forEach((limit, alike) -> alike.values().forEach(series -> {
            String tiers =
                    String.join(", ", series.stream().map(LimitCharts::tier).toList());
            lines.add(line(limit + " of " + tiers, series.get(0), lines.size()));
        }));
        return lines.isEmpty()
                ? List.of()
                : List.of(new Chart(
                        "dated-limits",
                        "Limits that change at dates",
                        "What a limit allows as a multiple of what its tier gives, on a logarithmic"
                                + " axis; no line while it is not in force. Tiers whose limit moves"
                                + " alike share a line.",
                        "× nominal",
                        Chart.Form.LOG,
                        lines,
                        List.of()));
    }

    /** For each tier whom its limits refuse by the hour; none where nobody is refused. */
    static List<Chart> refusing(RunResult result) {
        Map<String, List<Chart.Line>> tiers = new LinkedHashMap<>();
        // a limit has one colour over all tiers
        List<String> known = new ArrayList<>();
        for (Series each : result.series().columns()) {
            if (each.name().equals("bound.users") && ChartPlan.somewhere(each)) {
                if (!known.contains(limit(each))) {
                    known.add(limit(each));
                }
                tiers.computeIfAbsent(tier(each), key -> new ArrayList<>())
                        .add(line(limit(each), percent(each), known.indexOf(limit(each))));
            }
        }
        List<Chart> charts = new ArrayList<>();
        tiers.forEach((tier, lines) -> charts.add(new Chart(
                "limits-" + ChartPlan.anchor(tier),
                tier,
                "Users of " + tier + " with a request refused in the hour, by limit.",
                "% of users",
                Chart.Form.LINES,
                lines,
                List.of())));
        return charts;
    }

    /** A line in the colour of its place; a palette that is used up begins again with dashes. */
    private static Chart.Line line(String label, Series series, int place) {
        List<String> palette = ChartPlan.PALETTE;
        String colour = palette.get(place % palette.size());
        return new Chart.Line(label, series, colour, place >= palette.size());
    }

    private static String limit(Series series) {
        return LimitWords.words(series.labels().getOrDefault("limit", ""));
    }

    private static String tier(Series series) {
        return series.labels().getOrDefault("tier", "");
    }

    private static List<Double> values(Series series) {
        return Arrays.stream(series.values()).boxed().toList();
    }

    private static Series percent(Series share) {
        double[] values = Arrays.stream(share.values()).map(x -> 100 * x).toArray();
        double[] errors = Arrays.stream(share.halfWidths()).map(x -> 100 * x).toArray();
        return new Series(share.name(), share.labels(), "%", values, errors);
    }
}
