package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.arrivals.DemandCurve;
import headroom.assembly.Assembly;
import headroom.clients.TierSpec;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.workload.Workload;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events and profiles of a scenario file, as the curves and workloads that come of them. */
class EventsTest {
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final String STREAM = "{name: open, model: m, rate: 1 /s, input: 10 tokens,"
            + " output: 10 tokens, profile: %s, profileAmplitude: 0.5, profileShift: 1 h}";

    private static List<TierSpec> tiers(String key, String value, String... more) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("horizon", "60 d");
        values.put(key, value);
        for (int i = 0; i < more.length; i += 2) {
            values.put(more[i], more[i + 1]);
        }
        Scenario scenario = ScenarioFile.parse("small", Small.TEXT, values).orThrow();
        List<String> models = List.copyOf(scenario.models().keySet());
        return new Assembly(scenario, Path.of(".")).plan().cell().tiers();
    }

    private static double ratio(TierSpec tier, double timeSeconds) {
        double without = tiers("demand.events", "[]").get(0).demand().multiplier(timeSeconds);
        return tier.demand().multiplier(timeSeconds) / without;
    }

    @Test
    void holidaysAreDaysOfTheirZoneAlsoWhenClocksChange() {
        // 29 March 2026 has 23 hours in Berlin: from 28 March 23:00 UTC to 29 March 22:00 UTC
        TierSpec tier = tiers(
                        "demand.events",
                        "[{name: h, kind: holiday, dates: ['2026-03-29'], zone: Europe/Berlin,"
                                + " height: 0.5}]")
                .get(0);
        double from = 26 * DAY + 23 * HOUR;
        assertThat(ratio(tier, from - 1)).isEqualTo(1);
        assertThat(ratio(tier, from)).isCloseTo(0.5, within(1e-12));
        assertThat(ratio(tier, from + 23 * HOUR - 1)).isCloseTo(0.5, within(1e-12));
        assertThat(ratio(tier, from + 23 * HOUR)).isEqualTo(1);
    }

    @Test
    void daysInSuccessionAreOneHoliday() {
        TierSpec tier = tiers(
                        "demand.events",
                        "[{name: h, kind: holiday, height: 2,"
                                + " dates: ['2026-03-05', '2026-03-04']}]")
                .get(0);
        assertThat(ratio(tier, 2 * DAY - 1)).isEqualTo(1);
        assertThat(ratio(tier, 2 * DAY)).isCloseTo(2, within(1e-12));
        assertThat(ratio(tier, 3 * DAY)).isCloseTo(2, within(1e-12));
        assertThat(ratio(tier, 4 * DAY)).isEqualTo(1);
    }

    @Test
    void afterAnOutageAShareStays() {
        TierSpec tier = tiers(
                        "demand.events",
                        "[{name: o, kind: outage, at: 10 d, lasts: 3 h, height: 1.5, stays: 20 %}]")
                .get(0);
        assertThat(ratio(tier, 10 * DAY - 1)).isEqualTo(1);
        assertThat(ratio(tier, 10 * DAY + 1)).isCloseTo(1.5, within(1e-12));
        assertThat(ratio(tier, 10 * DAY + 3 * HOUR)).isCloseTo(1.1, within(1e-12));
        assertThat(ratio(tier, 50 * DAY)).isCloseTo(1.1, within(1e-12));
    }

    @Test
    void aLaunchMovesEachByItsOwnHeight() {
        List<TierSpec> both = tiers(
                "demand.events",
                "[{name: l, kind: launch, at: 2 d, rise: 2 h, lasts: 1 d, heights: {open: 3}}]",
                "demand.streams",
                "[" + String.format(STREAM, "flat") + "]");
        double middle = 2 * DAY + HOUR;
        assertThat(ratio(both.get(0), middle)).isEqualTo(1);
        DemandCurve open = both.get(both.size() - 1).demand();
        assertThat(open.multiplier(middle)).isCloseTo(2, within(1e-12));
        assertThat(open.multiplier(2.5 * DAY)).isCloseTo(3, within(1e-12));
        assertThat(open.multiplier(2 * DAY - 1)).isEqualTo(1);
    }

    @Test
    void streamsFollowProfilesSpikesAndGrowth() {
        List<TierSpec> all = tiers(
                "demand.streams",
                "[" + String.format(STREAM, "up") + "]",
                "demand.profiles.up",
                "{steps: [{from: 5 h, factor: 3}]}",
                "demand.growth",
                "100 %/month",
                "demand.spikes",
                "[{name: s, at: 40 d, plateau: 1 h, height: 5, tiers: [open]}]");
        DemandCurve open = all.get(all.size() - 1).demand();
        double month = 365.25 / 12 * DAY;
        assertThat(open.multiplier(0)).isEqualTo(1);
        assertThat(open.multiplier(5.5 * HOUR)).isLessThan(1.01);
        assertThat(open.multiplier(month)).isCloseTo(2 * 2, within(1e-9));
        double grown = StrictMath.pow(2, 40 * DAY / month);
        assertThat(open.multiplier(40 * DAY)).isCloseTo(2 * 5 * grown, within(1e-9));
    }

    @Test
    void aBugCostsTokensForItsTime() {
        Workload w = tiers(
                        "demand.events",
                        "[{name: b, kind: bug, at: 1 h, lasts: 2 h, input: 2, output: 1.5,"
                                + " cacheLifetime: 10 s}]")
                .get(0)
                .workloads()
                .get(0);
        double during = 2 * HOUR;
        double after = 3 * HOUR;
        assertThat(w.inputTokens(100, during)).isEqualTo(200);
        assertThat(w.inputTokens(100, after)).isEqualTo(100);
        assertThat(w.inputTokens(100, HOUR - 1)).isEqualTo(100);
        assertThat(w.outputTokens(101, during)).isEqualTo(152);
        assertThat(w.outputTokens((int) w.outputTokens().max(), during))
                .isEqualTo((int) w.outputTokens().max());
        assertThat(w.cacheLifetimeSeconds(during)).isEqualTo(10);
        assertThat(w.cacheLifetimeSeconds(after)).isEqualTo(w.cacheLifetimeSeconds());
    }
}
