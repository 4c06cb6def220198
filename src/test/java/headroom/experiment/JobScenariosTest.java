package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.analytic.ErlangC;
import headroom.experiment.Simulation.Progress;
import headroom.measure.Measurement;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scenarios of jobs alone, as users run them, against closed forms. */
class JobScenariosTest {
    private static final Path MMC = Path.of("scenarios/queueing/mmc.yaml");

    private static RunResult run(Path file, Map<String, String> overrides) throws IOException {
        return Simulation.of(ScenarioFile.read(file, overrides).orThrow(), Path.of(""))
                .run("test", 2, Progress.NONE);
    }

    private static Measurement number(RunResult run, String name, String statistic) {
        List<Measurement> found = run.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .toList();
        assertThat(found).as(name + " " + statistic).hasSize(1);
        return found.get(0);
    }

    /** 2.5 half-widths of 95 %: of ten replications one experiment in 3000 is further off. */
    private static void meets(Measurement m, double exact) {
        assertThat(m.halfWidth()).as(m.name()).isLessThan(0.05 * exact);
        assertThat(Math.abs(m.value() - exact))
                .as(m + " against " + exact)
                .isLessThan(2.5 * m.halfWidth());
    }

    @Test
    void aNumberIsAskedForAsOnTheCommandLine() throws IOException {
        RunResult run = run(MMC, Map.of("horizon", "5000 s"));
        Measurement wait = run.number("mean(jobs.wait)");
        assertThat(wait).isEqualTo(number(run, "jobs.wait", "mean"));
        assertThat(run.number("p99(jobs.wait, station=desk)").unit()).isEqualTo("s");
        assertThat(run.number("p95(jobs.wait)").value())
                .isBetween(
                        run.number("p90(jobs.wait)").value(),
                        run.number("p99(jobs.wait)").value());
        Measurement hours = run.number("hours(jobs.wait, above=0 s)");
        assertThat(hours.value()).isOne();
        assertThat(hours.n()).isEqualTo(10);
        assertThatThrownBy(() -> run.number("mean(jobs.wiat)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("did you mean 'jobs.wait'");
    }

    @Test
    void threeClerksMeetErlangC() throws IOException {
        RunResult run = run(MMC, Map.of("horizon", "50000 s"));
        ErlangC exact = new ErlangC(3, 2.4, 1);
        meets(number(run, "jobs.waited", "share"), exact.waitProbability());
        meets(number(run, "jobs.wait", "mean"), exact.meanWaitSeconds());
        meets(number(run, "jobs.wait", "p90"), exact.waitQuantileSeconds(0.9));
        meets(number(run, "jobs.waiting", "mean"), exact.meanQueue());
        meets(number(run, "jobs.utilisation", "mean"), exact.utilisation());
    }

    /** Servers that go off for want of work are there: at work 70 and 60 % of the time. */
    @Test
    void utilisationCountsServersThatAreAwayForWantOfWork() throws IOException {
        Path folder = MMC.resolveSibling("vacations.yaml");
        meets(number(run(folder, Map.of()), "jobs.utilisation", "mean"), 0.7);
        Path setup = MMC.resolveSibling("setup.yaml");
        RunResult run = run(setup, Map.of());
        double busy = number(run, "jobs.busy", "mean").value();
        double there = number(run, "jobs.capacity", "mean").value();
        assertThat(number(run, "jobs.utilisation", "mean").value())
                .isCloseTo(busy / there, within(1e-9))
                .isBetween(0.5, 0.7);
    }

    /** Each text is what a station and a stream say; the closed forms are textbook ones. */
    @ParameterizedTest
    @CsvFileSource(
            resources = "job-stations.psv",
            delimiter = '|',
            numLinesToSkip = 1,
            maxCharsPerColumn = 1000)
    void stationsMeetClosedForms(
            String station, String stream, String name, String statistic, double exact) {
        String text = """
                name: one
                title: One station
                start: 2026-01-01
                horizon: 20000 s
                warmUp: 200 s
                seed: 3
                replications: 8
                jobs:
                  stations:
                    desk: {STATION}
                    think: {servers: unlimited}
                  streams:
                    - {name: all, at: desk, STREAM}
                """;
        String whole = text.replace("STATION", station).replace("STREAM", stream);
        Scenario scenario = ScenarioFile.parse("one", whole).orThrow();
        RunResult run = Simulation.of(scenario, Path.of("")).run("test", 2, Progress.NONE);
        Measurement found = run.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .filter(m -> "desk".equals(m.labels().get("station")))
                .findFirst()
                .orElseThrow();
        meets(found, exact);
    }

    /** Four servers, strictly in order: the second job waits for the first, the third for it. */
    @Test
    void recordedJobsAreServedAsRecorded(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("jobs.csv"), """
                arrival,gpus,duration
                0,2,10
                1,3,5
                2,1,1
                """);
        Path file = Files.writeString(folder.resolve("recorded.yaml"), """
                name: recorded
                title: Three recorded jobs
                start: 2026-01-01
                horizon: 100 s
                seed: 1
                jobs:
                  stations: {hall: {servers: 4}}
                  streams: [{name: all, at: hall, trace: {file: jobs.csv, format: csv}}]
                """);
        RunResult run = Simulation.of(ScenarioFile.read(file).orThrow(), folder)
                .run("test", 1, Progress.NONE);
        assertThat(number(run, "jobs.wait", "mean").value()).isEqualTo((0 + 9 + 8) / 3.0);
        assertThat(number(run, "jobs.sojourn", "mean").value()).isEqualTo((10 + 14 + 9) / 3.0);
        assertThat(number(run, "jobs.busy", "mean").value())
                .isCloseTo((20 + 15 + 1) / 100.0, within(1e-12));
    }

    /** One server: whoever has priority 5 overtakes who has 2 by the stream, but not who has 7. */
    @Test
    void aRecordedPriorityCountsBeforeThatOfTheStream(@TempDir Path folder) throws IOException {
        String jobs = "arrival,gpus,duration,priority\n0,1,10,0\n1,1,4,\n2,1,10,5\n";
        Files.writeString(folder.resolve("jobs.csv"), jobs);
        // the third waits from 2 to 10, the second from 1 to 20
        assertThat(wait(folder, "priority}}", "priority: 2")).isEqualTo((0 + 19 + 8) / 3.0);
        assertThat(wait(folder, "priority}}", "priority: 7")).isEqualTo((0 + 9 + 12) / 3.0);
        Files.writeString(folder.resolve("jobs.csv"), jobs.replace(",priority", ",x"));
        assertThat(wait(folder, "priority}}", "priority: 2")).isEqualTo((0 + 9 + 12) / 3.0);
        Files.writeString(folder.resolve("jobs.csv"), jobs);
        assertThatThrownBy(() -> wait(folder, "reservation, reserve: 1, from: 5}}", "priority: 2"))
                .hasMessageContaining("never fits at 'hall', where one can have at most 0");
    }

    private static double wait(Path folder, String policy, String stream) throws IOException {
        Scenario scenario =
                ScenarioFile.parse("recorded", """
                name: recorded
                title: Three recorded jobs
                start: 2026-01-01
                horizon: 100 s
                seed: 1
                jobs:
                  stations: {hall: {servers: 1, policy: {law: %s}
                  streams: [{name: all, at: hall, %s, trace: {file: jobs.csv, format: csv}}]
                """.formatted(policy, stream)).orThrow();
        RunResult run = Simulation.of(scenario, folder).run("test", 1, Progress.NONE);
        return number(run, "jobs.wait", "mean").value();
    }

    /** What was recorded is done where the job comes to, in whatever order its parts are sent. */
    @Test
    void thePartOfARecordedJobAtItsStationIsAsRecorded(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("jobs.csv"), "arrival,gpus,duration\n0,1,100\n9,2,300\n");
        for (String forks : List.of("[hall, yard]", "[yard, hall]")) {
            Scenario scenario =
                    ScenarioFile.parse("parts", """
                    name: parts
                    title: Recorded jobs in parts
                    start: 2026-01-01
                    horizon: 1 h
                    seed: 1
                    jobs:
                      stations: {hall: {servers: 4}, yard: {servers: unlimited}}
                      streams:
                        - {name: all, at: hall, forks: %s, visits: {yard: {size: 7 s}},
                           trace: {file: jobs.csv, format: csv}}
                    """.formatted(forks)).orThrow();
            RunResult run = Simulation.of(scenario, folder).run("test", 1, Progress.NONE);
            assertThat(run.number("mean(jobs.sojourn, station=hall)").value()).isEqualTo(200);
            assertThat(run.number("mean(jobs.sojourn, station=yard)").value()).isEqualTo(7);
        }
    }

