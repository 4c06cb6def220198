package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Warnings of what is given and means nothing beside the rest. */
final class WithoutEffectTest {
    private static List<String> problems(Map<String, String> overrides) throws IOException {
        return ScenarioFile.parse("f", Shipped.requiredKeys(), overrides).problems().stream()
                .map(p -> p.severity() + " " + p.message())
                .toList();
    }

    @Test
    void thresholdsAndFallbacksAreForRoutersThatHaveThem() throws IOException {
        assertThat(problems(Map.of("routing", "{policy: random, threshold: 50 %}")))
                .containsExactly("WARNING threshold: without effect");
        assertThat(problems(Map.of("routing", "{policy: cost-aware, fallback: random}")))
                .contains("WARNING fallback: without effect");
        assertThat(problems(Map.of(
                        "routing",
                        "{policy: session-affinity, threshold: 50 %, fallback: random}")))
                .isEmpty();
    }

    @Test
    void linksAreForReplicasThatPrefill() throws IOException {
        assertThat(problems(Map.of(
                        "deployments[0].kvBytesPerToken", "1 kB",
                        "deployments[0].link", "1 GB/s",
                        "deployments[0].linkLatency", "5 s")))
                .containsExactly(
                        "WARNING kvBytesPerToken: without effect",
                        "WARNING link: without effect",
                        "WARNING linkLatency: without effect");
    }

    /** What was prefilled is decoded, whatever a cache there holds. */
    @Test
    void replicasThatDecodeNeedNoBlocks() throws IOException {
        String whole = "{model: m, pool: p, replicaGpus: 1, loadTime: 1 s, maxSequences: 2,"
                + " tokenBudget: 9, kvCapacity: 10 k tokens, share: 50 %, stepTime: {c0: 1 s,"
                + " c1: 0 s, c2: 0 s, c3: 0 s, c4: 0 s, c5: 0 s}";
        String prefills =
                whole + ", role: prefill, kvBytesPerToken: 1 kB," + " prefixCache: {of: blocks}}";
        String replay = "{replay: {trace: t, format: mooncake, model: m}}";
        assertThat(problems(Map.of(
                        "demand",
                        replay,
                        "deployments",
                        "[" + prefills + ", " + whole + ", role: decode}]")))
                .noneMatch(problem -> problem.contains("does not cache blocks"));
        assertThat(problems(Map.of(
                        "demand",
                        replay,
                        "deployments",
                        "[" + prefills + ", " + whole + ", role: decode}, " + whole + "}]")))
                .anyMatch(problem -> problem.contains("does not cache blocks"));
    }
}
