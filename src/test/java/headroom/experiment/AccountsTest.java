package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** Accounts that have to agree with one another: dollars of tokens, energy of power. */
final class AccountsTest {
    private static final double MONTH_SECONDS = 365.25 / 12 * 86_400;

    /**
     * Whoever pays list price for all does so once, also for what is bought past a rate limit;
     * whoever has a cap pays for what is past it.
     */
    @ParameterizedTest
    @CsvSource({"reject, list", "cap, overage"})
    void whatIsBoughtPastALimitIsPaidOnce(String then, String kind) {
        String limits = "[{name: few, kind: bucket, requests: 1, window: 1 h, holds: 1 h, then: "
                + then + ", atLimit: {pay: 100 %}}]";
        RunResult run = Scenarios.run(
                Small.scenario(
                        Small.TEXT,
                        "horizon",
                        "1 h",
                        "demand.tiers[pro].price",
                        "$0/month",
                        "demand.tiers[pro].meters",
                        "{}",
                        "demand.tiers[pro].limits",
                        limits),
                1);
        double tokens = Scenarios.value(run, "tokens", "mean", Map.of("kind", "input"))
                + Scenarios.value(run, "tokens", "mean", Map.of("kind", "cached"))
                + Scenarios.value(run, "tokens", "mean", Map.of("kind", "output"));
        double all = 1e-6 * tokens * MONTH_SECONDS;
        double bought = Scenarios.value(run, "overage.revenue", "mean", Map.of()) * MONTH_SECONDS;
        assertThat(bought).isPositive().isLessThan(all);
        double revenue = Scenarios.value(run, "revenue", "mean", Map.of("phase", "run"));
        assertThat(revenue).isCloseTo(kind.equals("list") ? all : bought, within(1e-6 * all));
        assertThat(run.summary())
                .filteredOn(each -> each.name().equals("revenue"))
                .extracting(each -> each.labels().getOrDefault("kind", ""))
                .containsExactlyInAnyOrder(kind, "");
    }

    /** Energy of a phase is that of its length, also where it begins within an hour. */
    @ParameterizedTest
    @CsvSource({
        "1 h, 30 min, false, 0.5",
        "2 h, 30 min, false, 1",
        "2 h, 30 min, true, 1.5",
        "80 min, 65 min, false, 0.25",
        "20 min, 0 s, false, 0.3333"
    })
    void energyIsPowerTimesTheLengthOfThePhase(
            String horizon, String warmUp, String occupancy, double hours) {
        RunResult run = Scenarios.run(
                Small.scenario(
                        Small.TEXT,
                        "horizon",
                        horizon,
                        "warmUp",
                        warmUp,
                        "occupancy",
                        occupancy,
                        "pools.main.price",
                        "1 $/GPU-h",
                        "sites.plant.energyPrice",
                        "100 $/MWh"),
                1);
        double power = Scenarios.value(run, "power", "mean", Map.of());
        double energy = Scenarios.value(run, "energy", "total", Map.of());
        assertThat(energy / power).isCloseTo(hours, within(1e-4));
        double dollars = Scenarios.value(run, "cost", "total", Map.of("kind", "energy"));
        assertThat(dollars).isCloseTo(100 * energy, within(1e-9));
        double gpus = Scenarios.value(run, "cost", "total", Map.of("kind", "gpus"));
        assertThat(gpus / 64).isCloseTo(hours, within(1e-4));
    }

    /** All 16 GPUs at 160 + 0.5 x 400 W for the hour and a half after the warm-up. */
    @Test
    void energyAndGpuHoursOfJobsAreThoseAfterTheWarmUp() {
        RunResult run = Scenarios.run(Small.scenario("""
                        name: full
                        title: Jobs for all GPUs, measured from half past the hour on
                        start: 2026-01-01
                        horizon: 2 h
                        warmUp: 30 min
                        seed: 0
                        gpus:
                          g:
                            idlePower: 100 W
                            decodePower: 300 W
                            prefillPower: 500 W
                            hostPower: 60 W
                            trainingPower: 50 %
                        sites: {s: {powerLimit: 1 MW, pue: 1.25, energyPrice: 100 $/MWh}}
                        pools: {p: {site: s, gpu: g, gpus: 16, price: 1 $/GPU-h}}
                        jobs:
                          stations: {all: {pools: [p]}}
                          streams:
                            - {name: j, at: all, present: 16, rate: 1e-9 /s, size: 5 h}
                        """), 1);
        double energy = Scenarios.value(run, "energy", "total", Map.of());
        assertThat(energy).isCloseTo(16 * 360 * 1.25 * 1.5e-6, within(1e-12));
        assertThat(Scenarios.value(run, "gpu.use.hours", "total", Map.of("use", "plain")))
                .isCloseTo(16 * 1.5, within(1e-9));
        assertThat(Scenarios.value(run, "cost", "total", Map.of("phase", "run", "kind", "gpus")))
                .isCloseTo(16 * 1.5, within(1e-9));
        assertThat(Scenarios.value(run, "energy.expected", "total", Map.of()))
                .isCloseTo(energy, within(1e-12));
    }
}
