package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

/** What the README tells people to type works; long runs are cut short. */
final class ReadmeTest {
    private static final String JAR = "java -jar target/headroom.jar ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    @TempDir
    private Path folder;

    @Test
    void everyCommandRuns() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : Files.readString(Path.of("README.md"))
                .replace("\\\n", " ")
                .lines()
                .toList()) {
            int at = line.indexOf(JAR);
            if (at >= 0 && !line.contains("`java -jar") && !line.contains("/path/to/")) {
                commands.add(line.substring(at + JAR.length()));
            }
        }
        assertThat(commands).hasSizeGreaterThanOrEqualTo(3);
        for (String command : commands) {
            assertThat(Headroom.execute(arguments(command))).as(command).isZero();
        }
    }

    private String[] arguments(String command) throws IOException {
        List<String> words = new ArrayList<>();
        for (Matcher m = WORD.matcher(command); m.find(); ) {
            String word = m.group(1) == null ? m.group(2) : m.group(1);
            if (word.endsWith("/*.yaml")) {
                try (Stream<Path> files = Files.list(Path.of(word).getParent())) {
                    files.filter(f -> f.toString().endsWith(".yaml"))
                            .forEach(f -> words.add(f.toString()));
                }
            } else {
                words.add(word);
            }
        }
        if (words.get(0).equals("run")) {
            words.addAll(Arrays.asList(
                    "--quiet",
                    "--results",
                    folder.toString(),
                    "--set",
                    "horizon=3 h",
                    "--set",
                    "warmUp=0 s"));
        }
        return words.toArray(new String[0]);
    }

    @Test
    void theFirstOwnScenarioRuns() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String fence = "```yaml\n";
        int begin = readme.indexOf(fence) + fence.length();
        String yaml = readme.substring(begin, readme.indexOf("```", begin));
        Path file = folder.resolve("mine.yaml");
        Path trace = Path.of("scenarios/traces/sample-conversation.csv.gz");
        Files.createDirectories(folder.resolve("traces"));
        Files.copy(trace, folder.resolve("traces").resolve(trace.getFileName()));
        Files.writeString(file, yaml);
        String results = folder.resolve("results").toString();
        assertThat(Headroom.execute("run", file.toString(), "--quiet", "--results", results))
                .isZero();
    }
}
