package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code headroom run} and {@code headroom validate} say when they cannot. */
class CommandLineTest {
    private static final String SPIKE = "scenarios/spike.yaml";
    private static final String MMC = "scenarios/queueing/mmc.yaml";
    private static final String EXPECTED = "slo=[{expect: mean(jobs.wait) < 10 min}]";

    @TempDir
    private Path folder;

    private Printed printed = new Printed(0, "", "");

    private int execute(String... arguments) {
        printed = Printed.by(arguments);
        return printed.code();
    }

    @Test
    void aRunIdThatCannotNameAFolderIsWrongUse() {
        String results = folder.resolve("results").toString();
        assertThat(execute("run", SPIKE, "--run-id", "../x", "--results", results))
                .isEqualTo(2);
        assertThat(printed.error()).contains("--run-id names a folder");
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void anOverrideWithoutItsValue() {
        assertThat(execute("run", SPIKE, "--set", "seed")).isEqualTo(2);
        assertThat(printed.error()).contains("option '--set'").doesNotContain("option option");
    }

    @Test
    void numbersThatARunDoesNotHaveAreToldBeforeItAtTheirPlace() throws IOException {
        Path file = folder.resolve("asked.yaml");
        String text = Files.readString(Path.of("scenarios/queueing/mmc.yaml"))
                .replace(
                        "replications: 10",
                        "precision: {metric: p99(jobs.wiat), halfWidth: 5 %}\n"
                                + "warmUpFrom: {series: jobs.numbr}");
        Files.writeString(file, text);
        for (String command : List.of("validate", "check", "run")) {
            assertThat(execute(command, file.toString())).as(command).isEqualTo(3);
            assertThat(printed.error())
                    .contains("asked.yaml:16:", "did you mean 'jobs.wait'?")
                    .contains("asked.yaml:17:", "did you mean 'jobs.number'?");
        }
    }

    /** Half an answer in a file must not look like a whole one. */
    @Test
    void anAnswerThatCannotBeWrittenIsAFailure() throws IOException, InterruptedException {
        File full = new File("/dev/full");
        assumeTrue(full.exists());
        assertThat(process("-Xmx200m", full, "validate", SPIKE)).isEqualTo(4);
        assertThat(Files.readString(folder.resolve("error"))).startsWith("standard output: ");
    }

    /** 1 would say that what was asked does not hold. */
    @Test
    void tooLittleMemoryIsNoVerdict() throws IOException, InterruptedException {
        File out = folder.resolve("out").toFile();
        String present = "jobs.streams[callers].present=10000000";
        int code = process("-Xmx32m", out, "check", MMC, "--set", present, "--set", EXPECTED);
        assertThat(code).isEqualTo(70);
        assertThat(Files.readString(folder.resolve("error")))
                .contains("not enough memory: 32 MB are what Java may use")
                .doesNotContain("Exception");
    }

    private int process(String memory, File out, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                memory,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "headroom.cli.Headroom"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(folder.resolve("error").toFile())
                .start()
                .waitFor();
    }

    @Test
    void validateChecksEveryFileAndReturnsTheWorst() throws IOException {
        String bad = Files.writeString(folder.resolve("bad.yaml"), "name: 1\n").toString();
        String missing = folder.resolve("missing.yaml").toString();
        assertThat(execute("validate", missing, bad, SPIKE)).isEqualTo(4);
        assertThat(printed.error()).contains("missing.yaml: no such file", "bad.yaml:1");
        assertThat(execute("validate", bad, missing)).isEqualTo(4);
        assertThat(execute("validate", bad, SPIKE)).isEqualTo(3);
        assertThat(execute("validate", SPIKE)).isZero();
        assertThat(execute("validate", SPIKE, "--set", "horizon=1 h")).isEqualTo(3);
        assertThat(printed.error()).contains("warmUp: must end before the horizon");
    }

    @Test
    void aFolderForAFile() {
        assertThat(execute("validate", folder.toString())).isEqualTo(4);
        assertThat(printed.error()).contains(folder + ": a folder; a file is needed");
        assertThat(execute("run", folder.toString())).isEqualTo(4);
        assertThat(printed.error()).contains(folder + ": a folder; a file is needed");
    }

    @Test
    void aPrecisionThatCannotBeAskedFor() {
        String queue = "scenarios/queueing/mmc.yaml";
        String results = folder.resolve("results").toString();
        assertThat(execute("run", queue, "--precision", "5 %", "--results", results))
                .isEqualTo(2);
        assertThat(printed.error()).contains("write such as 'p99(ttft)=5 %', not '5 %'");
        String unknown = "mean(jobs.wiat, station=desk)=5 %";
        assertThat(execute("run", queue, "--precision", unknown, "--results", results))
                .isEqualTo(3);
        assertThat(printed.error()).contains("metric: unknown metric 'jobs.wiat'", "jobs.wait");
        String wide = "mean(jobs.wait, station=desk)=500 %";
        assertThat(execute("run", queue, "--precision", wide, "--results", results))
                .isEqualTo(3);
        assertThat(printed.error()).contains("'500 %' is out of range");
        String fine = "mean(jobs.wait, station=desk)=5 %";
        assertThat(execute("run", queue, "--precision", fine, "--replications", "3"))
                .isEqualTo(2);
        assertThat(printed.error()).contains("--replications counts for nothing");
    }
}
