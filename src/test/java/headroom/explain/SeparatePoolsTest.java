package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.RequestMix;
import headroom.serving.StepTime;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * Two replicas that prefill 50 requests a second each, and two that decode 10: the link of the
 * former, and who is short of what.
 */
final class SeparatePoolsTest {
    private static Outlook apart(String link) {
        return Explained.text(
                Explained.PLAIN,
                "additions",
                "[]",
                "pools.late.gpus",
                "16",
                "deployments[0].role",
                "prefill",
                "deployments[0].kvBytesPerToken",
                "1 MB",
                "deployments[0].link",
                link,
                "deployments[1].role",
                "decode");
    }

    private static String said(Outlook outlook) {
        return String.join("\n", new Words(outlook, List.of(outlook.whole)).lines());
    }

    /** A prompt of 1000 tokens takes a second of a link: two a second, of which four are asked. */
    @Test
    void replicasThatPrefillCompleteWhatTheirLinksCarry() {
        Outlook narrow = apart("1 GB/s");
        assertThat(narrow.fleet.at(0, 0).capacity()).isCloseTo(2, within(1e-12));
        assertThat(narrow.fleet.at(0, 0).load()).isCloseTo(2, within(1e-12));
        assertThat(narrow.binding(0, 0)).isEqualTo(Binding.LINK);
        assertThat(said(narrow))
                .contains("load 200 % throughout", "replicas are short of KV link bandwidth.");
        Table replicas = new LoadTables(narrow).replicas(List.of(narrow.whole));
        int shortOf = replicas.columns().indexOf("short of");
        assertThat(replicas.rows())
                .extracting(row -> row.get(shortOf))
                .containsExactly("KV link bandwidth", "sequences");
    }

    @Test
    void whoHasTheHighestLoadIsShortFirst() {
        Outlook wide = apart("100 GB/s");
        assertThat(wide.fleet.at(0, 0).capacity()).isCloseTo(20, within(1e-9));
        assertThat(wide.binding(0, 0)).isEqualTo(Binding.SEQUENCES);
        assertThat(said(wide)).contains("the first limit to growth is sequences, at 5.00 times");
    }

    /**
     * Steps of 10 ms for 2,048 tokens or fewer: a prompt of 8,192 takes four of them, which is more
     * than what its tokens take (1 us each), and one is prefilled at a time.
     */
    @Test
    void promptsTakeTheStepsOfTheirTokens() {
        StepTime steps = new StepTime(0.01, 0, 0, 1e-6, 0, 0);
        EngineRules plain = EngineRules.PLAIN;
        EngineRules rules = new EngineRules(
                plain.order(), plain.memory(), 1, 0, EngineRules.Role.PREFILL, plain.noise());
        ReplicaLoad each = new ReplicaLoad(
                new Replica.Engine(steps, new ReplicaLimits(256, 2048, 1_000_000), rules),
                RequestMix.alike(8192, 8192, 0),
                1);
        assertThat(each.capacityPerSecond()).isCloseTo(1 / (0.04 + 0.008192), within(1e-9));
        assertThat(each.most()).isEqualTo(1);
        assertThat(Binding.of(each)).isEqualTo(Binding.BUDGET);
    }
}
