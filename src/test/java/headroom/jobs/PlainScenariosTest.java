package headroom.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import static java.util.Objects.requireNonNull;

import headroom.assembly.Assembly;
import headroom.gangs.JobsSpec;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Scenario files of plain servers are simulated as such, which takes a third of the time. */
final class PlainScenariosTest {
    private static final Path FOLDER = Path.of("scenarios/queueing");

    @ParameterizedTest
    @ValueSource(
            strings = {"mm1k", "mmc", "mg1", "mdc", "mgc", "gi-m-c", "tide-servers", "erlang-b"})
    void oneQueueIsAllThereIs(String name) throws IOException {
        assertThat(ServerQueue.isEnough(spec(name, Map.of()))).isTrue();
    }

    @Test
    void thoseWhoAreThereAtTheStartAskNoMore() throws IOException {
        JobsSpec spec = spec("mmc", Map.of("jobs.streams[0].present", "2"));
        assertThat(ServerQueue.isEnough(spec)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gangs", "recorded", "erlang-a", "priority", "setup"})
    void othersAskMore(String name) throws IOException {
        JobsSpec spec = spec(name, Map.of());
        assertThat(ServerQueue.isEnough(spec)).isFalse();
        JobsSpec.StationSpec station = spec.stations().get(0);
        assertThat(ServerStation.isEnough(spec, station, station.policy().get()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"patience: 1 s", "deadline: 1 s", "gangs: [{gpus: 2}]"})
    void oneKeyMayAskMore(String key) throws IOException {
        String stream = "jobs.streams[0]." + key.substring(0, key.indexOf(':'));
        JobsSpec spec = spec("mmc", Map.of(stream, key.substring(key.indexOf(':') + 2)));
        assertThat(ServerQueue.isEnough(spec)).isFalse();
    }

    @Test
    void twoAreNotOneButEachIsPlain() throws IOException {
        JobsSpec spec = spec("fork-join", Map.of());
        assertThat(ServerQueue.isEnough(spec)).isFalse();
        assertThat(spec.stations())
                .hasSizeGreaterThan(1)
                .allMatch(station ->
                        ServerStation.isEnough(spec, station, station.policy().get()));
    }

    /** The waits of the first customers are kept. */
    @Test
    void whoIsWhichAsksMore() throws IOException {
        assertThat(ServerQueue.isEnough(spec("transient", Map.of()))).isFalse();
        assertThat(ServerQueue.isEnough(spec("mmc", Map.of("jobs.probes.waits", "[1 s]"))))
                .isTrue();
    }

    private static JobsSpec spec(String name, Map<String, String> values) throws IOException {
        Path file = FOLDER.resolve(name + ".yaml");
        Assembly assembly = new Assembly(ScenarioFile.read(file, values).orThrow(), FOLDER);
        return requireNonNull(assembly.plan().cluster().jobs());
    }
}
