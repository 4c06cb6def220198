package headroom.supply;

import headroom.analytic.ParallelLayout;
import headroom.analytic.Silicon;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.util.OptionalDouble;

/** What runs on what: gives the duration of steps and the memory for context. */
public record PhysicsSection(
        @Key(
                name = "architecture",
                refersTo = "architectures",
                doc = "Shape of the model: a name under architectures, or a built-in one, such as"
                        + " llama-3-1-70b, deepseek-r1, gpt-oss-120b, large-proprietary.")
        String architecture,

        @Key(name = "precision", def = "fp8", doc = "How weights are kept.")
        Precision precision,

        @Key(name = "kvPrecision", def = "bf16", doc = "How keys and values are kept: bf16 or fp8.")
        Precision kvPrecision,

        @Key(name = "engine", def = "vllm", doc = "The engine whose fitted efficiencies are taken.")
        Engine engine,

        @Key(
                name = "tensorParallel",
                range = "[1, 1024]",
                def = "1",
                doc = "GPUs that share an attention.")
        int tensorParallel,

        @Key(
                name = "dataParallel",
                range = "[1, 1024]",
                def = "1",
                doc = "Copies of the attention, each with its own requests.")
        int dataParallel,

        @Key(
                name = "expertParallel",
                range = "[1, 1024]",
                def = "1",
                doc = "GPUs over which whole experts are dealt out; 1: every expert is split.")
        int expertParallel,

        @Key(
                name = "pipelineParallel",
                range = "[1, 1024]",
                def = "1",
                grade = Key.Grade.ASSUMED,
                doc = "Stages that the layers are split into. No measured point has more than 1.")
        int pipelineParallel,

        @Key(
                name = "memoryShare",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %]",
                def = "90 %",
                doc = "Share of the memory for weights and context.")
        double memoryShare,

        @Key(
                name = "expectedBatch",
                range = "[1, 100000]",
                def = "64",
                doc = "Sequences that decode, where the affine law is laid against the curve:"
                        + " it matters for experts only.")
        double expectedBatch,

        @Key(
                name = "expectedPrompt",
                unit = Quantity.TOKENS,
                range = "[1 tokens, 100 M tokens]",
                def = "2 k tokens",
                doc = "Prompt over whose tokens the fixed cost of a prompt is spread.")
        double expectedPromptTokens,

        @Key(name = "efficiency", def = "{}", doc = "Other efficiencies than the fitted ones.")
        EfficiencySection efficiency) {

    public PhysicsSection {
        new Faults()
                .unless(
                        expertParallel <= tensorParallel * dataParallel,
                        "expertParallel",
                        "must not exceed tensorParallel x dataParallel, "
                                + tensorParallel * dataParallel)
                .unless(
                        kvPrecision == Precision.BF16 || kvPrecision == Precision.FP8,
                        "kvPrecision",
                        "must be bf16 or fp8")
                .raise();
    }

    /** How weights may be kept. */
    public enum Precision {
        /** 16 bits. */
        BF16(Silicon.Precision.BF16),
        /** 8 bits. */
        FP8(Silicon.Precision.FP8),
        /** 4 bits with scales. */
        FP4(Silicon.Precision.FP4),
        /** 4 bits in memory, 16 in operations. */
        INT4(Silicon.Precision.INT4);

        private final Silicon.Precision inside;

        Precision(Silicon.Precision inside) {
            this.inside = inside;
        }

        public Silicon.Precision inside() {
            return inside;
        }
    }

    /** Engines with fitted efficiencies. */
    public enum Engine {
        /** vLLM. */
        VLLM,
        /** SGLang. */
        SGLANG,
        /** TensorRT-LLM. */
        TRTLLM
    }

    public ParallelLayout layout() {
        return new ParallelLayout(tensorParallel, dataParallel, pipelineParallel, expertParallel);
    }

    /** Efficiencies that are known better than by the fit. */
    public record EfficiencySection(
            @Key(
                    name = "memory",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    doc = "Share of the memory bandwidth when weights are read.")
            OptionalDouble memory,

            @Key(
                    name = "kvMemory",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    doc = "Share of the memory bandwidth when keys and values are read.")
            OptionalDouble kvMemory,

            @Key(
                    name = "prefill",
                    unit = Quantity.RATIO,
                    range = "(0 %, 100 %]",
                    doc = "Share of the operations per second in prefill.")
            OptionalDouble prefill,

            @Key(
                    name = "layer",
                    unit = Quantity.DURATION,
                    range = "[0 s, 1 s]",
                    doc = "Fixed cost of a layer in a step.")
            OptionalDouble layerSeconds) {}
}
