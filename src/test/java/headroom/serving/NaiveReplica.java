package headroom.serving;

import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Cache;
import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Counts;
import headroom.serving.Naive.Engine;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Rule;
import headroom.serving.Naive.Step;

import umontreal.ssj.simevents.Simulator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A replica simulated step by step, the oracle of the fast one: continuous batching, prompts
 * chunked under a token budget, and all that {@link EngineRules} names.
 *
 * <p>At one instant the order is: arrivals, clients that go away, failures, then the end of a step,
 * then the forming of the next; so an arrival at the very end of a step takes part in the next one.
 * Written for reading: nothing is summed in advance, every step is an event and visits every
 * sequence.
 */
final class NaiveReplica {
    /** SSJ runs simultaneous events by rising priority value. */
    static final double ARRIVE = 1;

    static final double CANCEL = 2;
    static final double FAIL = 3;
    private static final double END = 4;
    private static final double FORM = 5;

    private final Simulator simulator;
    private final Engine engine;
    private final Params params;
    private final EngineRules rules;
    private final NaiveMemory kv;
    private final List<ClockChange> clocks;
    private final List<Integer> ended;
    /** By class, then in the order of arrival. */
    private final List<NaiveSequence> waiting = new ArrayList<>();

    private final List<NaiveSequence> running = new ArrayList<>();
    private final List<NaiveSequence> leaving = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private int arrivals;
    private long stepsDone;
    private long prefilled;
    private long decoded;
    private long completed;
    private long preemptions;
    private long recomputed;
    private long dropped;
    private long wasted;

    /** A step is under way or about to be formed at this instant. */
    private boolean busy;

    private boolean dead;

    NaiveReplica(
            Simulator simulator, Engine engine, List<ClockChange> clocks, List<Integer> ended) {
        this.simulator = simulator;
        this.engine = engine;
        this.params = engine.params();
        this.rules = engine.rules();
        this.kv = new NaiveMemory(params, rules);
        this.clocks = clocks;
        this.ended = ended;
    }

    /** Runs jobs through one replica by the specified rule; outcomes in the order of the jobs. */
    static List<Outcome> run(Params params, List<Job> jobs, List<ClockChange> clocks) {
        return NaiveCluster.run(params, Rule.SPECIFIED, jobs, clocks).outcomes();
    }

    int waitingSequences() {
        return waiting.size();
    }

    int runningSequences() {
        return running.size();
    }

    List<Step> steps() {
        return steps;
    }

    Counts counts() {
        return new Counts(
                stepsDone, prefilled, decoded, completed, preemptions, recomputed, dropped, wasted);
    }

    /** A request arrives now. */
    void arrive(NaiveSequence s) {
        if (dead || kv.mostBlocks(s) > kv.capacityBlocks()) {
            s.refused = true;
            return;
        }
        s.arrival = arrivals++;
        if (rules.role() == Role.DECODE) {
            s.firstTokenSeconds = simulator.time();
        }
        queue(s);
        if (!busy) {
            busy = true;
            at(0, FORM, this::formStep);
        }
    }

    private void queue(NaiveSequence s) {
        waiting.add(s);
        waiting.sort(Comparator.comparingInt((NaiveSequence w) -> w.job.priority())
                .thenComparingInt(w -> w.arrival));
    }

    /** The client of a request goes away now. */
    void cancel(NaiveSequence s) {
        if (waiting.remove(s)) {
            drop(s);
        } else if (running.contains(s) && !leaving.contains(s)) {
            leaving.add(s);
            s.leaves = true;
        }
    }

    void fail() {
        dead = true;
        running.sort(Comparator.comparing(s -> s.toPrefillTokens > s.prefilledTokens));
        new ArrayList<>(running).forEach(this::drop);
        new ArrayList<>(waiting).forEach(this::drop);
        running.clear();
        waiting.clear();
        leaving.clear();
        cache().room(0);
    }

