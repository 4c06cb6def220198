package headroom.serving;

import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Role;

/**
 * The KV memory of one replica: what is taken, and who may still be admitted.
 *
 * <p>Reserved: a request takes its prompt and its output when it is admitted. Paged: a prompt takes
 * the blocks of its whole context when it is admitted, a decoding sequence the blocks that its next
 * decode needs; those are counted by {@link Decodes}, which is asked exactly only when a bound
 * does not tell.
 */
final class KvMemory {
    private final Requests requests;
    private final Decodes decodes;
    private final boolean paged;
    private final Role role;
    private final int block;
    /** Blocks there are: tokens, where memory is reserved. */
    private final long capacity;
    /** Blocks that admissions may fill while anything is in service. */
    private final long open;
    /** Blocks of prompts in prefill; of all in service, where memory is reserved. */
    private long taken;

    KvMemory(Replica.Engine engine, Requests requests, Decodes decodes) {
        this.requests = requests;
        this.decodes = decodes;
        EngineRules rules = engine.rules();
        paged = rules.memory() == Memory.PAGED;
        role = rules.role();
        block = paged ? rules.blockTokens() : 1;
        capacity = engine.limits().kvCapacityTokens() / block;
        open = paged ? capacity - (long) (rules.watermark() * capacity) : capacity;
    }

    /** True if an engine could serve the request alone. */
    static boolean fits(Replica.Engine engine, Requests requests, int request) {
        EngineRules rules = engine.rules();
        boolean prefills = rules.role() == Role.PREFILL;
        long capacityTokens = engine.limits().kvCapacityTokens();
        long most = requests.promptTokens[request];
        most += prefills ? 0 : requests.outputTokens[request];
        if (rules.memory() == Memory.RESERVED) {
            return most <= capacityTokens;
        }
        // nobody ever reads the KV of the last token
        most -= prefills ? 0 : 1;
        int block = rules.blockTokens();
        return (most + block - 1) / block <= capacityTokens / block;
    }

    /** True if there is memory to admit a request beside those in service. */
    boolean admits(int request, boolean alone) {
        long most = alone ? capacity : open;
        long left = most - taken - need(request);
        if (!paged) {
            return left >= 0;
        }
        return decodes.mostTokensAfter(0) <= left * block || decodes.blocksAfter(0) <= left;
    }

    /** True if the next decodes have their blocks. */
    boolean holdsDecodes() {
        long left = capacity - taken;
        return decodes.mostTokensAfter(0) <= left * block || decodes.blocksAfter(0) <= left;
    }

    /** Steps, up to a bound, for which the decodes have their blocks. */
    long stepsWithin(long bound) {
        return paged ? decodes.stepsWithin(capacity - taken, bound) : bound;
    }

    /** A request is admitted, or its prompt is. */
    void take(int request) {
        taken += need(request);
    }

    /** What was taken for a request is free again: it is done, or a prompt is a decode now. */
    void free(int request) {
        taken -= need(request);
    }

    /** KV taken [token]. */
    long tokens() {
        return paged ? taken * block + decodes.contextTokens() + decodes.size() : taken;
    }

    /** Tokens a block; 1 where memory is reserved. */
    int blockTokens() {
        return block;
    }

    /** No more than {@link #freeTokensAfter}, without counting blocks [token]. */
    long surelyFreeTokensAfter(long steps) {
        long used = paged ? taken * block + decodes.mostTokensAfter(steps) : taken;
        return Math.max(0, capacity * block - used);
    }

    /** KV free beside what the decode after so many steps needs [token]. */
    long freeTokensAfter(long steps) {
        long used = paged ? taken + decodes.blocksAfter(steps) : taken;
        return Math.max(0, capacity - used) * block;
    }

    /** Context to prefill: the prompt, and the output that was there before a preemption. */
    int context(int request) {
        int context = requests.promptTokens[request];
        return paged ? context + Math.max(0, requests.resume[request] - 1) : context;
    }

    private long need(int request) {
        if (paged) {
            boolean decodesAtOnce = role == Role.DECODE && requests.resume[request] == 0;
            return blocks(context(request) + (decodesAtOnce ? 1 : 0));
        }
        return role == Role.PREFILL ? requests.promptTokens[request] : mostTokens(request);
    }

    private long mostTokens(int request) {
        return (long) requests.promptTokens[request] + requests.outputTokens[request];
    }

    private long blocks(long tokens) {
        return block == 1 ? tokens : (tokens + block - 1) / block;
    }
}
