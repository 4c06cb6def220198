package headroom.supply;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.WorkloadSection;
import headroom.quota.Counts;
import headroom.supply.DeploymentSection.ModelSection;

/**
 * The longest request of a workload or stream.
 *
 * @param model the model asked
 * @param prompt tokens of its prompt
 * @param output tokens of its answer
 */
public record LongestRequest(String model, double prompt, double output) {
    public static LongestRequest of(WorkloadSection w) {
        double limit = w.contextLimitTokens();
        return new LongestRequest(w.model(), limit, Math.min(limit, w.output().largest()));
    }

    public static LongestRequest of(StreamSection s) {
        return new LongestRequest(s.model(), s.input().largest(), s.output().largest());
    }

    /** What it counts at a limit. */
    public double counts(Counts counts, ModelSection m) {
        Counts.Weights w = counts.weights();
        return switch (counts.what()) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> prompt;
            case OUTPUT_TOKENS -> output;
            case TOKENS -> Math.max(w.input(), w.cacheWrite()) * prompt + w.output() * output;
            case CREDITS ->
                m.credits().inputPerToken() * prompt + m.credits().outputPerToken() * output;
            case DOLLARS ->
                m.price().inputDollarsPerToken() * prompt
                        + m.price().outputDollarsPerToken() * output;
        };
    }
}
