package headroom.serving;

/**
 * Requests per second that a replica completes when it is never short of them, for requests that
 * are all alike.
 *
 * <pre>
 * n = min(maxSequences, kvCapacity/(P + G))        sequences in service
 * k = max(g/n, (L + g - 1)/B)                      steps a request, decode-first
 * k = g/n + L/B                                    steps a request, prefill-first
 * w = c2*L + (c3*L + c4*L*(P + t/2))/f             prefill of one request [s]
 * x = 1/(k*c0 + G*(c1 + c2 + c5*(P + G/2)) + w)    requests per second
 *   P, L, G   mean prompt, new tokens and output [token]
 *   g         its steps if it had all of a step's tokens: G, and 1 where it is only prefilled
 *   B         token budget of a step
 *   t         tokens a step: L, or the token budget where that is less
 *   f         clock as a share of full clock, 0 < f &lt;= 1
 * </pre>
 *
 * <p>A step takes c0 whatever it does. It brings each of n sequences a token, so that a request is
 * charged with g/n steps; but it has no more than B tokens for prompts and answers together. Where
 * prompts go first they have steps of their own. Domain: mean-value approximation; it leaves out
 * that lengths vary (KV memory holds fewer long requests) and that steps are not full, so a real
 * mix saturates somewhat below. Paged memory counts as if it were reserved: a sequence holds its
 * prompt and E[G*G]/(2*E[G]) of its output in the mean, which is G where outputs are exponential;
 * where all are alike it is G/2, and paged memory holds up to twice as many. Source: derived here
 * from {@link StepTime}. Grade: derived.
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
        double context = promptTokens + 0.5 * outputTokens;
        double steps = stepsPerRequest(engine, newTokens, outputTokens, n) * c.c0Seconds();
        double decode = c.c1Seconds() + c.c2Seconds() + c.c5Seconds() * context;
        double chunk = Math.min(newTokens, engine.limits().tokenBudget());
        double attention = newTokens * (promptTokens + 0.5 * chunk);
        double token = c.c2Seconds() + c.c3Seconds() / clock;
        double prefill = token * newTokens + c.c4Seconds() / clock * attention;
        return 1 / (steps + outputTokens * decode + prefill);
    }

    /**
     * Steps that a request is charged with where so many are in service, k.
     *
     * @param newTokens L, 0 where others have prefilled it
     * @param outputTokens G, 0 where others decode it
     */
    public static double stepsPerRequest(
            Replica.Engine engine, double newTokens, double outputTokens, double sequences) {
        double own = Math.max(1, outputTokens);
        double budget = engine.limits().tokenBudget();
        boolean apart = engine.rules().order() == EngineRules.Order.PREFILL_FIRST;
        return apart && outputTokens > 0
                ? own / sequences + newTokens / budget
                : Math.max(own / sequences, (newTokens + own - 1) / budget);
    }

    /**
     * Tokens per second of what a replica does: prompt tokens, 1/(c0/B + c2 + c3) at full clock,
     * where it only prefills, else output tokens.
     */
    public static double tokensPerSecond(Replica.Engine engine) {
        StepTime c = engine.stepTime();
        int budget = engine.limits().tokenBudget();
        return engine.rules().role() == EngineRules.Role.PREFILL
                ? 1 / (c.c0Seconds() / budget + c.c2Seconds() + c.c3Seconds())
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
