package headroom.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.arrivals.DemandCurve;
import headroom.arrivals.WeeklyProfile;
import headroom.measure.Phase;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.theory.Finding.Value;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of stations in time, and that nothing is said of others; InstantTheoryTest holds
 * the numbers to published ones.
 */
final class TransientTest {
    private static final String TEXT = """
            name: transient
            title: Is it known in time?
            start: 2026-01-01
            horizon: 1 h
            seed: 1
            jobs:
              stations: {d: {servers: 3}, other: {servers: 9}}
              streams:
                - {name: a, at: d, rate: 2 /s, size: {law: exponential, mean: 1 s}}
                - {name: b, at: other, rate: 1 /s, size: 2 s}
              probes: {instants: [1 s, 10 s, 2 h]}
            """;

    private static TreeMap<String, Finding> findings(double fromSeconds, Map<String, String> with) {
        Scenario scenario = ScenarioFile.parse("transient", TEXT, with).orThrow();
        DemandCurve flat = new DemandCurve(WeeklyProfile.named("flat"), 0, 0, List.of(), 3600);
        Phase run = new Phase("run", fromSeconds, scenario.horizonSeconds());
        return Theory.inTime(scenario, List.of(run), stream -> flat);
    }

    private static double value(Finding found, String name, String at) {
        return found.values().stream()
                .filter(v -> v.name().equals(name) && v.statistic().equals("mean"))
                .filter(v -> v.at().equals(at))
                .mapToDouble(Value::value)
                .findFirst()
                .orElseThrow();
    }

    /** The other station has fixed services; nobody looks after the end, or before the warm-up. */
    @Test
    void instantsThatAreLookedAtAreTold() {
        TreeMap<String, Finding> all = findings(0, Map.of());
        assertThat(all.keySet()).containsExactly("d");
        assertThat(all.get("d").model()).isEqualTo("M/M/3");
        assertThat(all.get("d").values().stream().map(Value::at).distinct())
                .containsExactly("1", "10");
        assertThat(findings(5, Map.of()).get("d").values().stream()
                        .map(Value::at)
                        .distinct())
                .containsExactly("10");
        assertThat(findings(20, Map.of())).isEmpty();
        // with a restart the warm-up cuts off nothing but the first copies
        assertThat(findings(20, Map.of("jobs.restart", "15 s")).get("d").values().stream()
                        .map(Value::at)
                        .distinct())
                .containsExactly("1", "10");
        assertThat(findings(20, Map.of("jobs.restart", "5 s")).get("d").values().stream()
                        .map(Value::at)
                        .distinct())
                .containsExactly("1");
    }

    /** With servers for all: rho (1 - exp(-t)) of exponential, lambda min(t, s) of fixed sizes. */
    @Test
    void withoutEndOfServersAnyLawIsKnown() {
        Map<String, String> endless = new LinkedHashMap<>();
        endless.put("jobs.stations.d.servers", "unlimited");
        endless.put("jobs.stations.other.servers", "unlimited");
        TreeMap<String, Finding> all = findings(0, endless);
        assertThat(all.get("d").model()).isEqualTo("M/M/∞");
        assertThat(value(all.get("d"), "jobs.number.at", "1"))
                .isCloseTo(2 * (1 - Math.exp(-1)), within(1e-4));
        assertThat(all.get("other").model()).isEqualTo("M/G/∞");
        assertThat(value(all.get("other"), "jobs.number.at", "1")).isCloseTo(1, within(1e-9));
        assertThat(value(all.get("other"), "jobs.number.at", "10")).isCloseTo(2, within(1e-9));
        endless.put("jobs.streams[0].patience", "1 s");
        assertThat(findings(0, endless).keySet()).containsExactly("other");
        // whoever finds all places taken is refused
        endless.put("jobs.stations.other.places", "3");
        assertThat(findings(0, endless)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jobs.streams[0].size | {law: lognormal, mean: 1 s, cv2: 2}",
                "jobs.streams[0].patience | 2 s",
                "jobs.streams[0].arrivals | {batch: {mean: 2}}",
                "jobs.streams[0].modulation | [{sigma: 0.2, correlationTime: 1 h}]",
                "jobs.streams[0].present | 3",
                "jobs.streams[0].next | [{to: d, share: 50 %}]",
                "jobs.streams[0].gangs | [{gpus: 2}]",
                "jobs.streams[0].deadline | 1 s, never",
                "jobs.streams[1].at | d",
                "jobs.stations.d.policy | {law: sjf}",
                "jobs.stations.d.sharing | {}",
                "jobs.stations.d.breakdowns | {life: 9 s, repair: 1 s}",
                "jobs.stations.d.plan | [{at: 4 s, servers: 2}]",
                "jobs.stations.d.servers | 100000",
                "jobs.probes.period | 3 h"
            })
    void nothingIsSaidOfOthers(String key, String value) {
        boolean known = value.endsWith(", never");
        TreeMap<String, Finding> all = findings(0, Map.of(key, value.replace(", never", "")));
        assertThat(all.containsKey("d")).isEqualTo(known);
    }
}
