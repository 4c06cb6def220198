package headroom.replicatheory;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.assembly.Assembly;
import headroom.demand.DemandSection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.RetrySection;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.scenario.Scenario.OverloadSection;
import headroom.scenario.ScenarioFile;
import headroom.supply.DeploymentSection;
import headroom.supply.DeploymentSection.OverheadsSection;
import headroom.supply.DeploymentSection.StepTimeSection;
import headroom.supply.EngineSection;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.GpuSection;
import headroom.supply.SiteSection;
import headroom.yaml.Key;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Which replicas are which models, and which are none. */
final class ReplicaTheoryTest {
    private static final String RESOURCES = "src/test/resources/headroom/replicatheory/";

    static Scenario scenario(String file, Map<String, String> values) throws IOException {
        Path path = Path.of("scenarios/queueing", file + ".yaml");
        return ScenarioFile.read(path, values).orThrow();
    }

    static List<Measurement> theory(Scenario scenario) {
        Phase run = new Phase("run", scenario.warmUpSeconds(), scenario.horizonSeconds());
        return ReplicaTheory.of(scenario, List.of(run), stream -> Assembly.curve(scenario, stream));
    }

    @ParameterizedTest
    @CsvFileSource(
            resources = "near-misses.psv",
            delimiter = '|',
            numLinesToSkip = 2,
            maxCharsPerColumn = 2000)
    void oneKeyMakesItNoModel(String file, String key, String value) throws IOException {
        assertThat(theory(scenario(file, Map.of()))).isNotEmpty();
        assertThat(theory(scenario(file, Map.of(key, value)))).isEmpty();
    }

    /** Sections, where they stand, and the keys of which no other value makes a near miss. */
    static Stream<Arguments> sections() {
        return Stream.of(
                Arguments.of(
                        Scenario.class,
                        "",
                        "name title start horizon warmUp seed epoch cells sample occupancy"
                                + " occupancyAt replications serviceObjectives batches precision"
                                + " warmUpFrom slo architectures chips controllers"),
                Arguments.of(
                        DeploymentSection.class,
                        "deployments[0].",
                        "model pool maxSequences tokenBudget physics weights loadBandwidth role"),
                Arguments.of(StepTimeSection.class, "deployments[0].stepTime.", "c1"),
                Arguments.of(OverheadsSection.class, "deployments[0].overheads.", ""),
                Arguments.of(EngineSection.class, "deployments[0].engine.", ""),
                Arguments.of(GpuSection.class, "gpus.server.", "idlePower"),
                Arguments.of(SiteSection.class, "sites.lab.", "powerLimit pue energyPrice"),
                Arguments.of(PoolSection.class, "pools.servers.", "site gpu price nodes"),
                Arguments.of(OverloadSection.class, "overload.", ""),
                Arguments.of(DemandSection.class, "demand.", "profiles"),
                Arguments.of(StreamSection.class, "demand.streams[0].", "name model priority"),
                Arguments.of(RetrySection.class, "demand.streams[0].retry.", "base"),
                Arguments.of(
                        TierSection.class,
                        "demand.tiers[0].",
                        "name users sessionsPerUserWeek mix profile priority regions largest"
                                + " modulation closed arrivals"),
                Arguments.of(
                        WorkloadSection.class,
                        "demand.workloads.ask.",
                        "kind model steps toolTime append compactTo"));
    }

    /** A key that somebody adds needs a near miss, or a place among those that are free. */
    @ParameterizedTest
    @MethodSource("sections")
    void everyKeyIsLookedAt(Class<? extends Record> section, String place, String free)
            throws IOException {
        List<String> missed = Files.readAllLines(Path.of(RESOURCES + "near-misses.psv")).stream()
                .filter(line -> line.contains(" | "))
                .map(line -> line.split(" \\| ")[1])
                .toList();
        List<String> allowed = List.of(free.split(" "));
        for (RecordComponent each : section.getRecordComponents()) {
            String name = each.getAnnotation(Key.class).name();
            boolean isMissed = missed.stream().anyMatch(key -> (key + ".")
                    .replace('[', '.')
                    .startsWith((place + name + ".").replace('[', '.')));
            assertThat(isMissed || allowed.contains(name)).as(place + name).isTrue();
        }
    }
}
