package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code headroom explain} prints, and that docs/explain.md shows it. */
class ExplainCommandTest {
    private static final String JAR = "java -jar target/headroom.jar ";
    private static final String SERVERS = "scenarios/sixty-four-servers.yaml";

    @TempDir
    private Path folder;

    private static String said(String... arguments) {
        Printed printed = Printed.by(arguments);
        assertThat(printed.code()).as(String.join(" ", arguments)).isZero();
        return printed.out();
    }

    @Test
    void theDocumentShowsWhatIsPrinted() throws IOException {
        String document = Files.readString(Path.of("docs/explain.md"));
        List<String> commands = document.lines()
                .filter(line -> line.startsWith(JAR))
                .map(line -> line.substring(JAR.length()))
                .toList();
        assertThat(commands).hasSize(5);
        for (String command : commands) {
            String said = said(command.split(" "));
            if (command.equals("explain " + SERVERS)) {
                assertThat(document).contains("```\n" + said + "```\n");
            } else if (command.contains("growth")) {
                List<String> parts = List.of(said.split("\n\n"));
                assertThat(parts.get(3)).startsWith("Replicas in the hour");
                assertThat(parts.get(4)).startsWith("By month");
                assertThat(document)
                        .contains("```\n" + parts.get(1) + "\n\n" + parts.get(4) + "\n```\n");
            }
        }
    }

    @Test
    void theExampleOfItsHelpRuns() {
        String help = said("explain", "--help");
        assertThat(help).contains("Exit codes: 0");
        String example = help.lines()
                .filter(line -> line.startsWith("Example: headroom "))
                .findFirst()
                .orElseThrow()
                .substring("Example: headroom ".length());
        assertThat(said(example.split(" "))).contains("Offered load and nominal capacity");
    }

    @Test
    void machinesGetEveryHour() {
        JsonNode json = JsonMapper.shared()
                .readTree(said("explain", SERVERS, "--format", "json", "--set", "horizon=3 h"));
        JsonNode hours = json.get("tables")
                .valueStream()
                .filter(table -> table.get("title").asString().equals("Hours"))
                .findFirst()
                .orElseThrow();
        assertThat(hours.get("rows").size()).isEqualTo(3);
        assertThat(hours.get("rows").get(2).get("requests/s").asDouble()).isEqualTo(384);
        String csv = said("explain", SERVERS, "--format", "csv");
        assertThat(csv).startsWith("table,row,column,value\n").contains("Hours,0,requests/s,384");
    }

    @Test
    void monthsComeInEveryFormat() {
        String[] months = {"explain", SERVERS, "--set", "horizon=31 d", "--format", "json"};
        JsonNode json = JsonMapper.shared().readTree(said(months));
        JsonNode table = json.get("tables")
                .valueStream()
                .filter(each -> each.get("title").asString().equals("By month"))
                .findFirst()
                .orElseThrow();
        assertThat(table.get("rows").size()).isEqualTo(2);
        JsonNode june = table.get("rows").get(1);
        assertThat(june.get("month").asString()).isEqualTo("2026-06");
        assertThat(june.get("GPUs").asDouble()).isEqualTo(512);
        months[5] = "csv";
        assertThat(said(months))
                .contains("By month,1,GPUs needed,72.0\n", "Power by month,1,limit MW,1.0\n");
        months[5] = "markdown";
        assertThat(said(months)).contains("## By month\n", "| llama-2-70b | 2026-06 | servers |");
    }

    @Test
    void mistakesHaveTheirCodes() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.yaml"), "name: 1\n");
        assertThat(Printed.by("explain", bad.toString()).code()).isEqualTo(ExitCode.INVALID);
        assertThat(Printed.by("explain", "nowhere.yaml").code()).isEqualTo(ExitCode.INPUT_OUTPUT);
        assertThat(Printed.by("explain", SERVERS, "--format", "xml").code())
                .isEqualTo(ExitCode.USAGE);
    }
}
