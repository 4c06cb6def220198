package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code headroom respond}: what it writes, and what it says when it cannot. */
final class RespondCommandTest {
    private static final String JAR = "java -jar target/headroom.jar ";

    @TempDir
    private Path folder;

    private Printed printed = new Printed(0, "", "");

    private int execute(String... arguments) {
        printed = Printed.by(arguments);
        return printed.code();
    }

    /** The commands of the document that end in seconds. */
    @Test
    void theDocumentsExampleWritesAllFiles() throws IOException {
        List<String> commands = Files.readString(Path.of("docs/respond.md"))
                .lines()
                .filter(line -> line.startsWith(JAR) && line.contains("small-addition"))
                .toList();
        assertThat(commands).hasSize(1);
        List<String> words =
                new ArrayList<>(List.of(commands.get(0).substring(JAR.length()).split(" ")));
        words.addAll(List.of("--quiet", "--results", folder.toString(), "--run-id", "doc"));
        assertThat(execute(words.toArray(new String[0]))).as(printed.error()).isZero();
        Path written = folder.resolve("small-addition").resolve("doc");
        try (Stream<Path> files = Files.list(written)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(
                            "response.csv",
                            "response.json",
                            "response.md",
                            "response.svg",
                            "capScale.svg",
                            "power.svg",
                            "report.html",
                            "manifest.json");
        }
        assertThat(Files.readString(written.resolve("response.csv")))
                .startsWith("spikeScale,spikeHeight,capacityScale,gpusAdded,measure,unit,value");
        assertThat(Files.readString(written.resolve("report.html")))
                .contains("How much capacity buys how much cap")
                .doesNotContain("NaN");
        assertThat(Files.readString(written.resolve("response.svg"))).doesNotContain("NaN");
        assertThat(Files.readString(written.resolve("manifest.json")))
                .contains("\"complete\" : true");
        // results are never overwritten
        assertThat(execute(words.toArray(new String[0]))).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(printed.error()).contains("never overwritten");
    }

    @Test
    void aScenarioWithoutAnAdditionIsToldWhatItLacks() {
        assertThat(execute("respond", "scenarios/spike.yaml", "--results", folder.toString()))
                .isEqualTo(ExitCode.USAGE);
        assertThat(printed.error()).contains("add the section additions");
    }

    @Test
    void badValuesAreRefusedBeforeAnyRun() {
        String small = "scenarios/small-addition.yaml";
        assertThat(execute("respond", small, "--capacity", "0,half")).isEqualTo(2);
        assertThat(printed.error()).contains("--capacity");
        assertThat(execute("respond", small, "--cap-limit", "-1")).isEqualTo(2);
        assertThat(execute("respond", small, "--set", "sed=1")).isEqualTo(ExitCode.INVALID);
        assertThat(execute("respond", folder.resolve("none.yaml").toString()))
                .isEqualTo(ExitCode.INPUT_OUTPUT);
    }
}
