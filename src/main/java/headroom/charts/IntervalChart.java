package headroom.charts;

import headroom.page.PageFrame;

import java.util.List;

/**
 * A chart of intervals, one a row, each drawn on a scale of its own about 0: for differences of
 * numbers in different units, whose sign and sureness are to be seen at once.
 *
 * @param title what it shows
 * @param description how to read it, for who does not see it
 * @param rows what is drawn, from the top
 */
public record IntervalChart(String title, String description, List<Row> rows) implements Picture {
    private static final int WIDTH = 880;
    private static final int TOP = 56;
    private static final int ROW = 26;
    private static final int MIDDLE = 560;
    private static final int REACH = 115;

    public IntervalChart {
        rows = List.copyOf(rows);
    }

    /**
     * An interval.
     *
     * @param label what it is of
     * @param text its value in words, at the right
     * @param value its middle
     * @param low its lower end; NaN where it is unknown
     * @param high its upper end; NaN where it is unknown
     * @param sure whether it is told apart from 0: it is drawn full then
     */
    public record Row(
            String label, String text, double value, double low, double high, boolean sure) {}

    @Override
    public String style() {
        return CurveSvg.STYLE;
    }

    @Override
    public String svg() {
        int height = TOP + ROW * rows.size() + 12;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .append(" class=\"cv\" role=\"img\" viewBox=\"0 0 " + WIDTH + " " + height)
                .append("\">\n<title>" + PageFrame.escape(title) + "</title>\n<desc>")
                .append(PageFrame.escape(description) + "</desc>\n<style>" + CurveSvg.STYLE)
                .append("</style>\n<rect class=\"bg\" width=\"" + WIDTH + "\" height=\"" + height)
                .append("\"/>\n");
        svg.append(Svg.text(16, 20, "", "start", title));
        svg.append(Svg.text(MIDDLE - 8, 44, "m", "end", "lower"));
        svg.append(Svg.text(MIDDLE + 8, 44, "m", "start", "higher"));
        svg.append(Svg.line("lim", MIDDLE, TOP - 8, MIDDLE, height - 8));
        for (int i = 0; i < rows.size(); i++) {
            row(svg, rows.get(i), TOP + ROW * i + ROW / 2.0);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void row(StringBuilder svg, Row row, double y) {
        svg.append(Svg.text(16, y + 4, "", "start", row.label()));
        svg.append(Svg.text(WIDTH - 12, y + 4, "m", "end", row.text()));
        double largest = 0;
        for (double each : new double[] {row.value(), row.low(), row.high()}) {
            largest = Double.isFinite(each) ? Math.max(largest, Math.abs(each)) : largest;
        }
        if (!Double.isFinite(row.value())) {
            return;
        }
        double scale = largest > 0 ? REACH / largest : 0;
        if (Double.isFinite(row.low()) && Double.isFinite(row.high())) {
            String style = row.sure() ? "w k0" : "w lim";
            svg.append(
                    Svg.line(style, MIDDLE + scale * row.low(), y, MIDDLE + scale * row.high(), y));
            for (double end : new double[] {row.low(), row.high()}) {
                svg.append(
                        Svg.line(style, MIDDLE + scale * end, y - 5, MIDDLE + scale * end, y + 5));
            }
        }
        svg.append("<circle class=\"dot " + (row.sure() ? "k0" : "m") + "\" cx=\""
                + Svg.one(MIDDLE + scale * row.value()) + "\" cy=\"" + Svg.one(y) + "\" r=\""
                + (row.sure() ? 4 : 3) + "\"/>\n");
    }
}
