package headroom.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every validation case of the shared data stands in docs/validation.md: with its verdicts, of the
 * build and of the last nights, where a scenario file is held to it, else with the test that is or
 * the reason why none is. The cases are listed in {@code case-list.psv}; with {@code
 * -Dheadroom.regenerate=true}, after the tables of the cases, the listing is written anew.
 */
final class EveryCaseIsListedTest {
    private static final Path LIST =
            Path.of("src/test/resources/headroom/experiment/case-list.psv");
    private static final Path DOCUMENT = Path.of("docs/validation.md");
    private static final String BEGIN = "<!-- case list begin -->\n";
    private static final String END = "<!-- case list end -->";
    private static final List<String> KINDS = List.of("queueing", "job", "gang");
    private static final String SCENARIO = "scenario";

    /** A case, its family, and where it stands: scenario, a test with a remark, or a reason. */
    private record Listed(String id, String family, String where) {
        boolean isRun() {
            return where.startsWith(SCENARIO);
        }
    }

    private static List<Listed> listed() throws IOException {
        try (Stream<String> lines = Files.lines(LIST)) {
            return lines.filter(line -> !line.startsWith("#") && !line.isBlank())
                    .map(line -> line.split(" \\| ", 3))
                    .map(parts -> new Listed(parts[0], parts[1], parts[2]))
                    .toList();
        }
    }

    @Test
    void theListIsThatOfTheSharedData() throws IOException {
        Assumptions.assumeTrue(Files.exists(CaseSuite.SHARED), "skipped: no " + CaseSuite.SHARED);
        Map<String, String> shared = new TreeMap<>();
        for (JsonNode one :
                JsonMapper.shared().readTree(CaseSuite.SHARED.toFile()).get("cases")) {
            shared.put(one.get("id").asString(), one.get("family").asString());
        }
        Map<String, String> ours = new TreeMap<>();
        listed().forEach(each -> ours.put(each.id(), each.family()));
        assertThat(ours).isEqualTo(shared);
        assertThat(listed()).hasSameSizeAs(shared.keySet());
    }

    /** Those said to be held by a scenario file are, and no others. */
    @Test
    void whatIsSaidToBeRunIsRun() throws IOException {
        Set<String> said = new TreeSet<>();
        for (Listed each : listed()) {
            if (each.isRun()) {
                said.add(each.id());
            }
        }
        Set<String> run = new TreeSet<>();
        KINDS.forEach(kind -> QueueingCase.all(kind).forEach(each -> run.add(each.shared())));
        assertThat(run).isEqualTo(said);
    }

    /** A test that is said to hold a case is there. */
    @Test
    void whatIsSaidToBeTestedElsewhereIs() throws IOException {
        Set<String> tests = new TreeSet<>();
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            files.forEach(file -> tests.add(file.getFileName().toString()));
        }
        for (Listed each : listed()) {
            for (String word : each.where().split("[^A-Za-z]+")) {
                if (word.endsWith("Test")) {
                    assertThat(tests).as(each.id()).contains(word + ".java");
                }
            }
        }
    }

    @Test
    void theDocumentListsThemAll() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        String table = table(text);
        if (Boolean.getBoolean("headroom.regenerate")) {
            Files.writeString(DOCUMENT, text.substring(0, from) + table + text.substring(to));
        } else {
            assertThat(text.substring(from, to)).isEqualTo(table);
        }
    }

    private static String table(String document) throws IOException {
        Verdicts build = new Verdicts(document, "build");
        Verdicts night = new Verdicts(document, "nightly");
        Map<String, String> files = new TreeMap<>();
        for (String kind : KINDS) {
            QueueingCase.all(kind)
                    .forEach(each -> files.merge(
                            each.shared(),
                            each.file(),
                            (a, b) ->
                                    (", " + a + ",").contains(", " + b + ",") ? a : a + ", " + b));
        }
        StringBuilder table = new StringBuilder("\n| case | family | in the build, within 5 % ");
        table.append("| at night, within its own margins | where |\n|---|---|---|---|---|\n");
        for (Listed each : listed()) {
            String where = each.isRun()
                    ? files.getOrDefault(each.id(), "no file")
                            + each.where().substring(SCENARIO.length())
                    : each.where();
            String day = each.isRun() ? build.of(each.id()) : "";
            String dark = each.isRun() ? night.of(each.id()) : "";
            table.append(row(each.id(), each.family(), day, dark, where));
        }
        return table.append(row("all " + listed().size(), "", build.all(), night.all(), ""))
                .append('\n')
                .toString();
    }

    /** How many numbers of each case got which verdict, as the tables of the document say. */
    private static final class Verdicts {
        private final Map<String, Map<String, Integer>> byCase = new TreeMap<>();
        private final Map<String, Integer> sums = inOrder();

        /** Of the tables of a time: build or nightly. */
        Verdicts(String document, String time) {
            for (String kind : KINDS) {
                int from = document.indexOf("<!-- " + kind + " " + time + " begin -->");
                int to = document.indexOf("<!-- " + kind + " " + time + " end -->");
                document.substring(from, to).lines().forEach(this::count);
            }
        }

        private void count(String line) {
            String[] cells = line.split(" *\\| *");
            if (cells.length == 8 && cells[2].startsWith("`")) {
                byCase.computeIfAbsent(cells[1].replaceFirst("/.*", ""), id -> inOrder())
                        .merge(cells[7], 1, Integer::sum);
                sums.merge(cells[7], 1, Integer::sum);
            }
        }

        String of(String id) {
            return byCase.containsKey(id) ? words(byCase.get(id)) : "not run";
        }

        String all() {
            return words(sums);
        }

        private static String words(Map<String, Integer> counts) {
            return counts.entrySet().stream()
                    .filter(each -> each.getValue() > 0)
                    .map(each -> each.getValue() + " " + each.getKey())
                    .collect(Collectors.joining(", "));
        }

        /** Most favourable first. */
        private static Map<String, Integer> inOrder() {
            Map<String, Integer> counts = new LinkedHashMap<>();
            for (QueueingVerdict.Verdict verdict : QueueingVerdict.Verdict.values()) {
                counts.put(verdict.name().toLowerCase(Locale.ROOT), 0);
            }
            return counts;
        }
    }

    private static String row(String... cells) {
        return "| " + String.join(" | ", cells) + " |\n";
    }
}
