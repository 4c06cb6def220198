package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must not matter does not: spikes of height 1, caps nobody meets, order, idle GPUs. */
final class MetamorphicTest {
    private static final String BUSY = "200000";

    private static RunResult run(String... overrides) {
        String[] all = Arrays.copyOf(overrides, overrides.length + 4);
        all[overrides.length] = "horizon";
        all[overrides.length + 1] = "3 h";
        all[overrides.length + 2] = "demand.tiers[pro].users";
        all[overrides.length + 3] = BUSY;
        return Small.run(all);
    }

    /** The hash of the course over time; phases of the summary are named after spikes. */
    private static String hash(RunResult result) {
        return CanonicalHash.of(List.of(), result.series());
    }

    /** Every column by name and labels. */
    private static Map<String, double[]> columns(RunResult result) {
        Map<String, double[]> columns = new TreeMap<>();
        result.series().columns().forEach(c -> columns.put(c.name() + c.labels(), c.values()));
        return columns;
    }

    @Test
    void aSpikeOfHeightOneIsNone() {
        String none = hash(run());
        String flat = "[{name: s, at: 1 h, rise: 20 min, plateau: 1 h, decay: 1 h, height: %s}]";
        assertThat(hash(run("demand.spikes", String.format(flat, "1")))).isEqualTo(none);
        String scaled = String.format(flat, "3");
        assertThat(hash(run("demand.spikes", scaled, "demand.spikeScale", "0"))).isEqualTo(none);
        assertThat(hash(run("demand.spikes", String.format(flat, "1.01")))).isNotEqualTo(none);
    }

    @Test
    void capsThatNobodyMeetsAreNone() {
        String none = hash(run());
        String huge = "{fiveHour: 1 T credits, weekly: 1 T credits}";
        String anchored = "{weekly: 1 T credits, weeklyAnchor: first-use}";
        String limits = "{requests: 1 B /min, outputTokens: 1 T tokens/min}";
        Map<String, double[]> one = columns(run());
        // what the caps add up to differs with them, whoever meets them
        one.remove("overbooking{}");
        for (String[] caps : new String[][] {
            {"demand.tiers[pro].meters", huge},
            {"demand.tiers[pro].meters", anchored},
            {"demand.tiers[pro].rateLimits", limits}
        }) {
            Map<String, double[]> capped = columns(run(caps));
            assertThat(capped).as(caps[1]).containsAllEntriesOf(one);
            capped.keySet().removeAll(one.keySet());
            assertThat(capped.remove("overbooking{}")).isNotNull();
            assertThat(capped).allSatisfy((name, hours) -> {
                assertThat(name).as("the limits' own columns").matches("(refused|bound).*");
                assertThat(hours).containsOnly(0);
            });
        }
        one.keySet().removeIf(name -> name.startsWith("peak."));
        String peak = "{multiplier: 3, from: \"00:00\", to: \"23:00\", zone: UTC}";
        assertThat(columns(run("demand.tiers[pro].meters", huge, "peakHours", peak)))
                .as("at three times the consumption")
                .containsAllEntriesOf(one);
        String tight = "{fiveHour: 5 k credits}";
        assertThat(hash(run("demand.tiers[pro].meters", tight))).isNotEqualTo(none);
    }

    @Test
    void anIdlePoolChangesNothingButPower() {
        Map<String, double[]> without = columns(run());
        Map<String, double[]> with =
                columns(run("pools.idle", "{site: plant, gpu: H200, gpus: 100}"));
        without.forEach((name, values) -> {
            if (name.startsWith("power") && !name.startsWith("power.above")) {
                double idleMegawatts = 100 * (150 + 400) * 1.25 / 1e6;
                for (int h = 0; h < values.length; h++) {
                    assertThat(with.get(name)[h])
                            .as(name)
                            .isCloseTo(values[h] + idleMegawatts, within(1e-12));
                }
            } else {
                assertThat(with.get(name)).as(name).isEqualTo(values);
            }
        });
        assertThat(with.keySet()).hasSize(without.size() + 6);
    }

    @Test
    void theOrderOfPoolsAndGpusDoesNotShow() {
        String text = Small.TEXT;
        String h100 = line(text, "  H100:");
        String h200 = line(text, "  H200:");
        String main = line(text, "  main:");
        String more = line(text, "  more:");
        String permuted = text.replace(h100 + h200, h200 + h100).replace(main + more, more + main);
        assertThat(permuted).isNotEqualTo(text);
        assertThat(permuted.indexOf("more:")).isLessThan(permuted.indexOf("main:"));
        String[] overrides = {
            "horizon", "3 h", "demand.tiers[pro].users", BUSY, "sites.plant.powerLimit", "100 kW"
        };
        RunResult one = Scenarios.run(Small.scenario(text, overrides), 2);
        RunResult other = Scenarios.run(Small.scenario(permuted, overrides), 2);
        Map<String, double[]> a = columns(one);
        Map<String, double[]> b = columns(other);
        assertThat(b.keySet()).isEqualTo(a.keySet());
        assertThat(Scenarios.hours(one, "clock")[1]).as("the limit binds").isLessThan(0.95);
        a.forEach((name, values) -> {
            for (int h = 0; h < values.length; h++) {
                // power sums pools in their order: its last bits, and what follows from them
                assertThat(b.get(name)[h]).as(name).isCloseTo(values[h], within(tolerance(name)));
            }
        });
    }

    private static double tolerance(String name) {
        return name.startsWith("power") || name.startsWith("clock") ? 1e-9 : 0;
    }

    private static String line(String text, String start) {
        int from = text.indexOf(start);
        return text.substring(from, text.indexOf('\n', from) + 1);
    }
}
