package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.fleet.AloneTime;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Rule;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/** The closed form of a request alone, against the step-by-step reference and the replica. */
final class AloneTimeTest {
    private static final int REQUESTS = 2000;

    private final SplittableRandom random = new SplittableRandom(23);

    private StepTime stepTime() {
        return new StepTime(
                0.001 + 0.02 * random.nextDouble(),
                1e-5 * random.nextDouble(),
                1e-6 * random.nextDouble(),
                1e-4 * random.nextDouble(),
                1e-9 * random.nextDouble(),
                1e-6 * random.nextDouble());
    }

    @Test
    void equalsTheReferenceWithASingleRequest() {
        int chunked = 0;
        int single = 0;
        for (int i = 0; i < REQUESTS; i++) {
            StepTime time = stepTime();
            int budget = 2 + random.nextInt(random.nextBoolean() ? 8 : 600);
            int fresh = random.nextBoolean()
                    ? budget * (1 + random.nextInt(4)) + random.nextInt(3) - 1
                    : 1 + random.nextInt(2000);
            int cached = random.nextBoolean() ? 0 : random.nextInt(5000);
            int output = random.nextInt(4) == 0 ? 1 : 1 + random.nextInt(300);
            Replica.Engine engine =
                    new Replica.Engine(time, new ReplicaLimits(1, budget, 1_000_000));
            double prefill = AloneTime.prefillSeconds(engine, cached + fresh, fresh);
            double decode = AloneTime.decodeSeconds(engine, cached + fresh, output);
            Outcome naive = naive(engine, new Job(0, cached, fresh, output));
            assertThat(prefill).isCloseTo(naive.firstTokenSeconds(), within(1e-9));
            assertThat(prefill + decode).isCloseTo(naive.finishSeconds(), within(1e-9));
            double[] fast = replica(engine, new Job(0, cached, fresh, output));
            assertThat(prefill).isCloseTo(fast[0], within(1e-9));
            assertThat(prefill + decode).isCloseTo(fast[1], within(1e-9));
            chunked += fresh > budget ? 1 : 0;
            single += output == 1 ? 1 : 0;
        }
        assertThat(List.of(chunked, single)).allMatch(count -> count > REQUESTS / 10);
    }

    private static Outcome naive(Replica.Engine engine, Job job) {
        StepTime c = engine.stepTime();
        ReplicaLimits limits = engine.limits();
        Params params = new Params(
                c.c0Seconds(),
                c.c1Seconds(),
                c.c2Seconds(),
                c.c3Seconds(),
                c.c4Seconds(),
                c.c5Seconds(),
                limits.maxSequences(),
                limits.tokenBudget(),
                limits.kvCapacityTokens());
        // as in the reference test: a decode does not read the token whose keys it writes
        Rule rule = new Rule(0, 1, false);
        return NaiveCluster.run(params, rule, List.of(job), List.of())
                .outcomes()
                .get(0);
    }

    /** Instants of the first and of the last token. */
    private static double[] replica(Replica.Engine engine, Job job) {
        Requests requests = new Requests();
        double[] done = new double[2];
        Replica replica = new Replica(0, engine, requests, (r, request, t) -> done[1] = t, 0);
        int request =
                requests.allocate(0, 0, job.cachedTokens(), job.newTokens(), job.outputTokens());
        replica.offer(request, 0);
        while (replica.nextSeconds() < Double.POSITIVE_INFINITY) {
            replica.advance(replica.nextSeconds());
        }
        done[0] = requests.firstTokenSeconds(request);
        return done;
    }
}
