package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.scenario.ScenarioFile.Parsed;
import headroom.yaml.Problem;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Scenario files with random damage: located problems or a scenario, never another exception.
 *
 * <p>A failure prints the seed and the text. More seeds: {@code -Dheadroom.mutations=100000}.
 */
class MutationTest {
    private static final int MUTATIONS = Integer.getInteger("headroom.mutations", 1000);
    private static final String[] TOKENS = {
        "\t",
        "\u0000",
        "\uFEFF",
        "\u2028",
        "\u0085",
        "\uD83D\uDE00",
        "\u202E",
        "\u00A0",
        "&a ",
        "*a",
        "!!int ",
        "- ",
        ": ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ",",
        "#",
        "|",
        ">",
        "'",
        "\"",
        "%",
        "@",
        "`",
        "---\n",
        "...\n",
        "%YAML 1.2\n",
        "<<: ",
        "\r",
        "\n",
        "null",
        "~",
        "1e999",
        "-1",
        "NaN",
        "0",
        "9999999999999999999",
        "1_0",
        "0x1F",
        "W",
        "MW",
        " h",
        "$",
        " %",
        " tokens",
        "\\U99999999",
        "\"\\x",
        "2026-02-30",
        "2026-05-06T00:00Z",
        "99999-01-01T00:00Z",
        "[[[[[[[[[[[[[[[[[[[[[[",
    };

    @TempDir
    Path folder;

    @Test
    void damagedFilesGiveLocatedProblemsOrAScenario() throws IOException {
        List<String> texts = new ArrayList<>(List.of(Shipped.everyKey(), Shipped.requiredKeys()));
        for (Path file : Shipped.files()) {
            texts.add(Files.readString(file));
        }
        int valid = 0;
        for (int seed = 0; seed < MUTATIONS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            String text = texts.get(random.nextInt(texts.size()));
            int damages = 1 + random.nextInt(4);
            for (int i = 0; i < damages; i++) {
                text = damage(text, random);
            }
            valid += holds(seed, text, random.nextInt(8) == 0) ? 1 : 0;
        }
        double share = (double) valid / MUTATIONS;
        assertThat(share).as("some damage is harmless, most is not").isBetween(0.02, 0.6);
    }

    private boolean holds(int seed, String text, boolean asFile) {
        try {
            Parsed parsed = asFile ? readBytes(text, seed) : ScenarioFile.parse("m", text);
            List<String> lines = Arrays.asList(text.replace("\uFEFF", "").split("\r\n|\r|\n", -1));
            for (Problem problem : parsed.problems()) {
                assertThat(problem.line()).isBetween(1, lines.size());
                assertThat(problem.column()).isBetween(1, problem.sourceLine().length() + 2);
                String told = problem.message().replaceAll("'.*'", "");
                assertThat(told).isNotBlank().doesNotContain("\n", "null", "Exception");
                assertThat(problem.render().lines().count()).isBetween(1L, 4L);
            }
            boolean failed = parsed.problems().stream()
                    .anyMatch(p -> p.severity() == Problem.Severity.ERROR);
            assertThat(parsed.scenario().isEmpty()).isEqualTo(failed);
            if (parsed.scenario().isPresent()) {
                Scenario scenario = parsed.scenario().get();
                String resolved = ResolvedYaml.write(scenario);
                assertThat(ScenarioFile.parse("r", resolved).orThrow()).isEqualTo(scenario);
            }
            return !failed;
        } catch (IOException | RuntimeException | StackOverflowError | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e + "\n" + text, e);
        }
    }

    /** Through a file, with a byte changed, so that it may be no UTF-8. */
    private Parsed readBytes(String text, int seed) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            SplittableRandom random = new SplittableRandom(~seed);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        Path file = Files.write(folder.resolve("m.yaml"), bytes);
        List<Problem> errors = new ArrayList<>(ScenarioFile.read(file).problems());
        errors.removeIf(problem -> problem.severity() == Problem.Severity.WARNING);
        assertThat(errors).allMatch(problem -> problem.line() >= 1 && problem.column() >= 1);
        return ScenarioFile.parse("m", text);
    }

    private static String damage(String text, SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> damageLines(text, random);
            case 2 -> damageCharacters(text, random);
            case 3 -> changeIndentation(text, random);
            case 4 -> changeWord(text, random);
            default -> {
                int at = random.nextInt(text.length() + 1);
                String token = TOKENS[random.nextInt(TOKENS.length)];
                yield text.substring(0, at) + token + text.substring(at);
            }
        };
    }

    private static String damageLines(String text, SplittableRandom random) {
        List<String> lines = new ArrayList<>(Arrays.asList(text.split("\n", -1)));
        int i = random.nextInt(lines.size());
        int j = random.nextInt(lines.size());
        switch (random.nextInt(4)) {
            case 0 -> lines.remove(i);
            case 1 -> lines.add(j, lines.get(i));
            case 2 -> {
                String line = lines.set(i, lines.get(j));
                lines.set(j, line);
            }
            default -> lines.set(i, lines.get(i) + " " + lines.get(j).strip());
        }
        return String.join("\n", lines);
    }

    private static String damageCharacters(String text, SplittableRandom random) {
        if (text.isEmpty()) {
            return text;
        }
        int at = random.nextInt(text.length());
        int end = Math.min(text.length(), at + 1 + random.nextInt(12));
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(end);
            case 1 ->
                text.substring(0, at) + (char) random.nextInt(0x10000) + text.substring(at + 1);
            default ->
                random.nextInt(20) == 0
                        ? text.substring(0, at)
                        : text.substring(0, at)
                                + text.substring(at, end).repeat(2)
                                + text.substring(end);
        };
    }

    private static String changeIndentation(String text, SplittableRandom random) {
        String[] lines = text.split("\n", -1);
        int i = random.nextInt(lines.length);
        String blanks = random.nextInt(6) == 0 ? "\t" : " ".repeat(random.nextInt(9));
        lines[i] = blanks + lines[i].stripLeading();
        return String.join("\n", lines);
    }

    /** Another word of the text in place of one: units, names and numbers change places. */
    private static String changeWord(String text, SplittableRandom random) {
        String[] words = text.split("(?<=[ :,\n{}\\[\\]])", -1);
        words[random.nextInt(words.length)] = words[random.nextInt(words.length)];
        return String.join("", words);
    }
}
