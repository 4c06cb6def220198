package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.serving.Naive.Client;
import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Result;
import headroom.serving.Naive.Rule;
import headroom.serving.Naive.Step;
import headroom.serving.NaiveCluster.Choice;
import headroom.serving.NaiveCluster.Fleet;
import headroom.serving.RandomScenarios.Scenario;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** The naive replica against numbers worked out by hand; all are exact in binary. */
class NaiveReplicaTest {
    /** Powers of two well apart, so that a wrong count in any term shows as that term. */
    private static final double C0 = 1;

    private static final double C1 = 1.0 / (1 << 3);
    private static final double C2 = 1.0 / (1 << 8);
    private static final double C3 = 1.0 / (1 << 13);
    private static final double C4 = 1.0 / (1 << 20);
    private static final double C5 = 1.0 / (1 << 26);

    private static Params params(int maxSequences, int tokenBudget, long kvTokens) {
        return new Params(C0, C1, C2, C3, C4, C5, maxSequences, tokenBudget, kvTokens);
    }

    @Test
    void oneJobInOneChunk() {
        // S = 10 + 6; step 1: t = 6 over S = 16. Steps 2 and 3 decode over contexts 17 and 18.
        Outcome o = only(params(4, 8, 100), new Job(2, 10, 6, 3));
        double prefill = 1 + 1 / 8.0 + 6 / 256.0 + 6 / 8192.0 + 6 * (16 + 3) / 1048576.0;
        double decode1 = 1 + 1 / 8.0 + 1 / 256.0 + (17 + 1) / 67108864.0;
        double decode2 = 1 + 1 / 8.0 + 1 / 256.0 + (18 + 1) / 67108864.0;
        assertThat(o.firstTokenSeconds()).isEqualTo(2 + prefill);
        assertThat(o.finishSeconds()).isEqualTo(2 + prefill + decode1 + decode2);
    }

    @Test
    void oneTokenOfOutputFinishesWithPrefill() {
        Outcome o = only(params(4, 8, 100), new Job(0, 0, 1, 1));
        double prefill = 1 + 1 / 8.0 + 1 / 256.0 + 1 / 8192.0 + 1.5 / 1048576.0;
        assertThat(o.firstTokenSeconds()).isEqualTo(prefill);
        assertThat(o.finishSeconds()).isEqualTo(prefill);
    }

    @Test
    void promptInChunksSharesItsLastStepWithTheNextHead() {
        // Budget 8: A (S = 20, G = 2) takes 8, 8, 4; B (S = 6, G = 1) takes the other 4 of step 3.
        // Step 4: A decodes over 21 (budget 7), B prefills its last 2.
        List<Outcome> o = NaiveReplica.run(
                params(4, 8, 100), List.of(new Job(0, 0, 20, 2), new Job(0, 0, 6, 1)), List.of());
        double chunk = 1 + 1 / 8.0 + 8 / 256.0 + 8 / 8192.0 + 8 * (20 + 4) / 1048576.0;
        double shared = 1 + 2 / 8.0 + 8 / 256.0 + 8 / 8192.0 + (4 * 22 + 4 * 8) / 1048576.0;
        double mixed = (1 + 2 / 8.0 + (2 + 1) / 256.0 + 2 / 8192.0)
                + (2 * (6 + 1) / 1048576.0 + (21 + 1) / 67108864.0);
        assertThat(o.get(0).firstTokenSeconds()).isEqualTo(2 * chunk + shared);
        assertThat(o.get(0).finishSeconds()).isEqualTo(2 * chunk + shared + mixed);
        assertThat(o.get(1).firstTokenSeconds()).isEqualTo(2 * chunk + shared + mixed);
        assertThat(o.get(1).finishSeconds()).isEqualTo(2 * chunk + shared + mixed);
    }

    @Test
    void headOfLineWaitsForMemoryAndNothingOvertakesIt() {
        // Capacity 20: A holds 4 + 2; B needs 15 + 1 and waits for A; C (1 + 1) would fit beside A
        // but stays behind B. D needs 21 and is refused at once.
        List<Job> jobs = List.of(
                new Job(0, 0, 4, 2),
                new Job(0, 0, 15, 1),
                new Job(0, 0, 1, 1),
                new Job(0, 0, 20, 1));
        Result r = NaiveCluster.run(params(4, 64, 20), Rule.SPECIFIED, jobs, List.of());
        double a1 = 1 + 1 / 8.0 + 4 / 256.0 + 4 / 8192.0 + 4 * 6 / 1048576.0;
        double a2 = 1 + 1 / 8.0 + 1 / 256.0 + 6 / 67108864.0;
        double bc = 1 + 2 / 8.0 + 16 / 256.0 + 16 / 8192.0 + (15 * 22.5 + 1.5) / 1048576.0;
        assertThat(r.outcomes().get(0).finishSeconds()).isEqualTo(a1 + a2);
        assertThat(r.outcomes().get(1).finishSeconds()).isEqualTo(a1 + a2 + bc);
        assertThat(r.outcomes().get(2).finishSeconds()).isEqualTo(a1 + a2 + bc);
        assertThat(r.outcomes().get(3).refused()).isTrue();
        assertThat(r.completions()).containsExactly(0, 1, 2);
        assertThat(r.steps().get(0).get(0).memoryBinds()).isTrue();
        assertThat(r.steps().get(0).get(0).sequencesBind()).isFalse();
    }

