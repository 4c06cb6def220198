package headroom.response;

import headroom.page.Figures;
import headroom.page.SummaryFiles;
import headroom.page.Table;
import headroom.stat.Estimate;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.List;

/** The numbers of a response as tables for people, and as CSV and JSON for machines. */
final class Sheets {
    private Sheets() {}

    /** All measures of one height of the spike, a row for each addition. */
    static Table table(Response response, double spike) {
        List<String> heads = new ArrayList<>(List.of("GPUs added", "× addition"));
        for (Measure measure : response.measures()) {
            heads.add(measure.title() + " [" + response.scale(measure).unit() + "]");
        }
        return new Table(Names.of(response, spike), heads, rows(response, spike));
    }

    /** The same with short heads, for a terminal. */
    static Table narrow(Response response, double spike) {
        List<String> heads = new ArrayList<>(List.of("GPUs added", "× addition"));
        for (Measure measure : response.measures()) {
            heads.add(head(measure) + " " + response.scale(measure).unit());
        }
        return new Table(Names.of(response, spike), heads, rows(response, spike));
    }

    private static String head(Measure measure) {
        return switch (measure) {
            case CAP_SCALE -> "caps";
            case LOWEST_CAP -> "lowest";
            case MULTIPLIER -> "peak";
            case PEAK_HOURS -> "on a week";
            case TTFT -> "TTFT p99";
            case REFUSED -> "refused";
            case DEFERRED -> "put off";
            case POWER -> "power";
            case COST -> "price";
        };
    }

    private static List<List<String>> rows(Response response, double spike) {
        List<List<String>> rows = new ArrayList<>();
        for (Point point : response.curve(spike)) {
            List<String> row = new ArrayList<>();
            row.add(Figures.fixed(point.gpus(), 0));
            row.add(Names.times(point.scale()));
            for (Measure measure : response.measures()) {
                row.add(Names.text(response, point, measure));
            }
            rows.add(row);
        }
        return rows;
    }

    /** One line for each number: tidy, in units for machines. */
    static String csv(Response response) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "spikeScale",
                "spikeHeight",
                "capacityScale",
                "gpusAdded",
                "measure",
                "unit",
                "value",
                "halfWidth",
                "level",
                "n"));
        for (Point point : response.points()) {
            for (Measure measure : response.measures()) {
                Estimate e = point.estimate(measure);
                rows.add(List.of(
                        SummaryFiles.number(point.spike()),
                        SummaryFiles.number(response.height(point.spike())),
                        SummaryFiles.number(point.scale()),
                        SummaryFiles.number(point.gpus()),
                        measure.key(),
                        unit(measure),
                        SummaryFiles.number(e.value()),
                        SummaryFiles.number(e.halfWidth()),
                        SummaryFiles.number(e.level()),
                        Integer.toString(e.n())));
            }
        }
        return SummaryFiles.csvText(rows);
    }

    private static String unit(Measure measure) {
        return switch (measure) {
            case PEAK_HOURS -> "h";
            case TTFT -> "s";
            case REFUSED, DEFERRED -> "share";
            case POWER -> "MW";
            case COST -> "$/month";
            default -> "1";
        };
    }

    /** The answer and every number, those of each replication too. */
    static String json(Response response, List<String> answer) {
        return SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            json.writeStringProperty("scenario", response.scenario().name());
            json.writeArrayPropertyStart("answer");
            answer.forEach(json::writeString);
            json.writeEndArray();
            SummaryFiles.writeNumber(json, "gpusOwned", response.owned());
            SummaryFiles.writeNumber(json, "gpusPlanned", response.planned());
            SummaryFiles.writeNumber(json, "capLimit", response.question().capLimit());
            json.writeNumberProperty("replications", response.replications());
            json.writeStringProperty("phase", response.phase().name());
            SummaryFiles.writeNumber(json, "fromSeconds", response.phase().fromSeconds());
            SummaryFiles.writeNumber(json, "toSeconds", response.phase().toSeconds());
            json.writeArrayPropertyStart("points");
            response.points().forEach(point -> write(json, response, point));
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void write(JsonGenerator json, Response response, Point point) {
        json.writeStartObject();
        SummaryFiles.writeNumber(json, "spikeScale", point.spike());
        SummaryFiles.writeNumber(json, "spikeHeight", response.height(point.spike()));
        SummaryFiles.writeNumber(json, "capacityScale", point.scale());
        SummaryFiles.writeNumber(json, "gpusAdded", point.gpus());
        json.writeArrayPropertyStart("measures");
        for (Measure measure : response.measures()) {
            Estimate e = point.estimate(measure);
            json.writeStartObject();
            json.writeStringProperty("measure", measure.key());
            json.writeStringProperty("unit", unit(measure));
            SummaryFiles.writeNumber(json, "value", e.value());
            SummaryFiles.writeNumber(json, "halfWidth", e.halfWidth());
            SummaryFiles.writeNumber(json, "level", e.level());
            json.writeNumberProperty("n", e.n());
            SummaryFiles.writeNumbers(json, "replications", point.values(measure));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
