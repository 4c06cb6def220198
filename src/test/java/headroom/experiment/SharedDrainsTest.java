package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Series;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.Map;

/** Drains of nodes of a pool that jobs and replicas share, by hand. */
final class SharedDrainsTest {
    private static final String TEXT = """
            name: drained
            title: Drains of a shared pool
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
                  drains:
                    - {from: 1 h, until: 3 h, first: 2, nodes: 1}
                    - {from: 2 h, until: 5 h, first: 12, nodes: 1}
                    - {from: 2 h, until: 6 h, first: 13, nodes: 1}
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
                - {name: a, at: training, present: 1, size: 90 min, gangs: [{gpus: 56}]}
            """;

    private static RunResult run(String text) {
        return Scenarios.run(ScenarioFile.parse("drained", text).orThrow(), 1);
    }

    private static double hours(RunResult result, String state) {
        return Scenarios.value(result, "gpu.hours", "total", Map.of("state", state));
    }

    private static double total(RunResult result, String metric) {
        return Scenarios.value(result, metric, "total", Map.of());
    }

    /** Two replicas of eight go for 3 and 4 h, and load for 0.1 h; no request is lost. */
    @Test
    void replicasEndWhatTheyHaveAndComeBack() {
        RunResult result = run(TEXT);
        assertThat(hours(result, "draining")).isCloseTo(8 * (3 + 4), within(1e-6));
        assertThat(hours(result, "loading")).isCloseTo(8 * 2 * 0.1, within(1e-6));
        assertThat(hours(result, "serving"))
                .isCloseTo(8 * (8 * 10 - 3 - 4 - 2 * 0.1), within(1e-6));
        assertThat(hours(result, "failed")).isZero();
        assertThat(hours(result, "lent")).isCloseTo(64 * 10, within(1e-6));
        assertThat(total(result, "failures")).isZero();
    }

    /** The gang stays on node 2 until it ends; the next has the seven others. */
    @Test
    void jobsEndWhatTheyHave() {
        RunResult result = run(TEXT);
        assertThat(Scenarios.value(result, "jobs.capacity", "mean", Map.of()))
                .isCloseTo(64 - 8 * 0.15, within(1e-6));
        assertThat(uses(result, "draining")).isCloseTo(8 * (3 + 4 + 1.5), within(1e-6));
    }

    /** GPU-hours of a use, summed over the hours; all uses of an hour add up. */
    private static double uses(RunResult result, String use) {
        double all = 0;
        double[] sums = new double[10];
        for (Series each : result.series().columns()) {
            for (int h = 0; h < 10 && each.name().equals("gpus.use"); h++) {
                assertThat(each.values()[h]).isGreaterThan(-1e-9);
                sums[h] += each.values()[h];
                all += each.labels().containsValue(use) ? each.values()[h] : 0;
            }
        }
        for (double sum : sums) {
            assertThat(sum).isCloseTo(128, within(1e-9));
        }
        return all;
    }

    /** Outages lose what is in service; drains do not. */
    @ParameterizedTest
    @CsvSource({"drains, false", "outages, true"})
    void noRequestIsLost(String how, boolean isLost) {
        String text = TEXT.replace("drains:", how + ":");
        String of = how.equals("drains")
                ? text
                : text.replaceAll("first: (\\d+), nodes: 1", "node: $1");
        double lost = Arrays.stream(Scenarios.hours(run(of), "lost")).sum();
        assertThat(lost > 0).isEqualTo(isLost);
    }
}
