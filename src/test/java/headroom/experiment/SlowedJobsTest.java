package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** Jobs and serving under one power limit: who slows down, how much, and what it costs. */
final class SlowedJobsTest {
    private static final String ALONE = """
            name: alone
            title: Two jobs under a limit
            start: 2026-01-01
            horizon: 12 h
            seed: 0
            gpus:
              g:
                idlePower: 100 W
                decodePower: 300 W
                prefillPower: 500 W
                hostPower: 200 W
                trainingPower: 75 %
            sites: {s: {powerLimit: 540 kW, pue: 1.25, powerPolicy: {margin: 0 %}}}
            pools: {p: {site: s, gpu: g, gpus: 1000}}
            jobs:
              stations: {all: {pools: [p]}}
              streams:
                - {name: long, at: all, present: 1, rate: 1e-9 /s, size: 5 h, gangs: [{gpus: 600}]}
                - {name: short, at: all, present: 1, rate: 1e-9 /s, size: 1 h, gangs: [{gpus: 300}]}
            """;

    /** PUE x (all idle and hosts + those that train x f^3) = limit. */
    private static double clock(int gpus) {
        return StrictMath.cbrt((540e3 / 1.25 - 1000 * 300) / (gpus * 0.75 * 400));
    }

    /**
     * A step in power and one in the clock: 900 GPUs are above the limit, which is seen after an
     * epoch and answered 40 s later; 600 are above it too, and may run faster once the others have
     * ended, as far as the hysteresis lets them.
     */
    @ParameterizedTest
    @CsvSource({"1, together", "0.5, together", "0, together", "1, jobs"})
    void endsAreThoseOfTheLaw(double exponent, String yields) {
        RunResult run = Scenarios.run(
                Small.scenario(
                        ALONE,
                        "gpus.g.trainingExponent",
                        String.valueOf(exponent),
                        "sites.s.powerPolicy.hysteresis",
                        "0 %",
                        "sites.s.powerPolicy.yields",
                        yields),
                1);
        double slow = Math.pow(clock(900), exponent);
        double shortEnd = 50 + (3600 - 50) / slow;
        assertThat(sojourn(run, "short")).isCloseTo(shortEnd, within(1e-5 * shortEnd));
        // GPUs it held for a part of an epoch count for that part: two corrections, then 600 alone
        double faster = Math.pow(clock(600), exponent);
        double done = 50 + (shortEnd - 50) * slow;
        double longEnd = shortEnd + (5 * 3600 - done) / faster;
        // up to an epoch and a delay late, and between
        double late = 70 * (faster - slow) / faster;
        assertThat(sojourn(run, "long")).isBetween(longEnd - 1, longEnd + late + 1);
        double lost =
                600 * (sojourn(run, "long") - 5 * 3600) + 300 * (sojourn(run, "short") - 3600);
        assertThat(powerLoss(run)).isCloseTo(lost / 3600, within(1e-3));
        if (exponent > 0) {
            double held = 600 * sojourn(run, "long") + 300 * sojourn(run, "short");
            double goodput =
                    Scenarios.value(run, "jobs.goodput", "share", Map.of("station", "all"));
            assertThat(goodput).isCloseTo(1 - lost / held, within(1e-6));
        }
        double[] power = Scenarios.hours(run, "power");
        assertThat(power[0]).isGreaterThan(0.54);
        assertThat(power[2]).isCloseTo(0.54, within(1e-6));
        double[] clocks = Scenarios.hours(run, "clock");
        assertThat(clocks[3]).isCloseTo(clock(600), within(1e-6));
    }

    private static double sojourn(RunResult run, String stream) {
        return Scenarios.value(run, "jobs.sojourn", "mean", Map.of("stream", stream));
    }

    /** GPU-hours; 0 where none are told. */
    private static double powerLoss(RunResult run) {
        return run.summary().stream()
                .filter(m -> m.name().equals("jobs.lost") && !m.labels().containsKey("stream"))
                .filter(m -> "power".equals(m.labels().get("cause")))
                .mapToDouble(Measurement::value)
                .sum();
    }

    private static RunResult shared(String limit, String yields) {
        Scenario scenario = Small.scenario(
                Small.TEXT,
                "horizon",
                "3 h",
                "demand.tiers[pro].users",
                "150000",
                "sites.plant.powerLimit",
                limit,
                "sites.plant.powerPolicy.actuationDelay",
                "0 s",
                "sites.plant.powerPolicy.yields",
                yields,
                "pools.train",
                "{site: plant, gpu: H100, gpus: 64}",
                "jobs",
                "{stations: {all: {pools: [train], places: 1}}, streams: [{name: one,"
                        + " at: all, present: 1, rate: 1e-9 /s, size: 9 d, gangs: [{gpus: 64}]}]}");
        return Scenarios.run(scenario, 2);
    }

    private static double ttft(RunResult run) {
        return Scenarios.value(run, "ttft", "mean", Map.of("tier", "pro"));
    }

    /** Who yields first leaves the others as they would be without a limit, to the bit. */
    @Test
    void whoYieldsFirstSparesTheOthers() {
        RunResult free = shared("1 MW", "together");
        RunResult jobs = shared("170 kW", "jobs");
        RunResult serving = shared("170 kW", "serving");
        RunResult together = shared("170 kW", "together");
        assertThat(ttft(jobs)).isEqualTo(ttft(free));
        assertThat(ttft(serving)).isGreaterThan(1.02 * ttft(free));
        assertThat(ttft(together)).isBetween(ttft(free), ttft(serving));
        assertThat(powerLoss(free)).isZero();
        assertThat(powerLoss(jobs)).isGreaterThan(1.2 * powerLoss(together));
        assertThat(powerLoss(together)).isGreaterThan(powerLoss(serving));
        for (RunResult run : new RunResult[] {jobs, together, serving}) {
            double[] power = Scenarios.hours(run, "power");
            assertThat(power[2]).isLessThan(0.170);
        }
    }
}
