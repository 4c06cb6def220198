package headroom.quota;

/**
 * What of a request a limit counts, and when it is charged.
 *
 * <p>What is known at admission, the request itself and its uncached prompt, is charged then. The
 * rest is charged when the request ends; a limit that counts it admits on one unit. With an
 * estimate of the output everything is charged at admission as if the output were the estimate,
 * and the difference is charged or given back at the end.
 *
 * @param what the measure
 * @param weights of the tokens, where these are what is counted
 * @param models the models it counts and stands in the way of, one bit each by index
 * @param estimateTokens output assumed at admission [token]; below 0: none
 */
public record Counts(What what, Weights weights, long models, int estimateTokens) {
    /** Models that there may be, one bit each. */
    public static final int MOST_MODELS = Long.SIZE;

    /** Every model. */
    public static final long ALL_MODELS = -1L;

    /** Output is charged when it is known. */
    public static final int NO_ESTIMATE = -1;

    /** Each request as one. */
    public static final Counts REQUESTS = of(What.REQUESTS);

    /** Prompt tokens that are not cached. */
    public static final Counts INPUT_TOKENS = of(What.INPUT_TOKENS);

    /** Output tokens. */
    public static final Counts OUTPUT_TOKENS = of(What.OUTPUT_TOKENS);

    /** Usage credits. */
    public static final Counts CREDITS = of(What.CREDITS);

    /** The measures. */
    public enum What {
        /** Each request as one. */
        REQUESTS,
        /** Prompt tokens that are not cached. */
        INPUT_TOKENS,
        /** Output tokens. */
        OUTPUT_TOKENS,
        /** Usage credits of the model. */
        CREDITS,
        /** List price [$]. */
        DOLLARS,
        /** Tokens with weights of the limit's own. */
        TOKENS
    }

    /**
     * How much a token counts.
     *
     * @param input a prompt token that is neither read from the cache nor written to it
     * @param cacheWrite a prompt token that the session keeps in the cache from now on
     * @param cacheRead a prompt token that was cached
     * @param output an output token
     */
    public record Weights(double input, double cacheWrite, double cacheRead, double output) {
        /** Every token as one. */
        public static final Weights EQUAL = new Weights(1, 1, 1, 1);

        /** What a prompt token that is not cached counts. */
        public double fresh(boolean kept) {
            return kept ? cacheWrite : input;
        }

        /** What one request counts, whose session keeps its prompt in the cache or not. */
        public double of(boolean kept, int fresh, int cached, int output) {
            return fresh(kept) * fresh + cacheRead * cached + this.output * output;
        }
    }

    /** A measure of all models, without an estimate. */
    public static Counts of(What what) {
        return new Counts(what, Weights.EQUAL, ALL_MODELS, NO_ESTIMATE);
    }

    /** Whether requests to a model are counted. */
    public boolean holds(int model) {
        return (models >>> model & 1) != 0;
    }

    /** Whether anything is charged at admission. */
    boolean chargesAtStart() {
        return what == What.REQUESTS || what == What.INPUT_TOKENS || estimateTokens >= 0;
    }

    /** Whether anything is charged when a request ends. */
    boolean chargesAtEnd() {
        return what != What.REQUESTS && what != What.INPUT_TOKENS;
    }

    /** What is charged at admission, where anything is. */
    double atStart(Usage u) {
        return switch (what) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> u.freshTokens();
            default -> prompt(u) + estimateTokens * perOutput(u);
        };
    }

    /** What is charged when a request ends, where anything is; below 0: what is given back. */
    double atEnd(Usage u) {
        if (estimateTokens >= 0) {
            return (u.outputTokens() - (double) estimateTokens) * perOutput(u);
        }
        return switch (what) {
            case REQUESTS, INPUT_TOKENS -> 0;
            case OUTPUT_TOKENS -> u.outputTokens();
            case CREDITS -> u.credits();
            case DOLLARS -> u.dollars();
            case TOKENS -> prompt(u) + u.outputTokens() * weights.output;
        };
    }

    /** What is given back of a request that was admitted and brought no answer. */
    double atLoss(Usage u) {
        return chargesAtEnd() && estimateTokens >= 0 ? estimateTokens * perOutput(u) : 0;
    }

    private double prompt(Usage u) {
        return switch (what) {
            case REQUESTS, INPUT_TOKENS, OUTPUT_TOKENS -> 0;
            case CREDITS -> u.credits();
            case DOLLARS -> u.dollars();
            case TOKENS ->
                u.freshTokens() * weights.fresh(u.keepsPrompt())
                        + u.cachedTokens() * weights.cacheRead;
        };
    }

    private double perOutput(Usage u) {
        return switch (what) {
            case REQUESTS, INPUT_TOKENS -> 0;
            case OUTPUT_TOKENS -> 1;
            case CREDITS -> u.creditsPerOutput();
            case DOLLARS -> u.dollarsPerOutput();
            case TOKENS -> weights.output;
        };
    }
}
