package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Result;
import headroom.serving.Naive.Rule;
import headroom.serving.Naive.Step;
import headroom.serving.RandomScenarios.Scenario;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * The random scenarios reach what they are for, and the naive replica keeps its invariants in them.
 */
class RandomScenariosTest {
    private static final int SCENARIOS = 600;

    /** The scenario, its run by the specified rule, and its steps. */
    private record Case(Scenario scenario, Result result, List<Step> steps) {
        static Case of(long seed) {
            Scenario s = RandomScenarios.of(seed);
            Result r = NaiveCluster.run(s.params(), Rule.SPECIFIED, s.jobs(), s.clocks());
            return new Case(s, r, r.steps().get(0));
        }
    }

    @Test
    void everyLimitBindsInAGoodShareOfScenarios() {
        Map<String, Integer> counts = new TreeMap<>();
        long jobs = 0;
        long steps = 0;
        for (long seed = 0; seed < SCENARIOS; seed++) {
            Case c = Case.of(seed);
            jobs += c.scenario().jobs().size();
            steps += c.steps().size();
            features(c).forEach((name, on) -> counts.merge(name, on ? 1 : 0, Integer::sum));
        }
        System.out.printf(Locale.ROOT, "%d scenarios, %d jobs, %d steps%n", SCENARIOS, jobs, steps);
        counts.forEach((name, n) ->
                System.out.printf(Locale.ROOT, "%5.1f %%  %s%n", 100.0 * n / SCENARIOS, name));
        assertThat(counts).hasSize(19);
        counts.forEach(
                (name, n) -> assertThat(n).as(name).isGreaterThanOrEqualTo(SCENARIOS * 15 / 100));
    }

    private static Map<String, Boolean> features(Case c) {
        Scenario s = c.scenario();
        Map<String, Boolean> on = new TreeMap<>();
        on.put("sequence limit binds", c.steps().stream().anyMatch(Step::sequencesBind));
        on.put("token budget binds", c.steps().stream().anyMatch(Step::budgetBinds));
        on.put("memory binds", c.steps().stream().anyMatch(Step::memoryBinds));
        on.put(
                "a prompt is chunked",
                anyServed(c, j -> j.newTokens() > s.params().tokenBudget()));
        on.put(
                "a prompt of 10 budgets",
                anyServed(c, j -> j.newTokens() > 10 * s.params().tokenBudget()));
        on.put(
                "several prefills share a step",
                c.steps().stream().anyMatch(x -> x.prefilling() > 1));
        on.put(
                "prefill and decode share a step",
                c.steps().stream().anyMatch(x -> x.prefilling() > 0 && x.decoding() > 0));
        on.put("a job of one output token", anyServed(c, j -> j.outputTokens() == 1));
        on.put("a job of one new token", anyServed(c, j -> j.newTokens() == 1));
        on.put("a cached prefix above 5000", anyServed(c, j -> j.cachedTokens() > 5000));
        on.put("a refusal", c.result().outcomes().stream().anyMatch(Outcome::refused));
        on.put("an idle gap", hasIdleGap(c.steps()));
        on.put("work for 10 times the arrivals", isOverloaded(c));
        on.put("arrivals at one instant", instants(s.jobs()).size() < s.jobs().size());
        on.put("an arrival at the end of a step", hasArrivalTie(c));
        on.put("a clock change between steps", hasClockChange(c));
        on.put("a clock change at the start of a step", hasClockTie(c));
        on.put("several completions at one instant", hasJointCompletion(c));
        on.put("dyadic", s.dyadic());
        return on;
    }

