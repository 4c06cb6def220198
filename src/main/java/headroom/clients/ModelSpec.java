package headroom.clients;

import headroom.quota.Counts;
import headroom.quota.Counts.Weights;
import headroom.workload.Workload;

/**
 * A model as users are billed for it.
 *
 * @param name its name in the scenario
 * @param credits usage credits per token
 * @param dollars list price per token [$]
 */
public record ModelSpec(String name, Weights credits, Weights dollars) {

    /** What a prompt token that is not cached counts towards a limit. */
    public double perInput(Counts counts, boolean kept) {
        return switch (counts.what()) {
            case REQUESTS, OUTPUT_TOKENS -> 0;
            case INPUT_TOKENS -> 1;
            case CREDITS -> credits.fresh(kept);
            case DOLLARS -> dollars.fresh(kept);
            case TOKENS -> counts.weights().fresh(kept);
        };
    }

    /** What an output token counts towards a limit. */
    public double perOutput(Counts counts) {
        return switch (counts.what()) {
            case REQUESTS, INPUT_TOKENS -> 0;
            case OUTPUT_TOKENS -> 1;
            case CREDITS -> credits.output();
            case DOLLARS -> dollars.output();
            case TOKENS -> counts.weights().output();
        };
    }

    /** Mean usage of a session as a limit counts it, but for what is read from the cache. */
    double perSession(Counts counts, Workload w) {
        if (!counts.holds(w.modelIndex())) {
            return 0;
        }
        double perRequest = counts.what() == Counts.What.REQUESTS ? 1 : 0;
        double perInput = perInput(counts, w.keepsPrompts());
        double requests = w.requests().mean() * w.steps().mean();
        double each = perRequest
                + w.inputTokens().mean() * perInput
                + w.outputTokens().mean() * perOutput(counts);
        double opening = w.initialContextTokens().mean() * perInput;
        return opening + requests * each;
    }
}
