package headroom.serving;

import headroom.serving.EngineRules.Memory;
import headroom.serving.EngineRules.Role;
import headroom.serving.Naive.Params;

import java.util.List;

/** How a naive replica counts its KV memory: block by block, from scratch every time. */
record NaiveMemory(Params params, EngineRules rules) {
    /** Blocks of what is running, counted for its next decode; a block is a token if reserved. */
    long usedBlocks(List<NaiveSequence> running) {
        return running.stream().mapToLong(this::blocks).sum();
    }

    long blocks(NaiveSequence s) {
        return rules.memory() == Memory.PAGED ? ceil(s.contextTokens()) : mostBlocks(s);
    }

    /** What it takes in its last step, or from the first on if reserved. */
    long mostBlocks(NaiveSequence s) {
        long prompt = s.job.promptTokens();
        boolean paged = rules.memory() == Memory.PAGED;
        long last = s.job.outputTokens() - (paged ? 1 : 0);
        long tokens = rules.role() == Role.PREFILL ? prompt : prompt + last;
        return paged ? ceil(tokens) : tokens;
    }

    long capacityBlocks() {
        boolean paged = rules.memory() == Memory.PAGED;
        return paged ? params.kvCapacityTokens() / rules.blockTokens() : params.kvCapacityTokens();
    }

    long ceil(long tokens) {
        return (long) Math.ceil(tokens / (double) rules.blockTokens());
    }

    long freeTokens(List<NaiveSequence> running) {
        int block = rules.memory() == Memory.PAGED ? rules.blockTokens() : 1;
        return Math.max(0, capacityBlocks() - usedBlocks(running)) * block;
    }
}
