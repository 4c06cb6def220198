package headroom.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Folders of studies, which keep finished replications while they run. */
final class ResultFolderTest {
    @TempDir
    private Path results;

    private Path part() {
        return results.resolve("s").resolve(".r.part");
    }

    @Test
    void replicationsAreKeptWhileAStudyRunsAndNotAfter() throws IOException {
        ResultFolder folder = ResultFolder.of(results, "s", "r");
        Path kept = folder.begin();
        assertThat(kept).isEqualTo(part().resolve("replications"));
        Files.createDirectories(kept);
        Files.writeString(kept.resolve("a.reading"), "x");
        assertThatThrownBy(() -> ResultFolder.of(results, "s", "r"))
                .isInstanceOf(FileAlreadyExistsException.class);
        Path whole = folder.publish(Map.of("manifest.json", "{}"));
        assertThat(part()).doesNotExist();
        assertThat(whole).isDirectoryContaining("glob:**/manifest.json");
        assertThat(whole.resolve("replications")).doesNotExist();
    }

    @Test
    void aStudyWithoutReplicationsLeavesNoTrace() throws IOException {
        ResultFolder folder = ResultFolder.of(results, "s", "r");
        folder.begin();
        assertThat(folder.publish(Map.of("manifest.json", "{}")).resolve("replications"))
                .doesNotExist();
    }

    @Test
    void aWriteThatFailsLosesNoReplication() throws IOException {
        ResultFolder folder = ResultFolder.of(results, "s", "r");
        Path kept = Files.createDirectories(folder.begin());
        Files.writeString(kept.resolve("a.reading"), "x");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("good.txt", "x");
        files.put("no/such/folder.txt", "x");
        assertThatThrownBy(() -> folder.publish(files)).isInstanceOf(IOException.class);
        assertThat(kept.resolve("a.reading")).exists();
        assertThat(part().resolve("good.txt")).doesNotExist();
        assertThat(folder.publish(Map.of("manifest.json", "{}"))).isDirectory();
    }

    @Test
    void aWriteThatFailsWithoutReplicationsTakesItsPartAway() throws IOException {
        ResultFolder folder = ResultFolder.of(results, "s", "r");
        assertThatThrownBy(() -> folder.publish(Map.of("no/such/folder.txt", "x")))
                .isInstanceOf(IOException.class);
        assertThat(part()).doesNotExist();
    }
}
