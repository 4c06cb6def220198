package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/** Jobs of a site that goes down, and of a lease that ends, worked by hand in hours. */
final class DarkJobsTest {
    /** Each job saves its work after every hour at work, in six minutes. */
    private static final String TEXT = """
            name: dark
            title: Two jobs
            start: 2026-01-01
            horizon: 12 h
            seed: 0
            gpus: {g: {idlePower: 100 W, decodePower: 300 W, prefillPower: 500 W, hostPower: 200 W}}
            sites: {s: {powerLimit: 1 MW, pue: 1}}
            pools: {p: {site: s, gpu: g, gpus: 1000}}
            jobs:
              stations: {all: {pools: [p]}}
              streams:
                - {name: large, at: all, present: 1, rate: 1e-9 /s, size: 5 h, gangs: [{gpus: 600}],
                   checkpoint: {interval: 1 h, write: 6 min, restore: 0 s, restart: 0 s}}
                - {name: small, at: all, present: 1, rate: 1e-9 /s, size: 1 h, gangs: [{gpus: 300}],
                   checkpoint: {interval: 1 h, write: 6 min, restore: 0 s, restart: 0 s}}
            """;

    private static void assertHours(RunResult run, String stream, double hours) {
        double seconds = Scenarios.value(run, "jobs.sojourn", "mean", Map.of("stream", stream));
        assertThat(seconds / 3600).as(stream).isCloseTo(hours, within(1e-9));
    }

    private static double ofAll(RunResult run, String name, String statistic, String... label) {
        return label.length == 0
                ? Scenarios.value(run, name, statistic, Map.of("station", "all"))
                : Scenarios.value(
                        run, name, statistic, Map.of("station", "all", label[0], label[1]));
    }

    /** Down in the fourth hour: 2.8 of three hours were work, of which two are saved. */
    @Test
    void anOutageTakesWorkBackToTheLastCheckpoint() {
        RunResult run = Scenarios.run(
                Small.scenario(TEXT, "sites.s.outages", "[{from: 3 h, until: 4 h}]"), 1);
        assertHours(run, "small", 1);
        assertHours(run, "large", 7.2);
        assertThat(ofAll(run, "jobs.lost", "total", "cause", "failure"))
                .isCloseTo(600 * 0.8, within(1e-6));
        assertThat(ofAll(run, "jobs.lost", "total", "cause", "checkpoint"))
                .isCloseTo(600 * 0.4, within(1e-6));
        double held = 600 * 6.2 + 300;
        assertThat(ofAll(run, "jobs.goodput", "share"))
                .isCloseTo(1 - 600 * 1.2 / held, within(1e-9));
        assertThat(ofAll(run, "jobs.utilisation", "mean"))
                .isCloseTo(held / (1000 * 11), within(1e-9));
        assertThat(ofAll(run, "jobs.interruptions", "total", "cause", "outage")).isEqualTo(1);
        assertThat(ofAll(run, "jobs.lost.work", "total", "cause", "outage"))
                .isCloseTo(600 * 0.8, within(1e-2));
        // of 7.2 + 1 hours there six were work that was kept
        assertThat(ofAll(run, "jobs.effective.time", "share")).isCloseTo(6 / 8.2, within(1e-6));
        double[] power = Scenarios.hours(run, "power");
        assertThat(power[3]).isZero();
        assertThat(power[2]).isPositive();
    }

    /** Both pools go down for half an hour; an hour on the fast one is saved, and six are left. */
    @ParameterizedTest
    @CsvSource({"slow, fast", "fast, slow"})
    void poolsOfASiteGoDownAndComeBackTogether(String first, String second) {
        String pool = ": {site: s, gpu: g, gpus: 600}";
        RunResult run = Scenarios.run(
                Small.scenario(
                        TEXT,
                        "sites.s.outages",
                        "[{from: 1.5 h, until: 2 h}]",
                        "pools",
                        "{" + first + pool + ", " + second + pool + "}",
                        "jobs.stations.all.pools",
                        "[slow, fast]",
                        "jobs.streams[large].size",
                        "8 h",
                        "jobs.streams[large].speeds",
                        "{fast: 2}",
                        "jobs.streams[large].checkpoint.write",
                        "0 s",
                        "jobs.streams[small].speeds",
                        "{slow: 0, fast: 0.01}"),
                1);
        assertHours(run, "large", 5);
        assertThat(Scenarios.value(run, "jobs.interruptions", "total", Map.of("stream", "large")))
                .isEqualTo(1);
    }

