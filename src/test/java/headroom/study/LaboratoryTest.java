package headroom.study;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.Archive;
import headroom.experiment.Simulation;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What all trials of a laboratory have in common. */
final class LaboratoryTest {
    private static final Path FILE = Path.of("scenarios/queueing/mmc.yaml");

    /** A queue at 99 %, which fills for a day and more. */
    private static final Map<String, String> FULL = Map.of(
            "jobs.streams[callers].rate", "0.033 /s",
            "jobs.streams[callers].size.mean", "30 s",
            "jobs.stations.desk.servers", "1",
            "horizon", "20 d",
            "warmUp", "0 s",
            "warmUpFrom", "{series: jobs.number, pilots: 3}");

    private static final Map<String, String> IDLE = Map.of("jobs.streams[callers].rate", "0.01 /s");

    private static Laboratory laboratory() {
        return new Laboratory(FILE, FULL, Archive.NONE, 2, Laboratory.Progress.NONE);
    }

    private static Scenario alone(Map<String, String> changes) throws Exception {
        Map<String, String> all = new HashMap<>(FULL);
        all.putAll(changes);
        return Simulation.of(ScenarioFile.read(FILE, all).orThrow(), FILE.getParent())
                .scenario();
    }

    @Test
    void theWarmUpOfTheScenarioAsItIsServesAllTrials() throws Exception {
        Laboratory laboratory = laboratory();
        double idle = laboratory.trial(IDLE).simulation().scenario().warmUpSeconds();
        assertThat(idle)
                .isEqualTo(alone(Map.of()).warmUpSeconds())
                .isNotEqualTo(alone(IDLE).warmUpSeconds());
        Scenario given = laboratory.trial(Map.of()).simulation().scenario();
        assertThat(given.warmUpSeconds()).isEqualTo(idle);
    }
}
