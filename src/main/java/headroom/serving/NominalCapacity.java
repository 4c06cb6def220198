package headroom.serving;

/**
 * Requests per second that a replica completes when it is never short of them.
 *
 * <pre>
 * n = min(maxSequences, M)                         sequences in service
 * M = kvCapacity*G/(E[PG] + E[GG])                 of which memory holds so many, reserved
 * M = (1 - u)*kvCapacity*G/(E[PG] + E[GG]/2 + G*b/2)     paged
 * k = max(g/n, (L + g - 1)/B)                      steps a request, decode-first
 * k = g/n + L/B                                    steps a request, prefill-first
 * w = c2*L + (c3*L + c4*(E[LP] + L*t/2))/f         prefill of one request [s]
 * r = G*(c1 + c2) + c5*(E[PG] + E[GG]/2)           decode of one request, its part of c0 apart [s]
 * x = 1/(k*c0 + r + w)                             requests per second
 *   P, L, G   mean prompt, new tokens and output [token]; E means of products
 *   g         its steps if it had all of a step's tokens: G, and 1 where it is only prefilled
 *   B         token budget of a step
 *   u, b      watermark, and block [token], of paged memory
 *   t         tokens a step: L, or the token budget where that is less
 *   f         clock as a share of full clock, 0 < f &lt;= 1
 * </pre>
 *
 * <p>A step takes c0 whatever it does. It brings each of n sequences a token, so that a request is
 * charged with g/n steps; but it has no more than B tokens for prompts and answers together. Where
 * prompts go first they have steps of their own. A sequence is in service for as many steps as it
 * has tokens to decode, so that memory holds the mean over decoded tokens, not over requests: of
 * answers that vary as exponential ones do, reserved memory holds half as many as if all were
 * alike. Where only prompts are prefilled it holds kvCapacity/P.
 *
 * <p>Domain: mean-value approximation; it leaves out that the number in service varies, the time in
 * which prompts are prefilled, and what preempted sequences compute again. Saturated replicas of
 * equal and lognormal lengths complete within 5 % of it ({@code NominalCapacityTest}). Source:
 * derived here from {@link StepTime}. Grade: derived.
 */
public final class NominalCapacity {
    private NominalCapacity() {}

    /**
     * Requests per second of one replica; NaN where there is no request.
     *
     * @param clock f, share of full clock, in (0, 1]
     */
    public static double requestsPerSecond(Replica.Engine engine, RequestMix mix, double clock) {
        double n = sequences(engine, mix);
        double steps = stepsPerRequest(engine, mix.newTokens(), mix.outputTokens(), n);
        return 1
                / (steps * engine.stepTime().c0Seconds()
                        + decodeSeconds(engine, mix)
                        + prefillSeconds(engine, mix, clock));
    }

    /** Sequences in service that their limit and KV memory hold, n. */
    public static double sequences(Replica.Engine engine, RequestMix mix) {
        return Math.min(engine.limits().maxSequences(), remembered(engine, mix));
    }

    /** Sequences in service that KV memory holds, M. */
    public static double remembered(Replica.Engine engine, RequestMix mix) {
        EngineRules rules = engine.rules();
        boolean reserved = rules.memory() == EngineRules.Memory.RESERVED;
        double capacity = engine.limits().kvCapacityTokens();
        return reserved
                ? capacity / mix.heldTokens(true)
                : (1 - rules.watermark())
                        * capacity
                        / (mix.heldTokens(false) + 0.5 * rules.blockTokens());
    }

    /** Decode of one request, its part of what steps take apart, r [s]. */
    public static double decodeSeconds(Replica.Engine engine, RequestMix mix) {
        StepTime c = engine.stepTime();
        return mix.outputTokens() * (c.c1Seconds() + c.c2Seconds())
                + c.c5Seconds() * mix.readTokens();
    }

    /** Prefill of one request, w [s]. */
    public static double prefillSeconds(Replica.Engine engine, RequestMix mix, double clock) {
        return engine.stepTime().c2Seconds() * mix.newTokens() + computeSeconds(engine, mix, clock);
    }

    /** What of that is compute, (c3*L + c4*(E[LP] + L*t/2))/f [s]. */
    public static double computeSeconds(Replica.Engine engine, RequestMix mix, double clock) {
        StepTime c = engine.stepTime();
        double chunk = Math.min(mix.newTokens(), engine.limits().tokenBudget());
        double attention = mix.newByPrompt() + 0.5 * mix.newTokens() * chunk;
        return (c.c3Seconds() * mix.newTokens() + c.c4Seconds() * attention) / clock;
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
