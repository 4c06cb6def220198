package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Series;
import headroom.page.Figures;
import headroom.page.SummaryFiles;
import headroom.page.TimeSeriesCsv;

import tools.jackson.core.JsonGenerator;

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
        String text = SummaryFiles.compactJson(json -> {
            json.writeStartObject();
            json.writeNumberProperty("start", result.series().start().getEpochSecond());
            json.writeNumberProperty("step", result.series().stepSeconds());
            writeBoundaries(json, result);
            json.writeArrayPropertyStart("peak");
            ChartPlan.first(result, "peak.hours").ifPresent(hours -> write(json, hours.values()));
            json.writeEndArray();
            json.writeArrayPropertyStart("charts");
            charts.stream().filter(chart -> !chart.isEmpty()).forEach(chart -> write(json, chart));
            json.writeEndArray();
            json.writeEndObject();
        });
        // "<" would let a label end the script element.
        return text.replace("<", "\\u003c");
    }

    private static void writeBoundaries(JsonGenerator json, RunResult result) {
        json.writeArrayPropertyStart("boundaries");
        for (Chart.Boundary each : Chart.Boundary.of(result)) {
            json.writeStartObject();
            json.writeStringProperty("label", each.label());
            json.writeNumberProperty("at", result.start().getEpochSecond() + each.seconds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** A chart with what the script needs to draw it. */
    private static void write(JsonGenerator json, Chart chart) {
        json.writeStartObject();
        json.writeStringProperty("id", chart.id());
        json.writeStringProperty("title", chart.title());
        json.writeStringProperty("unit", chart.unit());
        json.writeStringProperty("form", chart.form().name());
        json.writeArrayPropertyStart("lines");
        chart.lines().forEach(line -> write(json, line));
        json.writeEndArray();
        json.writeArrayPropertyStart("limits");
        chart.limits().forEach(limit -> {
            json.writeStartObject();
            json.writeStringProperty("label", limit.label());
            json.writeNumberProperty("value", limit.value());
            json.writeEndObject();
        });
        json.writeEndArray();
        json.writeEndObject();
    }

    /** A line; its half-widths are empty where none is known. */
    private static void write(JsonGenerator json, Chart.Line line) {
        Series series = line.series();
        json.writeStartObject();
        json.writeStringProperty("label", line.label());
        json.writeStringProperty("colour", line.colour());
        json.writeBooleanProperty("dashed", line.dashed());
        json.writeArrayPropertyStart("values");
        write(json, series.values());
        json.writeEndArray();
        json.writeArrayPropertyStart("halfWidths");
        if (TimeSeriesCsv.known(series.halfWidths())) {
            write(json, series.halfWidths());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** Numbers, with null for the unknown: a line is interrupted there. */
    private static void write(JsonGenerator json, double[] values) {
        for (double value : values) {
            if (Double.isFinite(value)) {
                json.writeNumber(Figures.decimal(value).round(DRAWN).doubleValue());
            } else {
                json.writeNull();
            }
        }
    }
}
