package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.measure.Series;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Drains of nodes of a pool that jobs and replicas share, by hand. */
final class SharedDrainsTest {
    static final String TEXT = """
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

    /** The same nodes fail at the same times, as recorded. */
    static String withOutages(String drained) {
        return drained.replaceAll("first: (\\d+), nodes: 1", "node: $1")
                .replace("drains:", "outages:");
    }

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
    @ValueSource(booleans = {false, true})
    void noRequestIsLost(boolean fail) {
        double[] lost = Scenarios.hours(run(fail ? withOutages(TEXT) : TEXT), "lost");
        assertThat(Arrays.stream(lost).sum() > 0).isEqualTo(fail);
    }

    /**
     * The site is down from 1.5 to 4 h. The gang holds node 2 until then, which jobs keep until its
     * drain is over; nodes 12 and 13 are drained meanwhile, so six of eight replicas come back.
     */
    @Test
    void drainsOutlastAnOutageOfTheSite() {
        RunResult result = run(TEXT.replace("90 min", "100 h")
                .replace("pue: 1.2", "pue: 1.2, outages: [{from: 1.5 h, until: 4 h}]"));
        assertThat(hours(result, "failed")).isCloseTo(128 * 2.5 - 8 * 1.5, within(1e-6));
        assertThat(hours(result, "lent")).isCloseTo(64 * 7.5 + 8 * 1.5, within(1e-6));
        assertThat(hours(result, "draining")).isCloseTo(8 * (1 + 2), within(1e-6));
        assertThat(hours(result, "loading")).isCloseTo(8 * 8 * 0.1, within(1e-6));
        assertThat(hours(result, "serving"))
                .isCloseTo(8 * (8 * 1.5 + 6 * 5.9 + 4.9 + 3.9), within(1e-6));
        assertThat(uses(result, "draining")).isCloseTo(8 * (1 + 2 + 1.5), within(1e-6));
    }

    /** Outages of nodes, likewise: one that is over before the site is back shows nowhere. */
    @Test
    void outagesOutlastAnOutageOfTheSite() {
        String outages = withOutages(TEXT).replace("until: 5 h", "until: 3.5 h");
        RunResult result =
                run(outages.replace("pue: 1.2", "pue: 1.2, outages: [{from: 1.5 h, until: 4 h}]"));
        assertThat(hours(result, "loading")).isCloseTo(8 * 8 * 0.1, within(1e-6));
        assertThat(hours(result, "serving")).isCloseTo(8 * (8 * 1.5 + 7 * 5.9 + 3.9), within(1e-6));
        assertThat(uses(result, "failed")).isCloseTo(128 * 2.5 + 8 * (0.5 + 2), within(1e-6));
    }

    /** Lent and scaled, sampled, with faults, drains and an outage of the site at random. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void gpuHoursAddUpOnAnyNumberOfThreads(int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        StringBuilder drains = new StringBuilder("drains:\n");
        for (int i = 0; i < 6; i++) {
            int from = random.nextInt(0, 500);
            int nodes = random.nextInt(1, 4);
            drains.append(String.format(
                    Locale.ROOT,
                    "        - {from: %d min, until: %d min, first: %d, nodes: %d}%n",
                    from,
                    from + random.nextInt(1, 200),
                    random.nextInt(0, 16 - nodes),
                    nodes));
        }
        String text = TEXT.substring(0, TEXT.indexOf("      drains:"))
                + "      faults: [{name: f, rate: 1 /d, repair: 40 min}]\n      "
                + drains
                + TEXT.substring(TEXT.indexOf("deployments:"));
        String all = text.replace("gpus: 128", "gpus: 128\n    lending: {law: free, grace: 1 min}")
                .replace("cells: 1", "cells: 4\nsample: " + (seed % 2 == 0 ? "1" : "1/2"))
                .replace(
                        "replicaGpus: 8",
                        "replicaGpus: 4\n    scale: {min: 4, max: 28,"
                                + " target: {metric: utilisation, value: 30 %}}")
                .replace("rate: 5 /s", "rate: 40 /s")
                .replace(
                        "present: 1, size: 90 min, gangs: [{gpus: 56}]",
                        "rate: 3 /h, size: 1 h, gangs: [{gpus: 16}]")
                .replace(
                        "pue: 1.2",
                        seed > 2 ? "pue: 1.2, outages: [{from: 3.2 h, until: 4.3 h}]" : "pue: 1.2");
        RunResult one = run(all);
        assertThat(uses(one, "draining")).isPositive();
        RunResult two = Scenarios.run(ScenarioFile.parse("drained", all).orThrow(), 2);
        for (int i = 0; i < one.series().columns().size(); i++) {
            assertThat(two.series().columns().get(i).values())
                    .isEqualTo(one.series().columns().get(i).values());
        }
    }
}
