package headroom.clients;

import headroom.quota.Counts;

/**
 * A model as users are billed for it.
 *
 * @param name its name in the scenario
 * @param inputCredits usage credits per uncached input token
 * @param cachedCredits usage credits per cached input token
 * @param outputCredits usage credits per output token
 * @param inputDollars list price per uncached input token [$]
 * @param cachedDollars list price per cached input token [$]
 * @param outputDollars list price per output token [$]
 */
public record ModelSpec(
        String name,
        double inputCredits,
        double cachedCredits,
        double outputCredits,
        double inputDollars,
        double cachedDollars,
        double outputDollars) {

    /** What a prompt token that is not cached counts towards a limit. */
    public double perInput(Counts counts, boolean kept) {
        return switch (counts.what()) {
            case REQUESTS, OUTPUT_TOKENS -> 0;
            case INPUT_TOKENS -> 1;
            case CREDITS -> inputCredits;
            case DOLLARS -> inputDollars;
            case TOKENS -> counts.weights().fresh(kept);
        };
    }

    /** What an output token counts towards a limit. */
    public double perOutput(Counts counts) {
        return switch (counts.what()) {
            case REQUESTS, INPUT_TOKENS -> 0;
            case OUTPUT_TOKENS -> 1;
            case CREDITS -> outputCredits;
            case DOLLARS -> outputDollars;
            case TOKENS -> counts.weights().output();
        };
    }

    /** Usage credits of one request. */
    public double credits(int fresh, int cached, int output) {
        return inputCredits * fresh + cachedCredits * cached + outputCredits * output;
    }

    /** List price of one request [$]. */
    public double dollars(int fresh, int cached, int output) {
        return inputDollars * fresh + cachedDollars * cached + outputDollars * output;
    }
}
