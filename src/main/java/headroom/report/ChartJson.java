package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Series;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.math.MathContext;
import java.util.List;

/**
 * The data that the script of the report draws, as JSON that is safe inside a script element.
 * Numbers are rounded to five significant digits, below the width of a line; {@code timeseries.csv}
 * has them in full.
 */
final class ChartJson {
    private static final MathContext DRAWN = new MathContext(5);

    private ChartJson() {}

    /** The data of all charts that have any. */
    static String of(RunResult result, List<Chart> charts) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("start", result.series().start().getEpochSecond());
        root.put("step", result.series().stepSeconds());
        ArrayNode boundaries = root.putArray("boundaries");
        for (Boundary each : Boundary.of(result)) {
            boundaries
                    .addObject()
                    .put("label", each.label())
                    .put("at", result.start().getEpochSecond() + each.seconds());
        }
        ArrayNode peak = root.putArray("peak");
        ChartPlan.first(result, "peak.hours").ifPresent(hours -> add(peak, hours.values()));
        ArrayNode list = root.putArray("charts");
        charts.stream().filter(chart -> !chart.isEmpty()).forEach(chart -> add(list, chart));
        // "<" would let a label end the script element.
        return SummaryFiles.compactJson(root).replace("<", "\\u003c");
    }

    /** A chart with what the script needs to draw it; half-widths are empty where none is known. */
    private static void add(ArrayNode list, Chart chart) {
        ObjectNode object = list.addObject();
        object.put("id", chart.id());
        object.put("title", chart.title());
        object.put("unit", chart.unit());
        object.put("form", chart.form().name());
        ArrayNode lines = object.putArray("lines");
        for (Chart.Line line : chart.lines()) {
            Series series = line.series();
            ObjectNode each = lines.addObject();
            each.put("label", line.label());
            each.put("colour", line.colour());
            each.put("dashed", line.dashed());
            add(each.putArray("values"), series.values());
            ArrayNode halfWidths = each.putArray("halfWidths");
            if (TimeSeriesCsv.known(series.halfWidths())) {
                add(halfWidths, series.halfWidths());
            }
        }
        ArrayNode limits = object.putArray("limits");
        chart.limits()
                .forEach(limit ->
                        limits.addObject().put("label", limit.label()).put("value", limit.value()));
    }

    /** Numbers, with null for the unknown: a line is interrupted there. */
    private static void add(ArrayNode array, double[] values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(Figures.decimal(value).round(DRAWN).doubleValue());
            } else {
                array.addNull();
            }
        }
    }
}
