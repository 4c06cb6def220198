package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Phase;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.Objects;

/**
 * What a run was and by what it was made, {@code manifest.json}. Only the object {@code machine}
 * may differ between two runs of the same scenario, seed and version.
 */
final class Manifest {
    private Manifest() {}

    /** The manifest, whose last entry says that the folder is complete. */
    static String json(RunResult result) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.put("scenario", result.scenario());
        manifest.put("title", result.title());
        manifest.put("runId", result.runId());
        manifest.put("version", version());
        manifest.put("seed", result.seed());
        manifest.put("replications", result.replications());
        manifest.put("cells", result.cells());
        manifest.put("sampledCells", result.sampledCells());
        manifest.put("start", result.start().toString());
        SummaryFiles.putNumber(manifest, "horizonSeconds", result.horizonSeconds());
        manifest.put("requestsSimulated", result.requestsSimulated());
        manifest.put("resultHash", result.resultHash());
        ArrayNode phases = manifest.putArray("phases");
        for (Phase phase : result.phases()) {
            ObjectNode object = phases.addObject();
            object.put("name", phase.name());
            SummaryFiles.putNumber(object, "fromSeconds", phase.fromSeconds());
            SummaryFiles.putNumber(object, "toSeconds", phase.toSeconds());
        }
        ObjectNode limits = manifest.putObject("limits");
        result.limits().forEach((name, value) -> SummaryFiles.putNumber(limits, name, value));
        putSeries(manifest.putObject("timeseries"), result);
        ObjectNode machine = manifest.putObject("machine");
        SummaryFiles.putNumber(machine, "wallSeconds", result.wallSeconds());
        machine.put("threads", result.threads());
        machine.put("jvm", System.getProperty("java.vm.name", "unknown"));
        machine.put("jvmVersion", System.getProperty("java.runtime.version", "unknown"));
        manifest.put("complete", true);
        return SummaryFiles.jsonText(manifest);
    }

    /** Says what the columns of the series are, since their names alone do not carry units. */
    private static void putSeries(ObjectNode object, RunResult result) {
        object.put("file", "timeseries.csv");
        SummaryFiles.putNumber(object, "stepSeconds", result.series().stepSeconds());
        ArrayNode columns = object.putArray("columns");
        for (TimeSeriesCsv.Column column : TimeSeriesCsv.columns(result.series())) {
            ObjectNode each = columns.addObject();
            each.put("column", column.name());
            each.put("name", column.series().name());
            ObjectNode labels = each.putObject("labels");
            column.series().labels().forEach(labels::put);
            each.put("unit", column.series().unit());
        }
    }

    /** Version of the jar; "development" where the classes run outside of one. */
    static String version() {
        String version = Manifest.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "development");
    }
}
