package headroom.charts;

import headroom.charts.CurveChart.Curve;

import java.util.List;

/**
 * Small charts side by side that share their curves and their horizontal axis: one picture for many
 * measures.
 *
 * @param title what it shows
 * @param subtitle of what, in a line
 * @param footnote how to read it, in lines; may be empty
 * @param panels the small charts
 * @param marks upright lines in all of them, of which the first panel tells the names
 */
public record Panels(
        String title,
        String subtitle,
        List<String> footnote,
        List<Panel> panels,
        List<CurveChart.Limit> marks)
        implements Picture {
    public Panels {
        footnote = List.copyOf(footnote);
        panels = List.copyOf(panels);
        marks = List.copyOf(marks);
    }

    /**
     * A small chart.
     *
     * @param chart what is drawn; the title names the panel, its vertical axis the unit
     * @param endings short names at the ends of its curves, as many as there are
     * @param references thin lines to compare with
     */
    public record Panel(CurveChart chart, List<String> endings, List<Curve> references) {
        public Panel {
            endings = List.copyOf(endings);
            references = List.copyOf(references);
        }
    }

    @Override
    public String style() {
        return PanelsSvg.STYLE;
    }

    @Override
    public String svg() {
        return new PanelsSvg(this).draw();
    }
}
