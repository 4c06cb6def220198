package headroom.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One process holds a folder at a time, and what a killed one left is gone on with. */
class ResultFolderTest {
    @TempDir
    private Path results;

    private ResultFolder hold(boolean resume) throws IOException {
        return ResultFolder.hold(results, "s", "r", resume);
    }

    @Test
    void whoeverHoldsItHoldsItAlone() throws IOException {
        try (ResultFolder first = hold(false)) {
            Files.createDirectories(first.kept());
            assertThatThrownBy(() -> hold(true))
                    .isInstanceOf(FileAlreadyExistsException.class)
                    .hasMessageContaining("still under way");
            assertThat(first.kept()).isDirectory();
            first.publish(Map.of("a", "1"));
        }
        assertThat(results.resolve("s/r/a")).hasContent("1");
        assertThat(results.resolve("s").toFile().list()).containsExactly("r");
        assertThatThrownBy(() -> hold(true)).hasMessageContaining("never overwritten");
        assertThat(results.resolve("s").toFile().list()).containsExactly("r");
    }

    @Test
    void whatIsKeptOutlivesItsProcessAndIsGoneOnWith() throws IOException {
        try (ResultFolder killed = hold(false)) {
            Files.createDirectories(killed.kept());
            Files.writeString(killed.kept().resolve("0.reading"), "x");
            Path whole = killed.kept().resolveSibling("whole");
            Files.createDirectories(whole);
            Files.writeString(whole.resolve("a"), "half");
        }
        assertThatThrownBy(() -> hold(false)).hasMessageContaining("--resume");
        try (ResultFolder next = hold(true)) {
            assertThat(next.kept().resolve("0.reading")).hasContent("x");
            next.publish(Map.of("a", "all"));
        }
        assertThat(results.resolve("s/r/a")).hasContent("all");
        assertThat(results.resolve("s").toFile().list()).containsExactly("r");
    }

    @Test
    void whatHasKeptNothingLeavesNothing() throws IOException {
        hold(false).close();
        assertThat(results.resolve("s").toFile().list()).isEmpty();
    }

    @Test
    void whatAKillBetweenTheLastTwoStepsLeftIsTakenAway() throws IOException {
        Files.createDirectories(results.resolve("s/r"));
        Files.writeString(results.resolve("s/r/a"), "all");
        Files.createDirectories(results.resolve("s/.r.part/replications"));
        assertThatThrownBy(() -> hold(true)).hasMessageContaining("never overwritten");
        assertThat(results.resolve("s").toFile().list()).containsExactly("r");
    }
}
