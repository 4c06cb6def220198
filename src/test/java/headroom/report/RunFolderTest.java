package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import headroom.experiment.RunResult;
import headroom.page.ResultFolder;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The results folder: whole or not there, never overwritten, the same bytes each time. */
class RunFolderTest {
    private static final List<String> FILES = List.of(
            "manifest.json",
            "overview.svg",
            "report.html",
            "scenario.resolved.yaml",
            "summary.csv",
            "summary.json",
            "timeseries.csv");

    @TempDir
    private Path results;

    private final RunResult result = Runs.withAddition();

    @Test
    void writesAllFilesAndNothingElse() throws IOException {
        Path folder = write(results, result);

        assertThat(folder).isEqualTo(results.resolve("colossus-1").resolve("seed-20260506"));
        assertThat(names(folder)).containsExactlyElementsOf(FILES);
        assertThat(names(folder.getParent())).containsExactly("seed-20260506");
        assertThat(folder.resolve("scenario.resolved.yaml")).hasContent("name: x\n");
    }

    @Test
    void theManifestSaysWhatTheRunWas() throws IOException {
        JsonNode manifest = json(write(results, result).resolve("manifest.json"));

        assertThat(manifest.get("complete").asBoolean()).isTrue();
        assertThat(manifest.get("seed").asLong()).isEqualTo(20260506);
        assertThat(manifest.get("resultHash").asString()).isEqualTo(result.resultHash());
        assertThat(manifest.get("version").asString()).isNotBlank();
        assertThat(manifest.get("machine").get("wallSeconds").asDouble()).isEqualTo(41.7);
        assertThat(manifest.get("machine").get("jvm").asString()).isNotBlank();
        JsonNode columns = manifest.get("timeseries").get("columns");
        String header = Files.readAllLines(
                        write(results.resolve("b"), result).resolve("timeseries.csv"))
                .get(0);
        assertThat(header).startsWith("time,hour,");
        assertThat(columns.valueStream().map(each -> each.get("column").asString()))
                .containsExactly(header.substring("time,hour,".length()).split(","));
        assertThat(columns.get(0).get("unit").asString()).isEqualTo("1/s");
    }

    @Test
    void refusesAFolderWithSomethingInIt() throws IOException {
        Path folder = write(results, result);
        byte[] before = Files.readAllBytes(folder.resolve("report.html"));

        assertThatThrownBy(() -> RunFolder.of(results, "colossus-1", "seed-20260506"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("never overwritten");
        assertThat(folder.resolve("report.html")).hasBinaryContent(before);
    }

    @Test
    void acceptsAnEmptyFolder() throws IOException {
        Files.createDirectories(results.resolve("colossus-1").resolve("seed-20260506"));

        assertThat(names(write(results, result))).containsExactlyElementsOf(FILES);
    }

    @Test
    void aWriteThatFailsHalfwayLeavesNothing() throws IOException {
        ResultFolder folder = ResultFolder.of(results, "s", "r");
        Map<String, String> files = new LinkedHashMap<>();
        files.put("summary.json", "[]");
        files.put("missing/folder.csv", "");

        assertThatThrownBy(() -> folder.publish(files)).isInstanceOf(NoSuchFileException.class);

        assertThat(names(results.resolve("s"))).isEmpty();
    }

    @Test
    void picturesAreThereWithTheRestOrNotAtAll() throws IOException {
        Map<String, byte[]> pictures = Map.of("charts/a.png", new byte[] {1, 2});
        ResultFolder failing = ResultFolder.of(results, "s", "r");
        assertThatThrownBy(() -> failing.publish(pictures, Map.of("missing/folder.csv", "")))
                .isInstanceOf(NoSuchFileException.class);
        assertThat(names(results.resolve("s"))).isEmpty();

        RunResult run = Runs.withAddition();
        Path written = RunFolder.of(results, run.scenario(), run.runId())
                .write(run, "name: a\n", List.of(), pictures);
        assertThat(written.resolve("charts/a.png")).hasBinaryContent(new byte[] {1, 2});
        assertThat(names(written)).contains("manifest.json", "charts");
    }

    @Test
    void whatAppearsMeanwhileIsNotOverwritten() throws IOException {
        ResultFolder first = ResultFolder.of(results, "s", "r");
        ResultFolder second = ResultFolder.of(results, "s", "r");
        first.publish(Map.of("a", "first"));

        assertThatThrownBy(() -> second.publish(Map.of("a", "second")))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(first.path().resolve("a")).hasContent("first");
        assertThat(names(results.resolve("s"))).containsExactly("r");
    }

    @Test
    void whatAKilledRunLeftIsNotTakenForWholeAndNotTouched() throws IOException {
        Path part = results.resolve("s").resolve(".r.part");
        Files.createDirectories(part);
        Files.writeString(part.resolve("summary.json"), "[");

        assertThatThrownBy(() -> RunFolder.of(results, "s", "r"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining(".r.part");
        assertThat(results.resolve("s").resolve("r")).doesNotExist();
        assertThat(part.resolve("summary.json")).hasContent("[");
    }

    @Test
    void aFolderThatAnotherRunIsWritingIsLeftToIt() throws IOException {
        ResultFolder folder = ResultFolder.of(results, "s", "r");
        Path part = results.resolve("s").resolve(".r.part");
        Files.createDirectories(part);
        Files.writeString(part.resolve("b"), "other");

        assertThatThrownBy(() -> folder.publish(Map.of("a", "mine")))
                .isInstanceOf(FileAlreadyExistsException.class);

        assertThat(names(part)).containsExactly("b");
        assertThat(results.resolve("s").resolve("r")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/b", ".hidden", "a b", "-x"})
    void namesThatLeaveTheFolderAreRefused(String name) {
        assertThatThrownBy(() -> RunFolder.of(results, "s", name)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> RunFolder.of(results, name, "r")).isInstanceOf(IOException.class);
    }

    @Test
    void onlyTheMachineInTheManifestTellsTwoRunsApart() throws IOException {
        Path one = write(results.resolve("one"), result);
        Locale locale = Locale.getDefault();
        Path two;
        try {
            // Decimal commas and Turkish letters must not reach any file.
            Locale.setDefault(new Locale("tr", "TR"));
            two = write(results.resolve("two"), slower(Runs.withAddition()));
        } finally {
            Locale.setDefault(locale);
        }

        for (String file : FILES) {
            if (!file.equals("manifest.json")) {
                assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
            }
        }
        ObjectNode first = (ObjectNode) json(one.resolve("manifest.json"));
        ObjectNode second = (ObjectNode) json(two.resolve("manifest.json"));
        assertThat(second).isNotEqualTo(first);
        first.remove("machine");
        second.remove("machine");
        assertThat(second).isEqualTo(first);
    }

    private static RunResult slower(RunResult run) {
        return new RunResult(
                run.scenario(),
                run.title(),
                run.runId(),
                run.start(),
                run.horizonSeconds(),
                run.seed(),
                run.replications(),
                run.cells(),
                run.sampledCells(),
                7,
                99.5,
                run.requestsSimulated(),
                run.resultHash(),
                run.phases(),
                run.summary(),
                run.occupancy(),
                run.series(),
                run.limits(),
                run.assumptions(),
                List.of());
    }

    private static Path write(Path results, RunResult run) throws IOException {
        return RunFolder.of(results, run.scenario(), run.runId())
                .write(run, "name: x\n", Verdict.of(run), Map.of());
    }

    private static JsonNode json(Path file) {
        return JsonMapper.shared().readTree(file);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
