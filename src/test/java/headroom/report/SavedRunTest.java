package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.experiment.Assumptions;
import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.page.SavedFolder;
import headroom.scenario.ResolvedYaml;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The report of a finished run, made again from its folder. */
final class SavedRunTest {
    @TempDir
    private Path results;

    static List<RunResult> runs() {
        return List.of(
                Runs.withAddition(), Runs.withoutAddition(), Runs.withoutErrors(), Runs.empty());
    }

    private Path write(RunResult run, String resolved) throws IOException {
        // what was expected of a run stands in its answer too
        List<String> answer = new ArrayList<>(Verdict.of(run));
        answer.add("pass: p99(ttft) < 2 s & more");
        return RunFolder.of(results, run.scenario(), run.runId())
                .write(run, resolved, answer, Map.of());
    }

    private static RunResult read(Path folder) throws IOException {
        return SavedRun.read(SavedFolder.open(folder));
    }

    private static void rebuiltByteByByte(Path folder) throws IOException {
        byte[] report = Files.readAllBytes(folder.resolve("report.html"));
        byte[] picture = Files.readAllBytes(folder.resolve("overview.svg"));
        Files.delete(folder.resolve("report.html"));
        Files.writeString(folder.resolve("overview.svg"), "something else");
        RunFolder.rebuild(SavedFolder.open(folder));
        assertThat(Files.readAllBytes(folder.resolve("report.html"))).isEqualTo(report);
        assertThat(Files.readAllBytes(folder.resolve("overview.svg"))).isEqualTo(picture);
        try (var files = Files.list(folder)) {
            assertThat(files).noneMatch(each -> each.toString().endsWith(".part"));
        }
    }

    @ParameterizedTest
    @MethodSource("runs")
    void aMadeUpRun(RunResult run) throws IOException {
        rebuiltByteByByte(write(run, "name: x\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "scenarios/spike.yaml, 20 h, 2",
        "scenarios/failures.yaml, 4 d, 3",
        "scenarios/queueing/mmc.yaml, 5000 s, 2",
        "scenarios/queueing/mm1.yaml, 5000 s, 1",
        "scenarios/autoscale.yaml, 3 h, 1"
    })
    void aRun(Path file, String horizon, String replications) throws IOException {
        Map<String, String> values =
                Map.of("horizon", horizon, "warmUp", "0 s", "replications", replications);
        Scenario scenario = ScenarioFile.read(file, values).orThrow();
        RunResult run = Simulation.of(scenario, file.getParent())
                .assuming(Assumptions.in(Files.readString(file)))
                .run("r", 2, Simulation.Progress.NONE);
        rebuiltByteByByte(write(run, ResolvedYaml.write(scenario)));
    }

    @Test
    void everyReasonAgainstItIsTold() throws IOException {
        Path folder = write(Runs.withAddition(), "name: x\n");
        byte[] report = Files.readAllBytes(folder.resolve("report.html"));
        Path manifest = folder.resolve("manifest.json");
        String text = Files.readString(manifest);
        Files.writeString(
                manifest,
                text.replace("\"complete\" : true", "\"complete\" : false")
                        .replace("\"version\" : \"", "\"version\" : \"9"));
        Files.delete(folder.resolve("summary.csv"));
        Path series = folder.resolve("timeseries.csv");
        Files.writeString(series, Files.readString(series).substring(0, 1000));
        assertThatThrownBy(() -> RunFolder.rebuild(SavedFolder.open(folder)))
                .isInstanceOf(IOException.class)
                .hasMessageContainingAll(
                        folder.toString(),
                        "does not say that the folder is complete",
                        "made by version 9",
                        "summary.csv is missing",
                        "timeseries.csv was changed or cut short");
        assertThat(Files.readAllBytes(folder.resolve("report.html"))).isEqualTo(report);
    }

    @Test
    void aFolderThatIsNone() throws IOException {
        assertThatThrownBy(() -> SavedFolder.open(results.resolve("none")))
                .hasMessageContaining("no such folder");
        assertThatThrownBy(() -> read(results))
                .hasMessageContaining("no run or study was finished");
        Files.writeString(results.resolve("manifest.json"), "{\"complete\": tr");
        assertThatThrownBy(() -> read(results))
                .hasMessageContaining("no JSON from line 1, column 14 on");
        Files.writeString(results.resolve("manifest.json"), "{\"complete\": true}");
        assertThatThrownBy(() -> read(results)).hasMessageContaining("version is missing");
    }

    /** A manifest cut short anywhere is refused in words, and the report stays. */
    @Test
    void aManifestCutShort() throws IOException {
        Path folder = write(Runs.withoutErrors(), "name: x\n");
        Path manifest = folder.resolve("manifest.json");
        String text = Files.readString(manifest);
        for (int length = 0; length < text.length() - 2; length += 97) {
            Files.writeString(manifest, text.substring(0, length));
            assertThatThrownBy(() -> read(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no report can be made");
        }
    }
}
