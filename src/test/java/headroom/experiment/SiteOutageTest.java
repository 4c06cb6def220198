package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Measurement;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A site that is down for four hours, from the text of a scenario to its numbers. */
final class SiteOutageTest {
    private static final Path FILE = Path.of("scenarios/spike.yaml");
    private static final Map<String, String> SHORT = Map.of(
            "horizon", "22 h",
            "warmUp", "6 h",
            "replications", "1",
            "slo", "[]",
            "sites.plant.outages", "[{from: 12 h, until: 16 h}]",
            "phases", "{before: {until: 12 h}, down: {from: 12 h, until: 16 h}, up: {from: 17 h}}");

    private static Scenario scenario(Map<String, String> changes) throws IOException {
        return ScenarioFile.read(FILE, changes).orThrow();
    }

    private static double value(RunResult run, String selector) {
        Measurement found = run.number(selector);
        return found.value();
    }

    @Test
    void nothingIsServedAndNoPowerDrawnWhileItIsDown() throws IOException {
        RunResult run = Scenarios.run(scenario(SHORT), 2);
        assertThat(value(run, "mean(requests, outcome=completed, phase=down)")).isZero();
        assertThat(value(run, "mean(requests, outcome=overloaded, phase=down)")).isPositive();
        assertThat(value(run, "total(energy, phase=down)")).isLessThan(1e-9);
        assertThat(value(run, "total(energy, phase=up)")).isPositive();
        for (String phase : new String[] {"before", "up"}) {
            double all = value(run, "mean(requests, outcome=offered, phase=" + phase + ")");
            assertThat(value(run, "mean(requests, outcome=completed, phase=" + phase + ")"))
                    .as(phase)
                    .isGreaterThan(0.95 * all);
        }
    }
}
