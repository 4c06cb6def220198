package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Outages as recorded of the nodes of a pool that a gang and replicas share, by hand. */
final class SharedOutagesTest {
    private static double hours(RunResult result, String state) {
        return Scenarios.value(result, "gpu.hours", "total", Map.of("state", state));
    }

    /** The gang has seven of nodes 0 to 7; of 8 to 15 two are out, for 3 and 4 h. */
    @Test
    void strikeWhoeverHasTheNode() {
        Scenario scenario = ScenarioFile.parse(
                        "recorded",
                        SharedDrainsTest.withOutages(SharedDrainsTest.TEXT)
                                .replace("90 min", "100 h"))
                .orThrow();
        RunResult result = Scenarios.run(scenario, 1);
        assertThat(Scenarios.value(result, "jobs.interruptions", "total", Map.of()))
                .isEqualTo(1);
        assertThat(Scenarios.value(result, "failures", "total", Map.of())).isEqualTo(2);
        assertThat(hours(result, "failed")).isCloseTo(8 * (3 + 4), within(1e-6));
        assertThat(hours(result, "loading")).isCloseTo(8 * 2 * 0.1, within(1e-6));
        assertThat(hours(result, "serving"))
                .isCloseTo(8 * (8 * 10 - 3 - 4 - 2 * 0.1), within(1e-6));
        assertThat(Scenarios.value(result, "jobs.capacity", "mean", Map.of()))
                .isCloseTo(64 - 8 * 0.2, within(1e-6));
    }
}
