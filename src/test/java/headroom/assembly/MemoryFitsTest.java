package headroom.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.Requests;
import headroom.serving.StepTime;
import headroom.supply.EngineSection;

import org.junit.jupiter.api.Test;

import java.util.Random;

/**
 * Whether a request fits a replica is said twice, of sections before a run and of requests in it:
 * both say the same. By hand there is one of three tokens of prompt and three of output, of which
 * nobody reads the last, in two blocks of three.
 */
final class MemoryFitsTest {
    private static final StepTime TIME = new StepTime(0.01, 0, 0, 0, 0, 0);

    private final Requests requests = new Requests();

    @Test
    void asManyTokensAsAreRead() {
        for (EngineSection.Role role : EngineSection.Role.values()) {
            boolean prefills = role == EngineSection.Role.PREFILL;
            EngineSection.Memory paged = EngineSection.Memory.PAGED;
            assertThat(before(paged, 3, role, 6, new int[] {3, 3})).isTrue();
            assertThat(before(paged, 3, role, 6, new int[] {3, 4})).isTrue();
            assertThat(before(paged, 3, role, 6, new int[] {3, 5})).isEqualTo(prefills);
            assertThat(before(paged, 3, role, 5, new int[] {3, 3})).isEqualTo(prefills);
        }
    }

    @Test
    void sectionsAndReplicasAgree() {
        Random random = new Random(5);
        int[] fit = new int[2];
        for (int i = 0; i < 20_000; i++) {
            EngineSection.Memory memory = pick(EngineSection.Memory.values(), random);
            EngineSection.Role role = pick(EngineSection.Role.values(), random);
            int block = 1 + random.nextInt(7);
            long kvTokens = 2 + random.nextInt(30);
            int[] tokens = {1 + random.nextInt(20), 1 + random.nextInt(15)};
            boolean fits = before(memory, block, role, kvTokens, tokens);
            assertThat(inRun(memory, block, role, kvTokens, tokens))
                    .as("%s in %s of %s, %s: %s", tokens, memory, block, role, kvTokens)
                    .isEqualTo(fits);
            fit[fits ? 1 : 0]++;
        }
        assertThat(fit[0]).isGreaterThan(5000);
        assertThat(fit[1]).isGreaterThan(5000);
    }

    private static <T> T pick(T[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    private static boolean before(
            EngineSection.Memory memory,
            int block,
            EngineSection.Role role,
            long kvTokens,
            int[] tokens) {
        EngineSection engine = new EngineSection(
                EngineSection.Order.DECODE_FIRST, memory, block, 0, EngineSection.Noise.NONE);
        int output = role == EngineSection.Role.PREFILL ? 0 : tokens[1];
        return engine.takenTokens(tokens[0], output) <= engine.usableTokens(kvTokens);
    }

    private boolean inRun(
            EngineSection.Memory memory,
            int block,
            EngineSection.Role role,
            long kvTokens,
            int[] tokens) {
        EngineRules rules = new EngineRules(
                EngineRules.Order.DECODE_FIRST,
                EngineRules.Memory.valueOf(memory.name()),
                block,
                0,
                EngineRules.Role.valueOf(role.name()),
                EngineRules.Noise.NONE);
        Replica.Engine engine = new Replica.Engine(TIME, new ReplicaLimits(2, 9, kvTokens), rules);
        int request = requests.allocate(0, 0, 0, tokens[0], tokens[1]);
        boolean fits = engine.fits(requests, request);
        requests.free(request);
        return fits;
    }
}
