package headroom.response;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.measure.TimeSeries;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What an addition and the energy of a site of 10 kW cost a month, by hand. */
class SampleTest {
    private static final double MONTH_HOURS = 365.25 / 12 * 24;

    private static Scenario scenario(String... overrides) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < overrides.length; i += 2) {
            values.put(overrides[i], overrides[i + 1]);
        }
        return ScenarioFile.read(SmallAddition.FILE, values).orThrow();
    }

    private static double cost(Scenario scenario) {
        double arrives = Expansion.arrivalSeconds(scenario);
        Phase after = new Phase("after", Expansion.completeSeconds(scenario), 4 * 86_400);
        Measurement power = new Measurement(
                "power",
                Column.labels("phase", "after", "site", "room"),
                "mean",
                "MW",
                0.01,
                0,
                0.95,
                1);
        TimeSeries none = new TimeSeries(Instant.EPOCH, 3600, List.of());
        Reading reading = new Reading(0, List.of(power), List.of(), none, 0);
        return new Sample(scenario, after, arrives, reading).of(Measure.COST);
    }

    @Test
    void aContractAtTheShareOfTheAddition() throws IOException {
        double energy = 0.01 * 60 * MONTH_HOURS;
        assertThat(cost(scenario("capacityScale", "0.5"))).isCloseTo(7500 + energy, within(1e-6));
    }

    /** The price of an addition goes with its GPUs; energy has a price without a contract. */
    @Test
    void anAdditionWithItsOwnPrice() throws IOException {
        Scenario priced = scenario(
                "contract",
                "null",
                "capacityScale",
                "0.5",
                "additions[0].price",
                "3 $/GPU-h",
                "sites.room.energyPrice",
                "100 $/MWh");
        assertThat(Question.measures(priced)).contains(Measure.COST);
        double energy = 0.01 * 100 * MONTH_HOURS;
        assertThat(cost(priced)).isCloseTo(4 * 3 * MONTH_HOURS + energy, within(1e-6));
    }

    /** Without a price of its own and without a contract it costs what its pool does. */
    @Test
    void anAdditionAtThePriceOfItsPool() throws IOException {
        Scenario pooled = scenario("contract", "null", "pools.main.price", "2 $/GPU-h");
        assertThat(Question.measures(pooled)).contains(Measure.COST);
        assertThat(cost(pooled)).isCloseTo(8 * 2 * MONTH_HOURS, within(1e-6));
        assertThat(Question.measures(scenario("contract", "null"))).doesNotContain(Measure.COST);
    }

    /** 100/s in its three hours; what is there once the addition has left is none of it. */
    @Test
    void capacityIsThatOfThePhase() throws IOException {
        double[] hourly = {50, 90, 100, 110, 20, 20};
        TimeSeries series = new TimeSeries(
                Instant.EPOCH,
                3600,
                List.of(new Series("capacity", new TreeMap<>(), "1/s", hourly, hourly)));
        Reading reading = new Reading(0, List.of(), List.of(), series, 0);
        Phase phase = new Phase("full", 3600, 4 * 3600);
        Sample sample = new Sample(scenario(), phase, 0, reading);
        assertThat(sample.capacityPerSecond()).isCloseTo(100, within(1e-12));
    }
}
