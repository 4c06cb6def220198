package headroom.serving;

import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The words of the naive serving simulators: what goes in, what comes out, and which rule a step
 * follows. They share nothing with the fast replica, so that agreement between the two is evidence.
 */
final class Naive {
    private Naive() {}

    /**
     * One replica in plain numbers. A step with n decoding sequences, prefill chunks t_i of prompts
     * S_i, b sequences of either kind, contexts that sum to K and clock f takes
     *
     * <pre>
     * c0 + c1 b + c2 (sum t_i + n) + (c3 sum t_i + c4 sum t_i (S_i + t_i / 2)) / f + c5 (K + n)
     * </pre>
     *
     * @param c0Seconds constant of a step [s]
     * @param c1Seconds per sequence that takes part [s]
     * @param c2Seconds per token of either kind [s]
     * @param c3Seconds per prefill token at full clock [s]
     * @param c4Seconds per product of two prefill tokens at full clock [s]
     * @param c5Seconds per context token read by decoding [s]
     * @param maxSequences most sequences running at once
     * @param tokenBudget most new tokens in a step; above maxSequences, so prefill always moves
     * @param kvCapacityTokens most tokens reserved at once: prompt and output of all running
     */
    record Params(
            double c0Seconds,
            double c1Seconds,
            double c2Seconds,
            double c3Seconds,
            double c4Seconds,
            double c5Seconds,
            int maxSequences,
            int tokenBudget,
            long kvCapacityTokens) {
        Params {
            if (maxSequences < 1 || tokenBudget <= maxSequences || c0Seconds <= 0) {
                throw new IllegalArgumentException("Not a replica that can make progress");
            }
        }
    }

    /**
     * Where published engines differ in the same step; all times in the unit of the parameters.
     *
     * @param tickSeconds a step lasts a whole number of ticks, rounded down; 0 means no rounding
     * @param contextLagTokens tokens of each context that a decode step does not read: 0 counts
     *     every token generated so far, 1 leaves out the latest, whose keys this very step writes
     * @param freeInLastStep a replica whose sequences all complete in the step that begins, with
     *     nobody waiting, takes the next arrival at once instead of at the end of that step
     */
    record Rule(double tickSeconds, int contextLagTokens, boolean freeInLastStep) {
        static final Rule SPECIFIED = new Rule(0, 0, false);
    }

    /**
     * One request.
     *
     * @param arrivalSeconds when it enters the replica [s]
     * @param cachedTokens leading prompt tokens already in the cache: context without prefill
     * @param newTokens prompt tokens to prefill, at least 1
     * @param outputTokens tokens to generate, at least 1; the first comes with the end of prefill
     * @param priority class; 0 is served first
     * @param prefixKey whose prefix the prompt begins with; 0: nobody's
     */
    record Job(
            double arrivalSeconds,
            int cachedTokens,
            int newTokens,
            int outputTokens,
            int priority,
            int prefixKey) {
        Job(double arrivalSeconds, int cachedTokens, int newTokens, int outputTokens) {
            this(arrivalSeconds, cachedTokens, newTokens, outputTokens, 0, 0);
        }

        Job {
            if (!(arrivalSeconds >= 0) || cachedTokens < 0 || newTokens < 1 || outputTokens < 1) {
                throw new IllegalArgumentException("Not a request");
            }
        }

        int promptTokens() {
            return cachedTokens + newTokens;
        }

        /** What the sequence reserves from admission to completion. */
        long footprintTokens() {
            return (long) promptTokens() + outputTokens;
        }
    }

    /** Steps that start from this time on run at this fraction of the full clock (1 before). */
    record ClockChange(double atSeconds, double speed) {}

    /** The client of a job goes away, wherever the job is; nothing happens if it is done. */
    record Cancel(double atSeconds, int job) {}

    /**
     * What else happens to a replica.
     *
     * @param clocks changes of its clock
     * @param cancels clients that go away, by time
     * @param failsAtSeconds it is dead from then on and refuses what comes; infinity: never
     */
    record Events(List<ClockChange> clocks, List<Cancel> cancels, double failsAtSeconds) {
        static Events of(List<ClockChange> clocks) {
            return new Events(clocks, List.of(), Double.POSITIVE_INFINITY);
        }
    }

    /** What became of a job; a time is NaN when it never came. Refused: none ever came. */
    record Outcome(
            double firstTokenSeconds,
            double finishSeconds,
            double droppedSeconds,
            boolean refused) {
        Outcome(double firstTokenSeconds, double finishSeconds, boolean refused) {
            this(firstTokenSeconds, finishSeconds, Double.NaN, refused);
        }
    }

    /** What a replica has done in all; steps and tokens of a step under way do not count. */
    record Counts(
            long steps,
            long prefilledTokens,
            long decodedTokens,
            long completed,
            long preemptions,
            long recomputedTokens,
            long dropped,
            long wastedTokens) {}

    /** One step, with what kept the head of the queue out of it (all false: nobody waiting). */
    record Step(
            double startSeconds,
            double endSeconds,
            int decoding,
            int prefilling,
            int prefillTokens,
            long reservedKvTokens,
            boolean budgetBinds,
            boolean sequencesBind,
            boolean memoryBinds) {}

    /** Everything a run says: outcomes in the order of the jobs, ends of jobs in order of time. */
    record Result(
            List<Outcome> outcomes,
            List<Integer> completions,
            List<List<Step>> steps,
            List<Counts> counts) {}

    /** Delays around the replica [s]: before the queue, per token, once at the end. */
    record Client(double arrivalSeconds, double tokenSeconds, double completionSeconds) {
        Job entering(Job asked) {
            return new Job(
                    asked.arrivalSeconds() + arrivalSeconds,
                    asked.cachedTokens(),
                    asked.newTokens(),
                    asked.outputTokens());
        }

        double ttftSeconds(Job asked, Outcome outcome) {
            return outcome.firstTokenSeconds() + tokenSeconds - asked.arrivalSeconds();
        }

        double e2eSeconds(Job asked, Outcome outcome) {
            return outcome.finishSeconds()
                    + asked.outputTokens() * tokenSeconds
                    + completionSeconds
                    - asked.arrivalSeconds();
        }
    }

    /**
     * What a replica runs on.
     *
     * @param params coefficients and limits
     * @param rule where published engines differ
     * @param rules order, memory, role, noise
     * @param factors of the steps that prefill, one after the other
     * @param cache prefixes kept
     */
    record Engine(
            Params params, Rule rule, EngineRules rules, DoubleSupplier factors, Cache cache) {
        static Engine plain(Params params, Rule rule) {
            return new Engine(params, rule, EngineRules.PLAIN, () -> 1, Cache.NONE);
        }
    }

    /** A prefix cache; it may use the KV memory that is free, if so said, and some besides. */
    record Cache(PrefixCache prefixes, boolean spareKv, long hostTokens) {
        static final Cache NONE = new Cache(new NaivePrefixes(1), false, 0);
    }
}
