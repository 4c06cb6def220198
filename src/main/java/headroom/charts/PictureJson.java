package headroom.charts;

import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Limit;
import headroom.charts.CurveChart.Point;
import headroom.charts.Panels.Panel;
import headroom.page.JsonTree;
import headroom.page.SummaryFiles;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Pictures as JSON, written and read back; numbers that are unknown are null. */
final class PictureJson {
    private PictureJson() {}

    /** Writes a picture as a property that says of which kind it is. */
    static void write(JsonGenerator json, Picture picture) {
        if (picture instanceof CurveChart chart) {
            json.writeName("curves");
            write(json, chart);
        } else if (picture instanceof TornadoChart chart) {
            json.writeName("tornado");
            write(json, chart);
        } else if (picture instanceof IntervalChart chart) {
            json.writeName("intervals");
            write(json, chart);
        } else if (picture instanceof Panels panels) {
            json.writeName("panels");
            write(json, panels);
        }
    }

    /** Reads the picture that an object has as a property. */
    static Picture read(JsonTree json) {
        if (json.has("curves")) {
            return chart(json.at("curves"));
        }
        if (json.has("tornado")) {
            return tornado(json.at("tornado"));
        }
        return json.has("intervals") ? intervals(json.at("intervals")) : panels(json.at("panels"));
    }

    static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    static List<String> texts(JsonTree json, String name) {
        return list(json, name, JsonTree::text);
    }

    static <T> List<T> list(JsonTree json, String name, Function<JsonTree, T> each) {
        return json.at(name).list().stream().map(each).toList();
    }

    private static void begin(JsonGenerator json, String title, String description) {
        json.writeStartObject();
        json.writeStringProperty("title", title);
        json.writeStringProperty("description", description);
    }

    private static void write(JsonGenerator json, CurveChart chart) {
        begin(json, chart.title(), chart.description());
        write(json, "x", chart.x());
        write(json, "y", chart.y());
        write(json, "curves", chart.curves());
        limits(json, "limits", chart.limits());
        json.writeEndObject();
    }

    private static CurveChart chart(JsonTree json) {
        return new CurveChart(
                json.text("title"),
                json.text("description"),
                axis(json.at("x")),
                axis(json.at("y")),
                list(json, "curves", PictureJson::curve),
                list(json, "limits", PictureJson::limit));
    }

    private static void write(JsonGenerator json, String name, Axis axis) {
        json.writeObjectPropertyStart(name);
        json.writeStringProperty("label", axis.label());
        json.writeBooleanProperty("log", axis.log());
        json.writeBooleanProperty("zero", axis.zero());
        texts(json, "names", axis.names());
        json.writeEndObject();
    }

    private static Axis axis(JsonTree json) {
        return new Axis(
                json.text("label"), json.isTrue("log"), json.isTrue("zero"), texts(json, "names"));
    }

    private static void write(JsonGenerator json, String name, List<Curve> curves) {
        json.writeArrayPropertyStart(name);
        for (Curve curve : curves) {
            json.writeStartObject();
            json.writeStringProperty("label", curve.label());
            json.writeBooleanProperty("line", curve.line());
            column(json, "x", curve.points(), Point::x);
            column(json, "y", curve.points(), Point::y);
            column(json, "low", curve.points(), Point::low);
            column(json, "high", curve.points(), Point::high);
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void column(
            JsonGenerator json, String name, List<Point> points, ToDoubleFunction<Point> of) {
        SummaryFiles.writeNumbers(json, name, points.stream().mapToDouble(of).toArray());
    }

    private static Curve curve(JsonTree json) {
        List<List<Double>> columns = List.of("x", "y", "low", "high").stream()
                .map(name -> list(json, name, JsonTree::number))
                .toList();
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < columns.get(0).size(); i++) {
            points.add(new Point(
                    columns.get(0).get(i),
                    columns.get(1).get(i),
                    columns.get(2).get(i),
                    columns.get(3).get(i)));
        }
        return new Curve(json.text("label"), points, json.isTrue("line"));
    }

    private static void limits(JsonGenerator json, String name, List<Limit> limits) {
        json.writeArrayPropertyStart(name);
        for (Limit limit : limits) {
            json.writeStartObject();
            json.writeStringProperty("label", limit.label());
            SummaryFiles.writeNumber(json, "value", limit.value());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static Limit limit(JsonTree json) {
        return new Limit(json.text("label"), json.number("value"));
    }

    private static void write(JsonGenerator json, TornadoChart chart) {
        begin(json, chart.title(), chart.description());
        json.writeStringProperty("axis", chart.axis());
        json.writeArrayPropertyStart("rows");
        for (TornadoChart.Row row : chart.rows()) {
            json.writeStartObject();
            json.writeStringProperty("label", row.label());
            json.writeArrayPropertyStart("bars");
            for (TornadoChart.Bar bar : row.bars()) {
                json.writeStartObject();
                json.writeStringProperty("label", bar.label());
                SummaryFiles.writeNumber(json, "change", bar.change());
                SummaryFiles.writeNumber(json, "low", bar.low());
                SummaryFiles.writeNumber(json, "high", bar.high());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static TornadoChart tornado(JsonTree json) {
        return new TornadoChart(
                json.text("title"),
                json.text("description"),
                json.text("axis"),
                list(
                        json,
                        "rows",
                        row -> new TornadoChart.Row(
                                row.text("label"), list(row, "bars", PictureJson::bar))));
    }

    private static TornadoChart.Bar bar(JsonTree json) {
        return new TornadoChart.Bar(
                json.text("label"), json.number("change"), json.number("low"), json.number("high"));
    }

    private static void write(JsonGenerator json, IntervalChart chart) {
        begin(json, chart.title(), chart.description());
        json.writeArrayPropertyStart("rows");
        for (IntervalChart.Row row : chart.rows()) {
            json.writeStartObject();
            json.writeStringProperty("label", row.label());
            json.writeStringProperty("text", row.text());
            SummaryFiles.writeNumber(json, "value", row.value());
            SummaryFiles.writeNumber(json, "low", row.low());
            SummaryFiles.writeNumber(json, "high", row.high());
            json.writeBooleanProperty("sure", row.sure());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static IntervalChart intervals(JsonTree json) {
        return new IntervalChart(
                json.text("title"),
                json.text("description"),
                list(
                        json,
                        "rows",
                        row -> new IntervalChart.Row(
                                row.text("label"),
                                row.text("text"),
                                row.number("value"),
                                row.number("low"),
                                row.number("high"),
                                row.isTrue("sure"))));
    }

    private static void write(JsonGenerator json, Panels panels) {
        json.writeStartObject();
        json.writeStringProperty("title", panels.title());
        json.writeStringProperty("subtitle", panels.subtitle());
        texts(json, "footnote", panels.footnote());
        json.writeArrayPropertyStart("panels");
        for (Panel panel : panels.panels()) {
            json.writeStartObject();
            json.writeName("chart");
            write(json, panel.chart());
            texts(json, "endings", panel.endings());
            write(json, "references", panel.references());
            json.writeEndObject();
        }
        json.writeEndArray();
        limits(json, "marks", panels.marks());
        json.writeEndObject();
    }

    private static Panels panels(JsonTree json) {
        return new Panels(
                json.text("title"),
                json.text("subtitle"),
                texts(json, "footnote"),
                list(
                        json,
                        "panels",
                        panel -> new Panel(
                                chart(panel.at("chart")),
                                texts(panel, "endings"),
                                list(panel, "references", PictureJson::curve))),
                list(json, "marks", PictureJson::limit));
    }
}
