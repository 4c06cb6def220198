package headroom.charts;

/** What a chart shows, as numbers and words; it is drawn in one way. */
public sealed interface Picture permits CurveChart, TornadoChart, IntervalChart, Panels {
    /** The picture as a complete SVG document. */
    String svg();

    /** The text of the style element that the document has. */
    String style();
}
