package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code headroom run} and {@code headroom validate} say when they cannot. */
class CommandLineTest {
    private static final String SPIKE = "scenarios/spike.yaml";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private int execute(String... arguments) {
        PrintStream before = System.err;
        error.reset();
        System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
        try {
            return Headroom.execute(arguments);
        } finally {
            System.setErr(before);
        }
    }

    private String said() {
        return error.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aRunIdThatCannotNameAFolderIsWrongUse() {
        String results = folder.resolve("results").toString();
        assertThat(execute("run", SPIKE, "--run-id", "../x", "--results", results))
                .isEqualTo(2);
        assertThat(said()).contains("--run-id names a folder");
        assertThat(folder.resolve("results")).doesNotExist();
    }

    @Test
    void anOverrideWithoutItsValue() {
        assertThat(execute("run", SPIKE, "--set", "seed")).isEqualTo(2);
        assertThat(said()).contains("option '--set'").doesNotContain("option option");
    }

    @Test
    void validateChecksEveryFileAndReturnsTheWorst() throws IOException {
        String bad = Files.writeString(folder.resolve("bad.yaml"), "name: 1\n").toString();
        String missing = folder.resolve("missing.yaml").toString();
        assertThat(execute("validate", missing, bad, SPIKE)).isEqualTo(4);
        assertThat(said()).contains("missing.yaml: no such file", "bad.yaml:1");
        assertThat(execute("validate", bad, missing)).isEqualTo(4);
        assertThat(execute("validate", bad, SPIKE)).isEqualTo(3);
        assertThat(execute("validate", SPIKE)).isZero();
    }

    @Test
    void aFolderForAFile() {
        assertThat(execute("validate", folder.toString())).isEqualTo(4);
        assertThat(said()).contains(folder + ": a folder; a file is needed");
        assertThat(execute("run", folder.toString())).isEqualTo(4);
        assertThat(said()).contains(folder + ": a folder; a file is needed");
    }

    @Test
    void aPrecisionThatCannotBeAskedFor() {
        String queue = "scenarios/queueing/mmc.yaml";
        String results = folder.resolve("results").toString();
        assertThat(execute("run", queue, "--precision", "5 %", "--results", results))
                .isEqualTo(2);
        assertThat(said()).contains("write such as 'p99(ttft)=5 %', not '5 %'");
        String unknown = "mean(jobs.wiat, station=desk)=5 %";
        assertThat(execute("run", queue, "--precision", unknown, "--results", results))
                .isEqualTo(3);
        assertThat(said()).contains("precision: unknown metric 'jobs.wiat'", "jobs.wait");
        String wide = "mean(jobs.wait, station=desk)=500 %";
        assertThat(execute("run", queue, "--precision", wide, "--results", results))
                .isEqualTo(3);
        assertThat(said()).contains("'500 %' is out of range");
    }
}
