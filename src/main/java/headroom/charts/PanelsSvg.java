package headroom.charts;

import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Point;
import headroom.charts.Panels.Panel;
import headroom.charts.Range.Tick;
import headroom.page.PageFrame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Draws small charts side by side as SVG that knows dark mode and stands by itself. */
public final class PanelsSvg {
    /** Style of the picture; it names no font or colour outside of it. */
    public static final String STYLE = """
            .pn{font:12.5px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            .pn text{fill:#1b2430}.pn .m{fill:#566170}.pn .bg{fill:#fff}
            .pn .in{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
            .pn .h{font-size:19px;font-weight:650}.pn .p{font-weight:650;font-size:13.5px}
            .pn .g{stroke:#dfe4ea}.pn .ax{stroke:#9aa5b2}
            .pn .mk{stroke:#7a8594;stroke-dasharray:2 3}
            .pn .rf{fill:none;stroke:#566170;stroke-width:1.1}.pn .l{fill:none;stroke-width:2.2}
            .pn .l{stroke-linejoin:round}.pn .band{stroke:none;fill-opacity:.17}
            .pn .s0{stroke:#0067a8}.pn .s1{stroke:#c24700}.pn .s2{stroke:#00805c}
            .pn .s3{stroke:#a3487f}.pn .s4{stroke:#8a5c00}.pn .s5{stroke:#2377a8}
            .pn .f0{fill:#0067a8}.pn .f1{fill:#c24700}.pn .f2{fill:#00805c}
            .pn .f3{fill:#a3487f}.pn .f4{fill:#8a5c00}.pn .f5{fill:#2377a8}
            @media (prefers-color-scheme:dark){.pn text{fill:#e6ebf1}.pn .m{fill:#a3afbd}
            .pn .bg{fill:#12161c}.pn .in{stroke:#12161c}
            .pn .g{stroke:#2b343f}.pn .ax{stroke:#5b6673}
            .pn .mk{stroke:#8793a2}.pn .rf{stroke:#a3afbd}.pn .band{fill-opacity:.24}
            .pn .s0{stroke:#5db3f0}.pn .s1{stroke:#ff8f52}.pn .s2{stroke:#3cc79c}
            .pn .s3{stroke:#e08fc0}.pn .s4{stroke:#f0b03c}.pn .s5{stroke:#9bd6f7}
            .pn .f0{fill:#5db3f0}.pn .f1{fill:#ff8f52}.pn .f2{fill:#3cc79c}
            .pn .f3{fill:#e08fc0}.pn .f4{fill:#f0b03c}.pn .f5{fill:#9bd6f7}}
            """;

    private static final List<String> DASHES = List.of("", "7 4", "2 3", "9 3 2 3", "4 4", "1 3");
    private static final int WIDTH = 960;
    private static final int COLUMNS = 3;
    private static final int SIDE = 14;
    private static final int HEAD = 92;
    private static final int PANEL_WIDTH = (WIDTH - 2 * SIDE) / COLUMNS;
    private static final int PANEL_HEIGHT = 228;
    private static final int LEFT = 42;
    private static final int RIGHT = 50;
    private static final int TOP = 26;
    private static final int PLOT_HEIGHT = 150;
    private static final int PLOT_WIDTH = PANEL_WIDTH - LEFT - RIGHT;
    private static final double LABEL_GAP = 13.5;
    private static final int CHARACTER = 7;

    private final Panels panels;
    private final StringBuilder svg = new StringBuilder();

    PanelsSvg(Panels panels) {
        this.panels = panels;
    }

    /** Where a panel stands, and its scales. */
    private record Frame(double left, double top, Range x, Range y) {
        double x(double value) {
            return left + PLOT_WIDTH * x.share(value);
        }

        double y(double value) {
            return top + PLOT_HEIGHT * (1 - y.share(value));
        }
    }

