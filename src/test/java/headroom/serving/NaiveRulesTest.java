package headroom.serving;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Cache;
import headroom.serving.Naive.Cancel;
import headroom.serving.Naive.Counts;
import headroom.serving.Naive.Engine;
import headroom.serving.Naive.Events;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Result;
import headroom.serving.Naive.Rule;

import org.junit.jupiter.api.Test;

import java.util.List;

/**
 * The rules of the naive replica against numbers worked out by hand; all are exact in binary. A
 * step takes 1 s, 1/8 s for each sequence in it and 1/1024 s for each token prefilled.
 */
final class NaiveRulesTest {
    private static final Events NOTHING = Events.of(List.of());

    private static double step(int sequences, int prefillTokens) {
        return 1 + sequences / 8.0 + prefillTokens / 1024.0;
    }

    private static EngineRules rules(Order order, Memory memory, Role role) {
        return new EngineRules(order, memory, 4, 0, role, Noise.NONE);
    }

    private static Result run(
            EngineRules rules, int maxSequences, Cache cache, List<Job> jobs, Events events) {
        Params params = new Params(1, 1 / 8.0, 0, 1 / 1024.0, 0, 0, maxSequences, 16, 16);
        Engine engine = new Engine(params, Rule.SPECIFIED, rules, () -> 2, cache);
        return NaiveCluster.run(engine, jobs, events, NaiveCluster.Fleet.ONE);
    }

    @Test
    void promptsGoFirstAndDecodesWait() {
        EngineRules rules = rules(Order.PREFILL_FIRST, Memory.RESERVED, Role.WHOLE);
        List<Job> jobs = List.of(new Job(0, 0, 4, 3), new Job(1, 0, 2, 2));
        List<Outcome> o = run(rules, 4, Cache.NONE, jobs, NOTHING).outcomes();
        double prompts = step(1, 4) + step(1, 2);
        assertThat(o.get(0).firstTokenSeconds()).isEqualTo(step(1, 4));
        assertThat(o.get(1).firstTokenSeconds()).isEqualTo(prompts);
        assertThat(o.get(1).finishSeconds()).isEqualTo(prompts + step(2, 0));
        assertThat(o.get(0).finishSeconds()).isEqualTo(prompts + step(2, 0) + step(1, 0));
    }

    @Test
    void theLatestIsPreemptedWhenBlocksRunOutAndIsPrefilledAgain() {
        // 4 blocks of 4: both hold 2 blocks up to context 8; for context 9 A needs a third, so B
        // goes with 5 tokens made. A makes its last 2 alone, B prefills 4 + 5, which brings the
        // sixth, and decodes the last.
        EngineRules rules = rules(Order.DECODE_FIRST, Memory.PAGED, Role.WHOLE);
        List<Job> jobs = List.of(new Job(0, 0, 4, 7), new Job(0, 0, 4, 7));
        Result r = run(rules, 4, Cache.NONE, jobs, NOTHING);
        double a = step(2, 8) + 4 * step(2, 0) + 2 * step(1, 0);
        assertThat(r.outcomes().get(0).finishSeconds()).isEqualTo(a);
        assertThat(r.outcomes().get(1).firstTokenSeconds()).isEqualTo(step(2, 8));
        assertThat(r.outcomes().get(1).finishSeconds()).isEqualTo(a + step(1, 9) + step(1, 0));
        assertThat(r.counts()).containsExactly(new Counts(9, 17, 14, 2, 1, 9, 0, 0));
    }

    @Test
    void theLastClassIsPreemptedEvenIfItCameFirst() {
        EngineRules rules = rules(Order.DECODE_FIRST, Memory.PAGED, Role.WHOLE);
        List<Job> jobs = List.of(new Job(0, 0, 4, 7, 1, 0), new Job(0, 0, 4, 7, 0, 0));
        Result r = run(rules, 4, Cache.NONE, jobs, NOTHING);
        assertThat(r.completions()).containsExactly(1, 0);
    }

    @Test
    void theBestClassIsServedFirst() {
        EngineRules rules = EngineRules.PLAIN;
        List<Job> jobs = List.of(
                new Job(0, 0, 1, 1, 3, 0), new Job(0, 0, 1, 1, 3, 0), new Job(0.5, 0, 1, 1, 0, 0));
        Result r = run(rules, 1, Cache.NONE, jobs, NOTHING);
        assertThat(r.completions()).containsExactly(0, 2, 1);
    }

