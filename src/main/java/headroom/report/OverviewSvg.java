package headroom.report;

import headroom.charts.Svg;
import headroom.experiment.RunResult;
import headroom.measure.Series;
import headroom.page.Figures;
import headroom.page.PageFrame;
import headroom.page.TimeSeriesCsv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One picture of a run for a README, and in place of the charts where scripts are off: demand
 * against capacity above; below, usage caps and the peak-hour multiplier, or where these stayed
 * idle the replicas by model; the phases marked in both.
 */
public final class OverviewSvg {
    /** Style of the picture; it names no font or colour outside of it and knows dark mode. */
    static final String STYLE = """
            .ov{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            .ov text{fill:#1b2430}.ov .m{fill:#566170}.ov .bg{fill:#fff}.ov .pk{fill:#e4e9f0}
            .ov .g{stroke:#dfe4ea}.ov .ph{stroke:#7a8594;stroke-dasharray:2 3}
            .ov .a{stroke:#0067a8}.ov .b{stroke:#00805c}.ov .c{stroke:#1b2430;stroke-dasharray:7 4}
            .ov .d{stroke:#0067a8}.ov .e{stroke:#c24700;stroke-dasharray:5 3}
            .ov .l{fill:none;stroke-width:2;stroke-linejoin:round}
            @media screen and (prefers-color-scheme:dark){.ov text{fill:#e6ebf1}.ov .m{fill:#a3afbd}
            .ov .bg{fill:#12161c}.ov .pk{fill:#222a35}.ov .g{stroke:#2b343f}.ov .ph{stroke:#8793a2}
            .ov .a,.ov .d{stroke:#5db3f0}.ov .b{stroke:#3cc79c}.ov .c{stroke:#e6ebf1}
            .ov .e{stroke:#ff8f52}}
            """;

    private static final int WIDTH = 960;
    private static final int LEFT = 70;
    private static final int RIGHT = 20;
    private static final int PANEL_HEIGHT = 160;
    private static final int UPPER_TOP = 66;
    private static final int LOWER_TOP = 290;
    /** Most points of a line; a longer run is thinned, since more would not be seen. */
    private static final int MAX_POINTS = 1500;
    /** Most ticks below a panel. */
    private static final int MAX_TICKS = 14;
    /** Distances of ticks in a run of less than two days [s]. */
    private static final int[] TICKS = {1, 5, 15, 60, 300, 900, 3600, 7200, 10_800, 21_600};

    private static final double DAY_SECONDS = 86_400;

    private final RunResult result;
    private final List<Curve> limits = new ArrayList<>();
    private final List<Curve> lower;
    private final StringBuilder svg = new StringBuilder();

    private OverviewSvg(RunResult result) {
        this.result = result;
        if (!ChartPlan.isQueueing(result) && !ChartPlan.hasIdleLimits(result)) {
            add(limits, "caps.scale", "d", "usage caps, × nominal");
            add(limits, "peak.multiplier", "e", "peak-hour multiplier");
        }
        this.lower = limits.isEmpty() ? replicas() : limits;
    }

    /** A line of a panel: its series, class in the style sheet and name. */
    private record Curve(Series series, String style, String label) {}

    /** The picture as a complete SVG document. */
    public static String render(RunResult result) {
        return new OverviewSvg(result).draw();
    }

