package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.assembly.Plan;
import headroom.quota.Limit;

import org.junit.jupiter.api.Test;

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
