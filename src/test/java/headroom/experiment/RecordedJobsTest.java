package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.cli.Printed;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files of recorded jobs of which no job would come. */
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

    @Test
    void noJobs() throws IOException {
        assertThat(refused("")).contains("jobs.csv: no jobs in it");
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