    String draw() {
        int rows = (panels.panels().size() + COLUMNS - 1) / COLUMNS;
        int bottom = HEAD + rows * PANEL_HEIGHT;
        int height = bottom + 18 + 17 * panels.footnote().size();
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pn\" role=\"img\"")
                .append(" viewBox=\"0 0 " + WIDTH + " " + height + "\">\n<title>")
                .append(PageFrame.escape(panels.title()) + "</title>\n<desc>")
                .append(PageFrame.escape(panels.subtitle()) + "</desc>\n<style>" + STYLE)
                .append("</style>\n<rect class=\"bg\" width=\"" + WIDTH + "\" height=\"" + height)
                .append("\"/>\n");
        svg.append(Svg.text(SIDE, 26, "h", "start", panels.title()));
        svg.append(Svg.text(SIDE, 48, "m", "start", panels.subtitle()));
        legend();
        for (int p = 0; p < panels.panels().size(); p++) {
            panel(panels.panels().get(p), p);
        }
        for (int i = 0; i < panels.footnote().size(); i++) {
            svg.append(Svg.text(
                    SIDE, bottom + 14 + 17 * i, "m", "start", panels.footnote().get(i)));
        }
        return svg.append("</svg>\n").toString();
    }

    /** The curves' names, those of the first panel. */
    private void legend() {
        List<Curve> curves = panels.panels().get(0).chart().curves();
        double at = SIDE;
        for (int c = 0; c < curves.size(); c++) {
            path("l s" + c % DASHES.size(), dash(c), "M" + Svg.one(at) + " 70h30");
            svg.append(Svg.text(at + 37, 74, "", "start", curves.get(c).label()));
            at += 62 + CHARACTER * curves.get(c).label().length();
        }
    }

    private void panel(Panel panel, int number) {
        CurveChart chart = panel.chart();
        double left = SIDE + number % COLUMNS * PANEL_WIDTH + LEFT;
        double top = HEAD + number / COLUMNS * PANEL_HEIGHT + TOP;
        Frame frame = new Frame(
                left, top, Range.of(chart, chart.x(), true), Range.of(chart, chart.y(), false));
        svg.append("<text x=\"" + Svg.one(left - LEFT + 6) + "\" y=\"" + Svg.one(top - 12) + "\">")
                .append("<tspan class=\"p\">" + PageFrame.escape(chart.title()) + "</tspan>")
                .append("<tspan class=\"m\" dx=\"6\">"
                        + PageFrame.escape(chart.y().label()))
                .append("</tspan></text>\n");
        grid(chart, frame, number);
        panel.references().forEach(each -> reference(each, frame));
        for (int c = 0; c < chart.curves().size(); c++) {
            band(chart.curves().get(c), frame, c);
        }
        for (int c = 0; c < chart.curves().size(); c++) {
            curve(chart.curves().get(c), frame, c);
        }
        endings(panel, frame);
    }

    private void grid(CurveChart chart, Frame frame, int number) {
        double right = frame.left() + PLOT_WIDTH;
        double bottom = frame.top() + PLOT_HEIGHT;
        for (Tick tick : frame.y().ticks()) {
            double y = frame.y(tick.value());
            svg.append(Svg.line("g", frame.left(), y, right, y));
            svg.append(Svg.text(frame.left() - 6, y + 4, "m", "end", tick.label()));
        }
        svg.append(Svg.line("ax", frame.left(), bottom, right, bottom));
        for (Tick tick : frame.x().ticks()) {
            double x = frame.x(tick.value());
            svg.append(Svg.line("ax", x, bottom, x, bottom + 4));
            svg.append(Svg.text(x, bottom + 17, "m", "middle", tick.label()));
        }
        double middle = (frame.left() + right) / 2;
        svg.append(Svg.text(middle, bottom + 34, "m", "middle", chart.x().label()));
        for (CurveChart.Limit mark : panels.marks()) {
            double x = frame.x(mark.value());
            svg.append(Svg.line("mk", x, frame.top(), x, bottom));
            if (number == 0) {
                String anchor = x < middle ? "start" : "end";
                double from = x < middle ? x + 4 : x - 4;
                svg.append(Svg.text(from, bottom - 6, "m in", anchor, mark.label()));
            }
        }
        for (CurveChart.Limit limit : chart.limits()) {
            svg.append(Svg.line(
                    "mk", frame.left(), frame.y(limit.value()), right, frame.y(limit.value())));
            svg.append(
                    Svg.text(right - 2, frame.y(limit.value()) - 4, "m in", "end", limit.label()));
        }
    }

    private void reference(Curve curve, Frame frame) {
        StringBuilder path = new StringBuilder();
        for (Point p : curve.points()) {
            path.append(path.isEmpty() ? "M" : "L").append(xy(frame, p, Point::y));
        }
        path("rf", "", path.toString());
    }

    private void band(Curve curve, Frame frame, int c) {
        List<Point> known = curve.points().stream()
                .filter(p -> Double.isFinite(p.low()) && Double.isFinite(p.high()))
                .toList();
        if (known.size() < 2) {
            return;
        }
        StringBuilder path = new StringBuilder();
        for (Point p : known) {
            path.append(path.isEmpty() ? "M" : "L").append(xy(frame, p, Point::high));
        }
        for (int i = known.size() - 1; i >= 0; i--) {
            path.append("L").append(xy(frame, known.get(i), Point::low));
        }
        path("band f" + c % DASHES.size(), "", path + "Z");
    }

    private void curve(Curve curve, Frame frame, int c) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Point p : curve.points()) {
            boolean known = Double.isFinite(p.y());
            if (known) {
                path.append(pen ? "L" : "M").append(xy(frame, p, Point::y));
                svg.append("<circle class=\"f" + c % DASHES.size() + "\" cx=\"")
                        .append(Svg.one(frame.x(p.x())) + "\" cy=\"" + Svg.one(frame.y(p.y())))
                        .append("\" r=\"2.6\"/>\n");
            }
            pen = known;
        }
        path("l s" + c % DASHES.size(), dash(c), path.toString());
    }

    /** Names at the ends of curves, moved apart where they would overlap. */
    private void endings(Panel panel, Frame frame) {
        List<Curve> curves = panel.chart().curves();
        double[] at = new double[curves.size()];
        for (int c = 0; c < at.length; c++) {
            List<Point> points = curves.get(c).points();
            double y = points.isEmpty()
                    ? Double.NaN
                    : points.get(points.size() - 1).y();
            at[c] = Double.isFinite(y) ? frame.y(y) + 4 : Double.NaN;
        }
        List<Integer> order = new ArrayList<>(IntStream.range(0, at.length)
                .filter(c -> !Double.isNaN(at[c]))
                .boxed()
                .toList());
        order.sort(Comparator.comparingDouble(c -> at[c]));
        double lowest = frame.top() + PLOT_HEIGHT + 4;
        for (int i = order.size() - 1; i >= 0; i--) {
            at[order.get(i)] = Math.min(at[order.get(i)], lowest);
            lowest = at[order.get(i)] - LABEL_GAP;
        }
        for (int c : order) {
            svg.append(Svg.text(
                    frame.left() + PLOT_WIDTH + 6,
                    at[c],
                    "f" + c % DASHES.size(),
                    "start",
                    panel.endings().get(c)));
        }
    }

    private static String xy(Frame frame, Point p, ToDoubleFunction<Point> of) {
        return Svg.one(frame.x(p.x())) + " " + Svg.one(frame.y(of.applyAsDouble(p)));
    }

    private static String dash(int c) {
        return DASHES.get(c % DASHES.size());
    }

    private void path(String style, String dashes, String d) {
        svg.append("<path class=\"" + style + "\"")
                .append(dashes.isEmpty() ? "" : " stroke-dasharray=\"" + dashes + "\"")
                .append(" d=\"" + d + "\"/>\n");
    }
}
