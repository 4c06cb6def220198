package headroom.analytic;

import headroom.analytic.Silicon.Precision;

/**
 * The coefficients of a step's duration, affine in its batch, from what it reads and computes.
 *
 * <pre>
 * step [s] = c0 + c1 b + c2 (T + n) + c3 T + c4 A + c5 (K + n)      as in serving.StepTime
 *
 * c0 = Wa/(M m) + (Wd + Wh)/(M m) + (X(B) - B X'(B)) We/(M m x) + layers o + o_step
 * c1 = o_seq + X'(B) We/(M m x) + F/(R d) [+ L k/(M v) where attention is sparse]
 * c2 = layers x traffic / (N l)
 * c3 = F h/(R p) + (chunks layers o_pre + (E - X(B)) We/(M m x)) / S
 * c4 = Q/(R16 a) x 1/2 / (1 + 1/(2 chunks))
 * c5 = k/(M v)                                                        0 where attention is sparse
 *
 * Wa, Wd, Wh  bytes of attention, of dense layers and shared experts, of the output layer that a
 *             GPU reads, summed over the stages of a pipeline [byte]; We: of one expert
 * M, N        bandwidth of memory and of links [byte/s]; m, x, v, l: shares reached [1]
 * X(b)        experts of a layer that b tokens read, E (1 - (1 - A/E)^b) [1]; X': its slope;
 *             with a pipeline, of the part of the batch that a stage holds
 * R, R16      operations per second at the weights' precision and in 16 bits [FLOP/s]
 * F           operations of a token on one GPU, 2 x active weights / GPUs [FLOP]
 * Q           operations of a query and a key on one GPU [FLOP]; p, d, a, h: Efficiencies
 * k           bytes of keys and values of a token of context that one GPU reads [byte]
 * S, B        the expected prompt [token] and batch; chunks = ceil(S / token budget)
 * L           tokens that sparse attention reads [token]
 * </pre>
 *
 * <p>Domain: batches near the expected one. X(b) is concave, so the tangent at B never reads too
 * few experts; by how many too much is {@link #expertExcess}. What a prompt costs once (launches,
 * and experts that decoding had not read anyway) is spread over the tokens of the expected prompt.
 * A causal prompt has S^2/2 pairs while A counts S^2 (1 + 1/(2 chunks)), hence the factor of c4.
 * The terms are summed, not maximised: a batch that is bound by memory has its operations hidden,
 * so the shares are those of a sum. With a pipeline every stage holds a part of the batch: weights
 * are read once a stage in turn, what grows with the batch is shared. Source: roofline, Williams et
 * al., CACM 52(4), 2009; batches of experts: expectation of distinct draws. Grade: fitted, by
 * {@link Efficiencies}; pipelines assumed, no measured row has one.
 */
public final class Roofline {
    private final ModelShape shape;
    private final Silicon silicon;
    private final ParallelLayout layout;
    private final Weights weights;
    private final double attentionBytes;
    private final double otherBytes;
    private final double expertBytes;
    private final double kvBytes;
    private final double trafficBytes;

    /**
     * How weights and context are kept.
     *
     * @param precision of the weights
     * @param kvBytes of an element of keys and values [byte]
     */
    public record Weights(Precision precision, double kvBytes) {}

    /**
     * Where the affine law is laid against the curve.
     *
     * @param batch sequences that decode
     * @param promptTokens mean prompt [token]
     * @param contextTokens mean context of a decode [token]
     * @param tokenBudget most new tokens in a step [token]
     */
    public record Expected(
            double batch, double promptTokens, double contextTokens, double tokenBudget) {
        double chunks() {
            return Math.max(1, Math.ceil(promptTokens / tokenBudget));
        }
    }

    /** Coefficients in the order of {@code serving.StepTime} [s]. */
    public record Terms(double c0, double c1, double c2, double c3, double c4, double c5) {}

    /** What a replica of a model on some GPUs can do at most. */
    public Roofline(ModelShape shape, Silicon silicon, ParallelLayout layout, Weights weights) {
        this.shape = shape;
        this.silicon = silicon;
        this.layout = layout;
        this.weights = weights;
        double perWeight = weights.precision().bytes();
        double perAttention =
                weights.precision().isFourBits() ? shape.attention().fourBitBytes() : perWeight;
        attentionBytes = shape.attentionWeights() * perAttention / layout.tensor();
        double dense = shape.denseWeights() * perWeight + shape.headWeights() * 2;
        otherBytes = dense / layout.stageGpus();
        expertBytes = shape.expertWeights() * perWeight / layout.stageGpus();
        // a latent vector belongs to all heads, so splitting heads does not split it
        double shards = shape.attention().isLatent()
                ? 1
                : Math.min(layout.tensor(), shape.attention().kvHeads());
        double copies = shards * layout.data() * layout.pipeline();
        kvBytes = shape.kvElements() * weights.kvBytes() / copies;
        trafficBytes = traffic();
    }

