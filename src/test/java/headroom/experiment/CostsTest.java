package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;

import org.junit.jupiter.api.Test;

import java.util.OptionalDouble;

/** What GPUs cost by the prices of their pools, by hand. */
final class CostsTest {
    private static final String PRICES = "3 $/GPU-h";
    private static final String CONTRACT = "{monthlyPrice: $7305/month, start: 2026-03-02,"
            + " ramp: 0 d, rampDiscount: 0 %, energyPrice: 50 $/MWh}";

    private static RunResult run(String... more) {
        String[] all = new String[more.length + 6];
        System.arraycopy(more, 0, all, 6, more.length);
        all[0] = "horizon";
        all[1] = "2 h";
        all[2] = "pools.main.price";
        all[3] = PRICES;
        all[4] = "demand.tiers[pro].users";
        all[5] = "2000";
        return Scenarios.run(Small.scenario(Small.TEXT, all), 1);
    }

    private static OptionalDouble dollars(RunResult result, String kind) {
        return result.summary().stream()
                .filter(each -> each.name().equals("cost"))
                .filter(each -> kind.equals(each.labels().getOrDefault("kind", "")))
                .mapToDouble(Measurement::value)
                .reduce(Double::sum);
    }

    @Test
    void gpusOfPoolsWithAPrice() {
        RunResult one = run();
        assertThat(dollars(one, "gpus").orElseThrow()).isCloseTo(64 * 3 * 2, within(1e-6));
        assertThat(dollars(one, "").orElseThrow()).isCloseTo(64 * 3 * 2, within(1e-6));
        RunResult both = run("pools.more.price", "5 $/GPU-h");
        assertThat(dollars(both, "gpus").orElseThrow())
                .isCloseTo((64 * 3 + 32 * 5) * 2, within(1e-6));
        assertThat(one.summary()).anyMatch(each -> each.name().equals("cost.per.token"));
    }

    /** What a contract pays is not counted again. */
    @Test
    void additionsOfAContractAreNotPaidTwice() {
        String addition = "[{at: 0 s, pool: main, gpus: 32}]";
        RunResult paid = run("additions", addition, "contract", CONTRACT);
        assertThat(dollars(paid, "gpus")).isEmpty();
        assertThat(dollars(paid, "contract").orElseThrow()).isCloseTo(20, within(1e-6));
        RunResult other =
                run("additions", addition, "contract", CONTRACT, "pools.more.price", "5 $/GPU-h");
        assertThat(dollars(other, "gpus").orElseThrow()).isCloseTo(32 * 5 * 2, within(1e-6));
        double energy = dollars(other, "energy").orElseThrow();
        assertThat(dollars(other, "").orElseThrow()).isCloseTo(20 + energy + 320, within(1e-6));
    }

    @Test
    void withoutPricesNothingIsTold() {
        RunResult free = Scenarios.run(
                Small.scenario(Small.TEXT, "horizon", "2 h", "demand.tiers[pro].users", "2000"), 1);
        assertThat(free.summary()).noneMatch(each -> each.name().startsWith("cost"));
    }
}
