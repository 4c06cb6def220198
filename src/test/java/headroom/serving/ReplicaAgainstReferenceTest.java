package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Counts;
import headroom.serving.Naive.Events;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Result;
import headroom.serving.RandomEngines.Scenario;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The replica in closed form agrees with the naive step-by-step simulator, request by request. */
final class ReplicaAgainstReferenceTest {
    private static final double TOLERANCE_SECONDS = 1e-9;
    private static final int PLAIN_SCENARIOS = 1000;
    private static final int SCENARIOS = 2000;

    @Test
    void everyRequestFinishesWhenTheReferenceSays() {
        for (long seed = 1; seed <= PLAIN_SCENARIOS; seed++) {
            RandomScenarios.Scenario s = RandomScenarios.of(seed);
            Scenario plain = new Scenario(
                    seed,
                    s.dyadic(),
                    s.params(),
                    EngineRules.PLAIN,
                    false,
                    false,
                    0,
                    s.jobs(),
                    Events.of(s.clocks()));
            assertEqual(plain, new ReplicaRun(plain, plain.prefixes()), plain.prefixes());
        }
    }

    @Test
    void everyRequestFinishesOrIsDroppedWhenTheReferenceSaysUnderAnyRules() {
        Map<String, Integer> reached = new TreeMap<>();
        for (long seed = 1; seed <= SCENARIOS; seed++) {
            Scenario s = RandomEngines.of(seed);
            NaivePrefixes expected = s.prefixes();
            Counting actual = new Counting(s.sessionPrefixes());
            Result reference = assertEqual(s, new ReplicaRun(s, actual), expected);
            assertThat(actual.hitTokens).as("%s", s).isEqualTo(expected.hitTokens);
            count(reached, s, reference, expected);
        }
        reached.forEach((what, n) -> System.out.printf(Locale.ROOT, "%5d  %s%n", n, what));
        assertThat(reached).hasSize(23);
        reached.forEach((what, n) -> assertThat(n).as(what).isGreaterThanOrEqualTo(60));
    }

    /** Counts what a cache finds. */
    private static final class Counting implements PrefixCache {
        private final PrefixCache cache;
        private long hitTokens;

        Counting(PrefixCache cache) {
            this.cache = cache;
        }

        @Override
        public int take(int prefixKey, int promptTokens, double timeSeconds) {
            int found = cache.take(prefixKey, promptTokens, timeSeconds);
            hitTokens += found;
            return found;
        }

        @Override
        public void put(int prefixKey, int tokens, double timeSeconds) {
            cache.put(prefixKey, tokens, timeSeconds);
        }

        @Override
        public void room(long tokens) {
            cache.room(tokens);
        }
    }

    private static Result assertEqual(Scenario s, ReplicaRun run, NaivePrefixes prefixes) {
        Result expected = s.reference(prefixes);
        List<Outcome> actual = run.outcomes();
        double tolerance = s.dyadic() ? 0 : TOLERANCE_SECONDS;
        for (int i = 0; i < actual.size(); i++) {
            String where = "seed " + s.seed() + ", job " + i + " of " + s;
            Outcome e = expected.outcomes().get(i);
            Outcome a = actual.get(i);
            assertThat(a.refused()).as(where).isEqualTo(e.refused());
            assertClose(a.firstTokenSeconds(), e.firstTokenSeconds(), tolerance, where);
            assertClose(a.finishSeconds(), e.finishSeconds(), tolerance, where);
            assertClose(a.droppedSeconds(), e.droppedSeconds(), tolerance, where);
        }
        assertThat(run.ended()).as("%s", s).isEqualTo(expected.completions());
        assertThat(run.counts()).as("%s", s).isEqualTo(expected.counts().get(0));
        return expected;
    }

    private static void assertClose(double a, double e, double tolerance, String where) {
        if (Double.isNaN(e)) {
            assertThat(a).as(where).isNaN();
        } else {
            assertThat(a).as(where).isCloseTo(e, within(tolerance));
        }
    }

    private static void count(
            Map<String, Integer> reached, Scenario s, Result r, NaivePrefixes prefixes) {
        Counts c = r.counts().get(0);
        EngineRules rules = s.rules();
        boolean paged = rules.memory() == Memory.PAGED;
        boolean prefillFirst = rules.order() == Order.PREFILL_FIRST;
        boolean fails = s.events().failsAtSeconds() < Double.POSITIVE_INFINITY;
        Map<String, Boolean> on = new TreeMap<>();
        on.put("dyadic", s.dyadic());
        on.put("plain rules", !paged && !prefillFirst && rules.role() == Role.WHOLE);
        on.put("prefill first", prefillFirst);
        for (int block : new int[] {1, 2, 16}) {
            boolean preempts = c.preemptions() > 0 && rules.blockTokens() == block;
            on.put("preemptions, decode first, block " + block, preempts && !prefillFirst);
            on.put("preemptions, prefill first, block " + block, preempts && prefillFirst);
        }
        on.put("ten preemptions and more", c.preemptions() >= 10);
        on.put(
                "preemptions on a decode replica",
                c.preemptions() > 0 && rules.role() == Role.DECODE);
        on.put("preemptions with a cache", c.preemptions() > 0 && s.cache());
        on.put("preemptions among classes", c.preemptions() > 0 && classes(s) > 1);
        on.put("a watermark that counts", paged && rules.watermark() > 0.01);
        on.put("three classes", classes(s) == 3);
        on.put("prefill replica", rules.role() == Role.PREFILL);
        on.put("decode replica", rules.role() == Role.DECODE);
        on.put("noise", rules.noise() == Noise.EXPONENTIAL);
        on.put("prefixes found", prefixes.hitTokens > 0);
        on.put("prefixes evicted", prefixes.evictedBlocks > 0);
        on.put("clients that go away", c.dropped() > 0 && !fails);
        on.put("work lost in a failure", fails && c.wastedTokens() > 0);
        on.put("a client goes away or all fails at the end of a step", tied(s, r));
        on.forEach((what, is) -> reached.merge(what, is ? 1 : 0, Integer::sum));
    }

    private static long classes(Scenario s) {
        return s.jobs().stream().mapToInt(Naive.Job::priority).distinct().count();
    }

    private static boolean tied(Scenario s, Result r) {
        return r.steps().get(0).stream()
                .anyMatch(step -> s.events().failsAtSeconds() == step.endSeconds()
                        || s.events().cancels().stream()
                                .anyMatch(c -> c.atSeconds() == step.endSeconds()));
    }
}
