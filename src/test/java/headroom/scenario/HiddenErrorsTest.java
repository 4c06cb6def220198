package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.yaml.Document;
import headroom.yaml.Document.Mapping;
import headroom.yaml.Document.Node;
import headroom.yaml.Document.Place;
import headroom.yaml.Document.Scalar;
import headroom.yaml.Document.Sequence;
import headroom.yaml.Document.Source;
import headroom.yaml.Problem;
import headroom.yaml.Problems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Mistakes hide no others, and where one value is wrong nothing else is said to be.
 *
 * <p>More of both: {@code -Dheadroom.mistakes=10000}.
 */
class HiddenErrorsTest {
    private static final int MISTAKES = Integer.getInteger("headroom.mistakes", 150);

    @Test
    void allAreToldInOneRound() throws IOException {
        assertThat(ScenarioFile.parse("f", Shipped.resource("many-mistakes.yaml"))
                        .problems())
                .extracting(each ->
                        each.line() + " " + each.message().split("['0-9]")[0].strip())
                .containsExactly(
                        "1 name:",
                        "5 seed:",
                        "7 sample: must name a whole number of the",
                        "8 replications:",
                        "9 missing key",
                        "10 gpus.H",
                        "10 chip: unknown chip",
                        "11 pue:",
                        "12 site: unknown site",
                        "12 gpu: unknown gpu",
                        "14 replicaGpus: pool",
                        "14 deployments[",
                        "17 contextLimit: with the longest output it needs",
                        "19 mix: unknown workload",
                        "19 unknown key",
                        "20 name:",
                        "20 demand.tiers[",
                        "20 price:",
                        "21 peakHours.to: must differ from from",
                        "21 tiers: unknown tier",
                        "22 batches: one is none: at least");
    }

    /** A rule is silent where what is wrong may be what it is about. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            horizon: 1 d | horizon: 1 | warmUp: 20 d
            cells: 1 | cells: one | sample: 1/2
            gpus: 8} | gpus: eight} | failures: [{name: a, pools: [p], rate: 1 /d, repair: 1 h}]
            tokenBudget: 512 | tokenBudge: 512 | title: x
            """)
    void whatMayBeRightIsNotSaidToBeWrong(String good, String bad, String more) throws IOException {
        String text = Shipped.requiredKeys();
        assertThat(text).contains(good);
        String key = more.substring(0, more.indexOf(':') + 1);
        String without = text.replaceFirst("(?m)^" + key + ".*\n", "");
        assertThat(ScenarioFile.parse("f", without.replace(good, bad) + more + "\n")
                        .problems())
                .singleElement();
    }

    @Test
    void oneWrongValueIsAllThatIsTold() throws IOException {
        List<String> texts = new ArrayList<>(List.of(Shipped.everyKey(), Shipped.everyKey()));
        for (Path file : Shipped.files()) {
            texts.add(Files.readString(file));
        }
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < MISTAKES; i++) {
            String text = texts.get(random.nextInt(texts.size()));
            List<Place> places = values(text);
            Place place = places.get(random.nextInt(places.size()));
            String changed = changed(text, place, random.nextInt(4));
            assertThat(ScenarioFile.parse("f", changed).problems())
                    .as("line %d of\n%s", place.line(), changed)
                    .filteredOn(each -> each.severity() == Problem.Severity.ERROR)
                    .allSatisfy(each -> assertThat(List.of(each.line(), each.column()))
                            .isEqualTo(List.of(place.line(), place.column())));
        }
    }

    /** The text with another value at a place, which in most cases is none there. */
    private static String changed(String text, Place place, int how) {
        String[] lines = text.split("\n", -1);
        String line = lines[place.line() - 1];
        int from = place.column() - 1;
        int to = from + place.width();
        String old = line.substring(from, to);
        boolean named = line.substring(0, from).endsWith("name: ") || old.startsWith("\"");
        String now =
                switch (how) {
                    case 0 -> "[[0]]";
                    case 1 -> "-7";
                    case 2 -> "[]";
                    // another name is right, but those who refer to it are not
                    default -> named ? "[7]" : old + "q";
                };
        lines[place.line() - 1] = line.substring(0, from) + now + line.substring(to);
        return String.join("\n", lines);
    }

    private static List<Place> values(String text) {
        List<Place> found = new ArrayList<>();
        collect(
                Document.read(Source.of("f", false, text), text, new Problems()).orElseThrow(),
                found);
        return found;
    }

    private static void collect(Node node, List<Place> found) {
        if (node instanceof Mapping mapping) {
            mapping.entries().forEach(each -> collect(each.value(), found));
        } else if (node instanceof Sequence sequence) {
            sequence.items().forEach(each -> collect(each, found));
        } else if (node instanceof Scalar scalar) {
            found.add(scalar.place());
        }
    }

    /** Of two mistakes both are told, but for a few that are about the same, and nothing more. */
    @Test
    void oneMistakeHidesNoOther() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("src/test/resources/headroom/scenario/errors.psv"));
        SplittableRandom random = new SplittableRandom(3);
        int pairs = 0;
        int both = 0;
        while (pairs < MISTAKES) {
            String[] one = rows.get(1 + random.nextInt(rows.size() - 1)).split(" \\| ", -1);
            String[] two = rows.get(1 + random.nextInt(rows.size() - 1)).split(" \\| ", -1);
            String once = first(Shipped.everyKey(), one);
            if (!once.contains(two[0]) || one[0].equals(two[0])) {
                continue;
            }
            List<Problem> told = ScenarioFile.parse("f", first(once, two)).problems();
            assertThat(told).as(one[1] + " and " + two[1]).hasSizeLessThanOrEqualTo(2);
            pairs++;
            both += told.size() == 2 ? 1 : 0;
        }
        assertThat((double) both / pairs).isGreaterThan(0.96);
    }

    private static String first(String text, String[] row) {
        return text.replaceFirst(
                Pattern.quote(row[0]), Matcher.quoteReplacement(row[1].replace("@", "")));
    }
}
