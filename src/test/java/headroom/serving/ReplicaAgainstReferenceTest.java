package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Rule;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;

/** The replica in closed form agrees with the naive step-by-step simulator, request by request. */
final class ReplicaAgainstReferenceTest {
    private static final double TOLERANCE_SECONDS = 1e-9;
    private static final int SCENARIOS = 1000;

    @Test
    void everyRequestOfRandomScenariosFinishesWhenTheReferenceSays() {
        for (long seed = 1; seed <= SCENARIOS; seed++) {
            RandomScenarios.Scenario s = RandomScenarios.of(seed);
            List<Outcome> expected = reference(s);
            List<Outcome> actual = new Fast(s.params(), s.jobs()).run(s.clocks());
            double tolerance = s.dyadic() ? 0 : TOLERANCE_SECONDS;
            for (int i = 0; i < expected.size(); i++) {
                String where = "seed " + seed + ", job " + i + " of " + s;
                Outcome e = expected.get(i);
                Outcome a = actual.get(i);
                assertThat(a.refused()).as(where).isEqualTo(e.refused());
                if (!e.refused()) {
                    assertThat(a.firstTokenSeconds())
                            .as(where)
                            .isCloseTo(e.firstTokenSeconds(), within(tolerance));
                    assertThat(a.finishSeconds())
                            .as(where)
                            .isCloseTo(e.finishSeconds(), within(tolerance));
                }
            }
        }
    }

    private static List<Outcome> reference(RandomScenarios.Scenario s) {
        // a decode step reads every token but the latest, whose keys it writes itself
        Rule rule = new Rule(0, 1, false);
        return NaiveCluster.run(s.params(), rule, s.jobs(), s.clocks()).outcomes();
    }

    /** Drives one replica as a cell does: clock changes, then arrivals, then the replica. */
    private static final class Fast implements ReplicaListener {
        private final Requests requests = new Requests();
        private final List<Job> jobs;
        private final Outcome[] outcomes;
        private final Replica replica;

        Fast(Params p, List<Job> jobs) {
            this.jobs = jobs;
            outcomes = new Outcome[jobs.size()];
            StepTime time = new StepTime(
                    p.c0Seconds(),
                    p.c1Seconds(),
                    p.c2Seconds(),
                    p.c3Seconds(),
                    p.c4Seconds(),
                    p.c5Seconds());
            ReplicaLimits limits =
                    new ReplicaLimits(p.maxSequences(), p.tokenBudget(), p.kvCapacityTokens());
            replica = new Replica(0, new Replica.Engine(time, limits), requests, this, 0);
        }

        List<Outcome> run(List<ClockChange> clocks) {
            int job = 0;
            int clock = 0;
            while (true) {
                double changes = clock < clocks.size()
                        ? clocks.get(clock).atSeconds()
                        : Double.POSITIVE_INFINITY;
                double arrives = job < jobs.size()
                        ? jobs.get(job).arrivalSeconds()
                        : Double.POSITIVE_INFINITY;
                double advances = replica.nextSeconds();
                double now = Math.min(changes, Math.min(arrives, advances));
                if (now == Double.POSITIVE_INFINITY) {
                    assertThat(replica.reservedKvTokens()).isZero();
                    assertThat(requests.alive()).isZero();
                    return Arrays.asList(outcomes);
                }
                if (changes == now) {
                    replica.clock(clocks.get(clock++).speed(), now);
                } else if (arrives == now) {
                    arrive(job++, now);
                } else {
                    replica.advance(now);
                }
            }
        }

        private void arrive(int i, double now) {
            Job j = jobs.get(i);
            int r = requests.allocate(i, now, j.cachedTokens(), j.newTokens(), j.outputTokens());
            if (replica.fits(r)) {
                replica.offer(r, now);
            } else {
                outcomes[i] = new Outcome(Double.NaN, Double.NaN, true);
                requests.free(r);
            }
        }

        @Override
        public void completed(int replicaIndex, int request, double timeSeconds) {
            outcomes[requests.owner(request)] =
                    new Outcome(requests.firstTokenSeconds(request), timeSeconds, false);
            requests.free(request);
        }
    }
}
