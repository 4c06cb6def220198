package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.SplittableRandom;

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
        double rate = NominalCapacity.requestsPerSecond(
                engine, RequestMix.alike(prompt, fresh, output), clock);
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
                engine, RequestMix.alike(prompt, prompt, output).of(role), 1);
        assertThat(rate).isCloseTo(perSecond, Percentage.withPercentage(0.1));
        assertThat(saturatedRate(engine, new int[] {prompt, prompt, output}, 1))
                .isCloseTo(rate, Percentage.withPercentage(4));
    }

    /** Long answers hold and read what equal ones do not: lognormal lengths, memory short of. */
    @ParameterizedTest
    @CsvSource({
        // memory, its tokens, medians of prompt and answer, each half its mean
        "RESERVED, 1200000, 750, 250, 1.15",
        "RESERVED, 300000, 750, 250, 1.45",
        "PAGED, 300000, 750, 250, 1.2",
        "RESERVED, 100000, 750, 250, 1.5",
        "PAGED, 100000, 750, 250, 1.2",
        "RESERVED, 400000, 500, 2000, 1.8",
        "PAGED, 400000, 500, 2000, 1.5"
    })
    void longRequestsHoldMemoryForLonger(
            EngineRules.Memory memory, int kvTokens, int prompt, int output, double alike) {
        EngineRules rules = new EngineRules(
                EngineRules.Order.DECODE_FIRST,
                memory,
                16,
                memory == EngineRules.Memory.PAGED ? 0.01 : 0,
                EngineRules.Role.WHOLE,
                EngineRules.Noise.NONE);
        Replica.Engine engine =
                new Replica.Engine(DENSE, new ReplicaLimits(256, 2048, kvTokens), rules);
        SplittableRandom random = new SplittableRandom(1);
        int[][] drawn = new int[20_000][];
        long[] sums = new long[RequestMix.SUMS];
        for (int i = 0; i < drawn.length; i++) {
            int p = lognormal(random, prompt);
            int g = lognormal(random, output);
            drawn[i] = new int[] {p, p, g};
            RequestMix.add(sums, p, p, g);
        }
        RequestMix mix = RequestMix.mean(
                drawn.length, Arrays.stream(sums).asDoubleStream().toArray());
        double rate = NominalCapacity.requestsPerSecond(engine, mix, 1);
        assertThat(saturatedRate(engine, drawn, 1)).isCloseTo(rate, Percentage.withPercentage(5));
        RequestMix same = RequestMix.alike(mix.promptTokens(), mix.newTokens(), mix.outputTokens());
        assertThat(NominalCapacity.requestsPerSecond(engine, same, 1)).isGreaterThan(alike * rate);
    }

    /** Of twice the median as its mean; at most 16,000. */
    private static int lognormal(SplittableRandom random, int median) {
        double sigma = Math.sqrt(2 * Math.log(2));
        return (int) Math.min(16_000, Math.ceil(median * Math.exp(sigma * random.nextGaussian())));
    }

    private static double saturatedRate(Replica.Engine engine, int[] tokens, double clock) {
        int[][] all = new int[4000][];
        Arrays.fill(all, tokens);
        return saturatedRate(engine, all, clock);
    }

    /** Completions a second once the first wave is gone, with a queue that never empties. */
    private static double saturatedRate(Replica.Engine engine, int[][] tokens, double clock) {
        int count = tokens.length;
        Requests requests = new Requests();
        double[] ends = new double[count];
        int[] done = new int[1];
        Replica replica = new Replica(0, engine, requests, (i, r, t) -> ends[done[0]++] = t, 0);
        replica.clock(clock, 0);
        for (int i = 0; i < count; i++) {
            int[] t = tokens[i];
            replica.offer(requests.allocate(i, 0, t[0] - t[1], t[1], t[2]), 0);
        }
        while (replica.nextSeconds() < Double.POSITIVE_INFINITY) {
            replica.advance(replica.nextSeconds());
        }
        return (count * 3 / 4 - count / 4) / (ends[count * 3 / 4] - ends[count / 4]);
    }
}
