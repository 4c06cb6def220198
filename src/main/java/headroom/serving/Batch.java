package headroom.serving;

import headroom.serving.EngineRules.Order;
import headroom.serving.EngineRules.Role;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * What is in service at one replica and what waits: forms steps and ends them, and knows nothing of
 * how long they take. The order of events stands in {@link Replica}.
 */
final class Batch {
    private final int index;
    private final ReplicaListener listener;
    private final Requests requests;
    private final int maxSequences;
    private final int tokenBudget;
    private final Role role;
    private final boolean prefillFirst;
    private final boolean paged;

    final WaitingQueues waiting;
    final Decodes decodes;
    final Prefill prefill;
    final KvMemory memory;

    private @Nullable PrefixCache prefixes;
    private boolean spareKv;
    private long hostTokens;

    /** True if the decodes take part in the step under way. */
    private boolean decodesStep;
    /** True if the step under way was formed by preempting. */
    private boolean preempted;
    /** Requests in service that leave at the end of the step under way. */
    private int[] leaving = new int[4];

    private int leavingCount;
    private int admissions;

    /** Steps completed. */
    long steps;
    /** Output tokens generated. */
    long decodedTokens;

    long completed;
    /** Prompts of the requests completed, cached tokens included. */
    long completedPromptTokens;

    long preemptions;
    long recomputedTokens;
    long dropped;
    long wastedTokens;

    Batch(int index, Replica.Engine engine, Requests requests, ReplicaListener listener) {
        this.index = index;
        this.listener = listener;
        this.requests = requests;
        maxSequences = engine.limits().maxSequences();
        tokenBudget = engine.limits().tokenBudget();
        role = engine.rules().role();
        prefillFirst = engine.rules().order() == Order.PREFILL_FIRST;
        paged = engine.rules().memory() == EngineRules.Memory.PAGED;
        waiting = new WaitingQueues(requests);
        requests.begin(index);
        decodes = new Decodes(requests, paged ? engine.rules().blockTokens() : 0);
        prefill = new Prefill(requests);
        memory = new KvMemory(engine, requests, decodes);
    }

    void prefixes(PrefixCache cache, boolean spare, long host) {
        prefixes = cache;
        spareKv = spare;
        hostTokens = host;
    }

    /** Queues a request; true if it is the head now. */
    boolean offer(int request) {
        requests.come(request, index);
        return waiting.add(request);
    }

    /** True if nobody is preempted in so many steps, whoever is admitted of those that wait. */
    boolean holdsAll(long count) {
        if (!paged) {
            return true;
        }
        long each = count + memory.blockTokens();
        long more = each * (prefill.size() + waiting.size());
        long free = memory.surelyFreeTokensAfter(count);
        // a line that is too long by its number is not read
        return more <= free && more + waiting.contextTokens() <= free;
    }

    /** Steps that a request takes part in at least. */
    int leastSteps(int request) {
        return switch (role) {
            case WHOLE -> requests.outputTokens[request];
            case PREFILL -> 1;
            case DECODE -> requests.outputTokens[request] - 1;
        };
    }

    /** True if there is a head of the queue and the next step could admit it. */
    boolean admitsHead() {
        if (waiting.isEmpty()) {
            return false;
        }
        int sequences = inService();
        return sequences < maxSequences && memory.admits(waiting.peek(), sequences == 0);
    }

    /** Forms the next step. */
    void form(double now) {
        preempted = false;
        if (prefixes != null) {
            tellRoom(0);
        }
        if (paged && !prefillFirst) {
            preempt(now);
        }
        int budget = prefill.begin(tokenBudget - (prefillFirst ? 0 : decodes.size()));
        while (budget > 0 && !preempted && admitsHead()) {
            budget = admit(waiting.poll(), budget, now);
        }
        decodesStep = !prefillFirst || prefill.isIdle();
        if (paged && prefillFirst && decodesStep) {
            preempt(now);
        }
    }

