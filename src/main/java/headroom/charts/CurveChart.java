package headroom.charts;

import java.util.List;

/**
 * A chart of curves over one variable, with their intervals as bands.
 *
 * @param title what it shows
 * @param description how to read it, for who does not see it
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param curves what is drawn, in the order of the legend
 * @param limits horizontal lines to compare with
 */
public record CurveChart(
        String title, String description, Axis x, Axis y, List<Curve> curves, List<Limit> limits)
        implements Picture {
    public CurveChart {
        curves = List.copyOf(curves);
        limits = List.copyOf(limits);
    }

    /**
     * An axis.
     *
     * @param label what it measures, with its unit: {@code added capacity [MW]}
     * @param log whether it is logarithmic; values must be above 0 then
     * @param zero whether it begins at 0; not where it is logarithmic
     * @param names what stands at 0, 1, 2 and so on, where it has names instead of numbers
     */
    public record Axis(String label, boolean log, boolean zero, List<String> names) {
        public Axis {
            names = List.copyOf(names);
        }

        /** An axis of numbers. */
        public Axis(String label, boolean log, boolean zero) {
            this(label, log, zero, List.of());
        }
    }

    /** A horizontal line at a value that must not be passed. */
    public record Limit(String label, double value) {}

    /**
     * A curve through points in the order of x.
     *
     * @param label its name in the legend
     * @param points what it goes through
     * @param line whether neighbours are joined; else points stand alone, with their intervals
     */
    public record Curve(String label, List<Point> points, boolean line) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    /** A point with the ends of its interval; NaN where they are unknown. */
    public record Point(double x, double y, double low, double high) {}

    @Override
    public String style() {
        return CurveSvg.STYLE;
    }

    @Override
    public String svg() {
        return new CurveSvg(this).draw();
    }
}
