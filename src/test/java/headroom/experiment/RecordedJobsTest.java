package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.cli.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of recorded jobs of which none would come, or not all. */
class RecordedJobsTest {
    private static final String HEADER = "arrival,gpus,duration,group\n";

    @TempDir
    private Path folder;

    private String refused(String rows, String... overrides) throws IOException {
        Path jobs = Files.writeString(folder.resolve("jobs.csv"), HEADER + rows);
        String stream = "jobs.streams[0].trace.";
        Printed outcome = Printed.by(
                "run",
                "scenarios/queueing/recorded.yaml",
                "--quiet",
                "--results",
                folder.toString(),
                "--set",
                stream + "file=" + jobs.toAbsolutePath(),
                "--set",
                stream + (overrides.length == 0 ? "rate=1" : overrides[0]));
        assertThat(outcome.code()).as(outcome.all()).isEqualTo(4);
        return outcome.error();
    }

    @Test
    void aGroupThatTheFileDoesNotHave() throws IOException {
        assertThat(refused("0,6,10,a\n1,8,5,b\n", "group=c"))
                .contains("jobs.csv: no job of group 'c'; expected one of a, b");
    }

    /** A spare is nobody's; and 16 GPUs would wait for ever where they go next. */
    @Test
    void gangsThatNeverFit() throws IOException {
        Files.writeString(folder.resolve("jobs.csv"), HEADER + "0,16,10,\n");
        assertThat(refusedGang("{pools: [nodes]}", ""))
                .contains("of 16 GPUs never fits at 'a', where one can have at most 8");
        assertThat(refusedGang("{servers: 16}", "next: [{to: b}], visits: {b: {size: 1 s}}, "))
                .contains("of 16 GPUs never fits at 'b', where one can have at most 4");
        String quotas = "{servers: 16, policy: {law: quotas, quotas: {all: 15}, borrowing: false}}";
        assertThat(refusedGang(quotas, "")).contains("fits at 'a', where one can have at most 15");
    }

    private String refusedGang(String first, String ways) throws IOException {
        Path file = Files.writeString(folder.resolve("gangs.yaml"), """
                name: gangs
                title: Recorded gangs
                start: 2026-01-01
                horizon: 1 h
                seed: 1
                gpus: {g: {idlePower: 1 W, decodePower: 1 W, prefillPower: 1 W, hostPower: 1 W}}
                sites: {s: {powerLimit: 1 MW, pue: 1}}
                pools:
                  nodes: {site: s, gpu: g, gpus: 16, nodes: {gpus: 8, spares: 1}}
                  other: {site: s, gpu: g, gpus: 4}
                jobs:
                  stations: {a: FIRST, b: {pools: [other]}MORE}
                  streams: [{name: r, at: a, WAYS trace: {file: jobs.csv, format: csv}}]
                """.replace("FIRST", first)
                .replace("WAYS", ways)
                .replace("MORE", first.contains("nodes") ? "" : ", c: {pools: [nodes]}"));
        Printed outcome =
                Printed.by("run", file.toString(), "--quiet", "--results", folder.toString());
        assertThat(outcome.code()).as(outcome.all()).isEqualTo(4);
        return outcome.error();
    }

    @Test
    void noJobs() throws IOException {
        assertThat(refused("")).contains("jobs.csv: no jobs in it");
    }

    /** Of four jobs two have no run time, one of them of the group. */
    @Test
    void jobsThatAreLeftOutAreTold() throws IOException {
        String rest = " -1 -1 -1 -1 -1\n";
        Path jobs = Files.writeString(
                folder.resolve("jobs.swf"),
                "1 0 -1 10 6 -1 -1 -1 -1 -1 1 1 1" + rest
                        + "2 1 -1 -1 8 -1 -1 -1 -1 -1 5 1 1" + rest
                        + "3 2 -1 5 2 -1 -1 -1 -1 -1 1 1 2" + rest
                        + "4 3 -1 -1 8 -1 -1 -1 -1 -1 5 1 2" + rest);
        String trace = "{file: " + jobs.toAbsolutePath() + ", format: swf";
        assertThat(told(trace + "}"))
                .contains("2 recorded jobs of stream jobs are left out: the file does not know");
        assertThat(told(trace + ", group: 1}"))
                .contains("1 recorded job of stream jobs is left out");
        Files.writeString(jobs, "1 0 -1 10 6 -1 -1 -1 -1 -1 1 1 1" + rest);
        assertThat(told(trace + "}")).doesNotContain("left out");
    }

    private String told(String trace) throws IOException {
        Printed outcome = Printed.by(
                "run",
                "scenarios/queueing/recorded.yaml",
                "--quiet",
                "--results",
                folder.toString(),
                "--set",
                "jobs.streams[0].trace=" + trace);
        assertThat(outcome.code()).as(outcome.all()).isZero();
        return outcome.out();
    }

    /** The horizon is 64 s. */
    @Test
    void jobsAfterTheEnd() throws IOException {
        assertThat(refused("1700000000,6,10,\n"))
                .contains("jobs.csv: begins at 1.7E9 s, after the end of the run at 64.0");
        assertThat(refused("128,6,10,\n", "rate=2"))
                .contains("jobs.csv: begins at 64.0 s, after the end of the run");
    }
}
