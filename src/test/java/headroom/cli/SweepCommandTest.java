package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What {@code headroom sweep} writes, and what it says when it cannot. */
final class SweepCommandTest {
    private static final String MMC = "scenarios/queueing/mmc.yaml";
    private static final String SERVERS = "jobs.stations.desk.servers=";
    private static final String RATE = "jobs.streams[callers].rate=";

    @TempDir
    private Path folder;

    private Path results = Path.of("");

    @BeforeEach
    void begin() {
        results = folder;
    }

    private Printed printed = new Printed(0, "", "");

    private int execute(String... arguments) {
        printed = Printed.by(arguments);
        return printed.code();
    }

    private int sweep(String id, String... more) {
        List<String> words = new ArrayList<>(List.of("sweep", MMC, "--quiet", "--run-id", id));
        words.addAll(List.of("--results", results.toString(), "--set", "horizon=3000 s"));
        words.addAll(List.of("--replications", "3"));
        words.addAll(Arrays.asList(more));
        return execute(words.toArray(new String[0]));
    }

    @Test
    void aGridWritesItsFilesWithTheManifestLast() throws IOException {
        assertThat(sweep(
                        "a",
                        "--vary",
                        SERVERS + "3,4",
                        "--vary",
                        RATE + "1:2:0.5 /s",
                        "--show",
                        "share(jobs.waited)",
                        "--threads",
                        "1"))
                .as(printed.all())
                .isZero();
        assertThat(printed.all())
                .contains("share(jobs.waited) [%]", "±", "percentage points", "report: ");
        Path a = folder.resolve("mmc").resolve("a");
        assertThat(Files.readAllLines(a.resolve("sweep.csv"))).hasSize(1 + 6);
        assertThat(Files.readAllLines(a.resolve("replications.csv")))
                .hasSize(1 + 18)
                .first()
                .isEqualTo(
                        "point,jobs.stations.desk.servers,jobs.streams[callers].rate,number,unit,"
                                + "replication,value");
        assertThat(Files.readString(a.resolve("manifest.json")))
                .contains("\"design\" : \"grid\"", "\"seed\" : 1", "\"--vary\"")
                .endsWith("\"complete\" : true\n}\n");
        String html = Files.readString(a.resolve("report.html"));
        assertThat(html).contains("<svg", "script-src &#39;none&#39;").doesNotContain("<script");
        assertThat(a.resolve("share-jobs.waited-by-rate.svg")).exists();
        assertThat(a.resolve("share-jobs.waited-effects.svg")).exists();
        assertThat(a.resolve("replications")).doesNotExist();
        assertThat(sweep("a", "--vary", SERVERS + "3,4")).isEqualTo(4);
        assertThat(printed.all()).contains("never overwritten");
    }

    @Test
    void threadsDoNotShowInAnyFileButTheManifest() throws IOException {
        String[] asked = {"--vary", SERVERS + "3:5", "--vary", RATE + "1 /s:2.5 /s"};
        for (String design : List.of("one-at-a-time", "lhs:6")) {
            List<Path> folders = new ArrayList<>();
            for (String threads : List.of("1", "7")) {
                List<String> words = new ArrayList<>(Arrays.asList(asked));
                if (design.startsWith("lhs")) {
                    words.set(1, SERVERS + "3:5:1");
                }
                words.addAll(List.of("--design", design, "--threads", threads));
                results = folder.resolve(design.substring(0, 3) + threads);
                assertThat(sweep("same", words.toArray(new String[0])))
                        .as(printed.all())
                        .isZero();
                folders.add(results.resolve("mmc").resolve("same"));
            }
            try (Stream<Path> files = Files.list(folders.get(0))) {
                for (Path file : files.toList()) {
                    String other = Files.readString(folders.get(1).resolve(file.getFileName()));
                    String cut = "\"machine\" : .*";
                    Pattern machine = Pattern.compile(cut, Pattern.DOTALL);
                    assertThat(machine.matcher(Files.readString(file)).replaceAll(""))
                            .as(file.toString())
                            .isEqualTo(machine.matcher(other).replaceAll(""));
                }
            }
        }
    }

