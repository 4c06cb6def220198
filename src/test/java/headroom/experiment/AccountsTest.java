package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

    /** Energy of a phase is that of its length, also where no full hour lies in it. */
    @ParameterizedTest
    @CsvSource({"1 h, 30 min, 0.5", "2 h, 30 min, 1", "80 min, 65 min, 0.25", "20 min, 0 s, 0.3333"
    })
    void energyIsPowerTimesTheLengthOfThePhase(String horizon, String warmUp, double hours) {
        RunResult run = Scenarios.run(
                Small.scenario(
                        Small.TEXT,
                        "horizon",
                        horizon,
                        "warmUp",
                        warmUp,
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
}
