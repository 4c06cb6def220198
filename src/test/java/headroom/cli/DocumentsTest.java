package headroom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What documents tell people to type works: commands of Headroom are run, small as {@link Typed}
 * says; commands of Maven name tests, benchmarks and goals that there are.
 *
 * <p>A command that no general rule makes small enough has a comment before it, with what is
 * added: {@code <!-- the build adds: --set ... -->}, or what is run instead: {@code <!-- the build
 * runs: ... -->}.
 */
final class DocumentsTest {
    private static final String JAR = "java -jar target/headroom.jar ";
    private static final Pattern BLOCK = Pattern.compile(
            "(?s)(?:<!-- the build (adds|runs): (.*?) -->\\s*)?```(sh|yaml)\n(.*?)```");
    private static final Pattern SPAN =
            Pattern.compile("`((?:time )?java -jar[^`]*|mvn [^`]*|src/bench/sh/[^`]*)`");
    private static final Pattern NAMES = Pattern.compile("-Dtest='?([\\w.,*#]+)'?");
    private static final Pattern BENCH = Pattern.compile("-Dbench=([\\w.]+)");

    @TempDir
    private Path folder;

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            List<Path> all = new ArrayList<>(
                    List.of(Path.of("README.md"), Path.of("scenarios/questions/README.md")));
            docs.filter(each -> each.toString().endsWith(".md")).sorted().forEach(all::add);
            return all.stream();
        }
    }

    /** Every command once, in blocks and in running text. */
    static Stream<String> commands() throws IOException {
        Map<String, Path> commands = new LinkedHashMap<>();
        for (Path document : documents().toList()) {
            String text = Files.readString(document);
            for (Matcher m = BLOCK.matcher(text); m.find(); ) {
                if (m.group(3).equals("sh")) {
                    lines(m).forEach(each -> commands.putIfAbsent(each, document));
                }
            }
            String rest = BLOCK.matcher(text).replaceAll("");
            SPAN.matcher(rest).results().forEach(m -> commands.putIfAbsent(m.group(1), document));
        }
        return commands.keySet().stream();
    }

    /** The commands of a block, as the build runs them. */
    private static List<String> lines(Matcher block) {
        if ("runs".equals(block.group(1))) {
            return List.of(block.group(2).strip());
        }
        String more = block.group(1) == null ? "" : " " + block.group(2).strip();
        return block.group(4)
                .replace("\\\n", " ")
                .lines()
                .flatMap(line -> Stream.of(line.split("&&")))
                .map(each -> each.strip() + more)
                .filter(each -> !each.isBlank())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void works(String command) throws IOException {
        String typed = command.replaceFirst("^time ", "");
        if (typed.startsWith(JAR)) {
            new Typed(folder).execute(typed.substring(JAR.length()).replaceFirst("\\s+#.*", ""));
        } else if (typed.startsWith("mvn ")) {
            assertThat(unknown(typed)).as(command).isEmpty();
        } else {
            assertThat(typed).startsWith("src/bench/sh/");
            assertThat(Path.of(typed.split(" ")[0])).isExecutable();
        }
    }

    /** Tests and benchmarks that a command of Maven names and nobody wrote. */
    private static List<String> unknown(String command) throws IOException {
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            files.map(Path::toString)
                    .filter(each -> each.endsWith(".java"))
                    .map(each -> each.replaceAll("^src/\\w+/java/|\\.java$", "").replace('/', '.'))
                    .forEach(names::add);
        }
        List<String> wanted = new ArrayList<>();
        NAMES.matcher(command)
                .results()
                .forEach(m -> wanted.addAll(List.of(m.group(1).split(","))));
        BENCH.matcher(command).results().forEach(m -> wanted.add(m.group(1)));
        return wanted.stream()
                .map(each -> each.replaceAll("#.*", ""))
                .filter(each -> names.stream().noneMatch(name -> fits(name, each)))
                .toList();
    }

    private static boolean fits(String name, String wanted) {
        String regex = wanted.replace(".", "\\.").replace("*", ".*");
        return name.matches(regex) || name.matches(".*\\." + regex);
    }

    /** Whole scenarios, told by their name. */
    static Stream<String> scenarios() throws IOException {
        List<String> scenarios = new ArrayList<>();
        for (Path document : documents().toList()) {
            for (Matcher m = BLOCK.matcher(Files.readString(document)); m.find(); ) {
                if (m.group(3).equals("yaml") && m.group(4).contains("\nhorizon:")) {
                    scenarios.add(m.group(4));
                }
            }
        }
        return scenarios.stream();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aScenarioRuns(String yaml) throws IOException {
        Path trace = Path.of("scenarios/traces/sample-conversation.csv.gz");
        Files.createDirectories(folder.resolve("traces"));
        Files.copy(trace, folder.resolve("traces").resolve(trace.getFileName()));
        Path file = Files.writeString(folder.resolve("mine.yaml"), yaml);
        new Typed(folder).execute("run " + file);
    }

    @Test
    void theyAreFound() throws IOException {
        assertThat(commands().filter(each -> each.contains(JAR))).hasSizeGreaterThan(10);
        assertThat(commands().filter(each -> each.startsWith("mvn"))).hasSizeGreaterThan(10);
        assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(2);
        assertThat(unknown("mvn test -Dtest='DocumentsTest,NobodyTest,headroom.cli.*Test'"))
                .containsExactly("NobodyTest");
    }
}
