package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.clients.Reactions;
import headroom.clients.Reactions.Ways;
import headroom.demand.TierReactions;
import headroom.quota.AtLimit;
import headroom.scenario.Scenario;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Which ways out users have at which limit, from a scenario. */
final class WaysOfLimitsTest {
    private static Reactions reactions(String limits) {
        Scenario s = Small.scenario(
                Small.TEXT,
                "demand.tiers[pro].meters",
                "{weekly: 60 k credits}",
                "demand.tiers[pro].rateLimits",
                "{requests: 1 /min}",
                "demand.tiers[pro].atLimit",
                "{leave: 100 %}",
                "demand.tiers[pro].limits",
                limits);
        return new TierReactions(s.demand(), List.of("m"), s.start(), s.horizonSeconds())
                .of(s.demand().tiers().get(0));
    }

    @Test
    void aLimitMaySayForItself() {
        Reactions r = reactions("[{name: day, kind: first-use, requests: 9, window: 1 d},"
                + " {name: own, kind: first-use, requests: 9, window: 1 d,"
                + " atLimit: {wait: 100 %, grace: 5 %}},"
                + " {name: told, kind: first-use, requests: 9, window: 1 d, then: reject},"
                + " {name: places, kind: concurrency, requests: 2, atLimit: {queue: 100 %}},"
                + " {name: more, kind: concurrency, requests: 3}]");
        assertThat(r.atLimits()).hasSize(7);
        AtLimit.Choice[] expected = {
            AtLimit.Choice.LEAVE,
            AtLimit.Choice.REJECT,
            AtLimit.Choice.LEAVE,
            AtLimit.Choice.WAIT,
            AtLimit.Choice.REJECT,
            AtLimit.Choice.QUEUE,
            AtLimit.Choice.REJECT
        };
        for (int i = 0; i < expected.length; i++) {
            Ways ways = r.at(i, false);
            assertThat(ways.shares().share(expected[i])).as("limit " + i).isEqualTo(1);
            assertThat(ways.grace()).isEqualTo(i == 3 ? 0.05 : 0);
        }
        assertThat(r.queues()).isTrue();
    }

    @Test
    void whereNoneDoesAllGoByTheirKind() {
        Reactions r = reactions("[{name: places, kind: concurrency, requests: 2}]");
        assertThat(r.atLimits()).isEmpty();
        assertThat(r.queues()).isFalse();
    }
}
