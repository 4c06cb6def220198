package headroom.scenario;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/**
 * The prefix cache of a replica. What it finds of a prompt is not prefilled again, unless the
 * workload's cacheLifetime has passed.
 */
public record PrefixCacheSection(
        @Key(
                name = "of",
                def = "sessions",
                doc = "sessions: the context of each session. blocks: blocks of prompts that a"
                        + " replayed trace names, shared by whoever sends them.")
        Content of,

        @Key(
                name = "block",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 1 M tokens]",
                def = "16 tokens",
                doc = "Tokens of a block; only full ones are kept. With 'of: blocks' those of"
                        + " the trace, 512.")
        double blockTokens,

        @Key(
                name = "spareKv",
                def = "true",
                doc = "Whether it may use the KV memory that nothing in service needs.")
        boolean spareKv,

        @Key(
                name = "host",
                unit = Quantity.TOKENS,
                range = "[0 tokens, 1000 T tokens]",
                def = "0 tokens",
                doc = "Memory it may use besides, such as that of the host.")
        double hostTokens,

        @Key(
                name = "evict",
                def = "lru",
                doc = "lru: only when memory runs out, the least recently used first. idle:"
                        + " also what is older than lifetime.")
        Evict evict,

        @Key(
                name = "lifetime",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                doc = "How long an unused prefix is kept. For 'evict: idle', needed there.")
        OptionalDouble lifetimeSeconds) {

    private static final double TRACE_BLOCK_TOKENS = 512;

    public PrefixCacheSection {
        boolean idle = evict == Evict.IDLE;
        boolean blocks = of == Content.BLOCKS;
        new Faults()
                .unless(
                        spareKv || hostTokens > 0,
                        "host",
                        "must be above 0 without spareKv: the cache would have no memory")
                .unless(idle || lifetimeSeconds.isEmpty(), "lifetime", "is for 'evict: idle' only")
                .unless(
                        !idle || lifetimeSeconds.isPresent(),
                        "",
                        "missing key 'lifetime', needed by 'evict: idle'")
                .unless(!(idle && blocks), "evict", "must be lru with 'of: blocks'")
                .unless(
                        !blocks || blockTokens == TRACE_BLOCK_TOKENS,
                        "block",
                        "must be 512 tokens with 'of: blocks': what an id of hash_ids names")
                .raise();
    }

    /** What may be cached. */
    public enum Content {
        /** Contexts, each its session's own. */
        SESSIONS,
        /** Blocks of prompts, shared. */
        BLOCKS
    }

    /** What leaves the cache. */
    public enum Evict {
        /** The least recently used, when memory runs out. */
        LRU,
        /** That, and what has not been used for the lifetime. */
        IDLE
    }
}