    @Test
    void aRecordedGangLargerThanAllIsTold(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("jobs.csv"), "arrival,gpus,duration\n0,2,10\n1,5,5\n");
        Scenario scenario = ScenarioFile.parse("large", """
                name: large
                title: A recorded job that never fits
                start: 2026-01-01
                horizon: 100 s
                seed: 1
                jobs:
                  stations: {hall: {servers: 4}}
                  streams: [{name: all, at: hall, trace: {file: jobs.csv, format: csv}}]
                """).orThrow();
        assertThatThrownBy(() -> Simulation.of(scenario, folder).run("test", 1, Progress.NONE))
                .hasMessageContaining("a job of 5 GPUs never fits at 'hall'");
    }

    /** Two streams at one server, one in a hurry: it waits less, and all as in any order. */
    @Test
    void whoIsInAHurryGoesFirst() {
        Scenario scenario = ScenarioFile.parse("hurry", """
                name: hurry
                title: Two deadlines
                start: 2026-01-01
                horizon: 20000 s
                seed: 1
                jobs:
                  stations: {hall: {servers: 1, policy: {law: deadline}}}
                  streams:
                    - {name: hurry, at: hall, size: 1 s, rate: 0.45 /s, deadline: 1 s}
                    - {name: ease, at: hall, size: 1 s, rate: 0.45 /s, deadline: 100 h}
                """).orThrow();
        RunResult run = Simulation.of(scenario, Path.of("")).run("test", 1, Progress.NONE);
        Map<String, Double> waits = new TreeMap<>();
        for (Measurement m : run.summary()) {
            if (m.name().equals("jobs.wait") && m.statistic().equals("mean")) {
                waits.put(String.valueOf(m.labels().get("stream")), m.value());
            }
        }
        // Cobham: 0.45 / (1 - 0.45), and that over 1 - 0.9
        assertThat(waits.get("hurry")).isBetween(0.75, 0.89);
        assertThat(waits.get("ease")).isBetween(6.5, 10.0);
    }

    /** Who holds up the line and gives up lets those behind it start, whatever serves them. */
    @Test
    void thoseBehindOneWhoGivesUpStartAtOnce() {
        List<Double> waits = new ArrayList<>();
        for (String servers : List.of("1000", "1000, sharing: {}", "unlimited")) {
            Scenario scenario =
                    ScenarioFile.parse("head", """
                    name: head
                    title: The head of a line that gives up
                    start: 2026-01-01
                    horizon: 50000 s
                    seed: 1
                    jobs:
                      stations: {hall: {servers: %s, power: {most: 100 kW}}}
                      streams:
                        - {name: big, at: hall, rate: 0.01 /s, size: 1000 s, power: 64 kW,
                           patience: 1 s}
                        - {name: small, at: hall, rate: 1 /s, size: 1 ms, power: 1 kW}
                    """.formatted(servers)).orThrow();
            RunResult run = Simulation.of(scenario, Path.of("")).run("test", 1, Progress.NONE);
            waits.add(run.number("mean(jobs.wait, stream=small)").value());
        }
        // in the second that a large job waits half a small one comes, and waits half of it
        assertThat(waits.get(0)).isBetween(0.002, 0.01);
        assertThat(waits.get(1)).isCloseTo(waits.get(0), within(1e-9));
        assertThat(waits.get(2)).isCloseTo(waits.get(0), within(1e-9));
    }

    /** A job that comes back, or in parts, is late once, and counts once. */
    @Test
    void lateIsAShareOfTheJobsThatLeft() {
        RunResult back = late("{desk: {servers: unlimited}}", """
                {name: j, at: desk, rate: 1 /h, size: 1 h, deadline: 1 s,
                       next: [{to: desk, share: 75 %}]}""");
        assertThat(number(back, "jobs.late", "share").value()).isEqualTo(1);
        String two = "{a: {servers: unlimited}, b: {servers: unlimited}}";
        RunResult parts = late(two, """
                {name: j, at: a, rate: 1 /h, size: 1 h, deadline: 1 s, forks: [a, b],
                       visits: {b: {size: 2 h}}}""");
        assertThat(number(parts, "jobs.late", "share").value()).isEqualTo(1);
        // half of all stay for an hour and are in time, of the others half stay for two, ...
        RunResult some = late(two, """
                {name: j, at: a, rate: 100 /h, size: 1 h, deadline: 90 min,
                       next: [{to: b, share: 50 %}],
                       visits: {b: {size: 1 h, next: [{to: b, share: 50 %}]}}}""");
        assertThat(some.number("share(jobs.late, stream=j)").value()).isCloseTo(0.5, within(0.01));
    }

    private static RunResult late(String stations, String stream) {
        Scenario scenario =
                ScenarioFile.parse("late", """
                name: late
                title: Deadlines
                start: 2026-01-01
                horizon: 1000 h
                seed: 1
                jobs:
                  stations: %s
                  streams:
                    - %s
                """.formatted(stations, stream)).orThrow();
        return Simulation.of(scenario, Path.of("")).run("test", 1, Progress.NONE);
    }
}
