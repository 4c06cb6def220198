package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** {@code headroom report} makes the pages of runs and studies again, byte by byte. */
final class ReportCommandTest {
    private static final String MMC = "scenarios/queueing/mmc.yaml --set horizon=3000s ";
    private static final String SERVERS = "jobs.stations.desk.servers";

    @TempDir
    private Path results;

    private Path study(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(command.strip().split(" +")));
        words.addAll(List.of("--quiet", "--png", "--run-id", "one"));
        words.addAll(List.of("--results", results.toString()));
        Printed printed = Printed.by(words.toArray(new String[0]));
        assertThat(printed.code()).as(printed.all()).isZero();
        try (Stream<Path> scenarios = Files.list(results)) {
            return scenarios.findFirst().orElseThrow().resolve("one");
        }
    }

    /** All files by their names, as text in which each byte is a character. */
    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                files.put(
                        folder.relativize(each).toString(),
                        Files.readString(each, java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run " + MMC + "--replications 2",
                "sweep " + MMC + "--replications 3 --vary " + SERVERS + "=3:5:1 --vary"
                        + " jobs.streams[callers].rate=log:1.5/s:2/s:3",
                "sweep " + MMC + "--replications 2 --vary " + SERVERS
                        + "=3:5:1 --design one-at-a-time",
                "compare " + MMC + "--replications 2 --with " + SERVERS + "=6",
                "solve " + MMC + "--find " + SERVERS
                        + " in 3:12 --min --subject-to share(jobs.waited)<=0.2",
                "respond scenarios/small-addition.yaml --set horizon=30h --capacity 0,1 --spike 1"
                        + " --replications 2"
            })
    void whatIsTakenAwayComesBack(String command) throws IOException {
        Path folder = study(command);
        Map<String, String> before = files(folder);
        List<String> drawn = before.keySet().stream()
                .filter(name -> name.endsWith(".svg") || name.endsWith(".html"))
                .toList();
        List<String> pictures =
                before.keySet().stream().filter(name -> name.endsWith(".png")).toList();
        assertThat(drawn).contains("report.html").hasSizeGreaterThan(1);
        assertThat(pictures).isNotEmpty();
        for (String each : drawn) {
            Files.delete(folder.resolve(each));
        }
        Printed plain = Printed.by("report", folder.toString());
        assertThat(plain.all()).isEqualTo("report: " + folder.resolve("report.html") + "\n");
        assertThat(files(folder)).isEqualTo(before);
        for (String each : pictures) {
            Files.writeString(folder.resolve(each), "something else");
        }
        Printed drawnToo = Printed.by("report", folder.toString(), "--png");
        assertThat(drawnToo.code()).isZero();
        assertThat(drawnToo.out().lines()).hasSize(1 + pictures.size());
        assertThat(files(folder)).isEqualTo(before);
    }

    @Test
    void aStudyThatWasChangedIsRefused() throws IOException {
        Path folder = study("sweep " + MMC + "--replications 2 --vary " + SERVERS + "=3,4");
        Path data = folder.resolve("report.json");
        Files.writeString(data, Files.readString(data).replace("servers", "waiters"));
        Map<String, String> before = files(folder);
        Printed printed = Printed.by("report", folder.toString());
        assertThat(printed.code()).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(printed.error()).contains("report.json was changed or cut short");
        assertThat(files(folder)).isEqualTo(before);
    }
}
