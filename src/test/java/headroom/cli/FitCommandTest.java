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

/** What {@code headroom fit} says when it cannot. */
class FitCommandTest {
    @TempDir
    private Path folder;

    /** Exit code and what went to the error stream. */
    private record Outcome(int code, String error) {}

    private static Outcome execute(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            int code = Headroom.execute(arguments);
            return new Outcome(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    @Test
    void aMissingFile() {
        Outcome outcome =
                execute("fit", "--points", folder + "/none.csv", "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).contains("none.csv: no such file").doesNotContain("\tat ");
    }

    @Test
    void aFileWithOtherColumns() throws IOException {
        Path points = Files.writeString(folder.resolve("points.csv"), "id,isl\na,1\n");
        Outcome outcome = execute("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error())
                .contains("points.csv:1: columns missing: backend, backend_version, model_path")
                .doesNotContain("\tat ");
    }

    @Test
    void aFileThatIsNotWhatItsNameSays() throws IOException {
        Path points = Files.writeString(folder.resolve("points.csv.gz"), "id,isl\na,1\n");
        Outcome outcome = execute("fit", "--points", points.toString(), "--out", folder + "/out");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.error()).doesNotContain("\tat ");
    }

    @Test
    void wrongUse() {
        assertThat(execute("fit").code()).isEqualTo(2);
        assertThat(execute("fit", "--points", "p", "--out", "o", "--folds", "1").code())
                .isEqualTo(2);
    }
}