    @Test
    void cachedPrefixTakesMemoryAndARequestOfTheWholeCapacityIsServed() {
        // Capacity 20: A holds 10 + 4 + 2; B needs 5 and waits; C needs all 20, D one more.
        List<Job> jobs = List.of(
                new Job(0, 10, 4, 2),
                new Job(0, 0, 4, 1),
                new Job(0, 15, 4, 1),
                new Job(0, 16, 4, 1));
        Result r = NaiveCluster.run(params(4, 64, 20), Rule.SPECIFIED, jobs, List.of());
        assertThat(r.steps().get(0))
                .extracting(Step::reservedKvTokens)
                .containsExactly(16L, 16L, 5L, 20L);
        assertThat(r.outcomes())
                .extracting(Outcome::refused)
                .containsExactly(false, false, false, true);
    }

    @Test
    void sequenceLimitAdmitsWhenOneLeaves() {
        // One slot: the second prefills only after the first is complete.
        List<Outcome> o = NaiveReplica.run(
                params(1, 8, 100), List.of(new Job(0, 0, 1, 2), new Job(0, 0, 1, 1)), List.of());
        double prefill = 1 + 1 / 8.0 + 1 / 256.0 + 1 / 8192.0 + 1.5 / 1048576.0;
        double decode = 1 + 1 / 8.0 + 1 / 256.0 + (2 + 1) / 67108864.0;
        assertThat(o.get(0).finishSeconds()).isEqualTo(prefill + decode);
        assertThat(o.get(1).firstTokenSeconds()).isEqualTo(prefill + decode + prefill);
    }

    @Test
    void arrivalAtTheEndOfAStepJoinsTheNextAndOneJustAfterDoesNot() {
        double prefill = 1 + 1 / 8.0 + 1 / 256.0 + 1 / 8192.0 + 1.5 / 1048576.0;
        double decode = 1 + 1 / 8.0 + 1 / 256.0 + (2 + 1) / 67108864.0;
        double both = 1 + 2 / 8.0 + 2 / 256.0 + 1 / 8192.0 + 1.5 / 1048576.0 + (2 + 1) / 67108864.0;
        Job first = new Job(0, 0, 1, 2);
        List<Outcome> tie = NaiveReplica.run(
                params(4, 8, 100), List.of(first, new Job(prefill, 0, 1, 1)), List.of());
        assertThat(tie.get(0).finishSeconds()).isEqualTo(prefill + both);
        assertThat(tie.get(1).firstTokenSeconds()).isEqualTo(prefill + both);
        List<Outcome> late = NaiveReplica.run(
                params(4, 8, 100),
                List.of(first, new Job(Math.nextUp(prefill), 0, 1, 1)),
                List.of());
        assertThat(late.get(0).finishSeconds()).isEqualTo(prefill + decode);
        assertThat(late.get(1).firstTokenSeconds()).isEqualTo(prefill + decode + prefill);
    }

