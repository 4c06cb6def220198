package headroom.charts;

import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Point;
import headroom.charts.Range.Tick;
import headroom.page.PageFrame;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Draws a chart of curves as SVG that knows dark mode and stands by itself. */
public final class CurveSvg {
    /** Style of the picture; it names no font or colour outside of it. */
    public static final String STYLE = """
            .cv{font:13px system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
            .cv text{fill:#1b2430}.cv .m{fill:#566170}.cv .bg{fill:#fff}
            .cv .g{stroke:#dfe4ea}.cv .lim{stroke:#7a8594;stroke-dasharray:3 3}
            .cv .l{fill:none;stroke-width:2;stroke-linejoin:round}
            .cv path.band{stroke:none;fill-opacity:.16}.cv circle.dot{stroke:none}
            .cv .w{stroke-width:1.2}
            .cv rect.bar{stroke:none;fill-opacity:.75}.cv .end{stroke:#1b2430;stroke-width:1.5}
            .cv .k0{stroke:#0067a8;fill:#0067a8}.cv .k1{stroke:#c24700;fill:#c24700}
            .cv .k2{stroke:#00805c;fill:#00805c}.cv .k3{stroke:#a3487f;fill:#a3487f}
            .cv .k4{stroke:#b87a00;fill:#b87a00}.cv .k5{stroke:#2b93cf;fill:#2b93cf}
            .cv path.l{fill:none}
            @media screen and (prefers-color-scheme:dark){
            .cv text{fill:#e6ebf1}.cv .m{fill:#a3afbd}
            .cv .bg{fill:#12161c}.cv .end{stroke:#e6ebf1}
            .cv .g{stroke:#2b343f}.cv .lim{stroke:#8793a2}
            .cv .k0{stroke:#5db3f0;fill:#5db3f0}.cv .k1{stroke:#ff8f52;fill:#ff8f52}
            .cv .k2{stroke:#3cc79c;fill:#3cc79c}.cv .k3{stroke:#e08fc0;fill:#e08fc0}
            .cv .k4{stroke:#f0b03c;fill:#f0b03c}.cv .k5{stroke:#9bd6f7;fill:#9bd6f7}
            .cv path.l{fill:none}}
            """;

    static final int STYLES = 6;
    private static final List<String> DASHES = List.of("", "7 4", "2 3", "9 3 2 3", "4 4", "1 3");
    private static final int WIDTH = 720;
    private static final int HEIGHT = 340;
    private static final int LEFT = 64;
    private static final int RIGHT = 20;
    private static final int TOP = 52;
    private static final int BOTTOM = 52;
    private static final int CHARACTER = 7;

    private final CurveChart chart;
    private final Range x;
    private final Range y;
    private final StringBuilder svg = new StringBuilder();

    CurveSvg(CurveChart chart) {
        this.chart = chart;
        this.x = Range.of(chart, chart.x(), true);
        this.y = Range.of(chart, chart.y(), false);
    }

