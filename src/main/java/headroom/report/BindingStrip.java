package headroom.report;

import headroom.charts.Svg;
import headroom.experiment.RunResult;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.page.Figures;
import headroom.page.PageFrame;
import headroom.page.TimeSeriesCsv;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What limits what, hour by hour, as one strip: a row for each usage limit, pool, station and site,
 * the stronger its colour the nearer to its limit.
 *
 * <p>A usage limit shows its share of users refused, of those who asked in the hour, in the
 * tier where that is highest, strongest at a tenth. A pool shows its utilisation, a station
 * the share of it in use, a site its power over its limit, all strongest at 100 %; a site whose
 * power binds how far its clocks are down, strongest at a fifth. The highest hour told is one after
 * the warm-up.
 */
final class BindingStrip {
    /** Style of the picture; shades are told apart by lightness, not by hue. */
    static final String STYLE = """
            .st{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            .st text{fill:#1b2430}.st .m{fill:#566170}.st .bg{fill:#fff}
            .st .s0{fill:#f1f4f7}.st .s1{fill:#d4e3ef}.st .s2{fill:#a5c8e1}.st .s3{fill:#6aa5ce}
            .st .s4{fill:#2f7db3}.st .s5{fill:#0b4a78}.st .g{stroke:#7a8594}
            .st .ph{stroke:#1b2430;stroke-dasharray:2 3}
            @media screen and (prefers-color-scheme:dark){.st text{fill:#e6ebf1}
            .st .m{fill:#a3afbd}.st .bg{fill:#12161c}.st .s0{fill:#1b222b}.st .s1{fill:#243a4e}
            .st .s2{fill:#2b5578}.st .s3{fill:#3a7cae}.st .s4{fill:#5db3f0}.st .s5{fill:#c5e6fd}
            .st .ph{stroke:#e6ebf1}}
            """;

    private static final int WIDTH = 960;
    private static final int LEFT = 210;
    private static final int RIGHT = 10;
    private static final int ROW = 24;
    private static final int TOP = 8;
    private static final int MOST_STEPS = 700;
    private static final double DAY_SECONDS = 86_400;
    /** Lower ends of the shades but the first, as shares of the most. */
    private static final double[] SHADES = {0.05, 0.3, 0.6, 0.8, 0.95};
    /** Share of refused users at which a usage limit is strongest. */
    private static final double REFUSED = 0.1;
    /** How far clocks are down where the row of a site's clocks is strongest. */
    private static final double SLOWED = 0.2;

    private final RunResult result;

    private BindingStrip(RunResult result) {
        this.result = result;
    }

    /** A row: what it is of, what it measures, and that as shares by step. */
    private record Row(String of, String measures, double most, double[] share, double[] error) {}

