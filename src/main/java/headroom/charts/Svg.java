package headroom.charts;

import headroom.page.Figures;
import headroom.page.PageFrame;

import java.math.RoundingMode;

/** What pictures are made of: lines, words and places, as text of SVG. */
public final class Svg {
    private Svg() {}

    /** A line between two points. */
    public static String line(String style, double x1, double y1, double x2, double y2) {
        return "<path class=\"" + style + "\" d=\"M" + one(x1) + " " + one(y1) + "L" + one(x2) + " "
                + one(y2) + "\"/>\n";
    }

    /** Words at a place, anchored at their start, middle or end; the style may be empty. */
    public static String text(double x, double y, String style, String anchor, String words) {
        return "<text x=\"" + one(x) + "\" y=\"" + one(y) + "\" text-anchor=\"" + anchor + "\""
                + (style.isEmpty() ? "" : " class=\"" + style + "\"") + ">"
                + PageFrame.escape(words) + "</text>\n";
    }

    /** One decimal: a tenth of a pixel, and the same text on every JDK. */
    public static String one(double value) {
        return Figures.decimal(value).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
    }
}
