package headroom.serving;

/**
 * Requests per second that a replica completes when it is never short of them, for requests that
 * are all alike.
 *
 * <pre>
 * n = min(maxSequences, kvCapacity/(P + G))        sequences in service
 * s = c0 + (c1 + c2)*n + c5*n*(P + G/2)            decode step at full batch [s]
 * w = c2*L + (c3*L + c4*L*(P + t/2))/f             prefill of one request [s]
 * x = 1/(G*s/n + w)                                requests per second
 *   P, L, G   mean prompt, new tokens and output [token]
 *   t         tokens a step: L, or the token budget where that is less
 *   f         clock as a share of full clock, 0 < f &lt;= 1
 * </pre>
 *
 * <p>In a second x requests are prefilled, which takes x*w of it; what is left makes
 * steps of s, each of which brings n tokens: x*G = n*(1 - x*w)/s. Domain: mean-value approximation;
 * it leaves out that lengths vary (KV memory holds fewer long requests) and the fixed cost of extra
 * steps, so
 * a real mix saturates somewhat below. Source: derived here from {@link StepTime}. Grade: derived.
 */
public final class NominalCapacity {
    private NominalCapacity() {}

    /**
     * Requests per second of one replica; NaN where there is no request.
     *
     * @param clock f, share of full clock, in (0, 1]
     */
    public static double requestsPerSecond(
            Replica.Engine engine,
            double promptTokens,
            double newTokens,
            double outputTokens,
            double clock) {
        StepTime c = engine.stepTime();
        double perSequence = promptTokens + outputTokens;
        double n = Math.min(
                engine.limits().maxSequences(), engine.limits().kvCapacityTokens() / perSequence);
        double context = n * (promptTokens + 0.5 * outputTokens);
        double step = c.c0Seconds() + (c.c1Seconds() + c.c2Seconds()) * n + c.c5Seconds() * context;
        double chunk = Math.min(newTokens, engine.limits().tokenBudget());
        double attention = newTokens * (promptTokens + 0.5 * chunk);
        double token = c.c2Seconds() + c.c3Seconds() / clock;
        double prefill = token * newTokens + c.c4Seconds() / clock * attention;
        return 1 / (outputTokens * step / n + prefill);
    }

    /**
     * Tokens per second of what a replica does: prompt tokens, 1/(c2 + c3) at full clock, where it
     * only prefills, else output tokens.
     */
    public static double tokensPerSecond(Replica.Engine engine) {
        StepTime c = engine.stepTime();
        return engine.rules().role() == EngineRules.Role.PREFILL
                ? 1 / (c.c2Seconds() + c.c3Seconds())
                : decodedTokensPerSecond(engine);
    }

    /**
     * Output tokens per second of one replica at full clock while it decodes as many sequences as
     * it may and its KV memory is full: n/(c0 + (c1 + c2)*n + c5*kvCapacity), n = maxSequences.
     */
    public static double decodedTokensPerSecond(Replica.Engine engine) {
        StepTime c = engine.stepTime();
        int n = engine.limits().maxSequences();
        double context = engine.limits().kvCapacityTokens();
        double step = c.c0Seconds() + (c.c1Seconds() + c.c2Seconds()) * n + c.c5Seconds() * context;
        return n / step;
    }
}
