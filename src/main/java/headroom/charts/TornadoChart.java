package headroom.charts;

import java.util.List;

/**
 * A chart of how far each of several variables moves a number: bars from where it stands, with
 * their intervals, the longest on top.
 *
 * @param title what it shows
 * @param description how to read it, for who does not see it
 * @param axis what the bars measure, with its unit
 * @param rows variables, in the order from the top
 */
public record TornadoChart(String title, String description, String axis, List<Row> rows)
        implements Picture {
    public TornadoChart {
        rows = List.copyOf(rows);
    }

    /** A variable and its bars. */
    public record Row(String label, List<Bar> bars) {
        public Row {
            bars = List.copyOf(bars);
        }
    }

    /** A bar from 0 to a change, the ends of its interval (NaN: unknown), and what made it. */
    public record Bar(String label, double change, double low, double high) {}

    @Override
    public String style() {
        return CurveSvg.STYLE;
    }

    @Override
    public String svg() {
        return new TornadoSvg(this).draw();
    }
}