    private static boolean anyServed(Case c, Predicate<Job> wanted) {
        for (int i = 0; i < c.scenario().jobs().size(); i++) {
            if (!c.result().outcomes().get(i).refused()
                    && wanted.test(c.scenario().jobs().get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasIdleGap(List<Step> steps) {
        for (int i = 1; i < steps.size(); i++) {
            if (steps.get(i).startSeconds() > steps.get(i - 1).endSeconds()) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOverloaded(Case c) {
        List<Job> jobs = c.scenario().jobs();
        double last = jobs.get(jobs.size() - 1).arrivalSeconds();
        List<Step> steps = c.steps();
        return !steps.isEmpty() && steps.get(steps.size() - 1).endSeconds() > 10 * last;
    }

    private static Set<Double> instants(List<Job> jobs) {
        Set<Double> instants = new HashSet<>();
        jobs.forEach(j -> instants.add(j.arrivalSeconds()));
        return instants;
    }

    /** An arrival exactly at the end of a step after which the replica goes on working. */
    private static boolean hasArrivalTie(Case c) {
        Set<Double> instants = instants(c.scenario().jobs());
        return c.steps().stream().anyMatch(x -> instants.contains(x.endSeconds()));
    }

    private static boolean hasClockChange(Case c) {
        List<Step> steps = c.steps();
        for (ClockChange change : c.scenario().clocks()) {
            if (!steps.isEmpty()
                    && change.atSeconds() > steps.get(0).startSeconds()
                    && change.atSeconds() <= steps.get(steps.size() - 1).startSeconds()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasClockTie(Case c) {
        Set<Double> changes = new HashSet<>();
        c.scenario().clocks().forEach(k -> changes.add(k.atSeconds()));
        return c.steps().stream().anyMatch(x -> changes.contains(x.startSeconds()));
    }

    private static boolean hasJointCompletion(Case c) {
        Set<Double> finishes = new HashSet<>();
        return c.result().completions().stream()
                .anyMatch(id -> !finishes.add(c.result().outcomes().get(id).finishSeconds()));
    }

    @Test
    void oneSeedIsOneScenario() {
        for (long seed = 0; seed < 30; seed++) {
            assertThat(RandomScenarios.of(seed)).isEqualTo(RandomScenarios.of(seed));
        }
    }

    @Test
    void tokensAreConservedAndLimitsHold() {
        for (long seed = 0; seed < SCENARIOS; seed++) {
            Case c = Case.of(seed);
            Params p = c.scenario().params();
            long prefill = 0;
            long decode = 0;
            for (int i = 0; i < c.scenario().jobs().size(); i++) {
                Job j = c.scenario().jobs().get(i);
                boolean refused = c.result().outcomes().get(i).refused();
                assertThat(refused).isEqualTo(j.footprintTokens() > p.kvCapacityTokens());
                prefill += refused ? 0 : j.newTokens();
                decode += refused ? 0 : j.outputTokens() - 1;
            }
            for (Step s : c.steps()) {
                prefill -= s.prefillTokens();
                decode -= s.decoding();
                assertThat(s.decoding() + s.prefilling()).isBetween(1, p.maxSequences());
                assertThat(s.decoding() + s.prefillTokens()).isBetween(1, p.tokenBudget());
                assertThat(s.reservedKvTokens()).isBetween(1L, p.kvCapacityTokens());
            }
            assertThat(prefill).as("prefill tokens of seed %d", seed).isZero();
            assertThat(decode).as("decode tokens of seed %d", seed).isZero();
        }
    }

    @Test
    void replicaIsNeverIdleWithWorkAndServesInOrder() {
        for (long seed = 0; seed < SCENARIOS; seed++) {
            Case c = Case.of(seed);
            Set<Double> instants = instants(c.scenario().jobs());
            double end = -1;
            for (Step s : c.steps()) {
                boolean follows = s.startSeconds() == end;
                boolean starts = s.startSeconds() > end && instants.contains(s.startSeconds());
                assertThat(follows || starts).as("seed %d", seed).isTrue();
                end = s.endSeconds();
            }
            double first = -1;
            for (int i = 0; i < c.scenario().jobs().size(); i++) {
                Outcome o = c.result().outcomes().get(i);
                if (!o.refused()) {
                    assertThat(o.firstTokenSeconds()).isGreaterThanOrEqualTo(first);
                    assertThat(o.firstTokenSeconds())
                            .isGreaterThan(c.scenario().jobs().get(i).arrivalSeconds());
                    assertThat(o.finishSeconds()).isGreaterThanOrEqualTo(o.firstTokenSeconds());
                    first = o.firstTokenSeconds();
                }
            }
            assertCompletionOrder(c);
        }
    }

    private static void assertCompletionOrder(Case c) {
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < c.result().outcomes().size(); i++) {
            if (!c.result().outcomes().get(i).refused()) {
                expected.add(i);
            }
        }
        expected.sort((a, b) -> Double.compare(
                c.result().outcomes().get(a).finishSeconds(),
                c.result().outcomes().get(b).finishSeconds()));
        assertThat(c.result().completions()).isEqualTo(expected);
    }

    /** With every time doubled, every time is exactly doubled. */
    @Test
    void timeScalesByPowersOfTwo() {
        for (long seed = 0; seed < SCENARIOS; seed++) {
            Scenario s = RandomScenarios.of(seed);
            Params p = s.params();
            Params slow = new Params(
                    2 * p.c0Seconds(),
                    2 * p.c1Seconds(),
                    2 * p.c2Seconds(),
                    2 * p.c3Seconds(),
                    2 * p.c4Seconds(),
                    2 * p.c5Seconds(),
                    p.maxSequences(),
                    p.tokenBudget(),
                    p.kvCapacityTokens());
            List<Job> jobs = new ArrayList<>();
            for (Job j : s.jobs()) {
                double at = 2 * j.arrivalSeconds();
                jobs.add(new Job(at, j.cachedTokens(), j.newTokens(), j.outputTokens()));
            }
            List<ClockChange> clocks = new ArrayList<>();
            s.clocks().forEach(k -> clocks.add(new ClockChange(2 * k.atSeconds(), k.speed())));
            List<Outcome> expected = new ArrayList<>();
            for (Outcome o : NaiveReplica.run(p, s.jobs(), s.clocks())) {
                double first = 2 * o.firstTokenSeconds();
                expected.add(new Outcome(first, 2 * o.finishSeconds(), o.refused()));
            }
            assertThat(NaiveReplica.run(slow, jobs, clocks)).isEqualTo(expected);
        }
    }

    /** The dyadic scenarios live on the grid of 2^-20 s, where sums are exact in any order. */
    @Test
    void dyadicTimesAreExact() {
        ToDoubleFunction<Double> offGrid = t -> t * (1 << 20) - StrictMath.rint(t * (1 << 20));
        for (long seed = 0; seed < SCENARIOS; seed += 3) {
            Case c = Case.of(seed);
            assertThat(c.scenario().dyadic()).isTrue();
            for (Step s : c.steps()) {
                assertThat(offGrid.applyAsDouble(s.startSeconds())).isZero();
                assertThat(offGrid.applyAsDouble(s.endSeconds())).isZero();
                assertThat(s.endSeconds()).isLessThan(1L << 32);
            }
        }
    }
}
