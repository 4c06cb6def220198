package headroom.serving;

/**
 * One model replica with continuous batching, advanced in closed form between changes of its batch.
 *
 * <p>A step is formed when the one before ends, or at once when a request finds the replica idle:
 *
 * <ol>
 *   <li>every sequence past its prefill decodes one token: n of them;
 *   <li>of the token budget less n, the one prompt that is partly prefilled takes its share first;
 *   <li>waiting requests are admitted first in, first out while budget, sequence limit and KV
 *       memory allow; nothing overtakes the head of the queue;
 *   <li>the step takes {@link StepTime}; at its end each decode has one more token, and each
 *       prompt that is complete has its first.
 * </ol>
 *
 * <p>Arrivals at the very instant of a boundary take part in the step that starts there: the caller
 * offers them before it calls {@link #advance}. Between two changes of the batch the steps form an
 * arithmetic series, a {@link Segment}; there are three kinds: decodes only, decodes beside full
 * chunks of one long prompt, and the single step in which a prompt ends. Only the first can be cut
 * short by an arrival: in the others the token budget is spent.
 */
public final class Replica {
    private static final int NONE = -1;

    private final int index;
    private final StepTime stepTime;
    private final ReplicaLimits limits;
    /** One over the KV capacity [1/token], and one over the limit of sequences. */
    private final double perKvToken;

    private final double perSequence;
    private final Requests requests;
    private final ReplicaListener listener;

    private final Segment segment = new Segment();
    private final WaitingQueue waiting = new WaitingQueue();
    private final FinishHeap decoding = new FinishHeap();
    private final ReplicaMeter meter;
    /** Prompts that end with the step under way, in the order of admission. */
    private int[] ending = new int[8];

    private int endingCount;

    /** Next change of the batch; infinity when idle [s]. */
    private double nextSeconds = Double.POSITIVE_INFINITY;

    private boolean atBoundary;
    private boolean running;
    private double clock = 1;
    /** Steps completed since the start. */
    private long stepsDone;

    private int admissions;
    /** KV the next decode reads: prompts + tokens generated, less the latest of each [token]. */
    private long contextTokens;

    private long reservedKvTokens;
    private long offeredPromptTokens;
    /** The prompt that is partly prefilled, or NONE. */
    private int partial = NONE;

    private int partialRemaining;
    /** Tokens the partial prompt takes in each step of the segment under way. */
    private int chunkTokens;

    private long prefilledTokens;
    private long decodedTokens;
    private long completed;
    private long completedPromptTokens;

    /**
     * What a replica runs on.
     *
     * @param stepTime duration of a step
     * @param limits what bounds the batch
     * @param rules how it schedules
     */
    public record Engine(StepTime stepTime, ReplicaLimits limits, EngineRules rules) {
        /** An engine with plain rules. */
        public Engine(StepTime stepTime, ReplicaLimits limits) {
            this(stepTime, limits, EngineRules.PLAIN);
        }
    }

    /**
     * A replica that is idle.
     *
     * @param index its name to the listener
     * @param engine what it runs on
     * @param requests where requests are kept
     * @param listener hears of requests that are done
     * @param bornSeconds from when on its time is metered [s]
     */
    public Replica(
            int index,
            Engine engine,
            Requests requests,
            ReplicaListener listener,
            double bornSeconds) {
        this.index = index;
        this.stepTime = engine.stepTime();
        this.limits = engine.limits();
        perKvToken = 1.0 / limits.kvCapacityTokens();
        perSequence = 1.0 / limits.maxSequences();
        this.requests = requests;
        this.listener = listener;
        this.meter = new ReplicaMeter(bornSeconds);
    }

    /** When the caller has to call {@link #advance} next; infinity when idle [s]. */
    public double nextSeconds() {
        return nextSeconds;
    }

    /** True if the request could ever be served here. */
    public boolean fits(int request) {
        return kvNeed(request) <= limits.kvCapacityTokens();
    }

