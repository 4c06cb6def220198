package headroom.serving;

/**
 * Means over requests, and of products of their lengths: what long ones hold and read, those that
 * are alike do not.
 *
 * @param promptTokens prompt, cached tokens included, P [token]
 * @param newTokens of it not cached, L [token]
 * @param outputTokens answer, G [token]
 * @param promptByOutput mean of prompt times answer, E[PG] [token^2]
 * @param outputSquared mean of the square of the answer, E[GG] [token^2]
 * @param newByPrompt mean of what is not cached times the prompt, E[LP] [token^2]
 */
public record RequestMix(
        double promptTokens,
        double newTokens,
        double outputTokens,
        double promptByOutput,
        double outputSquared,
        double newByPrompt) {
    /** How many sums over requests there are. */
    public static final int SUMS = 6;

    /** Of requests that are all alike. */
    public static RequestMix alike(double promptTokens, double newTokens, double outputTokens) {
        return mean(1, products(promptTokens, newTokens, outputTokens));
    }

    /** What a request adds to the sums over requests. */
    public static double[] products(double promptTokens, double newTokens, double outputTokens) {
        return new double[] {
            promptTokens,
            newTokens,
            outputTokens,
            promptTokens * outputTokens,
            outputTokens * outputTokens,
            newTokens * promptTokens
        };
    }

    /** Adds the {@link #products} of a request to sums over requests. */
    public static void add(long[] sums, long promptTokens, long newTokens, long outputTokens) {
        sums[0] += promptTokens;
        sums[1] += newTokens;
        sums[2] += outputTokens;
        sums[3] += promptTokens * outputTokens;
        sums[4] += outputTokens * outputTokens;
        sums[5] += newTokens * promptTokens;
    }

    /**
     * Of so many requests.
     *
     * @param sums of their {@link #products}: P, L, G, PG, GG and LP
     */
    public static RequestMix mean(double requests, double... sums) {
        return new RequestMix(
                sums[0] / requests,
                sums[1] / requests,
                sums[2] / requests,
                sums[3] / requests,
                sums[4] / requests,
                sums[5] / requests);
    }

    /** What replicas of a role do of them. */
    public RequestMix of(EngineRules.Role role) {
        boolean prefills = role != EngineRules.Role.DECODE;
        boolean decodes = role != EngineRules.Role.PREFILL;
        return new RequestMix(
                promptTokens,
                prefills ? newTokens : 0,
                decodes ? outputTokens : 0,
                decodes ? promptByOutput : 0,
                decodes ? outputSquared : 0,
                prefills ? newByPrompt : 0);
    }

    /** Contexts that its decodes read, E[PG] + E[GG]/2 [token^2]. */
    public double readTokens() {
        return promptByOutput + 0.5 * outputSquared;
    }

    /**
     * Tokens that one in service holds, mean over the time that it decodes: such as decode longer
     * count for more.
     *
     * @param reserved whether its answer is reserved from the start
     */
    public double heldTokens(boolean reserved) {
        if (outputTokens == 0) {
            return promptTokens;
        }
        return (promptByOutput + (reserved ? 1 : 0.5) * outputSquared) / outputTokens;
    }
}
