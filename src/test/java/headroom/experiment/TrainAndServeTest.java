package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;
import headroom.measure.Series;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;

/** GPUs that train and serve, from the text of a scenario to its numbers. */
final class TrainAndServeTest {
    private static RunResult run(int threads, String... more) throws IOException {
        String[] overrides = {
            "horizon", "14 h",
            "warmUp", "0 s",
            "cells", "512",
            "sample", "2/512",
            "replications", "2",
            "jobs.streams[1].rate", "100 /h"
        };
        String[] all = new String[overrides.length + more.length];
        System.arraycopy(overrides, 0, all, 0, overrides.length);
        System.arraycopy(more, 0, all, overrides.length, more.length);
        return Scenarios.run(Scenarios.shipped("train-and-serve", all), threads);
    }

    private static double total(RunResult result, String name, String label, String value) {
        return result.summary().stream()
                .filter(each -> each.name().equals(name))
                .filter(each -> value.equals(each.labels().get(label)))
                .filter(each -> !each.labels().containsKey("stream"))
                .mapToDouble(Measurement::value)
                .sum();
    }

    @Test
    void oneTwoAndSevenThreadsGiveTheSameBits() throws IOException {
        RunResult one = run(1);
        assertThat(total(one, "jobs.gaveWay.saving", "station", "others")).isPositive();
        assertThat(run(2).resultHash()).isEqualTo(one.resultHash());
        assertThat(run(7).resultHash()).isEqualTo(one.resultHash());
    }

    /** Where serving keeps its share at night, jobs have less and never give way. */
    @Test
    void aFixedSplitLeavesJobsLess() throws IOException {
        RunResult shared = run(2);
        usesAddUp(shared);
        RunResult split = run(2, "deployments[0].scale.min", "3072");
        double capacity = total(split, "jobs.capacity", "station", "others");
        assertThat(capacity).isEqualTo(Math.floor(0.4 * 40_960));
        assertThat(total(shared, "jobs.capacity", "station", "others"))
                .isGreaterThan(1.1 * capacity);
        assertThat(total(split, "jobs.gaveWay.saving", "station", "others")).isZero();
    }

    /** Each hour, and no use is less than nothing. */
    private static void usesAddUp(RunResult result) {
        double[] sum = new double[14];
        for (Series each : result.series().columns()) {
            for (int h = 0; h < sum.length && each.name().equals("gpus.use"); h++) {
                assertThat(each.values()[h]).isGreaterThan(-1e-6);
                sum[h] += each.values()[h];
            }
        }
        for (double gpus : sum) {
            assertThat(gpus).isCloseTo(140_960, within(1e-6));
        }
    }

    /** 600 of 1,000 GPUs train: facility = PUE x (all idle and hosts + those that train). */
    @Test
    void whatJobsHoldDrawsTheirPower() throws IOException {
        Scenario scenario = ScenarioFile.parse("power", """
                        name: power
                        title: One job
                        start: 2026-01-01
                        horizon: 3 h
                        seed: 0
                        gpus:
                          g:
                            idlePower: 100 W
                            decodePower: 300 W
                            prefillPower: 500 W
                            hostPower: 200 W
                            trainingPower: 75 %
                        sites: {s: {powerLimit: 1 MW, pue: 1.25}}
                        pools: {p: {site: s, gpu: g, gpus: 1000}}
                        jobs:
                          stations: {all: {pools: [p], places: 1}}
                          streams:
                            - {name: one, at: all, rate: 1 /s, size: 30 d, gangs: [{gpus: 600}]}
                        """).orThrow();
        double[] power = Scenarios.hours(Scenarios.run(scenario, 1), "power");
        double watts = 1.25 * (1000 * 300.0 + 600 * 0.75 * 400.0);
        assertThat(power[1]).isCloseTo(watts / 1e6, within(1e-12));
        assertThat(power[2]).isCloseTo(watts / 1e6, within(1e-12));
    }
}
