package headroom.experiment;

import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Shipped scenarios, with other values for some keys. */
final class Scenarios {
    static final Path FOLDER = Path.of("scenarios");

    private Scenarios() {}

    /** A shipped scenario; keys and values in turn. */
    static Scenario shipped(String name, String... overrides) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < overrides.length; i += 2) {
            values.put(overrides[i], overrides[i + 1]);
        }
        return ScenarioFile.read(FOLDER.resolve(name + ".yaml"), values).orThrow();
    }

    static RunResult run(Scenario scenario, int threads) {
        return Simulation.of(scenario, FOLDER).run("test", threads, Simulation.Progress.NONE);
    }

    /** The hourly values of a column of the whole deployment. */
    static double[] hours(RunResult result, String column) {
        return result.series().columns().stream()
                .filter(c -> c.name().equals(column))
                .findFirst()
                .orElseThrow()
                .values();
    }

    /** A number of the summary. */
    static double value(
            RunResult result, String name, String statistic, Map<String, String> labels) {
        return result.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .filter(m -> m.labels().entrySet().containsAll(labels.entrySet()))
                .findFirst()
                .orElseThrow()
                .value();
    }
}