    private int admit(int request, int budget, double now) {
        boolean again = paged && requests.resume[request] > 0;
        if (role == Role.DECODE && !again) {
            if (!paged) {
                memory.take(request);
            }
            decodes.join(request, 1, admissions++);
            tellRoom(0);
            return prefillFirst ? budget : budget - 1;
        }
        int context = memory.context(request);
        int fresh = again ? context : requests.newTokens[request];
        if (prefixes != null && requests.prefixKey[request] != 0) {
            int miss = context - prefixes.take(requests.prefixKey[request], context, now);
            fresh = Math.max(again ? 1 : fresh, miss);
            requests.newTokens[request] = again ? requests.newTokens[request] : fresh;
        }
        recomputedTokens += again ? fresh : 0;
        memory.take(request);
        tellRoom(0);
        return prefill.add(request, admissions++, context, fresh, budget);
    }

    /** Makes room for the next decodes. */
    private void preempt(double now) {
        while (!memory.holdsDecodes()) {
            preempted = true;
            int place = decodes.lastAdmitted();
            int partial = prefill.partial();
            int last = decodes.request(place);
            if (partial >= 0 && requests.priority[partial] >= requests.priority[last]) {
                int written = prefill.partialDone();
                memory.free(prefill.removePartial());
                requests.resume[partial] = Math.max(1, requests.resume[partial]);
                queueAgain(partial, written, now);
            } else {
                int tokens = decodes.tokens(place);
                decodes.remove(place);
                requests.resume[last] = tokens + 1;
                queueAgain(last, requests.promptTokens[last] + tokens - 1, now);
            }
        }
    }

    private void queueAgain(int request, int writtenTokens, double now) {
        preemptions++;
        waiting.addFirst(request);
        keepPrefix(request, writtenTokens, now);
        tellRoom(0);
    }

    /** Steps until the batch may change; 0 if there is nothing to do. */
    long stepsUntilChange() {
        if (prefill.ends()) {
            return 1;
        }
        long bound = prefill.isIdle() ? Long.MAX_VALUE : prefill.fullChunks();
        if (!decodesStep || decodes.size() == 0) {
            return prefill.isIdle() ? 0 : bound;
        }
        // what was preempted may be admitted again at once
        bound = preempted && prefill.isIdle() ? 1 : Math.min(bound, decodes.stepsToFirst());
        return memory.stepsWithin(bound);
    }

    /** Ends so many steps: tokens come out, and requests leave. */
    void end(long count, double now) {
        if (prefixes != null && decodesStep) {
            tellRoom(count - 1);
        }
        step(count);
        for (int i = 0; i < leavingCount; i++) {
            leave(leaving[i], now);
        }
        leavingCount = 0;
        while (decodes.hasFinished()) {
            complete(decodes.pollFinished(), now);
        }
        for (int i = 0; i < prefill.endingCount(); i++) {
            endPrefill(prefill.ending(i), prefill.endingAdmission(i), now);
        }
        prefill.clearEnding();
    }

    private void step(long count) {
        steps += count;
        if (decodesStep) {
            decodedTokens += count * decodes.size();
            decodes.step(count);
        }
        prefill.step(count);
    }

    private void endPrefill(int request, int admission, double now) {
        int tokens = tokensAfterPrefill(request);
        decodedTokens++;
        if (tokens == 1) {
            requests.firstTokenSeconds[request] = now;
        }
        if (paged) {
            memory.free(request);
        }
        if (tokens == requests.outputTokens[request] || role == Role.PREFILL) {
            complete(request, now);
        } else {
            decodes.join(request, tokens, admission);
        }
    }

    private int tokensAfterPrefill(int request) {
        return paged ? Math.max(1, requests.resume[request]) : 1;
    }

    private void complete(int request, double now) {
        int prompt = requests.promptTokens[request];
        release(request);
        completed++;
        completedPromptTokens += prompt;
        if (prefixes != null) {
            int output = role == Role.PREFILL ? 1 : requests.outputTokens[request];
            keepPrefix(request, prompt + output - 1, now);
        }
        listener.completed(index, request, now);
    }

