package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The help of every command shows an example, and the examples work. */
final class ExamplesTest {
    private static final String PROGRAM = "headroom ";

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

    @ParameterizedTest
    @MethodSource("examples")
    void itWorks(String example) throws IOException {
        new Typed(folder).execute(example);
    }
}
