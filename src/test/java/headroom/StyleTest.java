package headroom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Sizes, names and words: the form of the source, the documents and the map of the rooms. */
final class StyleTest {
    private static final int FILE_LINES = 400;
    private static final int FILE_LINES_P90 = 250;
    private static final int METHOD_LINES_SOFT = 40;
    private static final double METHODS_ABOVE_SOFT = 0.05;
    private static final int FILES_A_ROOM = 20;

    /** Words of unfinished or dated work, and places on one machine. In pieces, to pass itself. */
    private static final Pattern BANNED_WORDS =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX|HA" + "CK|W" + "IP)\\b"
                    + "|(?i:\\blega" + "cy\\b|\\b(iss" + "ue|pull req" + "uest) #?\\d+)"
                    + "|/(wo" + "rk|ro" + "ot|ho" + "me)/");

    private static final List<JavaFile> MAIN = JavaFile.below(Path.of("src/main/java"));
    private static final List<JavaFile> ALL = JavaFile.below(Path.of("src"));

    @Test
    void theSourceKeepsItsForm() {
        assertThat(ALL.stream().flatMap(file -> rules(file).violations().stream()))
                .isEmpty();
    }

    @Test
    void filesStaySmall() {
        assertThat(ALL.stream().filter(file -> size(file) > FILE_LINES).map(JavaFile::name))
                .isEmpty();
        List<Long> sizes = MAIN.stream().map(StyleTest::size).sorted().toList();
        long p90 = sizes.get((int) Math.ceil(0.9 * sizes.size()) - 1);
        assertThat(p90).as("90 % of the files").isLessThanOrEqualTo(FILE_LINES_P90);
    }

    @Test
    void methodsStayShort() {
        List<Long> lines = MAIN.stream()
                .flatMap(file -> rules(file).methodLines().stream())
                .toList();
        long above = lines.stream().filter(count -> count > METHOD_LINES_SOFT).count();
        assertThat(above / (double) lines.size())
                .as("share of the methods above %d lines", METHOD_LINES_SOFT)
                .isLessThanOrEqualTo(METHODS_ABOVE_SOFT);
    }

    @Test
    void roomsStaySmallAndSayWhatTheyAre() {
        for (String room : Rooms.folders()) {
            assertThat(Rooms.classes(room)).as(room).isLessThanOrEqualTo(FILES_A_ROOM);
            Path comment = Rooms.MAIN.resolve(room).resolve("package-info.java");
            assertThat(comment).exists();
            assertThat(JavaFile.read(comment)).contains("/**", "@NullMarked");
        }
    }

    @Test
    void wordsAreThoseOfAFinishedWork() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path path : documents()) {
            found.addAll(banned(path.toString(), JavaFile.read(path)));
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theModelNeverReadsBesideTheProject() {
        // in a literal: tests and documents may use the optional folder, the simulator may not
        assertThat(MAIN.stream().filter(file -> file.text().contains("../sha" + "red")))
                .map(JavaFile::name)
                .isEmpty();
    }

    @Test
    void theReadmesMapIsTheRooms() {
        String readme = JavaFile.read(Path.of("README.md"));
        List<String> map = Pattern.compile("(?m)^\\| `([a-z]+)` \\|")
                .matcher(readme)
                .results()
                .map(row -> row.group(1))
                .toList();
        assertThat(map).as("rows of the map in README.md").isEqualTo(Rooms.existing());
    }

    /** The rules are rules: a file that breaks each of them is found by each of them. */
    @Test
    void theRulesFindAnOffender() {
        String offender = """
                class OrderManager {
                    int getSize(int a, int b, int c, int d, int e, int f) {
                        try {
                            return a;
                        } catch (IllegalStateException | java.lang.RuntimeException e1) {
                            return 0;
                        }
                    }
                    @Override
                    public int getAll(int a, int b, int c, int d, int e, int f) { return 1; }
                    record Six(int a, int b, int c, int d, int e, int f) {
                        Six {}
                    }
                """
                + "    void tall() {\n" + "        ;\n".repeat(59) + "    }\n"
                + "    // " + "x".repeat(94) + "\n}\n";
        SourceRules rules = new SourceRules(JavaFile.of("Offender", offender), true);
        assertThat(rules.violations())
                .containsExactlyInAnyOrder(
                        "Offender:1: class OrderManager has a name that says nothing",
                        "Offender:1: class OrderManager is not final",
                        "Offender:2: getSize has 6 parameters",
                        "Offender:2: getSize begins with get",
                        "Offender:5: catches IllegalStateException | java.lang.RuntimeException",
                        "Offender:14: tall has 61 lines",
                        "Offender:75: longer than 100 columns");
        assertThat(rules.methodLines()).contains(7L, 1L, 61L);
        String words = "a TO" + "DO\nthe /ho" + "me/me\nfine\nlega" + "cy";
        assertThat(banned("words", words)).hasSize(3);
    }

    private static SourceRules rules(JavaFile file) {
        boolean model = Rooms.MODEL.stream()
                .anyMatch(room -> file.name().startsWith(Rooms.MAIN + "/" + room + "/"));
        return new SourceRules(file, model);
    }

    private static long size(JavaFile file) {
        return file.text().lines().count();
    }

    private static List<String> banned(String name, String text) {
        List<String> found = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            List<String> words =
                    BANNED_WORDS.matcher(line).results().map(MatchResult::group).toList();
            if (!words.isEmpty()) {
                found.add(name + ":" + number + ": " + words);
            }
        }
        return found;
    }

    private static List<Path> documents() throws IOException {
        List<Path> found = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CHANGELOG.md")));
        for (String folder : List.of("src", "docs", "scenarios", ".ci")) {
            if (!Files.isDirectory(Path.of(folder))) {
                continue;
            }
            try (Stream<Path> paths = Files.walk(Path.of(folder))) {
                paths.filter(Files::isRegularFile).filter(StyleTest::isText).forEach(found::add);
            }
        }
        return found;
    }

    private static boolean isText(Path path) {
        String name = path.getFileName().toString();
        return name.matches(".*\\.(java|md|yaml|yml|json|xml|html|mustache|txt)|run");
    }
}
