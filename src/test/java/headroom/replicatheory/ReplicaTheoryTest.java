package headroom.replicatheory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static double value(List<Measurement> theory, String name, String statistic) {
        return theory.stream()
                .filter(m -> m.name().equals(name + ".theory"))
                .filter(m -> m.statistic().equals(statistic))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name))
                .value();
    }

    /** Two replicas at random, or in two cells, are each M/M/1 at 5 /s, served in 0.1 s. */
    @ParameterizedTest
    @CsvSource({"1, random", "2, power-of-two"})
    void whatIsDealtAtRandomIsAsManyQueues(String cells, String policy) throws IOException {
        List<Measurement> theory = theory(scenario(
                "mm1",
                Map.of(
                        "cells",
                        cells,
                        "routing.policy",
                        policy,
                        "pools.servers.gpus",
                        "2",
                        "demand.streams[0].rate",
                        "10 /s")));
        assertThat(value(theory, "number", "mean")).isCloseTo(1, within(1e-12));
        assertThat(value(theory, "requests", "mean")).isCloseTo(10, within(1e-12));
        boolean both = cells.equals("1");
        assertThat(value(theory, "number.cell", "mean")).isCloseTo(both ? 2 : 1, within(1e-12));
        double empty = both ? 0.25 : 0.5;
        assertThat(value(theory, "empty.cell", "share")).isCloseTo(empty, within(1e-12));
        assertThat(value(theory, "e2e", "p99")).isCloseTo(0.921034037197618, within(1e-12));
    }

    /** Those dealt at random come no more in batches or phases of their own, or to one replica. */
    @ParameterizedTest
    @ValueSource(strings = {"retrial", "finite-source", "batch-arrivals", "bursty-phases"})
    void ofTwoReplicasOnlyPoissonArrivalsAreKnown(String file) throws IOException {
        Map<String, String> two = Map.of("routing.policy", "random", "pools.servers.gpus", "2");
        assertThat(theory(scenario(file, two))).isEmpty();
    }

    /** Erlang's loss of 2 erlangs at 3 servers: 4/19 of 20 /s are refused. */
    @Test
    void placesAreServersWhereThereAreFewer() throws IOException {
        List<Measurement> theory = theory(scenario(
                "mm1",
                Map.of(
                        "deployments[0].maxSequences", "5",
                        "deployments[0].tokenBudget", "6",
                        "overload.maxRequestsPerReplica", "3",
                        "demand.streams[0].rate", "20 /s",
                        "demand.streams[0].output", "100 k tokens")));
        assertThat(theory.get(0).labels()).containsEntry("model", "M/G/3/3");
        assertThat(value(theory, "number", "mean")).isCloseTo(2 * 15 / 19.0, within(1e-12));
        double refused = theory.stream()
                .filter(m -> "overloaded".equals(m.labels().get("outcome")))
                .findFirst()
                .orElseThrow()
                .value();
        assertThat(refused).isCloseTo(20 * 4 / 19.0, within(1e-12));
    }

    /** 400 sequences of exponential length hold twice the mean on average, 80 M tokens. */
    @ParameterizedTest
    @CsvSource({"79 M tokens, false", "120 M tokens, true"})
    void memoryHoldsTheLongerOnes(String memory, boolean isKnown) throws IOException {
        List<Measurement> theory = theory(scenario(
                "mm1",
                Map.of(
                        "deployments[0].maxSequences", "400",
                        "deployments[0].tokenBudget", "800",
                        "deployments[0].kvCapacity", memory,
                        "demand.streams[0].rate", "3800 /s")));
        assertThat(theory.isEmpty()).isNotEqualTo(isKnown);
    }

    /** A wait of half a step on average is of the steps, not of the queue. */
    @Test
    void waitsShorterThanStepsAreNotTold() throws IOException {
        List<Measurement> theory = theory(scenario(
                "mm1",
                Map.of(
                        "deployments[0].maxSequences", "64",
                        "deployments[0].tokenBudget", "65")));
        assertThat(theory).extracting(Measurement::name).contains("number.theory", "e2e.theory");
        assertThat(theory)
                .extracting(Measurement::name)
                .doesNotContain("wait.theory", "ttft.theory", "number.waiting.theory");
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
