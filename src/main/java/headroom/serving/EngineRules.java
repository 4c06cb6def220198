package headroom.serving;

/**
 * How a replica schedules its batch and keeps its memory.
 *
 * @param order what a step takes first
 * @param memory how KV memory is given out
 * @param blockTokens KV memory is given out in blocks of this many tokens; used when paged
 * @param watermark share of the blocks, rounded down to whole ones, that admissions leave free
 *     while anything is in service, so that decodes can grow; used when paged
 * @param role the part of a request that is done here
 * @param noise what multiplies the duration of steps that prefill
 */
public record EngineRules(
        Order order, Memory memory, int blockTokens, double watermark, Role role, Noise noise) {

    /** Decode first, memory reserved in full, both phases, no noise. */
    public static final EngineRules PLAIN =
            new EngineRules(Order.DECODE_FIRST, Memory.RESERVED, 1, 0, Role.WHOLE, Noise.NONE);

    /** What a step takes first. */
    public enum Order {
        /** Decodes go on in every step; prompts share what is left of its tokens. */
        DECODE_FIRST,
        /** A step with any prompt to prefill takes prompts only; decodes wait. */
        PREFILL_FIRST
    }

    /** How KV memory is given out. */
    public enum Memory {
        /** Prompt and output are reserved at admission: nothing ever outgrows the memory. */
        RESERVED,
        /** Blocks are taken as a sequence grows; the latest of the lowest priority is preempted. */
        PAGED
    }

    /** The part of a request that is done here. */
    public enum Role {
        /** Prefill and decode. */
        WHOLE,
        /** The prompt and the first token; then the KV goes elsewhere. */
        PREFILL,
        /** All tokens after the first, of requests whose KV has arrived. */
        DECODE
    }

    /** What multiplies the duration of steps that prefill. */
    public enum Noise {
        /** Nothing: a step takes what {@link StepTime} says. */
        NONE,
        /** A factor drawn for each such step from the exponential law of mean 1. */
        EXPONENTIAL
    }

    /** Throws on a block without tokens or a watermark that is no share. */
    public EngineRules {
        if (blockTokens < 1 || !(watermark >= 0 && watermark < 1)) {
            throw new IllegalArgumentException("block " + blockTokens + ", free " + watermark);
        }
    }
}
