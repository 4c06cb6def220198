package headroom.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * CPU time per request of the replica in closed form and of the naive step-by-step simulator, on
 * the same requests in the same process, in turn.
 *
 * <pre>
 * mvn -q -Pbench test-compile exec:exec -Dbench=headroom.serving.ReplicaAgainstNaive
 * </pre>
 */
final class ReplicaAgainstNaive {
    private static final int REQUESTS = 20_000;
    private static final int ROUNDS = 7;
    private static final double RATE_PER_SECOND = 4;

    private ReplicaAgainstNaive() {}

    public static void main(String[] args) {
        Naive.Params p =
                new Naive.Params(
                        9653.7e-6, 4.41684e-6, 1.02985e-6, 2.631e-6, 5.0379e-11, 2.3807e-8, 256,
                        2048, 1_200_000);
        List<Naive.Job> jobs = jobs();
        double[] fast = new double[ROUNDS];
        double[] naive = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            double lastFast = fast(p, jobs);
            long middle = System.nanoTime();
            double lastNaive = 0;
            for (Naive.Outcome o :
                    NaiveCluster.run(p, new Naive.Rule(0, 1, false), jobs, List.of()).outcomes()) {
                lastNaive = Math.max(lastNaive, o.finishSeconds());
            }
            long end = System.nanoTime();
            if (Math.abs(lastFast - lastNaive) > 1e-6) {
                throw new IllegalStateException(lastFast + " against " + lastNaive);
            }
            fast[round] = (double) (middle - start) / REQUESTS;
            naive[round] = (double) (end - middle) / REQUESTS;
            System.out.printf(
                    Locale.ROOT,
                    "closed form %.0f ns a request, step by step %.0f ns, ratio %.0f%n",
                    fast[round],
                    naive[round],
                    naive[round] / fast[round]);
        }
    }

    private static List<Naive.Job> jobs() {
        SplittableRandom random = new SplittableRandom(1);
        List<Naive.Job> jobs = new ArrayList<>();
        double now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            now -= Math.log(1 - random.nextDouble()) / RATE_PER_SECOND;
            int prompt = (int) (200 + 2000 * random.nextDouble());
            int output = 1 + (int) (-211 * Math.log(1 - random.nextDouble()));
            jobs.add(new Naive.Job(now, 0, prompt, output));
        }
        return jobs;
    }

    private static double fast(Naive.Params p, List<Naive.Job> jobs) {
        double[] last = new double[1];
        Requests requests = new Requests();
        StepTime time =
                new StepTime(
                        p.c0Seconds(), p.c1Seconds(), p.c2Seconds(), p.c3Seconds(), p.c4Seconds(),
                        p.c5Seconds());
        ReplicaLimits limits =
                new ReplicaLimits(p.maxSequences(), p.tokenBudget(), p.kvCapacityTokens());
        ReplicaListener listener =
                (replica, request, t) -> {
                    last[0] = t;
                    requests.free(request);
                };
        Replica replica = new Replica(0, new Replica.Engine(time, limits), requests, listener, 0);
        for (Naive.Job job : jobs) {
            while (replica.nextSeconds() < job.arrivalSeconds()) {
                replica.advance(replica.nextSeconds());
            }
            int r =
                    requests.allocate(
                            0, job.arrivalSeconds(), 0, job.newTokens(), job.outputTokens());
            replica.offer(r, job.arrivalSeconds());
        }
        while (replica.nextSeconds() < Double.POSITIVE_INFINITY) {
            replica.advance(replica.nextSeconds());
        }
        return last[0];
    }
}
