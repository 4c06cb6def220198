package example;

import static headroom.testing.RunAssertion.assertThatRun;

import headroom.testing.Change;
import headroom.testing.ScenarioRun;
import headroom.testing.ScenarioTest;

import org.junit.jupiter.api.Test;

/** What a team might write that guards its service levels with Headroom. */
@ScenarioTest(value = "scenarios/sixty-four-servers.yaml", replications = 5)
class ServiceLevelsTest {
    @Test
    void theScenarioKeepsWhatItPromises(ScenarioRun run) {
        assertThatRun(run).sloHolds();
    }

    @Test
    @Change(key = "demand.streams[conversation].rate", to = "500 /s")
    void aThirdMoreLoadIsBorne(ScenarioRun run) {
        assertThatRun(run)
                .metric("p99(ttft)")
                .isBelow("100 ms")
                .metric("mean(goodput)")
                .withConfidence(0.99)
                .isAbove("90 %");
    }
}
