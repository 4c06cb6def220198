package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The help of every command shows an example, and the examples work. */
final class ExamplesTest {
    private static final String PROGRAM = "headroom ";
    private static final Pattern QUOTED = Pattern.compile("such as \"([^\"]*)\"");

    @TempDir
    private Path folder;

    static Stream<String> commands() {
        return Headroom.line().getSubcommands().keySet().stream();
    }

    static Stream<String> examples() {
        return commands().flatMap(name -> examples(name).stream());
    }

    /** What follows {@code Example:}, and below it whatever begins with the name of the program. */
    private static List<String> examples(String name) {
        List<String> examples = new ArrayList<>();
        String[] footer = Headroom.line()
                .getSubcommands()
                .get(name)
                .getCommandSpec()
                .usageMessage()
                .footer();
        String text = String.join("\n", footer).replaceAll("\\\\\n\\s*", " ");
        for (String line : text.lines().toList()) {
            String rest = line.strip().replaceFirst("^Examples?:\\s*", "");
            if (rest.startsWith(PROGRAM)) {
                // a footer is a format, which says % twice
                examples.add(rest.substring(PROGRAM.length()).replace("%%", "%"));
            }
        }
        return examples;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasOne(String name) {
        assertThat(examples(name)).anyMatch(each -> each.startsWith(name + " "));
    }

    /** The list of commands shows the first line of each description. */
    @ParameterizedTest
    @MethodSource("commands")
    void theFirstLineIsAWholeSentence(String name) {
        CommandSpec spec = Headroom.line().getSubcommands().get(name).getCommandSpec();
        assertThat(spec.usageMessage().description()[0]).matches("[A-Z].*\\.");
    }

    /** What help says may stand after --set and its like is understood. */
    @ParameterizedTest
    @MethodSource("commands")
    void aValueThatHelpShowsIsOne(String name) throws IOException {
        CommandSpec spec = Headroom.line().getSubcommands().get(name).getCommandSpec();
        for (OptionSpec option : spec.options()) {
            if (!option.paramLabel().equals("PATH=VALUE")) {
                continue;
            }
            Matcher shown = QUOTED.matcher(String.join(" ", option.description()));
            assertThat(shown.find()).as(name + " " + option.longestName()).isTrue();
            String[] pair = shown.group(1).replace("%%", "%").split("=", 2);
            Path file = Path.of("scenarios/spike.yaml");
            assertThat(ScenarioFile.read(file, Map.of(pair[0], pair[1])).render())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void itWorks(String example) throws IOException {
        new Typed(folder).execute(example);
    }
}
