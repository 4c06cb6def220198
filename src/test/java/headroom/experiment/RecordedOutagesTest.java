package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.experiment.Simulation.Progress;
import headroom.measure.Measurement;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Nodes that fail as recorded, and gangs that move together, in scenarios without any chance. */
final class RecordedOutagesTest {
    private static final double HOUR = 3600;

    @TempDir
    private Path folder;

    private RunResult run(String jobs, String nodes, String law) throws IOException {
        return run(jobs, nodes, law, "");
    }

    private RunResult run(String jobs, String nodes, String law, String more) throws IOException {
        Files.writeString(folder.resolve("jobs.csv"), "arrival,gpus,duration\n" + jobs);
        Path file = Files.writeString(
                folder.resolve("recorded.yaml"),
                """
                name: recorded
                title: Recorded jobs on nodes
                start: 2026-01-01
                horizon: 12 h
                seed: 1
                gpus: {H100: {idlePower: 1 W, decodePower: 2 W, prefillPower: 3 W, hostPower: 1 W}}
                sites: {lab: {powerLimit: 50 kW, pue: 1.2}}
                pools: {rack: {site: lab, gpu: H100, gpus: 24, nodes: {NODES}}}
                jobs:
                  stations: {hall: {pools: [rack], policy: {law: LAW}MORE}}
                  streams: [{name: all, at: hall, power: 1 W, trace: {file: jobs.csv, format: csv}}]
                """.replace("NODES", nodes).replace("LAW", law).replace("MORE", more));
        return Simulation.of(ScenarioFile.read(file).orThrow(), folder)
                .run("test", 1, Progress.NONE);
    }

    private static double value(RunResult run, String name, String statistic, String cause) {
        return run.summary().stream()
                .filter(m -> m.name().equals(name) && m.statistic().equals(statistic))
                .filter(m -> cause.equals(m.labels().getOrDefault("cause", "")))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElseThrow();
    }

    /** Nothing is kept of the first hour; the gang begins anew when its node is back, at 3 h. */
    private static void assertStruckOnce(RunResult run) {
        assertThat(value(run, "jobs.sojourn", "mean", "")).isCloseTo(7 * HOUR, within(1e-6));
        assertThat(value(run, "jobs.interruptions", "total", "recorded")).isEqualTo(1);
        assertThat(value(run, "jobs.lost.work", "total", "recorded")).isCloseTo(24, within(1e-9));
    }

    @Test
    void anOutageThatIsListed() throws IOException {
        String outages = "outages: [{node: 0, from: 11 h, until: 12 h},"
                + " {node: 1, from: 2026-01-01T01:00Z, until: 3 h}]";
        assertStruckOnce(run("0,24,14400\n", outages, "fcfs"));
    }

    @Test
    void anOutageInAFile() throws IOException {
        Files.writeString(folder.resolve("out.csv"), "until_h,cause,node,from_min\n3,fan,2,60\n");
        assertStruckOnce(run("0,24,14400\n", "outageFile: out.csv", "fcfs"));
    }

    @Test
    void mistakesOfAFileAreToldAllAtOnce() throws IOException {
        Path outages = folder.resolve("out.csv");
        Files.writeString(outages, "node,from,until\n3,0,1\n0,5,4\n-1,0,x\n");
        assertThatThrownBy(() -> run("0,24,1\n", "outageFile: out.csv", "fcfs"))
                .hasMessageContaining(":2: node is '3'; expected one of 0 to 2")
                .hasMessageContaining(":3: until is '4'; expected a time not before from")
                .hasMessageContaining(":4: node is '-1'; expected a whole number of at least 0");
        Files.writeString(outages, "node,from\n");
        assertThatThrownBy(() -> run("0,24,1\n", "outageFile: out.csv", "fcfs"))
                .hasMessageContaining("no column until in the header 'node,from'");
    }

    /** Two halves of nodes are held when 16 GPUs are asked for: moving one frees a node. */
    @Test
    void smallGangsMoveTogether() throws IOException {
        String jobs = "0,4,1000\n1,4,100\n2,4,1000\n200,16,1000\n";
        assertThat(value(run(jobs, "", "fcfs"), "jobs.wait", "mean", "")).isEqualTo(800 / 4.0);
        assertThat(value(run(jobs, "", "defragment"), "jobs.wait", "mean", "")).isZero();
    }

    /** At 20 s 2, 4 and 3 GPUs of the nodes are held: moving the 2 makes room for 8 and 4. */
    @Test
    void noMoreMoveThanItTakes() throws IOException {
        String jobs = "0,2,1000\n1,6,10\n2,4,1000\n3,4,10\n4,3,1000\n5,5,10\n20,12,100\n";
        assertThat(value(run(jobs, "", "fcfs"), "jobs.wait", "mean", "")).isEqualTo(980 / 7.0);
        assertThat(value(run(jobs, "", "defragment"), "jobs.wait", "mean", "")).isZero();
    }

