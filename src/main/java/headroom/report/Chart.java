package headroom.report;

import headroom.measure.Series;

import java.util.List;

/**
 * One chart of the report: what it shows and how, not how it is drawn.
 *
 * @param id anchor of the chart in the page
 * @param title what is shown
 * @param description how to read it
 * @param unit unit of the vertical axis
 * @param form how values become marks
 * @param lines what is drawn, from the bottom where it is stacked
 * @param limits horizontal lines to compare with
 */
record Chart(
        String id,
        String title,
        String description,
        String unit,
        Form form,
        List<Line> lines,
        List<Limit> limits) {
    /** How values become marks. */
    enum Form {
        /** Lines over a vertical axis that begins at zero. */
        LINES,
        /** Lines over a logarithmic vertical axis. */
        LOG,
        /** Areas on top of each other. */
        STACK
    }

    /**
     * One series in a chart.
     *
     * @param label name in the legend
     * @param series values and half-widths
     * @param colour name of the colour in the style sheet, without its dashes
     * @param dashed whether the line is dashed, so that it can be told apart without colour
     */
    record Line(String label, Series series, String colour, boolean dashed) {}

    /** A horizontal line at a value that must not be passed. */
    record Limit(String label, double value) {}

    /** Whether there is anything to draw. */
    boolean isEmpty() {
        return lines.stream()
                .noneMatch(line -> TimeSeriesCsv.known(line.series().values()));
    }

    /** Smallest and largest value of each line in words, for readers who do not see the chart. */
    String ranges() {
        StringBuilder text = new StringBuilder();
        for (Line line : lines) {
            double least = Double.POSITIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            for (double value : line.series().values()) {
                if (Double.isFinite(value)) {
                    least = Math.min(least, value);
                    most = Math.max(most, value);
                }
            }
            text.append(text.isEmpty() ? "" : "; ").append(line.label());
            text.append(
                    least > most
                            ? " without a value"
                            : " from " + Figures.plain(least) + " to " + Figures.plain(most));
        }
        return text.toString();
    }
}
