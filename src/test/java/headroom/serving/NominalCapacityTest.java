package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The nominal capacity against a replica that is never short of requests. */
final class NominalCapacityTest {
    private static final StepTime LARGE = new StepTime(.022, 4.4e-6, 1e-6, 13e-6, 2e-11, 1.33e-9);
    private static final StepTime DENSE =
            new StepTime(9653.7e-6, 4.41684e-6, 1.02985e-6, 2.631e-6, 5.0379e-11, 2.3807e-8);

    @ParameterizedTest
    @CsvSource({
        // prompt, new, output: long cached contexts bound by memory, short ones by sequences
        "true, 120000, 6500, 523, 1",
        "true, 1500, 1100, 211, 1",
        "false, 1155, 1155, 211, 1",
        "false, 6000, 500, 300, 1",
        "true, 1500, 1100, 211, 0.6",
        "true, 4000, 4000, 40, 0.5"
    })
    void isTheRateOfASaturatedReplica(
            boolean large, int prompt, int fresh, int output, double clock) {
        Replica.Engine engine = large
                ? new Replica.Engine(LARGE, new ReplicaLimits(256, 8192, 9_600_000))
                : new Replica.Engine(DENSE, new ReplicaLimits(256, 2048, 400_000));
        double rate = NominalCapacity.requestsPerSecond(engine, prompt, fresh, output, clock);
        assertThat(saturatedRate(engine, new int[] {prompt, fresh, output}, clock))
                .isCloseTo(rate, Percentage.withPercentage(8));
    }

    /** A step costs 9.65 ms beside what its tokens do, of which there are 2,048 at most. */
    @ParameterizedTest
    @CsvSource({
        // long prompts take four steps each: 17.0/s without them
        "DECODE_FIRST, WHOLE, 8000, 100, 11.01",
        // prompts have steps of their own: 56.8/s without them
        "PREFILL_FIRST, WHOLE, 1000, 200, 44.80",
        "PREFILL_FIRST, WHOLE, 8000, 100, 10.32",
        // 1/(9653.7 us x 1000/2048 + 3.74 ms): 267/s without the steps
        "DECODE_FIRST, PREFILL, 1000, 20, 118.3",
        "PREFILL_FIRST, PREFILL, 1000, 20, 118.3",
        "DECODE_FIRST, DECODE, 1000, 200, 72.1"
    })
    void stepsHoldNoMoreThanTheirTokens(
            EngineRules.Order order,
            EngineRules.Role role,
            int prompt,
            int output,
            double perSecond) {
        EngineRules plain = EngineRules.PLAIN;
        EngineRules rules =
                new EngineRules(order, plain.memory(), 1, 0, role, EngineRules.Noise.NONE);
        Replica.Engine engine =
                new Replica.Engine(DENSE, new ReplicaLimits(256, 2048, 1_200_000), rules);
        double rate = NominalCapacity.requestsPerSecond(
                engine,
                prompt,
                role == EngineRules.Role.DECODE ? 0 : prompt,
                role == EngineRules.Role.PREFILL ? 0 : output,
                1);
        assertThat(rate).isCloseTo(perSecond, Percentage.withPercentage(0.1));
        assertThat(saturatedRate(engine, new int[] {prompt, prompt, output}, 1))
                .isCloseTo(rate, Percentage.withPercentage(4));
    }

    /** Completions a second once the first wave is gone, with a queue that never empties. */
    private static double saturatedRate(Replica.Engine engine, int[] tokens, double clock) {
        int count = 4000;
        Requests requests = new Requests();
        double[] ends = new double[count];
        int[] done = new int[1];
        Replica replica = new Replica(0, engine, requests, (i, r, t) -> ends[done[0]++] = t, 0);
        replica.clock(clock, 0);
        for (int i = 0; i < count; i++) {
            replica.offer(requests.allocate(i, 0, tokens[0] - tokens[1], tokens[1], tokens[2]), 0);
        }
        while (replica.nextSeconds() < Double.POSITIVE_INFINITY) {
            replica.advance(replica.nextSeconds());
        }
        return (count * 3 / 4 - count / 4) / (ends[count * 3 / 4] - ends[count / 4]);
    }
}
