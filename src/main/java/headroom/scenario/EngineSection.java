package headroom.scenario;

import headroom.yaml.Key;
import headroom.yaml.Quantity;

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
}