    /** Puts a request into the queue; the caller has advanced everything before this instant. */
    public void offer(int request, double timeSeconds) {
        if (!fits(request)) {
            throw new IllegalStateException("request of " + kvNeed(request) + " KV tokens");
        }
        boolean first = waiting.isEmpty();
        waiting.add(request);
        offeredPromptTokens += requests.promptTokens[request];
        if (atBoundary) {
            return;
        }
        if (!running) {
            nextSeconds = timeSeconds;
        } else if (first && decodesOnly() && admits(request)) {
            segment.cutAt(timeSeconds);
            nextSeconds = segment.endSeconds();
        }
    }

    /** Changes the clock for every step that starts at or after this instant. */
    public void clock(double share, double timeSeconds) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("clock " + share);
        }
        clock = share;
        if (running && !decodesOnly() && segment.cutAt(timeSeconds)) {
            nextSeconds = segment.endSeconds();
        }
    }

    /** Ends the steps under way and forms the next; to be called at {@link #nextSeconds()}. */
    public void advance(double timeSeconds) {
        if (timeSeconds != nextSeconds) {
            throw new IllegalStateException("replica " + index + ": " + timeSeconds);
        }
        meter.settle(timeSeconds);
        atBoundary = true;
        if (running) {
            endSegment(timeSeconds);
        }
        atBoundary = false;
        form(timeSeconds);
    }

    private void endSegment(double now) {
        long steps = segment.steps();
        stepsDone += steps;
        int n = decoding.size();
        contextTokens += steps * n;
        decodedTokens += steps * n;
        if (chunkTokens > 0) {
            partialRemaining -= (int) (steps * chunkTokens);
            prefilledTokens += steps * chunkTokens;
            chunkTokens = 0;
        }
        while (decoding.size() > 0 && decoding.firstStep() == stepsDone) {
            int request = decoding.poll();
            contextTokens -= kvNeed(request) - 1;
            complete(request, now);
        }
        for (int i = 0; i < endingCount; i++) {
            endPrefill(ending[i], now);
        }
        endingCount = 0;
    }

    private void endPrefill(int request, double now) {
        requests.firstTokenSeconds[request] = now;
        decodedTokens++;
        int output = requests.outputTokens[request];
        if (output == 1) {
            complete(request, now);
        } else {
            contextTokens += requests.promptTokens[request];
            decoding.add(stepsDone + output - 1, admissions++, request);
        }
    }

    private void complete(int request, double now) {
        reservedKvTokens -= kvNeed(request);
        offeredPromptTokens -= requests.promptTokens[request];
        completed++;
        completedPromptTokens += requests.promptTokens[request];
        listener.completed(index, request, now);
    }

    private void form(double now) {
        int n = decoding.size();
        int budget = limits.tokenBudget() - n;
        double attention = 0;
        if (partial != NONE) {
            if (partialRemaining > budget) {
                startChunks(now, n, budget);
                return;
            }
            attention += attention(partial, partialRemaining);
            budget = end(partial, partialRemaining, budget);
            partial = NONE;
        }
        while (budget > 0 && !waiting.isEmpty() && admits(waiting.peek())) {
            int request = waiting.poll();
            int fresh = requests.newTokens[request];
            reservedKvTokens += kvNeed(request);
            if (fresh > budget) {
                partial = request;
                partialRemaining = fresh;
                if (endingCount == 0) {
                    startChunks(now, n, budget);
                    return;
                }
                chunkTokens = budget;
                attention += attention(request, budget);
                budget = 0;
            } else {
                attention += attention(request, fresh);
                budget = end(request, fresh, budget);
            }
        }
        if (endingCount > 0) {
            startLastChunks(now, n, limits.tokenBudget() - n - budget, attention);
        } else {
            startDecodes(now, n);
        }
    }

    /** The prompt ends with the step being formed; the budget left. */
    private int end(int request, int tokens, int budget) {
        if (endingCount == ending.length) {
            ending = java.util.Arrays.copyOf(ending, endingCount * 2);
        }
        ending[endingCount++] = request;
        prefilledTokens += tokens;
        return budget - tokens;
    }

    private void startChunks(double now, int n, int budget) {
        chunkTokens = budget;
        long steps = (partialRemaining - 1) / budget;
        if (n > 0) {
            steps = Math.min(steps, decoding.firstStep() - stepsDone);
        }
        double compute = stepTime.computeSeconds(budget, attention(partial, budget));
        start(now, n + 1, budget, compute, steps);
    }

    private void startLastChunks(double now, int n, int tokens, double attention) {
        int sequences = n + endingCount + (partial == NONE ? 0 : 1);
        start(now, sequences, tokens, stepTime.computeSeconds(tokens, attention), 1);
    }

    private void startDecodes(double now, int n) {
        running = n > 0;
        if (running) {
            start(now, n, 0, 0, decoding.firstStep() - stepsDone);
        } else {
            meter.idle();
            nextSeconds = Double.POSITIVE_INFINITY;
        }
    }

    private void start(double now, int sequences, int tokens, double compute, long steps) {
        int n = decoding.size();
        double slowed = compute == 0 ? 0 : compute / clock;
        double step = stepTime.memorySeconds(sequences, tokens, n, contextTokens) + slowed;
        running = true;
        segment.start(now, step, stepTime.c5Seconds() * n, steps);
        nextSeconds = segment.endSeconds();
        double share = compute == 0 ? 0 : slowed * steps / (nextSeconds - now);
        meter.run(share, occupancy());
    }

    private boolean decodesOnly() {
        return chunkTokens == 0 && endingCount == 0;
    }

    private boolean admits(int request) {
        return inService() < limits.maxSequences()
                && reservedKvTokens + kvNeed(request) <= limits.kvCapacityTokens();
    }

    private long kvNeed(int request) {
        return (long) requests.promptTokens[request] + requests.outputTokens[request];
    }

    private double attention(int request, int tokens) {
        return tokens * (requests.promptTokens[request] + 0.5 * tokens);
    }

    private double occupancy() {
        return Math.max(inService() * perSequence, reservedKvTokens * perKvToken);
    }

    /** Sequences in service: decoding, in prefill, or ending their prefill. */
    public int inService() {
        return decoding.size() + endingCount + (partial == NONE ? 0 : 1);
    }

    /** Requests that wait for admission. */
    public int waiting() {
        return waiting.size();
    }

    /** What a router sees, see {@link ReplicaView#load}. */
    public double load() {
        return Math.max(
                offeredPromptTokens * perKvToken, (inService() + waiting.size()) * perSequence);
    }

    /** KV memory reserved and waited for, as a share of what there is; may exceed 1. */
    public double kvLoad() {
        return offeredPromptTokens * perKvToken;
    }

    /** KV memory reserved now [token]. */
    public long reservedKvTokens() {
        return reservedKvTokens;
    }

    /** Prompt tokens prefilled so far, those of the steps under way apart [token]. */
    public long prefilledTokens() {
        return prefilledTokens;
    }

    /** Output tokens generated so far [token]. */
    public long decodedTokens() {
        return decodedTokens;
    }

    /** Steps ended so far, those under way apart. */
    public long steps() {
        return stepsDone;
    }

    /** Requests completed so far. */
    public long completed() {
        return completed;
    }

    /** Prompts of the requests completed so far, cached tokens included [token]. */
    public long completedPromptTokens() {
        return completedPromptTokens;
    }

    /** Settles the time integrals up to an instant before the next change of the batch. */
    public void settle(double timeSeconds) {
        meter.settle(timeSeconds);
    }

    public double busySeconds() {
        return meter.busySeconds();
    }

    public double computeSeconds() {
        return meter.computeSeconds();
    }

    public double occupiedSeconds() {
        return meter.occupiedSeconds();
    }

    public ReplicaLimits limits() {
        return limits;
    }
}
