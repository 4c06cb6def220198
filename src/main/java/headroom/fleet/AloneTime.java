package headroom.fleet;

import headroom.serving.Replica;
import headroom.serving.StepTime;

/**
 * How long a replica takes for a request that it serves alone and at once, at full clock: what no
 * router and no further replica of its kind could better.
 *
 * <pre>
 * prefill = m*(c0 + c1) + (c2 + c3)*L + c4*(L*P + (q*B^2 + t^2)/2)
 * decode  = (G - 1)*(c0 + c1 + c2 + c5*(P + G/2))
 *   m = q + 1 chunks: q = (L - 1) div B full ones of the token budget B, and t = L - q*B
 *   P, L, G   prompt, what of it needs prefill, and output [token]
 * </pre>
 *
 * <p>The j-th decode reads P + j tokens of KV, so G - 1 of them read (G - 1)*(P + G/2). Source: the
 * sum of {@link StepTime} over the steps of a batch of one. Exact. In company a request may be cut
 * into smaller chunks, which that law credits with less attention, c4 for each token that another
 * one displaces; it is a lower bound where c4*B is below what the other costs itself, that is below
 * c1 + c2 and c2 + c3, and below (c0 + c1)*4/B: coefficients of all known engines keep that by a
 * factor of ten and more. A random factor on steps breaks the bound for a request, not for the
 * mean.
 */
public final class AloneTime {
    private AloneTime() {}

    /** From admission to the first token [s]. */
    public static double prefillSeconds(Replica.Engine engine, int promptTokens, int newTokens) {
        StepTime c = engine.stepTime();
        long budget = engine.limits().tokenBudget();
        long full = (newTokens - 1) / budget;
        double last = newTokens - full * budget;
        double attention = (double) newTokens * promptTokens
                + 0.5 * (full * ((double) budget * budget) + last * last);
        return (full + 1) * (c.c0Seconds() + c.c1Seconds())
                + (c.c2Seconds() + c.c3Seconds()) * newTokens
                + c.c4Seconds() * attention;
    }

    /** From the first token to the last [s]. */
    public static double decodeSeconds(Replica.Engine engine, int promptTokens, int outputTokens) {
        StepTime c = engine.stepTime();
        double context = promptTokens + 0.5 * outputTokens;
        return (outputTokens - 1)
                * (c.c0Seconds() + c.c1Seconds() + c.c2Seconds() + c.c5Seconds() * context);
    }

    /**
     * From the client's request to its first token [s].
     *
     * @param first the deployment that prefills
     * @param last the deployment that decodes, often the same
     */
    public static double ttftSeconds(
            DeploymentSpec first, DeploymentSpec last, int promptTokens, int newTokens) {
        return first.arrivalSeconds()
                + prefillSeconds(first.engine(), promptTokens, newTokens)
                + last.perTokenSeconds();
    }

    /** From then on until the client has the last token [s]. */
    public static double restSeconds(
            DeploymentSpec first, DeploymentSpec last, int promptTokens, int outputTokens) {
        double moved = 0;
        if (first != last) {
            moved = first.link().transferSeconds(promptTokens) + first.link().latencySeconds();
        }
        return moved
                + decodeSeconds(last.engine(), promptTokens, outputTokens)
                + (outputTokens - 1) * last.perTokenSeconds()
                + last.completionSeconds();
    }
}
