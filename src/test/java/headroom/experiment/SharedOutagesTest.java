package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.util.Map;

/** Outages as recorded of the nodes of a pool that a gang and replicas share, by hand. */
final class SharedOutagesTest {
    private static final String TEXT = """
            name: rec
            title: Recorded outages of a shared pool
            start: 2026-03-02T00:00Z
            horizon: 10 h
            seed: 1
            cells: 1
            replications: 1
            models:
              m:
                credits: {input: 0, output: 0}
                price: {input: $1/Mtoken, cachedInput: $1/Mtoken, output: $5/Mtoken}
            gpus:
              g: {idlePower: 1 W, decodePower: 1 W, prefillPower: 1 W, hostPower: 1 W}
            sites:
              plant: {powerLimit: 10 MW, pue: 1.2}
            pools:
              main:
                site: plant
                gpu: g
                gpus: 128
                nodes:
                  gpus: 8
                  outages:
                    - {node: 2, from: 1 h, until: 3 h}
                    - {node: 12, from: 2 h, until: 5 h}
                    - {node: 13, from: 2 h, until: 6 h}
            deployments:
              - model: m
                pool: main
                share: 50 %
                replicaGpus: 8
                loadTime: 6 min
                maxSequences: 24
                tokenBudget: 4096
                kvCapacity: 400 k tokens
                stepTime: {c0: 10 ms, c1: 0 us, c2: 0 us, c3: 0 us, c4: 0 us, c5: 0 us}
            demand:
              streams:
                - {name: s, model: m, rate: 5 /s, input: 1000 tokens, output: 200 tokens}
            jobs:
              stations:
                training: {pools: [main], policy: {law: first-fit}}
              streams:
                - {name: a, at: training, present: 1, size: 100 h, gangs: [{gpus: 56}]}
            """;

    private static double hours(RunResult result, String state) {
        return Scenarios.value(result, "gpu.hours", "total", Map.of("state", state));
    }

    /** The gang has seven of nodes 0 to 7; of 8 to 15 two are out, for 3 and 4 h. */
    @Test
    void strikeWhoeverHasTheNode() {
        Scenario scenario = ScenarioFile.parse("recorded", TEXT).orThrow();
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
