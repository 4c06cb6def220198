package headroom.sweeps;

import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.Table;
import headroom.report.Manifest;
import headroom.stat.Estimate;
import headroom.study.Shown;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A sweep for programs. {@code sweep.csv} has a row for each point and number, {@code
 * replications.csv} one for each replication of it too; the columns of the variables have their
 * paths for names and are empty where the scenario is left as it is. {@code sweep.json} has the
 * same with the effects.
 */
final class SweepFiles {
    private final Sweep sweep;

    SweepFiles(Sweep sweep) {
        this.sweep = sweep;
    }

    String csv() {
        List<List<String>> rows = new ArrayList<>();
        for (int p = 0; p < sweep.trials().size(); p++) {
            for (int s = 0; s < sweep.plan().shown().size(); s++) {
                Estimate number = sweep.number(p, s);
                List<String> row = begun(p, s);
                row.add(SummaryFiles.number(number.value()));
                row.add(SummaryFiles.number(number.halfWidth()));
                row.add(SummaryFiles.number(number.level()));
                row.add(Integer.toString(number.n()));
                rows.add(row);
            }
        }
        return new Table("", heads("value", "halfWidth", "level", "n"), rows).csv();
    }

    String replications() {
        List<List<String>> rows = new ArrayList<>();
        for (int p = 0; p < sweep.trials().size(); p++) {
            for (int s = 0; s < sweep.plan().shown().size(); s++) {
                double[] values = sweep.values(p, s);
                for (int r = 0; r < values.length; r++) {
                    List<String> row = begun(p, s);
                    row.add(Integer.toString(r));
                    row.add(SummaryFiles.number(values[r]));
                    rows.add(row);
                }
            }
        }
        return new Table("", heads("replication", "value"), rows).csv();
    }

    private List<String> heads(String... last) {
        List<String> heads = new ArrayList<>(List.of("point"));
        sweep.plan().variations().forEach(each -> heads.add(each.path()));
        heads.addAll(List.of("number", "unit"));
        heads.addAll(List.of(last));
        return heads;
    }

    private List<String> begun(int point, int shown) {
        List<String> row = new ArrayList<>(List.of(Integer.toString(point)));
        Map<String, String> changes = sweep.trials().get(point).changes();
        sweep.plan().variations().forEach(each -> row.add(changes.getOrDefault(each.path(), "")));
        Shown one = sweep.plan().shown().get(shown);
        row.add(one.key().toString());
        row.add(one.unit());
        return row;
    }

    String json() {
        return SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            write(json, sweep.plan());
            json.writeArrayPropertyStart("points");
            for (int p = 0; p < sweep.trials().size(); p++) {
                point(json, p);
            }
            json.writeEndArray();
            json.writeArrayPropertyStart("effects");
            for (int s = 0; s < sweep.plan().shown().size(); s++) {
                effects(json, s);
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** What was asked. */
    static void write(JsonGenerator json, SweepPlan plan) {
        json.writeStringProperty("design", plan.design().text());
        json.writeNumberProperty("seed", plan.base().seed());
        json.writeNumberProperty("replications", plan.replications());
        json.writeArrayPropertyStart("variations");
        for (Variation each : plan.variations()) {
            json.writeStartObject();
            json.writeStringProperty("path", each.path());
            json.writeArrayPropertyStart("values");
            each.values().forEach(json::writeString);
            json.writeEndArray();
            json.writeBooleanProperty("between", each.range().isPresent());
            json.writeBooleanProperty("log", each.log());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("shown");
        for (Shown each : plan.shown()) {
            json.writeStartObject();
            json.writeStringProperty("asked", each.text());
            json.writeStringProperty("number", each.key().toString());
            json.writeStringProperty("unit", each.unit());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void point(JsonGenerator json, int point) {
        json.writeStartObject();
        json.writeNumberProperty("point", point);
        json.writeObjectPropertyStart("values");
        sweep.trials().get(point).changes().forEach(json::writeStringProperty);
        json.writeEndObject();
        json.writeArrayPropertyStart("numbers");
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            json.writeStartObject();
            json.writeStringProperty("number", sweep.plan().shown().get(s).key().toString());
            write(json, sweep.number(point, s));
            SummaryFiles.writeNumbers(json, "replications", sweep.values(point, s));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Estimate estimate) {
        SummaryFiles.writeNumber(json, "value", estimate.value());
        SummaryFiles.writeNumber(json, "halfWidth", estimate.halfWidth());
        SummaryFiles.writeNumber(json, "level", estimate.level());
        json.writeNumberProperty("n", estimate.n());
    }

    private void effects(JsonGenerator json, int shown) {
        json.writeStartObject();
        json.writeStringProperty("number", sweep.plan().shown().get(shown).key().toString());
        double sharing = sweep.sharing(shown);
        SummaryFiles.writeNumber(json, "varianceReduction", sharing);
        if (sweep.plan().design().kind() == Design.Kind.ONE_AT_A_TIME) {
            json.writeArrayPropertyStart("oneAtATime");
            for (Swings.Swing swing : Swings.of(sweep, shown)) {
                for (Swings.Move move : swing.moves()) {
                    json.writeStartObject();
                    json.writeStringProperty("path", swing.variation().path());
                    json.writeStringProperty("to", move.value());
                    write(json, move.change());
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
        } else {
            Regression.of(sweep, shown).ifPresent(plane -> regression(json, plane));
        }
        json.writeEndObject();
    }

    private static void regression(JsonGenerator json, Regression plane) {
        SummaryFiles.writeNumber(json, "rSquared", plane.determination());
        json.writeArrayPropertyStart("regression");
        for (Regression.Effect effect : plane.effects()) {
            json.writeStartObject();
            json.writeStringProperty("path", effect.variation().path());
            json.writeStringProperty("from", effect.from());
            json.writeStringProperty("to", effect.to());
            write(json, effect.change());
            SummaryFiles.writeNumber(json, "standardised", effect.standardised());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What it takes to do it again; only the object machine may differ then. */
    String manifest(SweepFolder.Made made, Map<String, String> files) {
        return SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            json.writeStringProperty("study", "sweep");
            json.writeStringProperty("scenario", sweep.plan().base().name());
            json.writeStringProperty("title", sweep.plan().base().title());
            json.writeStringProperty("runId", made.runId());
            json.writeStringProperty("version", SavedFolder.version());
            json.writeArrayPropertyStart("arguments");
            made.arguments().forEach(json::writeString);
            json.writeEndArray();
            write(json, sweep.plan());
            json.writeNumberProperty("points", sweep.trials().size());
            SavedFolder.writeFiles(json, files);
            Manifest.writeMachine(json, made.threads(), made.wallSeconds());
            json.writeBooleanProperty("complete", true);
            json.writeEndObject();
        });
    }
}
