package headroom.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.supply.DeploymentSection;
import headroom.supply.DeploymentSection.StepTimeSection;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Deployments that say what runs on what instead of how long a step takes. */
class PhysicsTest {
    private static Map<String, String> physics(String... more) {
        Map<String, String> overrides = new LinkedHashMap<>();
        overrides.put("gpus.g.chip", "h200-sxm");
        overrides.put("deployments[0].stepTime", "null");
        overrides.put("deployments[0].kvCapacity", "null");
        overrides.put("deployments[0].physics", "{architecture: llama-3-1-70b, tensorParallel: 8}");
        for (int i = 0; i < more.length; i += 2) {
            overrides.put(more[i], more[i + 1]);
        }
        return overrides;
    }

    private static ScenarioFile.Parsed parsed(String... more) throws IOException {
        return ScenarioFile.parse("f", Shipped.requiredKeys(), physics(more));
    }

    private static List<String> messages(String... more) throws IOException {
        return parsed(more).problems().stream().map(p -> p.message()).toList();
    }

    @Test
    void aHeadIsNotSplit() throws IOException {
        assertThat(messages()).isEmpty();
        String three = "{architecture: llama-3-1-70b, tensorParallel: 3, dataParallel: 2}";
        assertThat(messages("deployments[0].replicaGpus", "6", "deployments[0].physics", three))
                .contains("tensorParallel: 3 does not divide 64 heads and 8 heads of keys and"
                        + " values evenly");
    }

    @Test
    void expertsThatAModelHasNotCannotBeDealtOut() throws IOException {
        String dense = "{architecture: llama-3-1-70b, tensorParallel: 8, expertParallel: 8}";
        assertThat(messages("deployments[0].physics", dense))
                .containsExactly("expertParallel: without effect");
    }

    @Test
    void stepTimeAndMemoryComeFromTheShape() throws IOException {
        DeploymentSection d = parsed().orThrow().deployments().get(0);
        StepTimeSection t = d.stepTime();
        // 70 billion weights of a byte over eight GPUs of 4.8 TB/s, and some overhead
        assertThat(t.c0Seconds()).isBetween(70e9 / 8 / 4.8e12, 10e-3);
        assertThat(t.c3Seconds()).isBetween(2 * 70e9 / 8 / 1.978e15, 5 * 2 * 70e9 / 8 / 1.978e15);
        // (0.9 x 151.4 GB - 9.1 GB) / (80 layers x 2 x 128 x 2 bytes) on each GPU
        assertThat(d.kvCapacityTokens()).isBetween(3.0e6, 3.15e6);
    }

    @Test
    void whatIsGivenStands() throws IOException {
        DeploymentSection d = parsed("deployments[0].kvCapacity", "1 M tokens")
                .orThrow()
                .deployments()
                .get(0);
        assertThat(d.kvCapacityTokens()).isEqualTo(1e6);
        assertThat(d.stepTime().c5Seconds()).isPositive();
    }

    @Test
    void theResolvedTextShowsTheCoefficientsAndReadsBack() throws IOException {
        Scenario scenario = parsed().orThrow();
        String text = ResolvedYaml.write(scenario);
        assertThat(text).containsPattern("stepTime:\\s+c0: 0\\.0\\d+ s").contains("physics:");
        assertThat(ScenarioFile.parse("again", text).orThrow()).isEqualTo(scenario);
    }

    @Test
    void efficienciesCanBeReplaced() throws IOException {
        StepTimeSection fitted = parsed().orThrow().deployments().get(0).stepTime();
        StepTimeSection half = parsed("deployments[0].physics.efficiency", "{kvMemory: 50 %}")
                .orThrow()
                .deployments()
                .get(0)
                .stepTime();
        assertThat(half.c5Seconds()).isGreaterThan(fitted.c5Seconds());
        assertThat(half.c0Seconds()).isEqualTo(fitted.c0Seconds());
    }

    @Test
    void ownShapesAndChips() throws IOException {
        String shape = "{layers: 80, width: 8192, heads: 64, kvHeads: 8, headSize: 128,"
                + " vocabulary: 128256, ffn: 28672}";
        String chip = "{memory: 151397597184 bytes, memoryBandwidth: 4.8 TB/s,"
                + " flops16: 989 TFLOP/s, flops8: 1978 TFLOP/s, flops4: 989 TFLOP/s,"
                + " linkBandwidth: 450 GB/s}";
        Scenario own = parsed(
                        "architectures.llama",
                        shape,
                        "chips.mine",
                        chip,
                        "gpus.g.chip",
                        "mine",
                        "deployments[0].physics.architecture",
                        "llama")
                .orThrow();
        Scenario builtIn = parsed().orThrow();
        assertThat(own.deployments().get(0).stepTime())
                .isEqualTo(builtIn.deployments().get(0).stepTime());
    }

    @Test
    void problemsAreToldAtTheirPlaces() throws IOException {
        assertThat(messages("gpus.g.chip", "null")).containsExactly("physics: gpus.g has no chip");
        assertThat(messages("deployments[0].replicaGpus", "4"))
                .containsExactly("replicaGpus: physics is laid out over 8 GPUs");
        assertThat(messages("deployments[0].physics.architecture", "llama-3-1-7b"))
                .containsExactly("architecture: unknown architecture 'llama-3-1-7b'");
        assertThat(messages(
                        "deployments[0].replicaGpus",
                        "1",
                        "deployments[0].physics",
                        "{architecture: deepseek-r1}"))
                .hasSize(1)
                .first()
                .asString()
                .contains("leave no memory for context");
        assertThat(messages("deployments[0].physics", "null"))
                .containsExactlyInAnyOrder(
                        "deployments[0].stepTime: missing; give it, or physics",
                        "deployments[0].kvCapacity: missing; give it, or physics");
        assertThat(messages("deployments[0].physics.expertParallel", "16"))
                .containsExactly("deployments[0].physics.expertParallel: must not exceed"
                        + " tensorParallel x dataParallel, 8");
    }
}