    /** Of a request that holds no blocks any more. */
    private void release(int request) {
        requests.leave(request, index);
        if (paged) {
            requests.resume[request] = 0;
        } else {
            memory.free(request);
        }
    }

    private void keepPrefix(int request, int writtenTokens, double now) {
        int key = requests.prefixKey[request];
        if (prefixes != null && key != 0) {
            prefixes.put(key, writtenTokens, now);
        }
    }

    private void tellRoom(long stepsAhead) {
        if (prefixes == null) {
            return;
        }
        long beyondHost = prefixes.tokens() - hostTokens;
        // most often nothing has to leave, and nobody has to count blocks to know it
        if (beyondHost > (spareKv ? memory.surelyFreeTokensAfter(stepsAhead) : 0)) {
            long spare = spareKv ? memory.freeTokensAfter(stepsAhead) : 0;
            prefixes.room(hostTokens + spare);
        }
    }

    /** Drops a request that waits; false if it does not wait. */
    boolean dropWaiting(int request, double now) {
        if (!waiting.remove(request)) {
            return false;
        }
        drop(request, tokensBefore(request), 0, now);
        return true;
    }

    private void drop(int request, int tokens, int prefilled, double now) {
        requests.leave(request, index);
        requests.resume[request] = 0;
        dropped++;
        if (tokens == 0) {
            wastedTokens += prefilled;
        } else {
            // a decode replica got the prompt and the first token from elsewhere
            wastedTokens += tokens + (role == Role.DECODE ? -1 : requests.newTokens[request]);
        }
        listener.dropped(index, request, now);
    }

    private void leave(int request, double now) {
        int place = decodes.place(request);
        if (place >= 0) {
            dropDecode(place, now);
        } else if (prefill.removeEnding(request)) {
            decodedTokens++;
            memory.free(request);
            drop(request, tokensAfterPrefill(request), 0, now);
        } else if (prefill.partial() == request) {
            dropPartial(now);
        } else {
            throw new IllegalStateException("request " + request + " is not at " + index);
        }
    }

    private void dropDecode(int place, double now) {
        int request = decodes.request(place);
        int tokens = decodes.tokens(place);
        decodes.remove(place);
        if (!paged) {
            memory.free(request);
        }
        drop(request, tokens, 0, now);
    }

    private void dropPartial(double now) {
        int prefilled = prefill.done(prefill.partial());
        int request = prefill.removePartial();
        memory.free(request);
        drop(request, tokensBefore(request), prefilled, now);
    }

    /** Output tokens that were there before the prompt was prefilled again. */
    private int tokensBefore(int request) {
        return Math.max(0, requests.resume[request] - 1);
    }

    /** Loses everything; of the segment under way so many steps were completed. */
    void lose(long stepsDone, double now) {
        step(stepsDone);
        prefill.loseStep();
        leavingCount = 0;
        while (decodes.size() > 0) {
            dropDecode(decodes.firstAdmitted(), now);
        }
        for (int i = 0; i < prefill.endingCount(); i++) {
            int request = prefill.ending(i);
            memory.free(request);
            drop(request, tokensBefore(request), prefill.done(request), now);
        }
        prefill.clearEnding();
        if (prefill.partial() >= 0) {
            dropPartial(now);
        }
        while (!waiting.isEmpty()) {
            int request = waiting.poll();
            drop(request, tokensBefore(request), 0, now);
        }
        if (prefixes != null) {
            prefixes.room(0);
        }
    }

    /** A request in service leaves at the end of the step under way. */
    void leaveLater(int request) {
        if (leavingCount == leaving.length) {
            leaving = Arrays.copyOf(leaving, leavingCount * 2);
        }
        leaving[leavingCount++] = request;
    }

    /** Decodes that take part in the step under way. */
    int decoding() {
        return decodesStep ? decodes.size() : 0;
    }

    int inService() {
        return decodes.size() + prefill.size();
    }
}