    private void drop(NaiveSequence s) {
        boolean inService = running.remove(s);
        s.gone = true;
        s.droppedSeconds = simulator.time();
        dropped++;
        ended.add(s.id);
        if (rules.role() == Role.DECODE) {
            wasted += s.generatedTokens - 1;
        } else if (s.generatedTokens > 0) {
            wasted += s.newTokens + s.generatedTokens;
        } else if (inService) {
            wasted += Math.max(0, s.newTokens - s.remainingTokens());
        }
    }

    private void formStep() {
        if (dead) {
            return;
        }
        tellRoom();
        if (running.isEmpty() && waiting.isEmpty()) {
            busy = false;
            return;
        }
        boolean decodeFirst = rules.order() == Order.DECODE_FIRST;
        running.forEach(s -> s.chunkTokens = 0);
        boolean preempted = decodeFirst && preempt();
        int budget = params.tokenBudget() - (decodeFirst ? decoding() : 0);
        for (NaiveSequence s : running) {
            budget -= takeChunk(s, budget);
        }
        while (budget > 0 && !preempted && !waiting.isEmpty() && hasSlot() && fits(first())) {
            NaiveSequence head = waiting.remove(0);
            admit(head);
            boolean takesToken = head.toPrefillTokens == 0 && decodeFirst;
            budget -= takesToken ? 1 : takeChunk(head, budget);
        }
        boolean prefills = running.stream().anyMatch(s -> s.chunkTokens > 0);
        if (!decodeFirst && !prefills) {
            preempt();
        }
        if (running.isEmpty()) {
            throw new IllegalStateException("A step without work at " + simulator.time());
        }
        List<NaiveSequence> batch = new ArrayList<>(running);
        if (!decodeFirst && prefills) {
            batch.removeIf(s -> s.chunkTokens == 0);
        }
        double factor = prefills && rules.noise() == Noise.EXPONENTIAL
                ? engine.factors().getAsDouble()
                : 1;
        double durationSeconds = factor * durationSeconds(batch);
        record(batch, budget, durationSeconds);
        boolean free = engine.rule().freeInLastStep()
                && waiting.isEmpty()
                && running.stream().allMatch(this::completesInThisStep);
        if (free) {
            running.clear();
            busy = false;
        }
        at(durationSeconds, END, () -> endStep(batch, free));
    }

    private NaiveSequence first() {
        return waiting.get(0);
    }

    private int decoding() {
        return (int) running.stream().filter(s -> s.remainingTokens() == 0).count();
    }

    /** True if somebody had to go so that the decodes have their blocks. */
    private boolean preempt() {
        boolean any = false;
        while (rules.memory() == Memory.PAGED && kv.usedBlocks(running) > kv.capacityBlocks()) {
            NaiveSequence victim = running.stream()
                    .max(Comparator.comparingInt((NaiveSequence s) -> s.job.priority())
                            .thenComparingInt(s -> s.arrival))
                    .orElseThrow();
            running.remove(victim);
            keepPrefix(victim);
            victim.preempted = true;
            victim.toPrefillTokens = 0;
            victim.prefilledTokens = 0;
            queue(victim);
            preemptions++;
            any = true;
            tellRoom();
        }
        return any;
    }

    private void admit(NaiveSequence s) {
        running.add(s);
        if (rules.role() == Role.DECODE && !s.preempted) {
            tellRoom();
            return;
        }
        int context = s.contextTokens();
        int fresh = s.preempted ? context : s.job.newTokens();
        if (s.job.prefixKey() != 0 && engine.cache() != Cache.NONE) {
            int hit = cache().take(s.job.prefixKey(), context, simulator.time());
            fresh = s.preempted
                    ? Math.max(1, context - hit)
                    : Math.max(s.job.newTokens(), context - hit);
        }
        s.toPrefillTokens = fresh;
        if (s.preempted) {
            recomputed += fresh;
        } else {
            s.newTokens = fresh;
        }
        tellRoom();
    }

    private static int takeChunk(NaiveSequence s, int budget) {
        s.chunkTokens = Math.min(s.remainingTokens(), budget);
        return s.chunkTokens;
    }

    private boolean hasSlot() {
        return running.size() < params.maxSequences();
    }

