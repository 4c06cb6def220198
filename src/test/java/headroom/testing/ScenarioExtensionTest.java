package headroom.testing;

import static headroom.testing.RunAssertion.assertThatRun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import headroom.experiment.RunResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
                .contains("p99(ttft) < 80 ms is inconclusive: one replication")
                .contains("try replications = 10 in @ScenarioTest")
                .doesNotContain("--replications");
        assertThat(messages.get("unknown")).contains("did you mean 'ttft'?", FILE);
        assertThat(messages.get("invalid")).contains("unknown key 'clls'", "'cells'");
        assertThat(SEEN.get(0)).isSameAs(SEEN.get(1));
    }

    /** Of a scenario with ten replications. */
    @ScenarioTest(value = "scenarios/queueing/mmc.yaml", replications = 1)
    @Change(key = "horizon", to = "12 h")
    @Change(key = "batches", to = "11")
    static final class Batched {
        @Test
        void holds(ScenarioRun run) {
            assertThatRun(run).metric("mean(jobs.wait)").isBelow("10 min");
        }
    }

    @Test
    void oneReplicationMayBeCutIntoBatches() {
        assertThat(failures(Batched.class)).containsEntry("holds", "");
    }

    /** Two that name no file, or none that is there. */
    static final class Lost {
        @ScenarioTest
        void nowhere(ScenarioRun run) {
            SEEN.add(run);
        }

        @ScenarioTest(value = FILE, replications = -3)
        void negative(ScenarioRun run) {
            SEEN.add(run);
        }

        @ScenarioTest(FILE)
        @Change(key = "precision", to = "{metric: p99(tfft), halfWidth: 5 %}")
        void misspelt(ScenarioRun run) {
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
        assertThat(messages.get("negative"))
                .contains("@ScenarioTest on Lost.negative: replications = -3 must be at least 1");
        assertThat(messages.get("misspelt")).contains("did you mean 'ttft'?");
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

    /** As {@code headroom check} does; a test of the same scenario with more changes nothing. */
    @Test
    void aPrecisionAskedForIsReached() throws Exception {
        RunCache cache = new RunCache();
        String precision = "{metric: p99(ttft), halfWidth: 0.01 %, pilot: 3, most: 5}";
        RunCache.Asked precise = new RunCache.Asked(
                Path.of(FILE), Map.of("horizon", "11 s", "precision", precision), List.of());
        RunCache.Asked plain =
                new RunCache.Asked(Path.of(FILE), Map.of("horizon", "11 s"), List.of());
        assertThat(cache.run(plain, 6, 2).trial().readings()).hasSize(6);
        assertThat(cache.run(precise, 0, 2).trial().readings()).hasSize(5);
        assertThat(cache.run(precise, 2, 2).trial().readings()).hasSize(2);
        assertThat(cache.run(plain, 0, 2).trial().readings()).hasSize(1);
        assertThat(new RunCache().run(precise, 0, 2).result().summary())
                .anyMatch(each -> each.name().equals("precision") && each.n() == 5);
    }

    @Test
    void testsOfEqualScenariosRunPilotsOnce(@TempDir Path folder) throws Exception {
        System.setProperty("headroom.cache", folder.toString());
        try {
            Map<String, String> changes = Map.of(
                    "horizon", "20 h",
                    "warmUp", "0 s",
                    "warmUpFrom", "{series: jobs.number, pilots: 2}",
                    "replications", "1");
            RunCache cache = new RunCache();
            RunCache.Asked asked =
                    new RunCache.Asked(Path.of("scenarios/queueing/mmc.yaml"), changes, List.of());
            String first = cache.run(asked, 0, 2).result().resultHash();
            assertThat(folder.toFile().list()).hasSize(3);
            for (File file : Objects.requireNonNull(folder.toFile().listFiles())) {
                Files.delete(file.toPath());
            }
            assertThat(cache.run(asked, 0, 2).result().resultHash()).isEqualTo(first);
            assertThat(folder).isEmptyDirectory();
        } finally {
            System.clearProperty("headroom.cache");
        }
    }
}
