package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

final class SolveCommandTest {
    private static final String FILE = "scenarios/queueing/mmc.yaml";
    private static final String JAR = "java -jar target/headroom.jar ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @TempDir
    private Path folder;

    private Printed printed = new Printed(0, "", "");

    private int solve(String... words) {
        List<String> all = new ArrayList<>(List.of("solve", FILE, "--quiet", "--run-id", "s"));
        all.addAll(List.of("--results", folder.toString(), "--set", "horizon=1 h"));
        all.addAll(List.of(words));
        return execute(all);
    }

    private int execute(List<String> words) {
        printed = Printed.by(words.toArray(new String[0]));
        return printed.code();
    }

    @Test
    void theSmallestNumberOfServersIsErlangs() throws IOException {
        String[] find = {"--find", "jobs.stations.desk.servers", "in", "3:12", "--min"};
        List<String> words = new ArrayList<>(List.of(find));
        words.addAll(List.of("--subject-to", "share(jobs.waited) <= 0.2"));
        assertThat(solve(words.toArray(new String[0]))).isZero();
        assertThat(printed.out())
                .contains("is 5; at 95 % it is no other")
                .contains("Queueing theory (M/M/5) says 5")
                .contains("one step before: the same.")
                .contains("as good as");
        Path results = folder.resolve("mmc").resolve("s");
        assertThat(Files.readString(results.resolve("solve.json"))).contains("\"answer\" : \"5\"");
        assertThat(Files.readString(results.resolve("solve.csv"))).contains("\n5.0,5,holds,10,");
        assertThat(Files.readString(results.resolve("solve.md"))).contains("| 5 |");
        assertThat(Files.readString(results.resolve("report.html"))).contains("answer: 5");
        assertThat(Files.readString(results.resolve("manifest.json")))
                .contains("\"complete\" : true");
    }

    @Test
    void whereNothingHoldsTheExitCodeSaysSo() {
        int code = solve(
                "--find",
                "jobs.stations.desk.servers in 3:4",
                "--min",
                "--subject-to",
                "share(jobs.waited) <= 0.1");
        assertThat(code).isEqualTo(ExitCode.UNMET);
        assertThat(printed.out()).contains("Closest comes 4, where share(jobs.waited) is");
    }

    @Test
    void allThatIsWrongIsToldAtOnce() {
        assertThat(solve("--find", "servers", "--subject-to", "nothing", "--budget", "3 h"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(printed.error())
                .contains("--min or --max")
                .contains("names no range")
                .contains("'nothing' asks nothing")
                .contains("is no budget");
        String[] unknown = {
            "--find",
            "jobs.stations.desk.servers in 3:4",
            "--max",
            "--subject-to",
            "share(jobs.wated) < 0.2",
            "--subject-to",
            "share(jobs.waited) < 2 s"
        };
        assertThat(solve(unknown)).isEqualTo(ExitCode.USAGE);
        assertThat(printed.error())
                .contains("unknown metric 'jobs.wated'")
                .contains("jobs.waited")
                .contains("2 s");
        String[] invalid = {
            "--find",
            "jobs.stations.desk.servers in -3:4",
            "--max",
            "--subject-to",
            "share(jobs.waited) < 0.2"
        };
        assertThat(solve(invalid)).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void everyCommandOfTheDocumentRuns() throws IOException {
        List<String> commands = Files.readString(Path.of("docs/solve.md"))
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith(JAR) && !line.contains("spike.yaml"))
                .toList();
        assertThat(commands).isNotEmpty();
        for (String command : commands) {
            List<String> words = new ArrayList<>();
            for (Matcher m = WORD.matcher(command.substring(JAR.length())); m.find(); ) {
                words.add(m.group().replaceAll("^[\"']|[\"']$", ""));
            }
            words.addAll(List.of("--quiet", "--results", folder.toString()));
            words.addAll(List.of("--set", "horizon=1 h", "--set", "warmUp=0 s"));
            assertThat(execute(words)).as(command).isZero();
        }
    }
}
