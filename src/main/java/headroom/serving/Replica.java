package headroom.serving;

import org.jspecify.annotations.Nullable;

import umontreal.ssj.rng.RandomStream;

/**
 * One model replica with continuous batching, advanced in closed form between changes of its batch.
 *
 * <p>A step is formed when the one before ends, or at once when a request finds the replica idle:
 *
 * <ol>
 *   <li>every sequence past its prefill decodes one token: n of them. Where memory is paged and
 *       their blocks exceed it, one after the other is preempted, of the last priority class the
 *       latest arrival, until they fit; it goes to the front of its queue and will prefill its
 *       prompt and its tokens so far. Such a step admits nobody;
 *   <li>of the token budget less n, the one prompt that is partly prefilled takes its share first;
 *   <li>waiting requests are admitted, best class first, first in, first out, while budget,
 *       sequence limit and KV memory allow; nothing overtakes the head of the queue. What comes
 *       with its KV decodes in this very step;
 *   <li>the step takes {@link StepTime}; at its end each decode has one more token, and each
 *       prompt that is complete has its first, or its next after a preemption. First those leave
 *       whose clients have gone, then sequences that finish, then prompts that were all.
 * </ol>
 *
 * <p>Where prefill goes first, a step that has prompts by 2 and 3, with the whole budget, takes
 * prompts only; the decodes wait, and 1 happens only in steps without prompts.
 *
 * <p>Arrivals at the very instant of a boundary take part in the step that starts there: the caller
 * offers them before it calls {@link #advance}. Between two changes of the batch the steps form an
 * arithmetic series, a {@link Segment}; there are three kinds: decodes only, decodes beside full
 * chunks of one long prompt, and the single step in which a prompt ends. Only the first can be cut
 * short by an arrival: in the others the token budget is spent.
 */
public final class Replica {
    private final int index;
    private final Engine engine;
    private final StepTime stepTime;
    /** One over the KV capacity [1/token], and one over the limit of sequences. */
    private final double perKvToken;

    private final double perSequence;
    private final Requests requests;
    private final Batch batch;
    private final Segment segment;
    private final boolean noisy;
    private @Nullable RandomStream noise;

    private boolean atBoundary;
    private boolean dead;
    private double clock = 1;

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

        /** True if a request could ever be served by it. */
        public boolean fits(Requests requests, int request) {
            return KvMemory.fits(this, requests, request);
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
        this.engine = engine;
        stepTime = engine.stepTime();
        perKvToken = 1.0 / engine.limits().kvCapacityTokens();
        perSequence = 1.0 / engine.limits().maxSequences();
        this.requests = requests;
        noisy = engine.rules().noise() == EngineRules.Noise.EXPONENTIAL;
        double added = noisy ? 0 : stepTime.c1Seconds() + stepTime.c2Seconds();
        batch = new Batch(index, engine, requests, listener);
        segment = new Segment(bornSeconds, stepTime.c0Seconds(), added);
    }

    /** Gives the replica the stream that its noisy steps draw from; before the first offer. */
    public void noise(RandomStream stream) {
        noise = stream;
    }

    /**
     * Gives the replica a prefix cache; before the first offer.
     *
     * @param cache what it asks and tells
     * @param spareKv true if the cache may use the KV memory that is free
     * @param hostTokens memory besides it that the cache may use [token]
     */
    public void prefixes(PrefixCache cache, boolean spareKv, long hostTokens) {
        batch.prefixes(cache, spareKv, hostTokens);
    }

    /** When the caller has to call {@link #advance} next; infinity when idle [s]. */
    public double nextSeconds() {
        return segment.endSeconds();
    }

    /**
     * When the caller has to call {@link #advance} at the latest, until it has reached this
     * instant, so that it hears of requests in time; what changes before it changes nothing that
     * {@link #load} tells.
     */
    public double dueSeconds() {
        return segment.dueSeconds();
    }

    /** True if there is a change to make that was not due before an instant, or also at it. */
    public boolean isBehind(double timeSeconds, boolean also) {
        double next = segment.endSeconds();
        return next < segment.dueSeconds() && (next < timeSeconds || (also && next == timeSeconds));
    }

