package headroom.supply;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** How a replica schedules its batch and keeps its memory. */
public record EngineSection(
        @Key(
                name = "order",
                def = "decode-first",
                doc = "decode-first: sequences decode in every step, prompts share what is left of"
                        + " its tokens; prefill-first: a step with any prompt takes prompts only.")
        Order order,

        @Key(
                name = "memory",
                def = "reserved",
                doc = "reserved: a request is admitted when memory holds its prompt and output;"
                        + " paged: when it holds the prompt, and where decoding outgrows memory,"
                        + " the latest of the lowest priority is preempted and computed again.")
        Memory memory,

        @Key(
                name = "block",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 1 M tokens]",
                def = "16 tokens",
                grade = Key.Grade.VENDOR,
                doc = "Paged memory is given out in blocks of so many tokens.")
        double blockTokens,

        @Key(
                name = "watermark",
                unit = Quantity.RATIO,
                range = "[0 %, 100 %)",
                def = "1 %",
                grade = Key.Grade.VENDOR,
                doc = "Share of paged memory that admissions leave free.")
        double watermark,

        @Key(
                name = "prefillNoise",
                def = "none",
                doc = "What multiplies the duration of steps that prefill; exponential: a factor"
                        + " of mean 1 from the exponential law.")
        Noise prefillNoise) {

    /**
     * Memory that a request of the longest kind takes, in whole blocks where memory is paged
     * [tokens].
     *
     * @param output tokens that the replica decodes; 0 where it only prefills
     */
    public double takenTokens(double prompt, double output) {
        if (memory == Memory.RESERVED) {
            return prompt + output;
        }
        // nobody ever reads the KV of the last token
        return Math.ceil((prompt + Math.max(0, output - 1)) / blockTokens) * blockTokens;
    }

    /** Memory that can be given out of so much, in whole blocks where memory is paged [tokens]. */
    public double usableTokens(double kvTokens) {
        return memory == Memory.RESERVED
                ? kvTokens
                : Math.floor(kvTokens / blockTokens) * blockTokens;
    }

    /** What a step takes first. */
    public enum Order {
        /** Decodes, then prompts. */
        DECODE_FIRST,
        /** Prompts alone, if there are any. */
        PREFILL_FIRST
    }

    /** How KV memory is given out. */
    public enum Memory {
        /** In full at admission. */
        RESERVED,
        /** In blocks, as sequences grow. */
        PAGED
    }

    /** What multiplies the duration of steps that prefill. */
    public enum Noise {
        /** Nothing. */
        NONE,
        /** A draw from the exponential law of mean 1. */
        EXPONENTIAL
    }

    /** The part of a request that a replica does. */
    public enum Role {
        /** Prefill and decode. */
        WHOLE,
        /** The prompt and the first token. */
        PREFILL,
        /** All tokens after the first. */
        DECODE
    }

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
                    doc = "Tokens of a block; only full ones are kept. Without it 16, and with"
                            + " 'of: blocks' those of the trace, 512.")
            OptionalDouble givenBlockTokens,

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

        private static final double BLOCK_TOKENS = 16;
        private static final double TRACE_BLOCK_TOKENS = 512;

        public PrefixCacheSection {
            boolean idle = evict == Evict.IDLE;
            boolean blocks = of == Content.BLOCKS;
            new Faults()
                    .unless(
                            spareKv || hostTokens > 0,
                            "host",
                            "must be above 0 without spareKv: the cache would have no memory")
                    .unless(
                            idle || lifetimeSeconds.isEmpty(),
                            "lifetime",
                            "is for 'evict: idle' only")
                    .unless(
                            !idle || lifetimeSeconds.isPresent(),
                            "",
                            "missing key 'lifetime', needed by 'evict: idle'")
                    .unless(!(idle && blocks), "evict", "must be lru with 'of: blocks'")
                    .unless(
                            !blocks
                                    || givenBlockTokens.orElse(TRACE_BLOCK_TOKENS)
                                            == TRACE_BLOCK_TOKENS,
                            "block",
                            "must be 512 tokens with 'of: blocks': what an id of hash_ids names")
                    .raise();
        }

        /** Tokens of a block. */
        public double blockTokens() {
            return givenBlockTokens.orElse(
                    of == Content.BLOCKS ? TRACE_BLOCK_TOKENS : BLOCK_TOKENS);
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
}
