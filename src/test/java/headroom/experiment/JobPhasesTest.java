package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.measure.Measurement;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Work that is lost in another phase than it was done in, reckoned by hand. */
final class JobPhasesTest {
    /** One job of 100 h on the only node, which is out from 7 h to 8 h. */
    private static final String ONE = """
            name: one
            title: One job
            start: 2026-01-01
            horizon: 10 h
            seed: 1
            gpus: {g: {idlePower: 100 W, decodePower: 300 W, prefillPower: 300 W, hostPower: 100 W}}
            sites: {a: {powerLimit: 5 MW, pue: 1.0}}
            pools:
              p:
                site: a
                gpu: g
                gpus: 8
                nodes:
                  gpus: 8
                  faults: [{name: f, rate: 0.0000000001 /d, repair: 1 h}]
                  outages: [{node: 0, from: 7 h, until: 8 h}]
            jobs:
              stations: {s: {pools: [p]}}
              streams:
                - {name: j, at: s, trace: {file: jobs.csv, format: csv}}
            """;

    private static final String PHASES = "phases: {before: {until: 6 h}, later: {from: 6 h}}\n";

    @TempDir
    private Path folder;

    private Path trace;

    @BeforeEach
    void oneJob() throws IOException {
        trace = folder.resolve("jobs.csv");
        comesAt("0");
    }

    private void comesAt(String seconds) throws IOException {
        Files.write(trace, List.of("arrival,gpus,duration", seconds + ",8,360000"));
    }

    private RunResult run(String text, String... overrides) {
        String[] all = new String[overrides.length + 2];
        all[0] = "jobs.streams[j].trace.file";
        all[1] = trace.toAbsolutePath().toString();
        System.arraycopy(overrides, 0, all, 2, overrides.length);
        return Scenarios.run(Small.scenario(text, all), 1);
    }

    private static double number(RunResult run, String name, String phase) {
        Measurement number = run.number("share(" + name + ", station=s, phase=" + phase + ")");
        return number.value();
    }

    /** Of 7 h that are lost, 1 h was done in the later phase, which then works for 2 h. */
    @Test
    void aPhaseBearsTheLossOfItsOwnWork() {
        RunResult run = run(ONE + PHASES);
        assertThat(number(run, "jobs.effective.time", "before")).isEqualTo(1);
        assertThat(number(run, "jobs.effective.time", "later")).isEqualTo(2.0 / 4);
        assertThat(number(run, "jobs.goodput", "later")).isCloseTo(2.0 / 3, within(1e-12));
        // what was lost in it is told in full
        double lost = run.number("total(jobs.lost, cause=failure, station=s, phase=later)")
                .value();
        assertThat(lost).isEqualTo(7 * 8);
    }

    /** A second failure takes back what was done since the first alone. */
    @Test
    void whatIsLostOnceIsNotOfEarlierAgain() {
        RunResult run = run(
                ONE + PHASES,
                "pools.p.nodes.outages",
                "[{node: 0, from: 7 h, until: 8 h}, {node: 0, from: 9 h, until: 9.5 h}]");
        assertThat(number(run, "jobs.effective.time", "later")).isEqualTo(0.5 / 4);
        assertThat(number(run, "jobs.goodput", "later")).isCloseTo(0.5 / 2.5, within(1e-12));
    }

    /** What a checkpoint of the later phase holds is not lost, and of the earlier none is. */
    @Test
    void aCheckpointOfThePhaseEndsWhatIsOfEarlier() {
        String saving = "{interval: 6.5 h, write: 0 s}";
        RunResult run = run(ONE + PHASES, "jobs.streams[j].checkpoint", saving);
        assertThat(number(run, "jobs.effective.time", "later")).isEqualTo(2.5 / 4);
        assertThat(number(run, "jobs.goodput", "later")).isCloseTo(2.5 / 3, within(1e-12));
    }

    /** The warm-up ends within an hour. */
    @Test
    void theWarmUpIsOfEarlier() {
        RunResult run = run(ONE + "warmUp: 6.5 h\n");
        double share = run.number("share(jobs.effective.time, station=s)").value();
        assertThat(share).isEqualTo(2.0 / 3.5);
    }

    /** It comes within a tick, and its work is counted from the beginning of it. */
    @Test
    void theEffectiveTimeIsNoMoreThanTheTime() throws IOException {
        comesAt("1.00001");
        RunResult run = run(ONE, "horizon", "6 h");
        assertThat(run.number("share(jobs.effective.time, station=s)").value()).isEqualTo(1);
    }
}
