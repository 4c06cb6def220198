package headroom.measure;

import headroom.cell.CellCommand;
import headroom.cell.CellCommand.LimitTerms;

import java.util.ArrayList;
import java.util.List;

/**
 * How much more or less limits allow at an instant than the tiers say, by what was decided
 * beforehand.
 *
 * <pre>
 * factor = scale / weight;  infinite while the limit is not in force
 *   scale    factor on the cap
 *   weight   what usage counts against it
 * </pre>
 */
public final class DatedTerms {
    private final List<LimitTerms> terms = new ArrayList<>();

    /** What is told at dates, in their order. */
    public DatedTerms(List<CellCommand> dated) {
        for (CellCommand command : dated) {
            if (command instanceof LimitTerms one) {
                terms.add(one);
            }
        }
    }

    /** Whether a limit of a tier has other terms at any time. */
    boolean touch(int tier, int limit) {
        return terms.stream().anyMatch(t -> t.tier() == tier && t.limit() == limit);
    }

    /** Factor on what a limit of a tier allows at an instant. */
    double factor(int tier, int limit, double timeSeconds) {
        double factor = 1;
        for (LimitTerms t : terms) {
            if (t.tier() == tier && t.limit() == limit && t.timeSeconds() <= timeSeconds) {
                factor = t.enforced() ? t.scale() / t.weight() : Double.POSITIVE_INFINITY;
            }
        }
        return factor;
    }
}