    @Test
    void simultaneousArrivalsAtAnIdleReplicaShareTheFirstStepInOrder() {
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            jobs.add(new Job(3, 0, 1, 1));
        }
        Result r = NaiveCluster.run(params(4, 8, 100), Rule.SPECIFIED, jobs, List.of());
        assertThat(r.steps().get(0)).extracting(Step::prefilling).containsExactly(4, 2);
        assertThat(r.completions()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Test
    void clockSlowsOnlyPrefillOfStepsThatStartAtOrAfterTheChange() {
        double fixed = 1 + 1 / 8.0 + 1 / 256.0;
        double compute = 1 / 8192.0 + 1.5 / 1048576.0;
        double prefill = fixed + compute;
        double decode = fixed + (2 + 1) / 67108864.0;
        Job job = new Job(0, 0, 1, 2);
        Job next = new Job(prefill + decode, 0, 1, 1);
        List<ClockChange> during = List.of(new ClockChange(prefill / 2, 0.25));
        List<Outcome> o = NaiveReplica.run(params(1, 8, 100), List.of(job, next), during);
        assertThat(o.get(0).finishSeconds()).isEqualTo(prefill + decode);
        assertThat(o.get(1).finishSeconds()).isEqualTo(prefill + decode + fixed + 4 * compute);
        List<ClockChange> atStart = List.of(new ClockChange(0, 0.5), new ClockChange(prefill, 1));
        o = NaiveReplica.run(params(1, 8, 100), List.of(job), atStart);
        assertThat(o.get(0).firstTokenSeconds()).isEqualTo(fixed + 2 * compute);
    }

    @Test
    void clientSeesItsOverheads() {
        Client client = new Client(4, 0.5, 0.25);
        Job asked = new Job(1, 0, 1, 3);
        Outcome o = only(params(1, 8, 100), client.entering(asked));
        Outcome direct = only(params(1, 8, 100), new Job(0, 0, 1, 3));
        assertThat(client.ttftSeconds(asked, o)).isEqualTo(4 + direct.firstTokenSeconds() + 0.5);
        assertThat(client.e2eSeconds(asked, o)).isEqualTo(4 + direct.finishSeconds() + 1.5 + 0.25);
    }

    @Test
    void rulesOfOtherEnginesChangeOnlyWhatTheySay() {
        Params p = params(1, 8, 100);
        Job job = new Job(0, 0, 1, 2);
        double prefill = 1 + 1 / 8.0 + 1 / 256.0 + 1 / 8192.0 + 1.5 / 1048576.0;
        double decode = 1 + 1 / 8.0 + 1 / 256.0 + (2 + 1) / 67108864.0;
        assertThat(finish(p, new Rule(0.125, 0, false), job)).isEqualTo(1.125 + 1.125);
        assertThat(finish(p, new Rule(0, 1, false), job)).isEqualTo(prefill + decode - C5);
        // The next request arrives in the last step of the first.
        List<Job> two = List.of(job, new Job(prefill + 0.5, 0, 1, 1));
        Result free = NaiveCluster.run(p, new Rule(0, 0, true), two, List.of());
        assertThat(free.outcomes().get(0).finishSeconds()).isEqualTo(prefill + decode);
        assertThat(free.outcomes().get(1).finishSeconds()).isEqualTo(prefill + 0.5 + prefill);
        List<Outcome> specified = NaiveReplica.run(p, two, List.of());
        assertThat(specified.get(1).finishSeconds()).isEqualTo(prefill + decode + prefill);
    }

    /** A job alone: chunks and decode steps summed by the closed form, over random sizes. */
    @Test
    void jobAloneTakesItsClosedForm() {
        int checked = 0;
        for (long seed = 0; seed < 300; seed++) {
            Scenario scenario = RandomScenarios.of(seed);
            Params p = scenario.params();
            Job job = scenario.jobs().get(0);
            Outcome o = only(p, job);
            if (o.refused()) {
                continue;
            }
            double l = job.newTokens();
            double s = job.promptTokens();
            double b = p.tokenBudget();
            double chunks = Math.ceil(l / b);
            double last = l - (chunks - 1) * b;
            double prefill = chunks * (p.c0Seconds() + p.c1Seconds())
                    + l * (p.c2Seconds() + p.c3Seconds())
                    + p.c4Seconds() * (l * s + ((chunks - 1) * b * b + last * last) / 2);
            double n = job.outputTokens() - 1.0;
            double decode = n * (p.c0Seconds() + p.c1Seconds() + p.c2Seconds())
                    + p.c5Seconds() * (n * (s + 1) + n * (n + 1) / 2);
            double first = job.arrivalSeconds() + prefill;
            assertThat(o.firstTokenSeconds()).isCloseTo(first, within(1e-11 * (1 + first)));
            assertThat(o.finishSeconds())
                    .isCloseTo(first + decode, within(1e-11 * (1 + first + decode)));
            checked++;
        }
        assertThat(checked).isGreaterThan(250);
    }

    @Test
    void severalReplicasAreIndependent() {
        Scenario scenario = RandomScenarios.of(1);
        List<Job> jobs = scenario.jobs();
        Result cluster = NaiveCluster.run(
                scenario.params(),
                Rule.SPECIFIED,
                jobs,
                scenario.clocks(),
                new Fleet(3, (job, replicas) -> job % 3));
        assertThat(jobs).hasSizeGreaterThan(5);
        for (int k = 0; k < 3; k++) {
            List<Job> share = new ArrayList<>();
            List<Outcome> expected = new ArrayList<>();
            for (int i = k; i < jobs.size(); i += 3) {
                share.add(jobs.get(i));
                expected.add(cluster.outcomes().get(i));
            }
            assertThat(NaiveReplica.run(scenario.params(), share, scenario.clocks()))
                    .isEqualTo(expected);
        }
    }

    @Test
    void choiceSeesTheQueuesOfTheMoment() {
        // Shortest queue over two replicas: ties to the first, so equal arrivals alternate.
        List<Job> jobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            jobs.add(new Job(i * 0.25, 0, 1, 4));
        }
        List<Integer> chosen = new ArrayList<>();
        Choice shortest = (job, replicas) -> {
            chosen.add(inside(replicas.get(1)) < inside(replicas.get(0)) ? 1 : 0);
            return chosen.get(job);
        };
        Fleet fleet = new Fleet(2, shortest);
        NaiveCluster.run(params(1, 8, 100), Rule.SPECIFIED, jobs, List.of(), fleet);
        assertThat(chosen).containsExactly(0, 1, 0, 1);
    }

    private static int inside(NaiveReplica replica) {
        return replica.waitingSequences() + replica.runningSequences();
    }

    private static Outcome only(Params params, Job job) {
        return NaiveReplica.run(params, List.of(job), List.of()).get(0);
    }

    private static double finish(Params params, Rule rule, Job job) {
        Result result = NaiveCluster.run(params, rule, List.of(job), List.of());
        return result.outcomes().get(0).finishSeconds();
    }
}