    /** Bytes a GPU sends for one token in one layer: after the attention, and after the rest. */
    private double traffic() {
        double vector = 2.0 * shape.width();
        double t = layout.tensor();
        double g = layout.stageGpus();
        double attention = 2 * vector * (t - 1) / t / layout.data();
        double rest = 2 * vector * (g - 1) / g;
        if (layout.expert() > 1 && layout.data() > 1) {
            double e = layout.expert();
            rest = 2 * vector * shape.activeExperts() * (e - 1) / e / g;
        }
        return attention + rest;
    }

    /** The coefficients at an expected batch. */
    public Terms terms(Efficiencies e, Expected at) {
        double memory = silicon.memoryBytesPerSecond() * e.memory();
        double expert = expertBytes / (memory * e.expertMemory());
        double part = at.batch() / layout.pipeline();
        double touched = shape.touchedExperts(part);
        double slope = shape.touchedSlope(part) / layout.pipeline();
        double fixedTouched = touched - part * shape.touchedSlope(part);
        double peak = silicon.flopsPerSecond(weights.precision());
        double flops = 2 * shape.activeWeights() / layout.gpus();
        double kv = kvBytes / (silicon.memoryBytesPerSecond() * e.kvMemory());
        double limit = shape.attention().contextLimitTokens();
        boolean sparse = limit > 0 && limit < at.contextTokens();
        double harder = shape.experts() > 0 ? e.expertPrefill() : 1;
        double oncePerPrompt = shape.layers() * e.overheads().prefillLayerSeconds() * at.chunks()
                + (shape.experts() - touched) * expert;
        double pairs = 0.5 / (1 + 0.5 / at.chunks());
        return new Terms(
                (attentionBytes + otherBytes) / memory + fixedTouched * expert + overhead(e),
                e.overheads().sequenceSeconds()
                        + slope * expert
                        + flops / (peak * e.decode())
                        + (sparse ? limit * kv : 0),
                shape.layers() * trafficBytes / (silicon.linkBytesPerSecond() * e.link()),
                flops * harder / (peak * e.prefill()) + oncePerPrompt / at.promptTokens(),
                shape.pairFlops()
                        / layout.gpus()
                        * pairs
                        / (silicon.flops16PerSecond() * e.attention()),
                sparse ? 0 : kv);
    }

    private double overhead(Efficiencies e) {
        Efficiencies.Overheads o = e.overheads();
        ModelShape.Attention a = shape.attention();
        double layer = o.layerSeconds()
                + (shape.experts() > 0 ? o.expertLayerSeconds() : 0)
                + (layout.stageGpus() > 1 ? o.commLayerSeconds() : 0)
                + (a.isLatent() ? o.latentLayerSeconds() : 0)
                + (a.contextLimitTokens() > 0 ? o.sparseLayerSeconds() : 0)
                + (a.otherWidth() > 0 ? o.otherLayerSeconds() : 0);
        return shape.layers() * layer + o.stepSeconds();
    }

    /** By how many experts the tangent at one batch exceeds what another batch reads. */
    public double expertExcess(double expectedBatch, double batch) {
        double tangent = shape.touchedExperts(expectedBatch)
                + shape.touchedSlope(expectedBatch) * (batch - expectedBatch);
        return tangent - shape.touchedExperts(batch);
    }

    /** Weights that one GPU holds [byte]. */
    public double weightBytesPerGpu() {
        double experts = shape.experts() * expertBytes;
        double inputs = shape.headWeights() * 2 / layout.stageGpus();
        return (attentionBytes + otherBytes + experts + inputs) / layout.pipeline();
    }

    /** Tokens of context that fit into a share of the memory beside the weights [token]. */
    public double kvCapacityTokens(double memoryShare) {
        double free = memoryShare * silicon.memoryBytes() - weightBytesPerGpu();
        return Math.max(0, Math.floor(free / kvBytes));
    }
}
