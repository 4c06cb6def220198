package headroom.sweeps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.analytic.ErlangC;
import headroom.experiment.Archive;
import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.measure.Measurement;
import headroom.scenario.ScenarioFile;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.study.Laboratory;
import headroom.study.StudyException;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Sweeps of a queue whose numbers are known. */
final class SweepTest {
    private static final Path FILE = Path.of("scenarios/queueing/mmc.yaml");
    private static final String SERVERS = "jobs.stations.desk.servers";

    private static Sweep sweep(Map<String, String> base, String vary, int threads, String... show)
            throws IOException, StudyException {
        return SweepPlan.of(new SweepPlan.Question(
                        FILE, base, List.of(vary), "grid", List.of(show), 0, 100, threads))
                .run(new Laboratory(FILE, base, Archive.NONE, threads, Laboratory.Progress.NONE));
    }

    @Test
    void aPointIsTheRunWithTheSameValue() throws IOException, StudyException {
        for (String replications : List.of("1", "3")) {
            Map<String, String> base =
                    Map.of("horizon", "4000 s", "warmUp", "0 s", "replications", replications);
            Sweep sweep = sweep(base, SERVERS + "=3,5", 2, "p99(jobs.wait)");
            Map<String, String> same = new java.util.TreeMap<>(base);
            same.put(SERVERS, "5");
            RunResult run = Simulation.of(ScenarioFile.read(FILE, same).orThrow(), FILE.getParent())
                    .run("one", 1, Simulation.Progress.NONE);
            Measurement alone = run.summary().stream()
                    .filter(m -> m.key().equals(sweep.plan().shown().get(0).key()))
                    .findFirst()
                    .orElseThrow();
            assertThat(sweep.number(1, 0)).isEqualTo(alone.estimate());
            assertThat(sweep.number(0, 0).value()).isNotEqualTo(alone.value());
        }
    }

    @Test
    void serversOfAQueueAgainstErlangC() throws IOException, StudyException {
        Sweep sweep =
                sweep(Map.of("horizon", "60000 s"), SERVERS + "=3:6:1", 2, "share(jobs.waited)");
        for (int p = 0; p < 4; p++) {
            double exact = new ErlangC(3 + p, 2.4, 1).waitProbability();
            Estimate strict = Known.ofReplications(sweep.values(p, 0), 1 - 1e-6);
            assertThat(sweep.number(p, 0).value())
                    .as(sweep.words(p))
                    .isCloseTo(exact, within(strict.halfWidth()));
            assertThat(sweep.number(p, 0).halfWidth()).isLessThan(0.1 * exact);
        }
        assertThat(sweep.sharing(0)).isGreaterThan(2);
    }

    @Test
    void threadsDoNotShow() throws IOException, StudyException {
        Map<String, String> base = Map.of("horizon", "3000 s", "replications", "3");
        Sweep one = sweep(base, SERVERS + "=3,4", 1, "mean(jobs.wait)");
        Sweep seven = sweep(base, SERVERS + "=3,4", 7, "mean(jobs.wait)");
        for (int p = 0; p < 2; p++) {
            assertThat(one.values(p, 0)).containsExactly(seven.values(p, 0));
        }
    }

    /** Where servers are without end nobody tells how many of them work. */
    @Test
    void whatIsNotObservedIsNotToldOfEveryPoint() throws IOException, StudyException {
        Map<String, String> base = Map.of("horizon", "4000 s", "replications", "2");
        Sweep some = sweep(base, SERVERS + "=3,unlimited", 2, "mean(jobs.utilisation)");
        assertThat(words(some)).contains("at every point at which it was observed.");
        Sweep all = sweep(base, "jobs.streams[callers].rate=1 /s,2 /s", 2, "mean(jobs.capacity)");
        assertThat(words(all)).contains("is 3.00 ± 0 at every point.");
    }

    private static String words(Sweep sweep) {
        return new SweepWords(sweep, new SweepTables(sweep)).all().get(0);
    }

    /** An hour of 720,000 jobs takes tens of milliseconds, however fast a machine is. */
    @Test
    void howLongItMayTakeIsMeasuredOnAnHour() throws IOException, StudyException {
        Map<String, String> base = Map.of(
                "horizon", "10 h", "replications", "2", "jobs.streams[callers].rate", "200 /s");
        SweepPlan plan = SweepPlan.of(new SweepPlan.Question(
                FILE, base, List.of(SERVERS + "=300,400"), "grid", List.of(), 0, 100, 1));
        assertThat(plan.aboutSeconds()).isGreaterThan(40 * 0.010);
    }
}