    /** True if the request could ever be served here. */
    public boolean fits(int request) {
        return engine.fits(requests, request);
    }

    /** Puts a request into the queue; the caller has advanced everything before this instant. */
    public void offer(int request, double timeSeconds) {
        if (dead || !fits(request)) {
            throw new IllegalStateException(
                    "request of " + requests.promptTokens[request] + " tokens at " + index);
        }
        boolean head = batch.offer(request);
        if (!segment.isRunning() && !atBoundary) {
            segment.wake(timeSeconds);
            return;
        }
        if (head) {
            joinNext(timeSeconds);
        }
        if (batch.holdsAll(segment.mostSteps(timeSeconds))) {
            segment.joined(timeSeconds, batch.leastSteps(request));
        } else {
            segment.dueBy(timeSeconds);
        }
    }

    /** Lets the head of the queue join at the next boundary, if it may. */
    private void joinNext(double timeSeconds) {
        if (segment.isRunning() && !atBoundary && batch.prefill.isIdle() && batch.admitsHead()) {
            segment.cutAt(timeSeconds);
        }
    }

    /**
     * The client has gone. A request that waits leaves at once; one in service leaves at the end
     * of the step under way, whatever that step brings it. Either way the listener hears
     * {@code dropped} once, for the former before this method returns, and never
     * {@code completed}. Not to be called of a request in service while the listener is told of
     * another.
     */
    public void cancel(int request, double timeSeconds) {
        if (batch.dropWaiting(request, timeSeconds)) {
            joinNext(timeSeconds);
            segment.dueBy(timeSeconds);
        } else if (segment.isRunning() && !atBoundary) {
            batch.leaveLater(request);
            segment.cutAt(timeSeconds);
            segment.dueBy(timeSeconds);
        } else {
            throw new IllegalStateException("request " + request + " is not at " + index);
        }
    }

    /**
     * The replica is dead from now on: the step under way is lost, also one that ends now, and the
     * listener hears {@code dropped} of every request here: those that decode in the order of
     * admission, then the prompts in prefill, then those that wait, best class first.
     */
    public void fail(double timeSeconds) {
        if (atBoundary || dead) {
            throw new IllegalStateException("replica " + index + " fails at " + timeSeconds);
        }
        dead = true;
        segment.settle(timeSeconds);
        long steps = segment.isRunning() ? segment.stepsBefore(timeSeconds) : 0;
        segment.stop();
        batch.lose(steps, timeSeconds);
    }

