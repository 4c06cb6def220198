package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Phase;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.TimeSeriesCsv;

import tools.jackson.core.JsonGenerator;

import java.util.List;
import java.util.Map;

/**
 * What a run was and by what it was made, {@code manifest.json}. Only the object {@code machine}
 * may differ between two runs of the same scenario, seed and version.
 */
public final class Manifest {
    private Manifest() {}

    /**
     * The manifest, whose last entry says that the folder is complete; with the SHA-256 of each
     * file, by which {@link SavedFolder} knows them again.
     */
    static String json(RunResult result, Map<String, String> files, List<String> answer) {
        return SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            writeRun(json, result);
            writePhases(json, result);
            json.writeObjectPropertyStart("limits");
            result.limits().forEach((name, value) -> SummaryFiles.writeNumber(json, name, value));
            json.writeEndObject();
            json.writeArrayPropertyStart("answer");
            answer.forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("assumptions");
            result.assumptions().forEach(json::writeString);
            json.writeEndArray();
            writeSeries(json, result);
            SavedFolder.writeFiles(json, files);
            writeMachine(json, result.threads(), result.wallSeconds());
            json.writeBooleanProperty("complete", true);
            json.writeEndObject();
        });
    }

    private static void writeRun(JsonGenerator json, RunResult result) {
        json.writeStringProperty("scenario", result.scenario());
        json.writeStringProperty("title", result.title());
        json.writeStringProperty("runId", result.runId());
        json.writeStringProperty("version", SavedFolder.version());
        json.writeNumberProperty("seed", result.seed());
        json.writeNumberProperty("replications", result.replications());
        json.writeNumberProperty("cells", result.cells());
        json.writeNumberProperty("sampledCells", result.sampledCells());
        json.writeStringProperty("start", result.start().toString());
        SummaryFiles.writeNumber(json, "horizonSeconds", result.horizonSeconds());
        json.writeNumberProperty("requestsSimulated", result.requestsSimulated());
        json.writeStringProperty("resultHash", result.resultHash());
    }

    private static void writePhases(JsonGenerator json, RunResult result) {
        json.writeArrayPropertyStart("phases");
        for (Phase phase : result.phases()) {
            json.writeStartObject();
            json.writeStringProperty("name", phase.name());
            SummaryFiles.writeNumber(json, "fromSeconds", phase.fromSeconds());
            SummaryFiles.writeNumber(json, "toSeconds", phase.toSeconds());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Says what the columns of the series are, since their names alone do not carry units. */
    private static void writeSeries(JsonGenerator json, RunResult result) {
        json.writeObjectPropertyStart("timeseries");
        json.writeStringProperty("file", "timeseries.csv");
        json.writeStringProperty("start", result.series().start().toString());
        SummaryFiles.writeNumber(json, "stepSeconds", result.series().stepSeconds());
        json.writeArrayPropertyStart("columns");
        for (TimeSeriesCsv.Column column : TimeSeriesCsv.columns(result.series())) {
            json.writeStartObject();
            json.writeStringProperty("column", column.name());
            json.writeStringProperty("name", column.series().name());
            SummaryFiles.writeLabels(json, column.series().labels());
            json.writeStringProperty("unit", column.series().unit());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** The one object that may differ between two runs of the same. */
    public static void writeMachine(JsonGenerator json, int threads, double wallSeconds) {
        json.writeObjectPropertyStart("machine");
        SummaryFiles.writeNumber(json, "wallSeconds", wallSeconds);
        json.writeNumberProperty("threads", threads);
        json.writeStringProperty("jvm", System.getProperty("java.vm.name", "unknown"));
        json.writeStringProperty(
                "jvmVersion", System.getProperty("java.runtime.version", "unknown"));
        json.writeEndObject();
    }
}
