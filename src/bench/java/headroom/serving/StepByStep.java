package headroom.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The naive reference of the tests under the same load: every step visits every sequence. */
final class StepByStep {
    private StepByStep() {}

    /** Runs some requests from an empty fleet to the last answer. */
    static void run(Load load, int requests) {
        StepTime s = Load.STEP;
        Naive.Params params =
                new Naive.Params(
                        s.c0Seconds(),
                        s.c1Seconds(),
                        s.c2Seconds(),
                        s.c3Seconds(),
                        s.c4Seconds(),
                        s.c5Seconds(),
                        Load.LIMITS.maxSequences(),
                        Load.LIMITS.tokenBudget(),
                        Load.LIMITS.kvCapacityTokens());
        List<Naive.Job> jobs = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            load.advance();
            jobs.add(
                    new Naive.Job(
                            load.arrivalSeconds(), 0, load.promptTokens(), load.outputTokens()));
        }
        SplittableRandom random = new SplittableRandom(1);
        NaiveCluster.Choice choice =
                (job, all) -> {
                    int a = random.nextInt(all.size());
                    int b = random.nextInt(all.size());
                    return sequences(all.get(b)) < sequences(all.get(a)) ? b : a;
                };
        NaiveCluster.Fleet fleet = new NaiveCluster.Fleet(load.replicas, choice);
        NaiveCluster.run(params, new Naive.Rule(0, 1, false), jobs, List.of(), fleet);
    }

    private static int sequences(NaiveReplica replica) {
        return replica.waitingSequences() + replica.runningSequences();
    }
}