    /** Who has GPUs and no power waits, and nobody moves for it. */
    @Test
    void nobodyMovesWherePowerIsShort() throws IOException {
        RunResult run =
                run("0,4,1000\n1,4,1000\n2,2,10\n", "", "defragment", ", power: {most: 2 W}");
        assertThat(value(run, "jobs.wait", "mean", "")).isCloseTo(998 / 3.0, within(1e-9));
    }

    /** Eight GPUs are free, from 60 s to 1 h, while 16 are asked for. */
    @Test
    void whatNoRecordedGangInLineFitsIsUnused() throws IOException {
        RunResult run = run("0,16,3600\n60,16,3600\n", "", "fcfs");
        assertThat(value(run, "jobs.unused", "mean", ""))
                .isCloseTo(8 * 3540 / (12 * HOUR), within(1e-9));
    }

    /** The gang is on node 0; where it starts again is node 2, as node 1 fails at that instant. */
    @Test
    void nodesThatFailAtOneInstantInterruptOnce() throws IOException {
        String outages = "outages: [{node: 0, from: 1 h, until: 5 h},"
                + " {node: 1, from: 1 h, until: 5 h}]";
        RunResult run = run("0,8,7200\n", outages, "fcfs");
        assertThat(value(run, "jobs.interruptions", "total", "recorded")).isEqualTo(1);
        assertThat(value(run, "jobs.lost.work", "total", "recorded")).isCloseTo(8, within(1e-9));
        assertThat(value(run, "jobs.sojourn", "mean", "")).isCloseTo(3 * HOUR, within(1e-6));
    }

    /** When one gang of node 0 ends, the node fails: the next does not begin there. */
    @Test
    void nobodyStartsOnWhatFailsAtThatInstant() throws IOException {
        String outages =
                "outages: [{node: 0, from: 1 h, until: 2 h}, {node: 1, from: 0 s, until: 3 h}]";
        RunResult run = run("0,8,3600\n60,8,3600\n120,8,3600\n", outages, "fcfs");
        assertThat(value(run, "jobs.interruptions", "total", "recorded")).isZero();
        // the second begins at 60 s on node 2, the third there at 1 h and 60 s
        assertThat(value(run, "jobs.wait", "mean", "")).isCloseTo(3540 / 3.0, within(1e-6));
    }

    /** All nodes come back at 1 h: whoever is first has them, for 1,000 s, and then the other. */
    @Test
    void nodesThatComeBackAtOneInstantAreHandedOutTogether() throws IOException {
        String outages = "outages: [{node: 0, from: 0 s, until: 1 h},"
                + " {node: 1, from: 0 s, until: 1 h}, {node: 2, from: 0 s, until: 1 h}]";
        RunResult run = run("60,24,1000\n120,1,7200\n", outages, "first-fit");
        double waits = 3600 - 60 + 3600 + 1000 - 120;
        assertThat(value(run, "jobs.wait", "mean", "")).isCloseTo(waits / 2, within(1e-6));
    }

    /** GPUs of a drained node are there as long as somebody holds them: an hour of three. */
    @Test
    void aDrainedNodeGoesWithTheLastWhoHoldsIt() throws IOException {
        String drains = "drains: [{from: 30 min, until: 3 h, first: 0, nodes: 1}]";
        RunResult run = run("0,8,3600\n", drains, "fcfs");
        assertThat(value(run, "jobs.capacity", "mean", ""))
                .isCloseTo((24 * 10 + 16 * 2) / 12.0, within(1e-9));
        assertThat(value(run, "jobs.utilisation", "mean", ""))
                .isCloseTo(8.0 / (24 * 10 + 16 * 2), within(1e-9));
    }

    /**
     * Two nodes until 1157.539 s, then all three for 51.836 s, as promised. The third may wait no
     * less than until then, 1209.375 s; the fourth ends before. No instant is a binary fraction.
     */
    @Test
    void promisesAreKeptToTheMicrosecond() throws IOException {
        String jobs = "5.237,16,1152.302\n16.884,24,51.836\n621.998,8,890.648\n660.282,8,287.388\n";
        RunResult run = run(jobs, "", "conservative");
        double first = 1157.539 - 16.884;
        double second = 1209.375 - 621.998;
        assertThat(value(run, "jobs.wait", "mean", ""))
                .isCloseTo((first + second) / 4, within(1e-6));
    }

    /**
     * Three nodes until 100 s, then two for 100 s and one for 1000 s; two more from 200 s on are
     * promised to the last. Of the two that are left from 50 s on these have theirs at 50, 150 and
     * 1150 s, in order of arrival; the first waits for the third node.
     */
    @Test
    void promisesThatCannotBeKeptAreMadeAnewInOrder() throws IOException {
        String outages = "outages: [{node: 2, from: 50 s, until: 5000 s}]";
        RunResult run = run("0,24,100\n1,16,100\n2,8,1000\n3,16,500\n", outages, "conservative");
        assertThat(value(run, "jobs.wait", "mean", ""))
                .isCloseTo((49 + 148 + 1147) / 4.0, within(1e-6));
    }
}
