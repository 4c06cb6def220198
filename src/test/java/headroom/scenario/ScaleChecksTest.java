package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What scale, failures and weights must agree with elsewhere. */
final class ScaleChecksTest {
    private static ScenarioFile.Parsed parse(Map<String, String> overrides) throws IOException {
        return ScenarioFile.parse("f", Shipped.requiredKeys(), overrides);
    }

    private static List<String> problems(Map<String, String> overrides) throws IOException {
        return parse(overrides).problems().stream()
                .map(p -> p.severity() + " " + p.message())
                .toList();
    }

    private static String scale(int min, int max) {
        return String.format(
                Locale.ROOT,
                "{min: %d, max: %d, target: {metric: utilisation, value: 60 %%}}",
                min,
                max);
    }

    @Test
    void theFewestReplicasMustFitThePool() throws IOException {
        assertThat(fitting("32", scale(4, 9))).isEmpty();
        assertThat(fitting("32", scale(5, 9)))
                .containsExactly("ERROR deployments[0].scale.min: with this, the fewest replicas"
                        + " on pool 'p' need 40 GPUs");
        assertThat(fitting("40", scale(5, 9))).isEmpty();
        assertThat(problems(Map.of(
                        "pools.p.gpus", "32",
                        "additions", "[{at: 1 h, pool: p, gpus: 8}]",
                        "deployments[0].scale", scale(5, 9))))
                .isEmpty();
    }

    private static List<String> fitting(String gpus, String scale) throws IOException {
        return problems(Map.of("pools.p.gpus", gpus, "deployments[0].scale", scale));
    }

    @Test
    void fewestAndMostMustHoldWholeSimulatedReplicas() throws IOException {
        Map<String, String> sixth = Map.of(
                "pools.p.gpus", "480",
                "cells", "6",
                "sample", "1/6",
                "demand.tiers[t].users", "120",
                "deployments[0].scale", scale(7, 11));
        assertThat(problems(sixth))
                .containsExactly("ERROR deployments[0].scale.max: a simulated replica stands for"
                        + " 6.0; no whole number of them lies between min and max");
        Map<String, String> few = Map.of(
                "pools.p.gpus", "480",
                "cells", "6",
                "demand.tiers[t].users", "120",
                "deployments[0].scale", scale(23, 60));
        assertThat(problems(few))
                .containsExactly("WARNING deployments[0].scale.min: fewer than 4 replicas in each"
                        + " of 6 cells");
    }

    @Test
    void maxIsNotBelowMinAndTheTargetHasTheUnitOfItsMetric() throws IOException {
        assertThat(problems(Map.of("deployments[0].scale", scale(4, 3))))
                .containsExactly(
                        "ERROR deployments[0].scale.min: with this, the fewest replicas on pool 'p'"
                                + " need 32 GPUs",
                        "ERROR deployments[0].scale.max: must not be below min");
        String delay = "{min: 1, max: 1, target: {metric: queue-delay, value: 60 %}}";
        assertThat(problems(Map.of("deployments[0].scale", delay)))
                .singleElement()
                .asString()
                .contains("value");
        String right = "{min: 1, max: 1, target: {metric: queue-delay, value: 500 ms}}";
        assertThat(problems(Map.of("deployments[0].scale", right)))
                .containsExactly("WARNING deployments[0].scale.min: fewer than 4 replicas in each"
                        + " of 1 cells");
    }

    @Test
    void weightsTakeTheirSizeOverTheBandwidth() throws IOException {
        Map<String, String> weights = Map.of(
                "deployments[0].loadTime", "null",
                "deployments[0].weights", "140 GB",
                "deployments[0].loadBandwidth", "2 GB/s");
        Scenario scenario = parse(weights).orThrow();
        assertThat(scenario.deployments().get(0).loadSeconds()).isEqualTo(70);
        assertThat(problems(Map.of("deployments[0].weights", "140 GB")))
                .containsExactly("ERROR deployments[0].loadTime: give either loadTime, or weights"
                        + " and loadBandwidth");
        String missing = "ERROR deployments[0].loadTime: missing; give it, or weights and"
                + " loadBandwidth";
        assertThat(problems(Map.of("deployments[0].loadTime", "null"))).containsExactly(missing);
        // told beside a mistake elsewhere in the deployment
        assertThat(problems(Map.of(
                        "deployments[0].loadTime", "null",
                        "deployments[0].stepTime.c5", "1 lightyear")))
                .hasSize(2)
                .contains(missing);
    }

    @Test
    void failuresStrikeWhatTheyName() throws IOException {
        String body = "{name: %s, %s rate: 1 /d, repair: 1 h}";
        for (String where : List.of("gpus: [g],", "pools: [p],", "")) {
            String one = "[" + String.format(Locale.ROOT, body, "a", where) + "]";
            Scenario scenario = parse(Map.of("failures", one)).orThrow();
            assertThat(scenario.failures().get(0).strikes("p", scenario.pool("p")))
                    .isTrue();
        }
        assertThat(problems(Map.of(
                        "failures",
                        "[" + String.format(Locale.ROOT, body, "a", "pools: [q],") + "]")))
                .singleElement()
                .asString()
                .contains("unknown pool 'q'");
        String twice = String.format(Locale.ROOT, body, "a", "");
        String other = String.format(Locale.ROOT, body, "a", "pools: [p],");
        assertThat(problems(Map.of("failures", "[" + twice + ", " + other + "]")))
                .containsExactly("ERROR name: 'a' is the name of failures[0] already");
    }

    /** Of 480 GPUs in six cells a rack of 80 is a cell, and one of 81 more. */
    @Test
    void aGroupLargerThanACellIsWarnedOf() throws IOException {
        assertThat(struck("80, together: true")).isEmpty();
        assertThat(struck("81")).isEmpty();
        assertThat(struck("81, together: true"))
                .containsExactly("WARNING nodeGpus: more than the 80 GPUs that each of 6 cells has"
                        + " of pool 'p': a failure takes all that a cell has there");
    }

    private static List<String> struck(String nodeGpus) throws IOException {
        return problems(Map.of(
                "pools.p.gpus", "480",
                "cells", "6",
                "demand.tiers[t].users", "120",
                "failures", "[{name: a, rate: 1 /d, repair: 1 h, nodeGpus: " + nodeGpus + "}]"));
    }
}