    @Test
    void allMistakesAtOnceBeforeAnythingRuns() {
        assertThat(sweep(
                        "x",
                        "--vary",
                        "jobs.stations.desk.server=3:5:1",
                        "--vary",
                        "seed=1:5:0",
                        "--vary",
                        SERVERS + "-1,4",
                        "--design",
                        "gird",
                        "--show",
                        "p99(jobs.wai)",
                        "--show",
                        "p9(jobs.wait)"))
                .isEqualTo(2);
        assertThat(printed.all())
                .contains("did you mean 'grid'?")
                .contains("--vary seed=1:5:0: does not end; the step is 0")
                .contains("unknown metric 'jobs.wai'", "did you mean 'jobs.wait'?")
                .contains("unknown statistic 'p9'")
                .contains("unknown key 'server'", "did you mean 'servers'?")
                .contains("'-1' is out of range", "allowed: [1, 100 M]");
        assertThat(folder.resolve("mmc")).doesNotExist();
    }

    @Test
    void theSameMistakeAtSeveralPointsIsToldOnceWithThePoints() {
        assertThat(sweep("x", "--vary", SERVERS + "-3:-1:1")).isEqualTo(3);
        assertThat(printed.all())
                .contains("at 3 of 3 points, servers=-3; servers=-2; servers=-1:")
                .containsOnlyOnce("is out of range");
        assertThat(sweep("x", "--vary", RATE + "1 kW,2 kW,1 /s,3 h,4 W,5 W,6 W,7 W,8 W,9 W"))
                .isEqualTo(3);
        assertThat(printed.all())
                .contains("at 8 of 10 points, rate=1 kW; rate=2 kW;", "rate=7 W and 2 more:")
                .contains("at 1 of 10 points, rate=3 h:")
                .containsOnlyOnce("is a power")
                .containsOnlyOnce("is a duration");
    }

    @Test
    void whatIsRefused() {
        assertThat(sweep("x", "--vary", SERVERS + "0:4:1")).isEqualTo(3);
        assertThat(printed.all()).contains("at 1 of 5 points, servers=0:", "'0' is out of range");
        assertThat(sweep("x", "--vary", SERVERS + "3:5")).isEqualTo(2);
        assertThat(printed.all()).contains("a grid needs the step, lo:hi:step");
        assertThat(sweep("x", "--vary", SERVERS + "3,4", "--vary", SERVERS + "5,6"))
                .isEqualTo(2);
        assertThat(printed.all()).contains("varies twice");
        assertThat(sweep("x", "--vary", "horizon=1 h,2 h")).isEqualTo(2);
        assertThat(printed.all()).contains("horizon stands in --set too");
        assertThat(sweep("x", "--vary", SERVERS + "1:100:1", "--vary", RATE + "1 /s:2 /s:0.01 /s"))
                .isEqualTo(2);
        assertThat(printed.all())
                .contains("10,100 points with 3 replications each would take about ")
                .contains("the limit is 1,000 points");
        assertThat(execute("sweep", MMC)).isEqualTo(2);
        assertThat(folder.resolve("mmc")).doesNotExist();
    }

    /** What docs/sweep.md and the help tell people to type works. */
    @Test
    void theExamplesRun() throws IOException {
        List<String> commands = new ArrayList<>();
        Files.readString(Path.of("docs/sweep.md"))
                .replace("\\\n", " ")
                .lines()
                .filter(line -> line.startsWith("java -jar target/headroom.jar "))
                .forEach(line -> commands.add(line.substring(30)));
        assertThat(execute("sweep", "--help")).isZero();
        String help = printed.all().substring(printed.all().indexOf("Example: headroom ") + 18);
        commands.add(help.replace("\\\n", " ").strip());
        assertThat(commands).hasSize(2);
        int id = 0;
        for (String command : commands) {
            List<String> words = new ArrayList<>();
            Matcher m = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(command);
            while (m.find()) {
                words.add(m.group(1) == null ? m.group(2) : m.group(1));
            }
            words.addAll(List.of("--quiet", "--results", folder.toString()));
            words.addAll(List.of("--set", "horizon=3000 s", "--run-id", "d" + id++));
            assertThat(execute(words.toArray(new String[0])))
                    .as(command + printed.all())
                    .isZero();
        }
    }
}
