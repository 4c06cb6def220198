package headroom.charts;

import headroom.charts.TornadoChart.Bar;
import headroom.charts.TornadoChart.Row;
import headroom.page.Figures;
import headroom.page.PageFrame;

import java.util.ArrayList;
import java.util.List;

/** Draws a tornado chart as SVG, in the style of curves. */
final class TornadoSvg {
    private static final int WIDTH = 720;
    private static final int TOP = 48;
    private static final int BOTTOM = 50;
    private static final int BAR = 18;
    private static final int GAP = 10;
    private static final int CHARACTER = 7;
    private static final int LONGEST = 30;
    private static final int TICKS = 6;

    private final TornadoChart chart;
    private final StringBuilder svg = new StringBuilder();
    private final int left;
    private final int right;
    private final int bottom;
    private final double low;
    private final double high;
    private final double tick;

    TornadoSvg(TornadoChart chart) {
        this.chart = chart;
        int label = 0;
        int value = 0;
        int height = TOP;
        double least = 0;
        double most = 0;
        for (Row row : chart.rows()) {
            label = Math.max(label, shortened(row.label()).length());
            height += GAP + BAR * row.bars().size();
            for (Bar bar : row.bars()) {
                value = Math.max(value, shortened(bar.label()).length());
                for (double each : new double[] {bar.change(), bar.low(), bar.high()}) {
                    if (Double.isFinite(each)) {
                        least = Math.min(least, each);
                        most = Math.max(most, each);
                    }
                }
            }
        }
        left = 24 + CHARACTER * label + CHARACTER * value + 16;
        right = WIDTH - 24;
        bottom = height + GAP;
        tick = step(most > least ? most - least : 1);
        low = Math.floor(least / tick + 1e-9) * tick;
        high = Math.max(Math.ceil(most / tick - 1e-9) * tick, low + tick);
    }

    /** The least of 1, 2 and 5 times a power of ten that parts a range into few. */
    private static double step(double range) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(range)) - 1);
        for (double factor : new double[] {1, 2, 5, 10, 20}) {
            if (range / (power * factor) <= TICKS) {
                return power * factor;
            }
        }
        return power * 50;
    }

    String draw() {
        int height = bottom + BOTTOM;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cv\" role=\"img\"")
                .append(" viewBox=\"0 0 " + WIDTH + " " + height + "\">\n<title>")
                .append(PageFrame.escape(chart.title()) + "</title>\n<desc>")
                .append(PageFrame.escape(chart.description()) + "</desc>\n")
                .append("<style>" + CurveSvg.STYLE + "</style>\n<rect class=\"bg\" width=\"")
                .append(WIDTH + "\" height=\"" + height + "\"/>\n");
        svg.append(Svg.text(24, 22, "", "start", chart.title()));
        grid();
        double top = TOP;
        for (Row row : chart.rows()) {
            double middle = top + BAR * row.bars().size() / 2.0;
            svg.append(Svg.text(24, middle + 4, "", "start", shortened(row.label())));
            for (int b = 0; b < row.bars().size(); b++) {
                bar(row.bars().get(b), b, top + BAR * b);
            }
            top += GAP + BAR * row.bars().size();
        }
        svg.append(Svg.line("lim", x(0), TOP - 8, x(0), bottom));
        return svg.append("</svg>\n").toString();
    }

    private void grid() {
        int decimals = 0;
        for (double step = tick; step < 0.999 && decimals < 6; step *= 10) {
            decimals++;
        }
        List<Double> ticks = new ArrayList<>();
        for (double k = Math.ceil(low / tick - 1e-9); k * tick <= high + tick * 1e-9; k++) {
            ticks.add(k * tick);
        }
        for (double each : ticks) {
            svg.append(Svg.line("g", x(each), TOP - 8, x(each), bottom));
            String sign = each > tick / 2 ? "+" : "";
            svg.append(Svg.text(
                    x(each), bottom + 18, "m", "middle", sign + Figures.fixed(each, decimals)));
        }
        svg.append(Svg.text((left + right) / 2.0, bottom + 40, "m", "middle", chart.axis()));
    }

    private void bar(Bar bar, int index, double top) {
        svg.append(Svg.text(left - 10, top + BAR / 2.0 + 4, "m", "end", shortened(bar.label())));
        if (!Double.isFinite(bar.change())) {
            return;
        }
        double from = Math.min(x(0), x(bar.change()));
        double width = Math.abs(x(bar.change()) - x(0));
        String style = "k" + index % CurveSvg.STYLES;
        svg.append("<rect class=\"bar " + style + "\" x=\"" + Svg.one(from) + "\" y=\""
                        + Svg.one(top + 2))
                .append("\" width=\"" + Svg.one(width) + "\" height=\"" + (BAR - 4) + "\"/>\n");
        double middle = top + BAR / 2.0;
        if (Double.isFinite(bar.low()) && Double.isFinite(bar.high())) {
            svg.append(Svg.line("end", x(bar.low()), middle, x(bar.high()), middle));
            svg.append(Svg.line("end", x(bar.low()), middle - 4, x(bar.low()), middle + 4));
            svg.append(Svg.line("end", x(bar.high()), middle - 4, x(bar.high()), middle + 4));
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST
                ? text
                : "..." + text.substring(text.length() - LONGEST + 3);
    }

    private double x(double value) {
        return left + (right - left) * (value - low) / (high - low);
    }
}