    /**
     * Four hundred come in the first epoch, of 10 s, and go after three hours: idle ones, then
     * those of the job that came last.
     */
    @Test
    void aLeaseThatEndsIsLeftWithACheckpoint() {
        RunResult run = Scenarios.run(
                Small.scenario(
                        TEXT,
                        "pools.p.gpus",
                        "600",
                        "additions",
                        "[{at: 0 s, pool: p, gpus: 400, until: 3 h}]",
                        "jobs.streams[small].size",
                        "5 h",
                        "phases",
                        "{all: {}}"),
                1);
        assertHours(run, "large", 5.4);
        // 10 s less than 2.8 hours of work till then; the rest and two checkpoints after the other
        double epoch = 10 / 3600.0;
        assertHours(run, "small", 5.4 + 2.4 + epoch);
        assertThat(ofAll(run, "jobs.gaveWay.saving", "total")).isCloseTo(30, within(1e-6));
        assertThat(ofAll(run, "jobs.lost", "total", "cause", "preemption")).isZero();
        double held = 600 * 5.4 + 300 * (3.1 + 2.4);
        assertThat(ofAll(run, "jobs.utilisation", "mean"))
                .isCloseTo(held / (3000 - 400 * epoch + 30 + 5400), within(1e-9));
    }

    /** Nodes that fail now and then, and a site that does once: what is lost is told apart. */
    @Test
    void outagesAreACauseOfTheirOwn() {
        RunResult run = Scenarios.run(
                Small.scenario(
                        TEXT,
                        "pools.p.nodes",
                        "{gpus: 8, faults: [{name: f, rate: 1e-9 /d, repair: 1 h}]}",
                        "sites.s.outages",
                        "[{from: 3 h, until: 4 h}]"),
                1);
        assertHours(run, "large", 7.2);
        assertThat(ofAll(run, "jobs.interruptions", "total", "cause", "outage")).isEqualTo(1);
        assertThat(ofAll(run, "jobs.interruptions", "total", "cause", "f")).isZero();
        assertThat(ofAll(run, "jobs.lost.work", "total", "cause", "outage"))
                .isCloseTo(600 * 0.8, within(1e-3));
        // of 7.2 + 1 hours there six were work that was kept
        assertThat(ofAll(run, "jobs.effective.time", "share")).isCloseTo(6 / 8.2, within(1e-6));
        assertThat(ofAll(run, "jobs.utilisation", "mean"))
                .isCloseTo((600 * 6.2 + 300) / (1000 * 11), within(1e-9));
    }

    /** Two machines of 125 kept aside stay so while their site is down for an hour of twelve. */
    @Test
    void sparesOfASiteThatIsDownAreCountedOnce() {
        RunResult run = Scenarios.run(
                Small.scenario(
                        TEXT,
                        "pools.p.nodes",
                        "{gpus: 8, spares: 2, faults: [{name: f, rate: 1e-9 /d, repair: 1 h}]}",
                        "sites.s.outages",
                        "[{from: 3 h, until: 4 h}]"),
                1);
        assertThat(gpuHours(run, "failed")).isCloseTo(1000 - 16, within(1e-6));
        assertThat(gpuHours(run, "reserved")).isCloseTo(12 * 16, within(1e-6));
        assertThat(gpuHours(run, "free")).isCloseTo(0, within(1e-6));
        assertThat(Scenarios.hours(run, "power")[3]).isZero();
    }

    private static double gpuHours(RunResult run, String use) {
        return Scenarios.value(run, "gpu.use.hours", "total", Map.of("use", use));
    }
}
