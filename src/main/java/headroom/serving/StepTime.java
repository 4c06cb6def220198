package headroom.serving;

/**
 * The duration of one engine step as an affine function of the step's batch.
 *
 * <pre>
 * step [s] = c0 + c1*b + c2*(T + n) + (c3*T + c4*A)/f + c5*(K + n)
 *   T = sum t_i                 new prompt tokens in the step [token]
 *   A = sum t_i*(S_i + t_i/2)   attention work of those tokens [token^2], S_i the prompt length
 *   n                           decoding sequences, one token each
 *   K                           KV they read: prompt + tokens generated, less the latest of each,
 *                               whose keys this very step writes: the + n [token]
 *   b                           sequences of either kind
 *   f                           clock as a share of full clock, 0 < f &lt;= 1
 * </pre>
 *
 * <p>Domain: a batch that does not change within the step. The clock slows only the compute-bound
 * terms c3 and c4; reading weights and KV (c0, c5) is bound by memory. Source: the form shared by
 * the published step-time models (Vidur, MLSys 2024; BLIS, inference-sim f90a1e3); that only
 * compute follows the clock: Splitwise (arXiv 2311.18677), decode at half the power with almost no
 * loss. Grade: fitted for the form; the coefficients carry their own grade in the scenario.
 *
 * @param c0Seconds weights read and fixed overheads, per step [s]
 * @param c1Seconds scheduling, per sequence [s]
 * @param c2Seconds all-reduce, per token [s]
 * @param c3Seconds prefill compute, per token at full clock [s]
 * @param c4Seconds prefill attention, per token^2 at full clock [s]
 * @param c5Seconds KV read, per context token [s]
 */
public record StepTime(
        double c0Seconds,
        double c1Seconds,
        double c2Seconds,
        double c3Seconds,
        double c4Seconds,
        double c5Seconds) {

    /** Throws when a coefficient is negative, not finite, or c0 is zero. */
    public StepTime {
        double[] all = {c0Seconds, c1Seconds, c2Seconds, c3Seconds, c4Seconds, c5Seconds};
        for (double c : all) {
            if (!(c >= 0 && c < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("step-time coefficient " + c);
            }
        }
        if (c0Seconds == 0) {
            throw new IllegalArgumentException("c0 must be positive: a step takes time");
        }
    }

    /** Memory-bound part of a step with b sequences, T new tokens, n decodes, context K [s]. */
    double memorySeconds(int b, int newTokens, int decodes, long contextTokens) {
        return c0Seconds
                + c1Seconds * b
                + c2Seconds * (newTokens + decodes)
                + c5Seconds * (contextTokens + decodes);
    }

    /** Compute-bound part of a step at full clock [s]. */
    double computeSeconds(int newTokens, double attentionTokens2) {
        return c3Seconds * newTokens + c4Seconds * attentionTokens2;
    }
}
