package headroom.demand;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

/** The largest organisations of a tier: too large for a cell, so every cell has a part of each. */
public record LargestSection(
        @Key(
                name = "shares",
                unit = Quantity.RATIO,
                range = "(0 %, 100 %)",
                doc = "Share of the tier's sessions that each starts; one organisation an entry."
                        + " The ten largest clients of LLM services send 63 to 93 % of requests"
                        + " (ServeGen, arXiv 2505.09999). Each cell has its part, 1/cells, of"
                        + " their rates and of their limits; a limit of few requests a cell"
                        + " polices bursts that a whole one would pass. They keep the hours of"
                        + " the first region.")
        ImmutableList<Double> shares,

        @Key(
                name = "modulation",
                def = "[]",
                doc = "Factors of the rate of each that wander at random, besides those of the"
                        + " tier; all parts of one swing together.")
        ImmutableList<ModulationSection> modulation) {

    public LargestSection {
        double sum = sum(shares);
        new Faults()
                .unless(!shares.isEmpty(), "shares", "is empty")
                .unless(sum < 1, "shares", "leave nothing to the other users")
                .raise();
    }

    private static double sum(ImmutableList<Double> shares) {
        return shares.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** What all of them together start of the tier's sessions. */
    public double share() {
        return sum(shares);
    }
}
