package headroom.analytic;

/**
 * How much of what {@link Silicon} can do an engine reaches, and what it spends beside.
 *
 * <p>Shares are of the peak [1]; times are fixed costs [s]. Grade: fitted to closed-loop runs, one
 * set for each engine on all GPUs and precisions; see docs/step-time.md.
 *
 * @param memory share of the memory bandwidth when weights are read
 * @param expertMemory the same for experts, relative to {@code memory}
 * @param kvMemory share of the memory bandwidth when keys and values are read
 * @param prefill share of the operations per second in prefill, dense layers
 * @param expertPrefill how many times longer an operation takes where there are experts
 * @param decode share of the operations per second of decoding tokens
 * @param attention share of the 16-bit operations per second in prefill attention
 * @param link share of the link bandwidth
 * @param overheads fixed costs
 */
public record Efficiencies(
        double memory,
        double expertMemory,
        double kvMemory,
        double prefill,
        double expertPrefill,
        double decode,
        double attention,
        double link,
        Overheads overheads) {

    /**
     * Fixed costs [s].
     *
     * @param stepSeconds a step
     * @param sequenceSeconds a sequence in a step
     * @param layerSeconds a layer in a step
     * @param expertLayerSeconds more of it, where there are experts
     * @param commLayerSeconds more of it, where GPUs share the layer
     * @param latentLayerSeconds more of it with latent attention
     * @param sparseLayerSeconds more of it with sparse attention
     * @param otherLayerSeconds more of it, averaged over the layers, where some do not grow with
     *     the context and have projections of their own
     * @param prefillLayerSeconds a layer, for each prompt or chunk of one
     */
    public record Overheads(
            double stepSeconds,
            double sequenceSeconds,
            double layerSeconds,
            double expertLayerSeconds,
            double commLayerSeconds,
            double latentLayerSeconds,
            double sparseLayerSeconds,
            double otherLayerSeconds,
            double prefillLayerSeconds) {}
}
