package headroom.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.experiment.Simulation.Progress;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Lines that only grow are told, and lines that settle are not. */
class GrowthTest {
    private static final Path FOLDER = Path.of("scenarios/queueing");

    private static RunResult run(String name, Map<String, String> overrides) throws IOException {
        Map<String, String> changes = new TreeMap<>(Map.of("replications", "3"));
        changes.putAll(overrides);
        Path file = FOLDER.resolve(name + ".yaml");
        return Simulation.of(ScenarioFile.read(file, changes).orThrow(), FOLDER)
                .run("test", 2, Progress.NONE);
    }

    @Test
    void twoClerksForTheWorkOfMoreThanTwo() throws IOException {
        RunResult run = run("mmc", Map.of("jobs.stations.desk.servers", "2"));
        // 2.4 a second come and two go
        assertThat(run.number("mean(jobs.growth)").value()).isCloseTo(0.4, within(0.01));
        assertThat(Growth.sentences(run.summary(), run.phases()))
                .singleElement()
                .asString()
                .startsWith("At desk more jobs came than left (16.");
        assertThat(Growth.ofOneOfSeveral("at servers=2", run.summary(), run.phases()))
                .singleElement()
                .asString()
                .startsWith("At servers=2 more jobs came to desk than left: numbers");
    }

    @Test
    void alsoInASingleReplication() throws IOException {
        RunResult run = run("mmc", Map.of("jobs.stations.desk.servers", "2", "replications", "1"));
        assertThat(Growth.sentences(run.summary(), run.phases())).hasSize(1);
    }

    @Test
    void threeClerksAtEightyPercent() throws IOException {
        RunResult run = run("mmc", Map.of());
        assertThat(run.number("mean(jobs.growth)").value()).isCloseTo(0, within(1e-3));
        assertThat(Growth.sentences(run.summary(), run.phases())).isEmpty();
    }

    /** Jobs that give up, are refused, try again, are swept away or come back are accounted for. */
    @ParameterizedTest
    @ValueSource(
            strings = {"erlang-a", "mm1k", "gang-loss", "transient", "tide-servers", "fork-join"})
    void whoeverLeavesIsCounted(String name) throws IOException {
        RunResult run = run(name, Map.of());
        assertThat(Growth.sentences(run.summary(), run.phases())).isEmpty();
    }
}
