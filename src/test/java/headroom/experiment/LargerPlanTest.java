package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.quota.Limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** What plans sell and allow as scenarios write them. */
final class LargerPlanTest {
    /** Everybody meets the cap early and takes the plan that costs 80 $ more. */
    @Test
    void whoUpgradesPaysThePriceOfTheLargerPlan() {
        String text = Small.TEXT + """
                    - name: max
                      users: 40
                      price: 100 $/month
                      sessionsPerUserWeek: 60
                      mix: {chat: 100 %}
                """;
        RunResult result = Scenarios.run(
                Small.scenario(
                        text,
                        "warmUp",
                        "5 h",
                        "demand.tiers[pro].users",
                        "400",
                        "demand.tiers[pro].price",
                        "20 $/month",
                        "demand.tiers[pro].activitySigma",
                        "0",
                        "demand.tiers[pro].sessionsPerUserWeek",
                        "700",
                        "demand.tiers[pro].meters",
                        "{fiveHour: 1 credits}",
                        "demand.tiers[pro].reactions",
                        "{upgrade: {to: max, after: 1, probability: 100 %}}"),
                2);
        Map<String, String> sold = Map.of("tier", "pro", "kind", "upgrade");
        assertThat(Scenarios.value(result, "revenue", "mean", sold))
                .isCloseTo(400 * 80, within(0.1));
        Map<String, String> plain = Map.of("tier", "pro", "kind", "subscription");
        assertThat(Scenarios.value(result, "revenue", "mean", plain)).isEqualTo(400 * 20);
    }

    /**
     * One request a minute, 600 a day: within peak hours each counts three, so that 200 pass until
     * noon and none after; without them 600 pass.
     */
    @ParameterizedTest
    @CsvSource({"true, '[]', 200", "false, '[]', 600", "true, '[pro]', 600"})
    void peakHoursCountAtLimitsOfStreams(boolean peak, String tiers, int passed) {
        RunResult result = Small.run(
                "horizon",
                "24 h",
                "cells",
                "1",
                "demand.tiers[pro].users",
                "20",
                "demand.tiers[pro].sessionsPerUserWeek",
                "0.001",
                "peakHours",
                "{days: [mon], zone: UTC, from: '00:00', to: '12:00', multiplier: 3, tiers: "
                        + tiers + "}",
                "demand.streams",
                "[{name: z, model: m, rate: 1 /min, input: 900 tokens, output: 100 tokens,"
                        + " arrivals: {law: fixed}, limits: [{name: day, kind: calendar,"
                        + " period: day, zone: UTC, requests: 600, then: reject, peak: " + peak
                        + "}]}]");
        Map<String, String> labels = Map.of("tier", "z", "outcome", "completed");
        double completed = Scenarios.value(result, "requests", "mean", labels);
        assertThat(completed * 86_400).isCloseTo(passed, within(1e-6));
    }

    /** What a tick brings is there to be used, however long the tick. */
    @Test
    void ticksHoldAtLeastWhatOneBrings() {
        assertThat(burst("{name: t, kind: ticks, requests: 10, window: 1 h}")).isEqualTo(10);
        assertThat(burst("{name: t, kind: ticks, requests: 10, window: 20 s}")).isEqualTo(30);
        assertThat(burst("{name: t, kind: ticks, requests: 10, window: 1 h, holds: 30 min}"))
                .isEqualTo(5);
    }

    private static double burst(String limit) {
        Plan plan = Small.plan("demand.tiers[pro].limits", "[" + limit + "]");
        Limit.Kind kind = plan.cell().tiers().get(0).limits().get(0).kind();
        return ((Limit.Kind.Ticks) kind).burst();
    }
}
