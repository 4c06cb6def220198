package headroom.serving;

import headroom.serving.Naive.ClockChange;
import headroom.serving.Naive.Job;
import headroom.serving.Naive.Outcome;
import headroom.serving.Naive.Params;
import headroom.serving.Naive.Rule;
import headroom.serving.Naive.Step;

import umontreal.ssj.simevents.Simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * A replica simulated step by step, the oracle of the fast one: continuous batching, decode first,
 * prompts chunked under a token budget, first come first served without overtaking.
 *
 * <p>At one instant the order is: arrivals, then the end of a step, then the forming of the next;
 * so an arrival at the very end of a step takes part in the next one. Written for reading: nothing
 * is summed in advance, every step is an event and visits every sequence.
 */
final class NaiveReplica {
    /** SSJ runs simultaneous events by rising priority value. */
    static final double ARRIVE = 1;

    private static final double END = 2;
    private static final double FORM = 3;

    /** A request inside the replica. */
    static final class Sequence {
        final int id;
        final Job job;
        int prefilledTokens;
        int generatedTokens;

        /** Tokens prefilled in the step under way; 0 while decoding. */
        int chunkTokens;

        double firstTokenSeconds = Double.NaN;
        double finishSeconds = Double.NaN;
        boolean refused;

        Sequence(int id, Job job) {
            this.id = id;
            this.job = job;
        }

        int remainingTokens() {
            return job.newTokens() - prefilledTokens;
        }

        /** True if the step under way brings the last output token. */
        boolean completesInThisStep() {
            boolean decoding = chunkTokens == 0;
            boolean yields = decoding || chunkTokens == remainingTokens();
            return yields && generatedTokens + 1 == job.outputTokens();
        }
    }

    private final Simulator simulator;
    private final Params params;
    private final Rule rule;
    private final List<ClockChange> clocks;
    private final List<Integer> completions;
    private final ArrayDeque<Sequence> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private long reservedKvTokens;

    /** A step is under way or about to be formed at this instant. */
    private boolean busy;

    NaiveReplica(
            Simulator simulator,
            Params params,
            Rule rule,
            List<ClockChange> clocks,
            List<Integer> completions) {
        this.simulator = simulator;
        this.params = params;
        this.rule = rule;
        this.clocks = clocks;
        this.completions = completions;
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

    /** A request arrives now. */
    void arrive(Sequence sequence) {
        if (sequence.job.footprintTokens() > params.kvCapacityTokens()) {
            sequence.refused = true;
            return;
        }
        waiting.add(sequence);
        if (!busy) {
            busy = true;
            at(0, FORM, this::formStep);
        }
    }

    private void formStep() {
        if (running.isEmpty() && waiting.isEmpty()) {
            busy = false;
            return;
        }
        int decoding = 0;
        for (Sequence s : running) {
            if (s.remainingTokens() == 0) {
                decoding++;
            }
        }
        int budget = params.tokenBudget() - decoding;
        for (Sequence s : running) {
            budget -= takeChunk(s, budget);
        }
        while (budget > 0 && !waiting.isEmpty() && hasSlot() && fits(waiting.element())) {
            Sequence head = waiting.remove();
            reservedKvTokens += head.job.footprintTokens();
            running.add(head);
            budget -= takeChunk(head, budget);
        }
        if (running.isEmpty()) {
            throw new IllegalStateException("A step without work at " + simulator.time());
        }
        double durationSeconds = durationSeconds();
        record(decoding, budget, durationSeconds);
        List<Sequence> batch = new ArrayList<>(running);
        boolean free = rule.freeInLastStep() && waiting.isEmpty() && allCompleteInThisStep();
        if (free) {
            running.clear();
            busy = false;
        }
        at(durationSeconds, END, () -> endStep(batch, free));
    }

    private static int takeChunk(Sequence s, int budget) {
        s.chunkTokens = Math.min(s.remainingTokens(), budget);
        return s.chunkTokens;
    }

    private boolean hasSlot() {
        return running.size() < params.maxSequences();
    }

    private boolean fits(Sequence s) {
        return reservedKvTokens + s.job.footprintTokens() <= params.kvCapacityTokens();
    }

    private boolean allCompleteInThisStep() {
        return running.stream().allMatch(Sequence::completesInThisStep);
    }

    private double durationSeconds() {
        int sequences = 0;
        int decoding = 0;
        double prefillTokens = 0;
        double prefillSquares = 0;
        double contextTokens = 0;
        for (Sequence s : running) {
            sequences++;
            if (s.chunkTokens == 0) {
                decoding++;
                contextTokens += s.job.promptTokens() + s.generatedTokens - rule.contextLagTokens();
            } else {
                prefillTokens += s.chunkTokens;
                prefillSquares += s.chunkTokens * (s.job.promptTokens() + s.chunkTokens / 2.0);
            }
        }
        double prefillSeconds =
                params.c3Seconds() * prefillTokens + params.c4Seconds() * prefillSquares;
        double seconds = params.c0Seconds()
                + params.c1Seconds() * sequences
                + params.c2Seconds() * (prefillTokens + decoding)
                + prefillSeconds / speed()
                + params.c5Seconds() * (contextTokens + decoding);
        double tick = rule.tickSeconds();
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

    private void endStep(List<Sequence> batch, boolean free) {
        for (Sequence s : batch) {
            boolean completes = s.completesInThisStep();
            boolean decoding = s.chunkTokens == 0;
            s.prefilledTokens += s.chunkTokens;
            if (decoding) {
                s.generatedTokens++;
            } else if (s.remainingTokens() == 0) {
                s.generatedTokens = 1;
                s.firstTokenSeconds = simulator.time();
            }
            if (completes) {
                s.finishSeconds = simulator.time();
                reservedKvTokens -= s.job.footprintTokens();
                running.remove(s);
                completions.add(s.id);
            }
        }
        if (!free) {
            at(0, FORM, this::formStep);
        }
    }

    private void record(int decoding, int budgetLeft, double durationSeconds) {
        boolean left = !waiting.isEmpty();
        steps.add(new Step(
                simulator.time(),
                simulator.time() + durationSeconds,
                decoding,
                running.size() - decoding,
                params.tokenBudget() - decoding - budgetLeft,
                reservedKvTokens,
                left && budgetLeft == 0,
                left && !hasSlot(),
                left && !fits(waiting.element())));
    }

    private void at(double delaySeconds, double priority, Runnable action) {
        NaiveCluster.schedule(simulator, delaySeconds, priority, action);
    }
}
