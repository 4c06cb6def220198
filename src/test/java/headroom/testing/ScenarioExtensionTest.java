package headroom.testing;

import static headroom.testing.RunAssertion.assertThatRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import headroom.experiment.RunResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tests that users might write, run by JUnit itself. */
class ScenarioExtensionTest {
    private static final String FILE = "scenarios/sixty-four-servers.yaml";
    private static final List<Object> SEEN = new ArrayList<>();

    /** Messages of the failed tests of a class, by method; null where one passed. */
    private static Map<String, String> failures(Class<?> tests) {
        Map<String, String> messages = new TreeMap<>();
        List<Event> events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .configurationParameter("junit.jupiter.conditions.deactivate", "*")
                .execute()
                .testEvents()
                .finished()
                .list();
        for (Event event : events) {
            String name = event.getTestDescriptor().getDisplayName().replaceAll("\\(.*", "");
            String message = event.getRequiredPayload(
                            org.junit.platform.engine.TestExecutionResult.class)
                    .getThrowable()
                    .map(Throwable::getMessage)
                    .orElse("");
            messages.put(name, message);
        }
        return messages;
    }

    /** Not found by a build, only by the test around it. */
    @ScenarioTest(value = FILE, replications = 5)
    @Change(key = "horizon", to = "11 s")
    static final class Users {
        @Test
        void holds(ScenarioRun run) {
            SEEN.add(run.trial().readings().get(0));
            assertThatRun(run).sloHolds().metric("p99(ttft)").isBelow("80 ms").isAbove("20 ms");
        }

        @Test
        void sameRun(ScenarioRun run, RunResult result) {
            SEEN.add(run.trial().readings().get(0));
            assertThat(result.replications()).isEqualTo(5);
        }

        @Test
        void doesNotHold(ScenarioRun run) {
            assertThatRun(run).metric("p99(ttft)").withConfidence(0.99).isBelow("30 ms");
        }

        @Test
        @Change(key = "slo[0].expect", to = "p99(ttft) < 31 ms")
        @Change(key = "slo[2]", to = "null")
        void slo(ScenarioRun run) {
            assertThatRun(run).sloHolds();
        }

        @ScenarioTest(replications = 1)
        void open(ScenarioRun run) {
            assertThatRun(run).metric("p99(ttft)").isBelow("80 ms");
        }

        @Test
        void unknown(ScenarioRun run) {
            assertThatRun(run).metric("p99(tfft)").isBelow("80 ms");
        }

        @Test
        @Change(key = "clls", to = "2")
        void invalid(ScenarioRun run) {
            assertThatRun(run).sloHolds();
        }
    }

    @Test
    void passAndFailWithTheirWords() {
        SEEN.clear();
        Map<String, String> messages = failures(Users.class);
        assertThat(messages).hasSize(7).containsEntry("holds", "").containsEntry("sameRun", "");
        assertThat(messages.get("doesNotHold"))
                .startsWith("p99(ttft) < 30 ms does not hold\n  value     ")
                .contains("interval  99 % [", "from 5 replications", "margin    -", FILE)
                .contains("with horizon: 11 s, by @Change on Users");
        assertThat(messages.get("slo"))
                .contains("p99(ttft) < 31 ms does not hold", "at        override slo[0].expect")
                .contains("by @Change on Users.slo")
                .doesNotContain("tpot");
        assertThat(messages.get("open"))
                .contains("p99(ttft) < 80 ms is inconclusive: one replication");
        assertThat(messages.get("unknown")).contains("did you mean 'ttft'?", FILE);
        assertThat(messages.get("invalid")).contains("unknown key 'clls'", "'cells'");
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
    }

    /** Two that name no file, or none that is there. */
    static final class Lost {
        @ScenarioTest
        void nowhere(ScenarioRun run) {
            SEEN.add(run);
        }

        @ScenarioTest("scenarios/none.yaml")
        void missing(ScenarioRun run) {
            SEEN.add(run);
        }
    }

    @Test
    void whereThereIsNoFile() {
        Map<String, String> messages = failures(Lost.class);
        assertThat(messages.get("nowhere")).contains("names no scenario file");
        assertThat(messages.get("missing")).contains("scenarios/none.yaml: no such file in /");
    }

    @Test
    void runsAreKeptWhereTheCacheIs(@TempDir Path folder) throws Exception {
        System.setProperty("headroom.cache", folder.toString());
        try {
            RunCache.Asked asked =
                    new RunCache.Asked(Path.of(FILE), Map.of("horizon", "11 s"), List.of());
            ScenarioRun first = new RunCache().run(asked, 2, 2);
            ScenarioRun again = new RunCache().run(asked, 2, 2);
            assertThat(again.result().resultHash()).isEqualTo(first.result().resultHash());
            try (var files = Files.list(folder)) {
                assertThat(files).hasSize(2);
            }
        } finally {
            System.clearProperty("headroom.cache");
        }
    }
}
