package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A study that was killed and gone on with says what the uninterrupted one says, byte by byte; so
 * does one whose archive was damaged, and one on other numbers of threads. {@code
 * src/bench/sh/kill-test.sh} does it at fifty random moments.
 */
class ResumeTest {
    private static final int READINGS = 12;

    @TempDir
    private Path folder;

    private static List<String> arguments(Path results, int threads) {
        return List.of(
                "sweep",
                "scenarios/queueing/mmc.yaml",
                "--vary",
                "jobs.stations.desk.servers=3:5:1",
                "--set",
                "horizon=4 h",
                "--replications",
                "4",
                "--show",
                "share(jobs.waited)",
                "--quiet",
                "--threads",
                Integer.toString(threads),
                "--run-id",
                "x",
                "--resume",
                "--results",
                results.toString());
    }

    private static int inside(Path results, int threads) {
        return Headroom.execute(arguments(results, threads).toArray(new String[0]));
    }

    private static Map<String, String> files(Path results) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(results.resolve("mmc/x"))) {
            for (Path file : all.toList()) {
                String text = Files.readString(file);
                files.put(
                        file.getFileName().toString(),
                        text.replaceAll("(?s)\"machine\" : \\{.*?\\}", ""));
            }
        }
        return files;
    }

    private static List<Path> kept(Path results) throws IOException {
        return kept(results, "x");
    }

    private static List<Path> kept(Path results, String id) throws IOException {
        Path kept = results.resolve("mmc/." + id + ".part/replications");
        if (!Files.isDirectory(kept)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(kept)) {
            return all.filter(each -> each.toString().endsWith(".reading"))
                    .sorted()
                    .toList();
        }
    }

    /** Starts a process and kills it when so many replications are kept. */
    private void killed(Path results, int replications) throws IOException, InterruptedException {
        Process process = started(arguments(results, 1));
        while (process.isAlive() && kept(results).size() < replications) {
            Thread.sleep(2);
        }
        process.destroyForcibly().waitFor();
    }

    private Process started(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                "headroom.cli.Headroom"));
        command.addAll(arguments);
        File out = folder.resolve("out").toFile();
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out)
                .start();
    }

    @Test
    void whoInterruptsIsToldHowToGoOn() throws IOException, InterruptedException {
        Path results = folder.resolve("interrupted");
        List<String> arguments = new ArrayList<>(arguments(results, 1));
        arguments.removeAll(List.of("--quiet", "--run-id", "x", "--resume"));
        Process process = started(arguments);
        Path out = folder.resolve("out");
        while (process.isAlive() && kept(results, id(out)).isEmpty()) {
            Thread.sleep(2);
        }
        // a terminal sends SIGINT, which a process in the background may not hear
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(128 + 15);
        assertThat(Files.readString(out))
                .contains("What is done is kept: the same command with --run-id " + id(out)
                        + " --resume goes on with it.");
    }

    /** The name that a study without one gave itself. */
    private static String id(Path out) throws IOException {
        return Files.readString(out)
                .lines()
                .filter(each -> each.startsWith("run id: "))
                .map(each -> each.substring("run id: ".length()))
                .findFirst()
                .orElse("none");
    }

    @Test
    void aKilledStudyIsGoneOnWithToTheSameBytes() throws IOException, InterruptedException {
        Path whole = folder.resolve("whole");
        assertThat(inside(whole, 2)).isZero();
        Path results = folder.resolve("killed");
        for (int replications : List.of(1, 5, READINGS - 1)) {
            killed(results, replications);
        }
        List<Path> kept = new ArrayList<>(kept(results));
        assertThat(kept).hasSizeGreaterThanOrEqualTo(READINGS - 1);
        Collections.reverse(kept);
        byte[] last = Files.readAllBytes(kept.get(0));
        Files.write(kept.get(0), java.util.Arrays.copyOf(last, last.length / 2));
        byte[] other = Files.readAllBytes(kept.get(1));
        other[other.length / 3] ^= 16;
        Files.write(kept.get(1), other);
        assertThat(inside(results, 7)).isZero();
        assertThat(files(results)).isEqualTo(files(whole));
        assertThat(results.resolve("mmc").toFile().list()).containsExactly("x");
        assertThat(inside(results, 1)).as("results are never overwritten").isEqualTo(4);
    }

    @Test
    void threadsDoNotShow() throws IOException {
        assertThat(inside(folder.resolve("1"), 1)).isZero();
        assertThat(inside(folder.resolve("7"), 7)).isZero();
        assertThat(files(folder.resolve("7"))).isEqualTo(files(folder.resolve("1")));
    }

    @Test
    void resumingNeedsAName() {
        assertThat(Headroom.execute("run", "scenarios/spike.yaml", "--resume")).isEqualTo(2);
        assertThat(Headroom.execute(
                        "compare", "scenarios/spike.yaml", "--with", "seed=2", "--resume"))
                .isEqualTo(2);
        assertThat(Headroom.execute("compare", "scenarios/spike.yaml")).isEqualTo(2);
    }
}
