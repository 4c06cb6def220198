package headroom.supply;

import headroom.analytic.ModelShape;
import headroom.analytic.Silicon;
import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** The shape of a model: the sizes that decide what a step reads and computes. */
public record ArchitectureSection(
        @Key(name = "layers", range = "[1, 10000]", doc = "Layers in all.")
        int layers,

        @Key(name = "width", range = "[1, 1 M]", doc = "Size of a token's vector between layers.")
        int width,

        @Key(name = "heads", range = "[1, 100000]", doc = "Query heads of a layer.")
        int heads,

        @Key(name = "kvHeads", range = "[1, 100000]", doc = "Heads of keys and values of a layer.")
        int kvHeads,

        @Key(
                name = "headSize",
                range = "[1, 100000]",
                doc = "Elements of a head; with a latent, those without position.")
        int headSize,

        @Key(name = "vocabulary", range = "[1, 100 M]", doc = "Tokens there are.")
        int vocabulary,

        @Key(
                name = "ffn",
                range = "[0, 10 M]",
                def = "0",
                doc = "Inner width of the three matrices of a dense layer.")
        int ffn,

        @Key(
                name = "denseLayers",
                range = "[0, 10000]",
                def = "0",
                doc = "Layers without experts, where there are experts; all, where there are none.")
        int denseLayers,

        @Key(name = "experts", range = "[0, 1 M]", def = "0", doc = "Experts of a layer.")
        int experts,

        @Key(
                name = "activeExperts",
                range = "[0, 1 M]",
                def = "0",
                doc = "Experts that a token visits, shared ones apart.")
        int activeExperts,

        @Key(
                name = "sharedExperts",
                range = "[0, 1 M]",
                def = "0",
                doc = "Experts that every token visits.")
        int sharedExperts,

        @Key(
                name = "expertFfn",
                range = "[0, 10 M]",
                def = "0",
                doc = "Inner width of the three matrices of an expert.")
        int expertFfn,

        @Key(
                name = "latent",
                range = "[0, 1 M]",
                def = "0",
                doc = "Elements of the latent vector that all heads share (MLA); 0: none.")
        int latent,

        @Key(
                name = "queryRank",
                range = "[0, 1 M]",
                def = "0",
                doc = "Rank of the queries, with a latent.")
        int queryRank,

        @Key(
                name = "ropeSize",
                range = "[0, 1 M]",
                def = "0",
                doc = "Elements of a key with position beside the latent.")
        int ropeSize,

        @Key(
                name = "valueSize",
                range = "[0, 1 M]",
                def = "0",
                doc = "Elements of a value, with a latent.")
        int valueSize,

        @Key(
                name = "fixedLayers",
                range = "[0, 10000]",
                def = "0",
                doc = "Layers that attend to a window or a state that does not grow.")
        int fixedLayers) {

    public ArchitectureSection {
        new Faults()
                .unless(denseLayers <= layers, "denseLayers", "must not exceed layers")
                .unless(fixedLayers <= layers, "fixedLayers", "must not exceed layers")
                .unless(activeExperts <= experts, "activeExperts", "must not exceed experts")
                .unless(
                        experts == 0 || activeExperts > 0,
                        "activeExperts",
                        "must be above 0 where there are experts")
                .raise();
    }

    /** The shape as the roofline takes it. */
    public ModelShape shape() {
        return new ModelShape(
                layers,
                experts == 0 ? layers : denseLayers,
                width,
                new ModelShape.Attention(
                        heads,
                        kvHeads,
                        headSize,
                        layers - fixedLayers,
                        0,
                        queryRank,
                        latent,
                        ropeSize,
                        valueSize,
                        0,
                        Silicon.Precision.FP8.bytes()),
                ffn,
                experts,
                activeExperts,
                sharedExperts,
                expertFfn,
                vocabulary);
    }

    /** What a kind of GPU can do at most. */
    public record ChipSection(
            @Key(
                    name = "memory",
                    unit = Quantity.BYTES,
                    range = "(0 bytes, 1000 TB]",
                    doc = "Its memory.")
            double memoryBytes,

            @Key(
                    name = "memoryBandwidth",
                    unit = Quantity.BANDWIDTH,
                    range = "(0 bytes/s, 10000 TB/s]",
                    doc = "Bandwidth of that memory.")
            double memoryBytesPerSecond,

            @Key(
                    name = "flops16",
                    unit = Quantity.COMPUTE,
                    range = "(0 FLOP/s, 10000 PFLOP/s]",
                    doc = "Operations with weights of 16 bits, dense.")
            double flops16PerSecond,

            @Key(
                    name = "flops8",
                    unit = Quantity.COMPUTE,
                    range = "(0 FLOP/s, 10000 PFLOP/s]",
                    doc = "Operations with weights of 8 bits.")
            double flops8PerSecond,

            @Key(
                    name = "flops4",
                    unit = Quantity.COMPUTE,
                    range = "(0 FLOP/s, 10000 PFLOP/s]",
                    doc = "Operations with weights of 4 bits.")
            double flops4PerSecond,

            @Key(
                    name = "linkBandwidth",
                    unit = Quantity.BANDWIDTH,
                    range = "(0 bytes/s, 10000 TB/s]",
                    doc = "Bandwidth to its peers, one direction.")
            double linkBytesPerSecond) {

        public Silicon silicon() {
            return new Silicon(
                    memoryBytes,
                    memoryBytesPerSecond,
                    flops16PerSecond,
                    flops8PerSecond,
                    flops4PerSecond,
                    linkBytesPerSecond);
        }
    }
}