    /** Changes the clock for every step that starts at or after this instant. */
    public void clock(double share, double timeSeconds) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("clock " + share);
        }
        clock = share;
        if (segment.isRunning() && !batch.prefill.isIdle()) {
            segment.cutAt(timeSeconds);
        }
        segment.dueBy(timeSeconds);
    }

    /** Ends the steps under way and forms the next; to be called at {@link #nextSeconds()}. */
    public void advance(double timeSeconds) {
        if (timeSeconds != segment.endSeconds()) {
            throw new IllegalStateException("replica " + index + ": " + timeSeconds);
        }
        segment.settle(timeSeconds);
        atBoundary = true;
        if (segment.isRunning()) {
            batch.end(segment.steps(), timeSeconds);
        }
        atBoundary = false;
        batch.form(timeSeconds);
        start(timeSeconds);
    }

    /** Lets the steps run that were formed now. */
    private void start(double now) {
        long steps = batch.stepsUntilChange();
        if (steps == 0) {
            segment.stop();
            return;
        }
        int n = batch.decoding();
        int tokens = batch.prefill.tokens();
        long context = n > 0 ? batch.decodes.contextTokens() : 0;
        int sequences = n + batch.prefill.size();
        double step = stepTime.memorySeconds(sequences, tokens, n, context);
        double slowed = 0;
        if (tokens > 0) {
            slowed = stepTime.computeSeconds(tokens, batch.prefill.attention()) / clock;
            step += slowed;
            if (noisy) {
                double factor = drawFactor();
                step *= factor;
                slowed *= factor;
                steps = 1;
            }
        }
        segment.start(now, step, stepTime.c5Seconds() * n, steps);
        double kvShare = batch.memory.tokens() * perKvToken;
        double seatShare = batch.inService() * perSequence;
        segment.use(slowed, seatShare > kvShare ? seatShare : kvShare);
    }

    /** From the exponential law of mean 1. */
    private double drawFactor() {
        if (noise == null) {
            throw new IllegalStateException("replica " + index + " has no stream for its noise");
        }
        return -StrictMath.log(noise.nextDouble());
    }

    /** Sequences in service: decoding, in prefill, or ending their prefill. */
    public int inService() {
        return batch.inService();
    }

    /**
     * Whether a request that is here waits for its first admission; looks through those that wait.
     * What was preempted has been in service.
     */
    public boolean waits(int request) {
        return requests.resume[request] == 0 && batch.waiting.contains(request);
    }

    /** The request that has all its tokens first if nothing comes between; -1: none decodes. */
    public int firstDone() {
        return batch.decodes.size() > 0 ? batch.decodes.request(0) : -1;
    }

    /** Requests that wait for admission. */
    public int waiting() {
        return batch.waiting.size();
    }

    /** Of those, such as are admitted before a request of a priority class that comes now. */
    public int waitingBefore(int priority) {
        return batch.waiting.upTo(priority);
    }

    /** Prompt tokens that those need to prefill; reads every one [token]. */
    public long waitingNewTokens(int priority) {
        return batch.waiting.newTokensUpTo(priority);
    }

    /** Prompts of all that wait or are in service [token]. */
    public long offeredPromptTokens() {
        return requests.promptTokensThere(index);
    }

    /** Sequences past their prefill. */
    public int decoding() {
        return batch.decodes.size();
    }

    /** What is left of the prompts in prefill, the step under way not yet done [token]. */
    public long prefillLeft(double timeSeconds) {
        return batch.prefill.left(segment.isRunning() ? segment.stepsBefore(timeSeconds) : 0);
    }

    /**
     * KV memory taken, prompts that wait and such as are on their way [token], as a share of what
     * there is; may exceed 1.
     */
    public double kvLoad(long comingTokens) {
        return (batch.memory.tokens() + batch.waiting.promptTokens() + comingTokens) * perKvToken;
    }

    /** KV memory reserved now [token]. */
    public long reservedKvTokens() {
        return batch.memory.tokens();
    }

    /** Prompt tokens prefilled so far, those of the steps under way apart [token]. */
    public long prefilledTokens() {
        return batch.prefill.done();
    }

    /** Output tokens generated so far [token]. */
    public long decodedTokens() {
        return batch.decodedTokens;
    }

    /** Requests completed so far. */
    public long completed() {
        return batch.completed;
    }

    /** Prompts of the requests completed so far, cached tokens included [token]. */
    public long completedPromptTokens() {
        return batch.completedPromptTokens;
    }

    /** Steps completed so far, those of the segment under way apart. */
    public long steps() {
        return batch.steps;
    }

    /** Sequences preempted so far. */
    public long preemptions() {
        return batch.preemptions;
    }

    /** Tokens that preempted requests prefill when they are admitted again [token]. */
    public long recomputedTokens() {
        return batch.recomputedTokens;
    }

    /** Requests dropped so far: cancelled, or lost in a failure. */
    public long dropped() {
        return batch.dropped;
    }

    /** Tokens prefilled and generated here for requests that were dropped [token]. */
    public long wastedTokens() {
        return batch.wastedTokens;
    }

    /** Settles the time integrals up to an instant before the next change of the batch. */
    public void settle(double timeSeconds) {
        segment.settle(timeSeconds);
    }

    public double busySeconds() {
        return segment.busySeconds();
    }

    public double computeSeconds() {
        return segment.computeSeconds();
    }

    public double occupiedSeconds() {
        return segment.occupiedSeconds();
    }

    public ReplicaLimits limits() {
        return engine.limits();
    }
}
