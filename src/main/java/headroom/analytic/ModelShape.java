package headroom.analytic;

/**
 * The sizes of a transformer that decide what a step reads and computes.
 *
 * <p>Some layers are dense, the others hold experts; some attend to the whole context, the others
 * to a window or a state of fixed size, whose cost does not grow. With a latent attention (MLA)
 * queries go through a rank, and keys and values through one latent vector shared by all heads.
 *
 * @param layers layers in all
 * @param denseLayers layers without experts; the rest has them
 * @param width size of a token's vector between layers
 * @param attention sizes of the attention
 * @param ffn inner width of the three matrices of a dense layer
 * @param experts experts of a layer that has them; 0 for a dense model
 * @param activeExperts experts a token visits, the shared ones apart
 * @param sharedExperts experts that every token visits
 * @param expertFfn inner width of the three matrices of an expert
 * @param vocabulary tokens there are
 */
public record ModelShape(
        int layers,
        int denseLayers,
        int width,
        Attention attention,
        int ffn,
        int experts,
        int activeExperts,
        int sharedExperts,
        int expertFfn,
        int vocabulary) {

    /**
     * Sizes of the attention.
     *
     * @param heads query heads
     * @param kvHeads heads of keys and values
     * @param headSize elements of a head; with a latent, those without position
     * @param contextLayers layers whose keys and values grow with the context
     * @param otherWidth outputs of all projections of a layer that does not grow [elements]; 0: as
     *     many as those of a layer that does
     * @param queryRank rank of the queries of a latent attention
     * @param latent elements of the latent vector of a token; 0 for plain attention
     * @param ropeSize elements of a key with position beside the latent
     * @param valueSize elements of a value of a latent attention
     * @param contextLimitTokens most tokens a decode reads, where attention is sparse [token]; 0:
     *     all of them
     * @param fourBitBytes bytes of an attention weight where the rest has 4 bits [byte]
     */
    public record Attention(
            int heads,
            int kvHeads,
            int headSize,
            int contextLayers,
            int otherWidth,
            int queryRank,
            int latent,
            int ropeSize,
            int valueSize,
            int contextLimitTokens,
            double fourBitBytes) {

        boolean isLatent() {
            return latent > 0;
        }
    }

    /** Throws on sizes that no model has. */
    public ModelShape {
        boolean whole = layers > 0
                && denseLayers >= 0
                && denseLayers <= layers
                && attention.contextLayers() <= layers
                && (experts > 0 || denseLayers == layers)
                && activeExperts <= experts;
        if (!whole) {
            throw new IllegalArgumentException("no such model: " + this);
        }
    }

    /** Weights of all attentions. */
    public double attentionWeights() {
        Attention a = attention;
        double w = width;
        if (a.isLatent()) {
            double inside = w * a.queryRank()
                    + (double) a.queryRank() * a.heads() * (a.headSize() + a.ropeSize())
                    + w * (a.latent() + a.ropeSize())
                    + (double) a.latent() * a.heads() * (a.headSize() + a.valueSize())
                    + (double) a.heads() * a.valueSize() * w;
            return layers * inside;
        }
        double full = w * a.headSize() * (2.0 * a.heads() + 2.0 * a.kvHeads());
        double other = a.otherWidth() > 0 ? w * a.otherWidth() : full;
        return a.contextLayers() * full + (layers - a.contextLayers()) * other;
    }

    /** Weights that every token meets: dense layers and shared experts. */
    public double denseWeights() {
        double shared = (double) (layers - denseLayers) * sharedExperts * 3 * width * expertFfn;
        return (double) denseLayers * 3 * width * ffn + shared;
    }

    /** Weights of one expert, summed over the layers. */
    public double expertWeights() {
        return (double) (layers - denseLayers) * 3 * width * expertFfn;
    }

    /** Weights of the output layer; the table of inputs is looked up, not read. */
    public double headWeights() {
        return (double) width * vocabulary;
    }

    /** All weights, the table of inputs included. */
    public double weights() {
        return attentionWeights() + denseWeights() + experts * expertWeights() + 2 * headWeights();
    }

    /** Weights that one token meets in the layers. */
    public double activeWeights() {
        return attentionWeights() + denseWeights() + activeExperts * expertWeights();
    }

    /** Elements of keys and values that one token of context adds. */
    public double kvElements() {
        Attention a = attention;
        return a.isLatent()
                ? (double) a.contextLayers() * (a.latent() + a.ropeSize())
                : 2.0 * a.contextLayers() * a.kvHeads() * a.headSize();
    }

    /** Operations of one query with one key and its value in a prefill [FLOP]. */
    public double pairFlops() {
        Attention a = attention;
        return a.isLatent()
                ? 2.0
                        * a.contextLayers()
                        * a.heads()
                        * (a.headSize() + a.ropeSize() + a.valueSize())
                : 4.0 * a.contextLayers() * a.heads() * a.headSize();
    }

    /**
     * Experts of a layer that a batch reads, in expectation.
     *
     * <p>E (1 - (1 - A/E)^b): E experts, A visited by a token, b tokens that choose evenly and
     * independently [1]. Real routers are uneven, so this is an upper bound. Grade: assumed.
     */
    public double touchedExperts(double batch) {
        return experts == 0 ? 0 : experts * (1 - StrictMath.pow(missed(), batch));
    }

    /** How many more experts one more token reads: the derivative of {@link #touchedExperts}. */
    double touchedSlope(double batch) {
        return experts == 0
                ? 0
                : -experts * StrictMath.log(missed()) * StrictMath.pow(missed(), batch);
    }

    private double missed() {
        // all active would be a logarithm of 0; half a token in a million is never met
        return Math.max(1 - (double) activeExperts / experts, 1e-9);
    }
}