    private boolean fits(NaiveSequence s) {
        long kept = rules.memory() == Memory.PAGED && !running.isEmpty()
                ? (long) (rules.watermark() * kv.capacityBlocks())
                : 0;
        return kv.usedBlocks(running) + kv.blocks(s) <= kv.capacityBlocks() - kept;
    }

    private PrefixCache cache() {
        return engine.cache().prefixes();
    }

    private void keepPrefix(NaiveSequence s) {
        if (s.job.prefixKey() != 0) {
            cache().put(s.job.prefixKey(), s.writtenTokens(), simulator.time());
        }
    }

    private void tellRoom() {
        long free = kv.freeTokens(running);
        cache().room(engine.cache().hostTokens() + (engine.cache().spareKv() ? free : 0));
    }

    /** True if the step under way brings the last output token. */
    private boolean completesInThisStep(NaiveSequence s) {
        return s.chunkTokens == s.remainingTokens()
                && (s.generatedTokens + 1 == s.job.outputTokens() || rules.role() == Role.PREFILL);
    }

    private double durationSeconds(List<NaiveSequence> batch) {
        int decoding = 0;
        double prefillTokens = 0;
        double prefillSquares = 0;
        double contextTokens = 0;
        for (NaiveSequence s : batch) {
            if (s.chunkTokens == 0) {
                decoding++;
                contextTokens += s.contextTokens() - engine.rule().contextLagTokens();
            } else {
                prefillTokens += s.chunkTokens;
                prefillSquares += s.chunkTokens * (s.contextTokens() + s.chunkTokens / 2.0);
            }
        }
        double prefillSeconds =
                params.c3Seconds() * prefillTokens + params.c4Seconds() * prefillSquares;
        double seconds = params.c0Seconds()
                + params.c1Seconds() * batch.size()
                + params.c2Seconds() * (prefillTokens + decoding)
                + prefillSeconds / speed()
                + params.c5Seconds() * (contextTokens + decoding);
        double tick = engine.rule().tickSeconds();
        return tick > 0 ? Math.floor(seconds / tick) * tick : seconds;
    }

    /** The clock now; a change at this very instant already counts. */
    private double speed() {
        double speed = 1;
        for (ClockChange change : clocks) {
            if (change.atSeconds() <= simulator.time()) {
                speed = change.speed();
            }
        }
        return speed;
    }

    private void endStep(List<NaiveSequence> batch, boolean free) {
        if (dead) {
            return;
        }
        stepsDone++;
        for (NaiveSequence s : batch) {
            prefilled += s.chunkTokens;
            s.prefilledTokens += s.chunkTokens;
            if (s.remainingTokens() == 0) {
                s.generatedTokens++;
                decoded++;
                if (s.generatedTokens == 1 && !s.leaves) {
                    s.firstTokenSeconds = simulator.time();
                }
            }
        }
        leaving.forEach(this::drop);
        leaving.clear();
        batch.sort(Comparator.comparing(s -> s.chunkTokens > 0));
        for (NaiveSequence s : batch) {
            boolean yields = s.remainingTokens() == 0;
            boolean last = s.generatedTokens == s.job.outputTokens();
            if (!s.gone && yields && (last || rules.role() == Role.PREFILL)) {
                running.remove(s);
                s.gone = true;
                s.finishSeconds = simulator.time();
                completed++;
                ended.add(s.id);
                keepPrefix(s);
            }
        }
        if (!free) {
            at(0, FORM, this::formStep);
        }
    }

    private void record(List<NaiveSequence> batch, int budgetLeft, double durationSeconds) {
        boolean left = !waiting.isEmpty();
        int prefilling = 0;
        int prefillTokens = 0;
        for (NaiveSequence s : batch) {
            prefilling += s.chunkTokens > 0 ? 1 : 0;
            prefillTokens += s.chunkTokens;
        }
        steps.add(new Step(
                simulator.time(),
                simulator.time() + durationSeconds,
                batch.size() - prefilling,
                prefilling,
                prefillTokens,
                kv.usedBlocks(running),
                left && budgetLeft == 0,
                left && !hasSlot(),
                left && !fits(first())));
    }

    private void at(double delaySeconds, double priority, Runnable action) {
        NaiveCluster.schedule(simulator, delaySeconds, priority, action);
    }
}