    @Test
    void whoWaitsLeavesAtOnceAndWhoIsServedAtTheEndOfTheStep() {
        List<Job> jobs = List.of(new Job(0, 0, 1, 5), new Job(0, 0, 1, 1));
        List<Cancel> cancels = List.of(new Cancel(0.5, 1), new Cancel(1.5, 0));
        Events events = new Events(List.of(), cancels, Double.POSITIVE_INFINITY);
        Result r = run(EngineRules.PLAIN, 1, Cache.NONE, jobs, events);
        assertThat(r.outcomes().get(1).droppedSeconds()).isEqualTo(0.5);
        assertThat(r.outcomes().get(0).firstTokenSeconds()).isEqualTo(step(1, 1));
        assertThat(r.outcomes().get(0).droppedSeconds()).isEqualTo(step(1, 1) + step(1, 0));
        assertThat(r.counts()).containsExactly(new Counts(2, 1, 2, 0, 0, 0, 2, 3));
    }

    @Test
    void aStepThatEndsWithTheFailureIsLost() {
        List<Job> jobs = List.of(new Job(0, 0, 1, 2), new Job(9, 0, 1, 1));
        double end = step(1, 1) + step(1, 0);
        Events events = new Events(List.of(), List.of(), end);
        Result r = run(EngineRules.PLAIN, 1, Cache.NONE, jobs, events);
        assertThat(r.outcomes().get(0).droppedSeconds()).isEqualTo(end);
        assertThat(r.outcomes().get(1).refused()).isTrue();
        assertThat(r.counts()).containsExactly(new Counts(1, 1, 1, 0, 0, 0, 1, 2));
    }

    @Test
    void eachRoleDoesItsPart() {
        List<Job> jobs = List.of(new Job(0, 0, 4, 3));
        EngineRules prefill = rules(Order.DECODE_FIRST, Memory.RESERVED, Role.PREFILL);
        Outcome o = run(prefill, 4, Cache.NONE, jobs, NOTHING).outcomes().get(0);
        assertThat(o.finishSeconds()).isEqualTo(step(1, 4));
        EngineRules decode = rules(Order.DECODE_FIRST, Memory.RESERVED, Role.DECODE);
        o = run(decode, 4, Cache.NONE, jobs, NOTHING).outcomes().get(0);
        assertThat(o.finishSeconds()).isEqualTo(2 * step(1, 0));
    }

    @Test
    void aNoisyStepTakesItsFactorOnlyIfItPrefills() {
        EngineRules noisy = new EngineRules(
                Order.DECODE_FIRST, Memory.RESERVED, 1, 0, Role.WHOLE, Noise.EXPONENTIAL);
        List<Job> jobs = List.of(new Job(0, 0, 4, 2));
        Outcome o = run(noisy, 4, Cache.NONE, jobs, NOTHING).outcomes().get(0);
        assertThat(o.finishSeconds()).isEqualTo(2 * step(1, 4) + step(1, 0));
    }

    @Test
    void whatASessionLeftIsNotPrefilledAgain() {
        // A writes 8 + 1 tokens, 2 full blocks. B finds 8 of its 9, C of another session none, and
        // D, whose client says that 3 are not cached, prefills 3.
        EngineRules rules = rules(Order.DECODE_FIRST, Memory.PAGED, Role.WHOLE);
        Cache cache = new Cache(new NaivePrefixes(4), true, 0);
        List<Job> jobs = List.of(
                new Job(0, 0, 8, 2, 0, 1),
                new Job(10, 8, 1, 1, 0, 1),
                new Job(20, 8, 1, 1, 0, 2),
                new Job(30, 6, 3, 1, 0, 2));
        List<Outcome> o = run(rules, 4, cache, jobs, NOTHING).outcomes();
        assertThat(o.get(1).firstTokenSeconds()).isEqualTo(10 + step(1, 1));
        assertThat(o.get(2).firstTokenSeconds()).isEqualTo(20 + step(1, 9));
        assertThat(o.get(3).firstTokenSeconds()).isEqualTo(30 + step(1, 3));
    }
}