    /** Panels from the back to the front: shades, then grid and lines, then phases. */
    private String draw() {
        String title =
                PageFrame.escape(result.title().isBlank() ? result.scenario() : result.title());
        String below = limits.isEmpty()
                ? "Replicas by model"
                : "Usage caps and peak-hour multiplier (peak hours shaded)";
        String subject = JobReport.isAll(result)
                ? "Jobs in the system, and those in line"
                : "Demand against capacity";
        int height = bottom() + 50;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"ov\" role=\"img\"")
                .append(" aria-labelledby=\"ov-t ov-d\" viewBox=\"0 0 " + WIDTH + " " + height)
                .append("\">\n<title id=\"ov-t\">" + title + "</title>\n<desc id=\"ov-d\">")
                .append(subject + " over simulated time")
                .append((lower.isEmpty() ? "." : "; below it: " + below + ".") + "</desc>\n")
                .append("<style>" + STYLE + "</style>\n<rect class=\"bg\" width=\"" + WIDTH)
                .append("\" height=\"" + height + "\"/>\n");
        List<Curve> upper = new ArrayList<>();
        if (JobReport.isAll(result)) {
            JobReport.total(result, "jobs.number")
                    .ifPresent(each -> upper.add(new Curve(each, "a", "jobs")));
            JobReport.total(result, "jobs.waiting")
                    .ifPresent(each -> upper.add(new Curve(each, "e", "of them waiting")));
        }
        add(upper, "offered", "a", "offered");
        add(upper, "served", "b", "served");
        ChartPlan.first(result, "capacity")
                .filter(each ->
                        upper.stream().allMatch(curve -> curve.series().unit().equals(each.unit())))
                .ifPresent(each -> upper.add(new Curve(each, "c", "capacity")));
        String unit = upper.isEmpty() ? "" : upper.get(0).series().unit();
        panel(
                UPPER_TOP,
                subject + (unit.isEmpty() || unit.equals("1") ? "" : " [" + unit + "]"),
                upper);
        if (!limits.isEmpty()) {
            peakHours();
        }
        if (!lower.isEmpty()) {
            panel(LOWER_TOP, below, lower);
        }
        phases();
        ticks();
        return svg.append("</svg>\n").toString();
    }

    /** Where the lowest panel ends. */
    private int bottom() {
        return (lower.isEmpty() ? UPPER_TOP : LOWER_TOP) + PANEL_HEIGHT;
    }

    /** A curve for each model, if there are no more of them than styles. */
    private List<Curve> replicas() {
        List<String> styles = List.of("d", "e", "b", "c");
        List<Curve> curves = new ArrayList<>();
        for (Series each : result.series().columns()) {
            if (each.name().equals("replicas.serving") && TimeSeriesCsv.known(each.values())) {
                String style = styles.get(curves.size() % styles.size());
                String model = each.labels().getOrDefault("model", "replicas");
                curves.add(new Curve(each, style, model));
            }
        }
        return curves.size() > styles.size() ? List.of() : curves;
    }

    private void add(List<Curve> curves, String name, String style, String label) {
        ChartPlan.first(result, name)
                .filter(each -> TimeSeriesCsv.known(each.values()))
                .ifPresent(each -> curves.add(new Curve(each, style, label)));
    }

    /** A panel with its heading, grid, lines and legend; words where there are no lines. */
    private void panel(int top, String heading, List<Curve> curves) {
        svg.append(Svg.text(LEFT, top - 34, "", "start", heading));
        if (curves.isEmpty()) {
            svg.append(Svg.text(
                    LEFT, top + PANEL_HEIGHT / 2, "m", "start", "not recorded in this run"));
            return;
        }
        double most = 0;
        for (Curve curve : curves) {
            for (double value : curve.series().values()) {
                most = Double.isFinite(value) ? Math.max(most, value) : most;
            }
        }
        double tick = tick(most > 0 ? most : 1);
        double ceiling = tick * Math.ceil(Math.max(most, tick) / tick);
        for (double value = 0; value <= ceiling * 1.0001; value += tick) {
            double y = top + PANEL_HEIGHT * (1 - value / ceiling);
            svg.append(Svg.line("g", LEFT, y, WIDTH - RIGHT, y));
            svg.append(Svg.text(LEFT - 8, y + 4, "m", "end", tickText(value, tick)));
        }
        // What is named last lies on top, as in the charts of the report.
        curves.forEach(curve -> path(curve, top, ceiling));
        double x = WIDTH - RIGHT;
        for (int i = curves.size() - 1; i >= 0; i--) {
            Curve curve = curves.get(i);
            svg.append(Svg.text(x, top - 34, "", "end", curve.label()));
            // Half an em a letter is wide enough for any of the system fonts.
            x -= 7.2 * curve.label().length() + 6;
            svg.append(Svg.line("l " + curve.style(), x - 26, top - 38, x, top - 38));
            x -= 44;
        }
    }

    /** A line that is interrupted where values are unknown, each part to the end of its step. */
    private void path(Curve curve, int top, double ceiling) {
        double[] values = curve.series().values();
        int stride = Math.max(1, (values.length + MAX_POINTS - 1) / MAX_POINTS);
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int step = 0; step < values.length; step += stride) {
            boolean known = Double.isFinite(values[step]);
            if (known) {
                double y = top + PANEL_HEIGHT * (1 - Math.max(0, values[step]) / ceiling);
                path.append(pen ? "L" : "M").append(xy(x(step), y));
                int next = Math.min(step + stride, values.length);
                if (next == values.length || !Double.isFinite(values[next])) {
                    path.append("L").append(xy(x(next), y));
                }
            }
            pen = known;
        }
        svg.append("<path class=\"l " + curve.style() + "\" d=\"" + path + "\"/>\n");
    }

    /** Shades each unbroken stretch of peak hours once. */
    private void peakHours() {
        ChartPlan.first(result, "peak.hours").ifPresent(hours -> {
            double[] share = hours.values();
            for (int step = 0; step < share.length; step++) {
                int from = step;
                while (step < share.length && share[step] >= 0.5) {
                    step++;
                }
                if (step > from) {
                    svg.append("<rect class=\"pk\" x=\"" + Svg.one(x(from)) + "\" y=\"" + LOWER_TOP
                            + "\" width=\"" + Svg.one(x(step) - x(from)) + "\" height=\""
                            + PANEL_HEIGHT
                            + "\"/>\n");
                }
            }
        });
    }

    /** Marks the begins of phases in each panel, with their names where there is room. */
    private void phases() {
        List<Chart.Boundary> boundaries = Chart.Boundary.of(result);
        List<Integer> tops = lower.isEmpty() ? List.of(UPPER_TOP) : List.of(UPPER_TOP, LOWER_TOP);
        for (int i = 0; i < boundaries.size(); i++) {
            Chart.Boundary each = boundaries.get(i);
            double from = xAt(each.seconds());
            double to = i + 1 < boundaries.size()
                    ? xAt(boundaries.get(i + 1).seconds())
                    : WIDTH - RIGHT;
            for (int top : tops) {
                if (each.seconds() > 0) {
                    svg.append(Svg.line("ph", from, top - 20, from, top + PANEL_HEIGHT));
                }
                if (to - from > 7.0 * each.label().length()) {
                    svg.append(Svg.text(from + 5, top - 9, "m", "start", each.label()));
                }
            }
        }
    }

    /** Ticks with dates, in a run of less than two days with times of day. */
    private void ticks() {
        double horizon = result.horizonSeconds();
        boolean days = horizon >= 2 * DAY_SECONDS;
        double step = days
                ? DAY_SECONDS * Math.ceil(horizon / DAY_SECONDS / MAX_TICKS)
                : Arrays.stream(TICKS)
                        .filter(each -> horizon / each <= MAX_TICKS)
                        .findFirst()
                        .orElse(TICKS[TICKS.length - 1]);
        int from = days ? 5 : 11;
        int to = days ? 10 : step < 60 ? 19 : 16;
        for (double at = 0; at < horizon; at += step) {
            double x = xAt(at);
            svg.append(Svg.line("g", x, bottom(), x, bottom() + 5));
            String time = result.start().plusSeconds((long) at).toString();
            svg.append(Svg.text(x, bottom() + 20, "m", "middle", time.substring(from, to)));
        }
    }

    /** Horizontal place of the begin of a step. */
    private double x(int step) {
        long offset = result.series().start().getEpochSecond() - result.start().getEpochSecond();
        return xAt(offset + step * result.series().stepSeconds());
    }

    /** Horizontal place of a time, from the start of the run [s]. */
    private double xAt(double seconds) {
        double share = seconds / Math.max(1, result.horizonSeconds());
        return LEFT + (WIDTH - RIGHT - LEFT) * Math.max(0, Math.min(1, share));
    }

    /** The least of 1, 2 and 5 times a power of ten that parts a range into at most four. */
    private static double tick(double most) {
        double tick = 1;
        while (tick * 4 < most) {
            tick *= 10;
        }
        while (tick * 0.4 >= most) {
            tick /= 10;
        }
        for (double factor : new double[] {0.2, 0.5}) {
            if (tick * factor * 4 >= most) {
                return tick * factor;
            }
        }
        return tick;
    }

    /** A tick with as many decimals as the distance between ticks needs. */
    private static String tickText(double value, double tick) {
        int decimals = 0;
        for (double step = tick; step < 0.999 && decimals < 6; step *= 10) {
            decimals++;
        }
        return Figures.fixed(value, decimals);
    }

    private static String xy(double x, double y) {
        return Svg.one(x) + " " + Svg.one(y);
    }
}