    /** Picture and table for the template; nothing where there is nothing to show. */
    static List<Object> section(RunResult result) {
        BindingStrip strip = new BindingStrip(result);
        List<Row> rows = strip.rows();
        if (rows.isEmpty()) {
            return List.of();
        }
        List<Object> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(strip.line(row)));
        return List.of(Map.of("picture", strip.svg(rows), "lines", lines));
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Map<String, Row> limits = new LinkedHashMap<>();
        for (Series each : result.series().columns()) {
            String of = each.labels().getOrDefault("pool", "");
            if (each.name().equals("bound.active") && some(each)) {
                String limit = LimitWords.words(each.labels().getOrDefault("limit", ""));
                String tier = each.labels().getOrDefault("tier", "").replace('_', ' ');
                limits.merge(
                        limit,
                        new Row(
                                limit + " limit, " + tier,
                                "users refused, of those who asked",
                                REFUSED,
                                each.values(),
                                each.halfWidths()),
                        (a, b) -> highest(a.share()) >= highest(b.share()) ? a : b);
            } else if (each.name().equals("utilisation") && !of.isEmpty() && some(each)) {
                String words = "KV memory or sequences in use";
                rows.add(new Row("pool " + of, words, 1, each.values(), each.halfWidths()));
            } else if (each.name().equals("power") && some(each)) {
                powered(each, rows);
            } else if (each.name().equals("clock")) {
                slowed(each, rows);
            }
        }
        rows.addAll(0, limits.values());
        rows.addAll(stations());
        return rows;
    }

    private void powered(Series power, List<Row> rows) {
        String site = power.labels().getOrDefault("site", "");
        double limit = result.limits().getOrDefault("powerLimitMw." + site, Double.NaN);
        if (limit > 0) {
            rows.add(new Row(
                    "power of " + site,
                    "mean power over the limit",
                    1,
                    over(power.values(), limit),
                    over(power.halfWidths(), limit)));
        }
    }

    /** Where power binds it stands a margin below its limit: what shows it is the clock. */
    private static void slowed(Series clock, List<Row> rows) {
        double[] down = Arrays.stream(clock.values()).map(value -> 1 - value).toArray();
        if (Arrays.stream(down).anyMatch(share -> share > 0)) {
            rows.add(new Row(
                    "clocks of " + clock.labels().getOrDefault("site", ""),
                    "how far below full, to keep the limit of power",
                    SLOWED,
                    down,
                    clock.halfWidths()));
        }
    }

    private static double[] over(double[] values, double by) {
        double[] shares = values.clone();
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= by;
        }
        return shares;
    }

    /** Stations of jobs: what is not idle, of all there is. */
    private List<Row> stations() {
        Map<String, double[]> all = new TreeMap<>();
        Map<String, double[]> idle = new TreeMap<>();
        for (Series each : result.series().columns()) {
            String station = each.labels().getOrDefault("station", "");
            if (each.name().equals("jobs.use")) {
                add(all, station, each.values());
                if (each.labels().containsValue("idle")) {
                    add(idle, station, each.values());
                }
            }
        }
        List<Row> rows = new ArrayList<>();
        all.forEach((station, sum) -> {
            double[] share = new double[sum.length];
            double[] unknown = new double[sum.length];
            double[] rest = idle.getOrDefault(station, new double[sum.length]);
            for (int i = 0; i < sum.length; i++) {
                share[i] = sum[i] > 0 ? 1 - rest[i] / sum[i] : Double.NaN;
                unknown[i] = Double.NaN;
            }
            rows.add(new Row("station " + station, "GPUs or servers in use", 1, share, unknown));
        });
        return rows;
    }

    private static void add(Map<String, double[]> sums, String key, double[] values) {
        double[] sum = sums.computeIfAbsent(key, each -> new double[values.length]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += values[i];
        }
    }

    private static boolean some(Series each) {
        return highest(each.values()) > 0;
    }

    private static double highest(double[] values) {
        double most = 0;
        for (double value : values) {
            most = value > most ? value : most;
        }
        return most;
    }

    /** The hour that comes nearest to the limit, and how many are about at it. */
    private Map<String, Object> line(Row row) {
        int begin = Math.min(warmUpSteps(), row.share().length - 1);
        int at = begin;
        int near = 0;
        int known = 0;
        for (int step = begin; step < row.share().length; step++) {
            double share = row.share()[step];
            at = share > row.share()[at] || Double.isNaN(row.share()[at]) ? step : at;
            near += share >= SHADES[SHADES.length - 1] * row.most() ? 1 : 0;
            known += Double.isFinite(share) ? 1 : 0;
        }
        Instant when = TimeSeriesCsv.time(result.series(), at);
        return Map.of(
                "of", row.of(),
                "measures", row.measures(),
                "highest",
                        Figures.withError(100 * row.share()[at], 100 * row.error()[at])
                                .replace(" ± ", "\u00a0±\u00a0"),
                "when", when.toString().substring(0, 16).replace('T', ' '),
                "near", Figures.plain(100.0 * near / Math.max(1, known)));
    }

    /** Steps that lie before all phases. */
    private int warmUpSteps() {
        double from =
                result.phases().stream().mapToDouble(Phase::fromSeconds).min().orElse(0);
        return (int) Math.floor(from / result.series().stepSeconds());
    }

    private String svg(List<Row> rows) {
        int bottom = TOP + ROW * rows.size();
        StringBuilder svg = new StringBuilder();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"st\" role=\"img\"")
                .append(" aria-labelledby=\"st-t\" viewBox=\"0 0 " + WIDTH + " " + (bottom + 26))
                .append("\">\n<title id=\"st-t\">What limits what, by hour</title>\n<style>")
                .append(STYLE + "</style>\n<rect class=\"bg\" width=\"" + WIDTH + "\" height=\"")
                .append((bottom + 26) + "\"/>\n");
        for (int r = 0; r < rows.size(); r++) {
            int y = TOP + ROW * r;
            svg.append(
                    text(LEFT - 10, y + 16, "text-anchor=\"end\"", rows.get(r).of()));
            stripe(svg, rows.get(r), y);
        }
        for (Chart.Boundary each : Chart.Boundary.of(result)) {
            double x = LEFT + (WIDTH - RIGHT - LEFT) * each.seconds() / result.horizonSeconds();
            svg.append("<path class=\"ph\" d=\"M" + Svg.one(x) + " 0V" + bottom + "\"/>\n");
        }
        double horizon = result.horizonSeconds();
        boolean days = horizon >= 2 * DAY_SECONDS;
        double tick = days
                ? DAY_SECONDS * Math.ceil(horizon / DAY_SECONDS / 12)
                : Math.max(60, 60 * Math.ceil(horizon / 60 / 8));
        for (double at = 0; at < horizon; at += tick) {
            double x = LEFT + (WIDTH - RIGHT - LEFT) * at / horizon;
            svg.append("<path class=\"g\" d=\"M" + Svg.one(x) + " " + bottom + "v5\"/>\n");
            String time = result.start().plusSeconds((long) at).toString();
            String shown = time.substring(days ? 5 : 11, days ? 10 : 16);
            svg.append(text(x, bottom + 20, "class=\"m\"", shown));
        }
        return svg.append("</svg>\n").toString();
    }

    /** Neighbours of the same shade are one rectangle; a long run shows the strongest of some. */
    private void stripe(StringBuilder svg, Row row, int y) {
        int steps = row.share().length;
        int stride = (steps + MOST_STEPS - 1) / MOST_STEPS;
        int from = 0;
        while (from < steps) {
            int shade = shade(row, from, stride);
            int to = from + stride;
            while (to < steps && shade(row, to, stride) == shade) {
                to += stride;
            }
            if (shade >= 0) {
                double a = x(from);
                svg.append("<rect class=\"s" + shade + "\" x=\"" + Svg.one(a) + "\" y=\"" + (y + 1)
                        + "\" width=\"" + Svg.one(x(Math.min(to, steps)) - a) + "\" height=\""
                        + (ROW - 3) + "\"/>\n");
            }
            from = to;
        }
    }

    private static int shade(Row row, int from, int steps) {
        int strongest = -1;
        for (int k = from; k < Math.min(from + steps, row.share().length); k++) {
            double share = row.share()[k] / row.most();
            int shade = Double.isFinite(share) ? 0 : -1;
            while (shade >= 0 && shade < SHADES.length && share >= SHADES[shade]) {
                shade++;
            }
            strongest = Math.max(strongest, shade);
        }
        return strongest;
    }

    private double x(int step) {
        double share = step * result.series().stepSeconds() / Math.max(1, result.horizonSeconds());
        return LEFT + (WIDTH - RIGHT - LEFT) * Math.min(1, share);
    }

    private static String text(double x, double y, String attributes, String words) {
        return "<text x=\"" + Svg.one(x) + "\" y=\"" + Svg.one(y) + "\" " + attributes + ">"
                + PageFrame.escape(words) + "</text>\n";
    }
}
