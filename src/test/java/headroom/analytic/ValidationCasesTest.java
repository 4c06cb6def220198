package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The closed forms against the validation cases, which were computed by two routes. */
final class ValidationCasesTest {
    private static final Path CASES = Path.of("../shared/validation/cases.json");
    private static final double RELATIVE = 1e-9;

    /** Families without an answer here, and why. */
    private static final Map<String, String> NOT_HERE = new TreeMap<>(Map.of(
            "token-bucket", "a usage cap, held by TickBucketTheoryTest and QueueingCasesTest",
            "GPU-dynamic-batching", "an embedded chain of serving, held by QueueingCasesTest",
            "deterministic-trace", "a schedule event by event: only a scheduler answers it",
            "output-analysis", "estimators from the output of a run, no model of jobs",
            "RNG", "random numbers, no model of jobs"));

    private static List<JsonNode> cases = List.of();

    @BeforeAll
    static void read() {
        Assumptions.assumeTrue(Files.exists(CASES), "skipped: no " + CASES);
        cases = JsonMapper.shared()
                .readTree(CASES.toFile())
                .get("cases")
                .valueStream()
                .toList();
    }

    @TestFactory
    List<DynamicTest> everyMetricOfEveryCase() {
        return cases.stream()
                .filter(one -> CaseAnswers.knows(family(one)))
                .map(one -> DynamicTest.dynamicTest(one.get("id").asString(), () -> compare(one)))
                .toList();
    }

    @Test
    void nothingIsDroppedInSilence() {
        Set<String> unknown = new TreeSet<>();
        int metrics = 0;
        int all = 0;
        for (JsonNode one : cases) {
            all += one.get("metrics").size();
            boolean known = CaseAnswers.knows(family(one));
            assertThat(NOT_HERE.containsKey(family(one))).as(family(one)).isEqualTo(!known);
            if (known) {
                metrics += one.get("metrics").size();
            } else {
                unknown.add(family(one));
            }
        }
        assertThat(unknown).isEqualTo(NOT_HERE.keySet());
        assertThat(metrics).as("compared").isEqualTo(576);
        assertThat(all).as("there are").isEqualTo(683);
    }

    private static void compare(JsonNode one) {
        Map<String, Double> ours = CaseAnswers.of(one);
        Set<String> asked = new TreeSet<>();
        for (JsonNode metric : one.get("metrics")) {
            String name = metric.get("name").asString();
            asked.add(name);
            assertThat(ours).containsKey(name);
            double exact = Double.parseDouble(metric.get("value").asString());
            assertThat(ours.get(name))
                    .as(name)
                    .isCloseTo(exact, within(RELATIVE * Math.abs(exact)));
        }
        assertThat(ours.keySet()).as("all that is answered is asked").isEqualTo(asked);
    }

    private static String family(JsonNode one) {
        return one.get("family").asString();
    }
}
