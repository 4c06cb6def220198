package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.metrics.Catalogue;
import headroom.metrics.Expectation;
import headroom.metrics.Judgement;
import headroom.metrics.MetricException;
import headroom.metrics.Objective;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;

import java.util.List;
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

    /** Of one replication: as many cells as what it is made of, however many runs are asked for. */
    @Test
    void whatAllCostsRestsOnAsMuchAsItsParts() {
        RunResult one = run();
        assertThat(one.number("revenue(kind=list)").n()).isEqualTo(4);
        assertThat(one.number("revenue").n()).isEqualTo(4);
        Measurement cost = run("replications", "3").readings().get(0).summary().stream()
                .filter(each -> each.name().equals("cost") && each.labels().size() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(cost.n()).isEqualTo(1);
    }

    /** Not the mean of what a token costs in each replication, which is higher. */
    @Test
    void whatATokenCostsIsJudgedAsItIsTold() throws MetricException {
        String text = "cost.per.token";
        RunResult result =
                run("replications", "3", "precision.metric", text, "precision.halfWidth", "90 %");
        Measurement told = result.number(text);
        Expectation expected = Expectation.of(
                Objective.parse(text + " < 1"),
                0.975,
                Catalogue.of(result.readings().get(0), result.phases()));
        Judgement judged = Judgement.of(expected, result.readings(), 1);
        assertThat(judged.value()).isEqualTo(told.value());
        // one end at 97.5 % is an end of both at 95 %
        assertThat(judged.high() - judged.value()).isCloseTo(told.halfWidth(), within(1e-6));
        assertThat(result.number("reached(precision)").value())
                .isEqualTo(told.halfWidth() / told.value());
    }

    /** The contract pays what arrives, and nothing of what was there: that has its own price. */
    @Test
    void aContractPaysWhatArrivesAndNothingElse() {
        String addition = "[{at: 0 s, pool: main, gpus: 32}]";
        RunResult paid = run("additions", addition, "contract", CONTRACT);
        assertThat(dollars(paid, "gpus").orElseThrow()).isCloseTo(64 * 3 * 2, within(1e-6));
        assertThat(dollars(paid, "contract").orElseThrow()).isCloseTo(20, within(1e-6));
        RunResult other =
                run("additions", addition, "contract", CONTRACT, "pools.more.price", "5 $/GPU-h");
        double gpus = (64 * 3 + 32 * 5) * 2;
        assertThat(dollars(other, "gpus").orElseThrow()).isCloseTo(gpus, within(1e-6));
        double energy = dollars(other, "energy").orElseThrow();
        assertThat(dollars(other, "").orElseThrow()).isCloseTo(20 + energy + gpus, within(1e-6));
        RunResult free =
                run("additions", addition, "contract", CONTRACT, "pools.main.price", "null");
        assertThat(dollars(free, "gpus")).isEmpty();
    }

    /** GPUs are paid from when they are there: 12 from half past on, and 20 in two steps of one. */
    @Test
    void gpusThatArriveCostFromThenOn() {
        String additions = "[{at: 30 min, pool: main, gpus: 12},"
                + " {at: 15 min, ramp: 90 min, pool: more, gpus: 20}]";
        RunResult result = run("additions", additions, "pools.more.price", "5 $/GPU-h");
        double main = 3 * (64 * 2 + 12 * 1.5);
        double more = 5 * (32 * 2 + 10 * 1.75 + 10 * 1);
        assertThat(dollars(result, "gpus").orElseThrow()).isCloseTo(main + more, within(1e-6));
    }

    /** Each addition under its own price, the rest under the contract, in one pool. */
    @Test
    void additionsWithAPriceOfTheirOwnAreOutsideTheContract() {
        String additions = "[{at: 0 s, pool: main, gpus: 16, price: 7 $/GPU-h},"
                + " {at: 0 s, pool: main, gpus: 8, monthlyPrice: $73050/month},"
                + " {at: 0 s, pool: main, gpus: 8}]";
        double own = 64 * 3 * 2 + 16 * 7 * 2 + 200;
        RunResult paid = run("additions", additions, "contract", CONTRACT);
        assertThat(dollars(paid, "gpus").orElseThrow()).isCloseTo(own, within(1e-6));
        assertThat(dollars(paid, "contract").orElseThrow()).isCloseTo(20, within(1e-6));
        RunResult half = run("additions", additions, "contract", CONTRACT, "capacityScale", "0.5");
        assertThat(dollars(half, "gpus").orElseThrow())
                .isCloseTo(64 * 3 * 2 + 8 * 7 * 2 + 100, within(1e-6));
        assertThat(dollars(half, "contract").orElseThrow()).isCloseTo(10, within(1e-6));
        RunResult none = run("additions", additions);
        assertThat(dollars(none, "gpus").orElseThrow()).isCloseTo(own + 8 * 3 * 2, within(1e-6));
    }

    /** A site may have its own price of energy, with a contract or without. */
    @Test
    void energyHasThePriceOfItsSite() {
        RunResult own = run("sites.plant.energyPrice", "200 $/MWh");
        double megawattHours = own.number("total(energy, site=plant)").value();
        assertThat(dollars(own, "energy").orElseThrow())
                .isCloseTo(200 * megawattHours, within(1e-9));
        RunResult both = run("sites.plant.energyPrice", "200 $/MWh", "contract", CONTRACT);
        assertThat(dollars(both, "energy").orElseThrow())
                .isCloseTo(200 * megawattHours, within(1e-9));
    }

    /** What a run tells is known before it, also where its first hour is not summed up. */
    @Test
    void numbersAreKnownBeforeARunWithAWarmUp() {
        Scenario scenario = Small.scenario(
                Small.TEXT,
                "horizon",
                "3 h",
                "warmUp",
                "2 h",
                "demand.tiers[pro].users",
                "2000",
                "pools.main.price",
                PRICES);
        Simulation simulation = Simulation.of(scenario, Scenarios.FOLDER);
        List<MetricKey> told = Scenarios.run(scenario, 1).readings().get(0).summary().stream()
                .map(Measurement::key)
                .toList();
        assertThat(told).anyMatch(key -> key.name().equals("cost.per.token"));
        assertThat(simulation.catalogue().keys()).containsAll(told);
    }

    /** Revenue and margin of all tiers and kinds, at the rate of the window. */
    @Test
    void revenueAndMarginTogether() {
        RunResult result = run("demand.tiers[pro].price", "$20/month");
        double parts = result.summary().stream()
                .filter(each -> each.name().equals("revenue") && each.labels().size() > 1)
                .mapToDouble(Measurement::value)
                .sum();
        assertThat(parts).isGreaterThanOrEqualTo(2000 * 20);
        double revenue = result.number("mean(revenue)").value();
        assertThat(revenue).isCloseTo(parts, within(1e-6));
        double cost = 64 * 3 * 365.25 / 12 * 24;
        assertThat(result.number("mean(margin)").value()).isCloseTo(revenue - cost, within(1e-6));
        assertThat(result.number("mean(margin)").unit()).isEqualTo("$/month");
    }

    @Test
    void withoutPricesNothingIsTold() {
        RunResult free = Scenarios.run(
                Small.scenario(Small.TEXT, "horizon", "2 h", "demand.tiers[pro].users", "2000"), 1);
        assertThat(free.summary())
                .noneMatch(each -> each.name().startsWith("cost") || each.name().equals("margin"));
    }
}