    String draw() {
        String box = "0 0 " + WIDTH + " " + (HEIGHT + 22 * legendRows());
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cv\" role=\"img\"")
                .append(" viewBox=\"" + box + "\">\n<title>" + PageFrame.escape(chart.title()))
                .append("</title>\n<desc>" + PageFrame.escape(chart.description()) + "</desc>\n")
                .append("<style>" + STYLE + "</style>\n<rect class=\"bg\" width=\"" + WIDTH)
                .append("\" height=\"" + (HEIGHT + 22 * legendRows()) + "\"/>\n");
        svg.append(Svg.text(LEFT, 20, "", "start", chart.title()));
        svg.append(Svg.text(LEFT, 40, "m", "start", chart.y().label()));
        grid();
        for (int c = 0; c < chart.curves().size(); c++) {
            band(chart.curves().get(c), c);
        }
        for (int c = 0; c < chart.curves().size(); c++) {
            curve(chart.curves().get(c), c);
        }
        legend();
        return svg.append("</svg>\n").toString();
    }

    private void grid() {
        for (Tick tick : y.ticks()) {
            double at = y(tick.value());
            svg.append(Svg.line("g", LEFT, at, WIDTH - RIGHT, at));
            svg.append(Svg.text(LEFT - 8, at + 4, "m", "end", tick.label()));
        }
        for (Tick tick : x.ticks()) {
            double at = x(tick.value());
            svg.append(Svg.line("g", at, HEIGHT - BOTTOM, at, HEIGHT - BOTTOM + 5));
            svg.append(Svg.text(at, HEIGHT - BOTTOM + 20, "m", "middle", tick.label()));
        }
        svg.append(Svg.text(
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 12,
                "m",
                "middle",
                chart.x().label()));
        for (CurveChart.Limit limit : chart.limits()) {
            svg.append(Svg.line("lim", LEFT, y(limit.value()), WIDTH - RIGHT, y(limit.value())));
            svg.append(
                    Svg.text(WIDTH - RIGHT - 4, y(limit.value()) - 5, "m", "end", limit.label()));
        }
    }

    /** The intervals of a line as an area; nothing where they are unknown. */
    private void band(Curve curve, int c) {
        List<Point> known = curve.points().stream()
                .filter(p -> Double.isFinite(p.low()) && Double.isFinite(p.high()))
                .toList();
        if (!curve.line() || known.size() < 2) {
            return;
        }
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < known.size(); i++) {
            path.append(i == 0 ? "M" : "L").append(xy(known.get(i), Point::high));
        }
        for (int i = known.size() - 1; i >= 0; i--) {
            path.append("L").append(xy(known.get(i), Point::low));
        }
        svg.append("<path class=\"band " + style(c) + "\" d=\"" + path + "Z\"/>\n");
    }

    private void curve(Curve curve, int c) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (Point p : curve.points()) {
            if (Double.isFinite(p.y())) {
                path.append(pen ? "L" : "M").append(xy(p, Point::y));
                dot(x(p.x()), y(p.y()), c);
                if (Double.isFinite(p.low()) && Double.isFinite(p.high())) {
                    svg.append(
                            Svg.line("w " + style(c), x(p.x()), y(p.low()), x(p.x()), y(p.high())));
                }
            }
            pen = Double.isFinite(p.y()) && curve.line();
        }
        if (curve.line()) {
            svg.append("<path class=\"l " + style(c) + "\"" + dash(c) + " d=\"" + path + "\"/>\n");
        }
    }

    private void dot(double x, double y, int c) {
        svg.append("<circle class=\"dot " + style(c) + "\" cx=\"" + Svg.one(x) + "\" cy=\""
                + Svg.one(y) + "\" r=\"3\"/>\n");
    }

    private void legend() {
        double at = LEFT;
        double top = HEIGHT + 4;
        for (int c = 0; c < chart.curves().size() && chart.curves().size() > 1; c++) {
            String label = chart.curves().get(c).label();
            double width = 44 + CHARACTER * label.length();
            if (at > LEFT && at + width > WIDTH - RIGHT) {
                at = LEFT;
                top += 22;
            }
            if (chart.curves().get(c).line()) {
                svg.append("<path class=\"l " + style(c) + "\"" + dash(c) + " d=\"M" + Svg.one(at)
                        + " " + Svg.one(top) + "h24\"/>\n");
            } else {
                dot(at + 12, top, c);
            }
            svg.append(Svg.text(at + 30, top + 4, "", "start", label));
            at += width;
        }
    }

    private int legendRows() {
        if (chart.curves().size() < 2) {
            return 0;
        }
        int rows = 1;
        double at = LEFT;
        for (Curve curve : chart.curves()) {
            double width = 44 + CHARACTER * curve.label().length();
            if (at > LEFT && at + width > WIDTH - RIGHT) {
                at = LEFT;
                rows++;
            }
            at += width;
        }
        return rows;
    }

    private static String style(int c) {
        return "k" + c % STYLES;
    }

    /** Curves are told apart without colour too. */
    private static String dash(int c) {
        String dash = DASHES.get(c % DASHES.size());
        return dash.isEmpty() ? "" : " stroke-dasharray=\"" + dash + "\"";
    }

    private double x(double value) {
        return LEFT + (WIDTH - RIGHT - LEFT) * x.share(value);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * y.share(value);
    }

    private String xy(Point p, ToDoubleFunction<Point> of) {
        return Svg.one(x(p.x())) + " " + Svg.one(y(of.applyAsDouble(p)));
    }
}
