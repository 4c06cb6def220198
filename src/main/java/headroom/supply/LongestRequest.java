package headroom.supply;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.WorkloadSection;
import headroom.quota.Counts;
import headroom.quota.Counts.Weights;

/**
 * The longest request of a workload or stream.
 *
 * @param model the model asked
 * @param prompt tokens of its prompt
 * @param kept whether its session keeps the prompt in the cache
 * @param output tokens of its answer
 */
public record LongestRequest(String model, double prompt, boolean kept, double output) {
    public static LongestRequest of(WorkloadSection w) {
        double limit = w.contextLimitTokens();
        boolean kept = w.cacheLifetimeSeconds() > 0;
        return new LongestRequest(
                w.model(), limit, kept, Math.min(limit, w.output().largest()));
    }

    public static LongestRequest of(StreamSection s) {
        return new LongestRequest(
                s.model(), s.input().largest(), false, s.output().largest());
    }

    /** What it counts at a limit. */
    public double counts(Counts counts, ModelSection m) {
        return switch (counts.what()) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> prompt;
            case OUTPUT_TOKENS -> output;
            case TOKENS -> most(counts.weights());
            case CREDITS -> most(m.credits().weights());
            case DOLLARS -> most(m.price().weights());
        };
    }

    /** With nothing of its prompt cached before. */
    private double most(Weights w) {
        return w.fresh(kept) * prompt + w.output() * output;
    }
}
