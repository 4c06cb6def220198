package headroom.measure;

import headroom.cell.CellCommand;
import headroom.cell.CellCommand.LimitTerms;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
    /** Factors by the instant from which on they hold [s], by limit. */
    private final Map<Which, TreeMap<Double, Double>> factors =
            new TreeMap<>(Comparator.comparingInt(Which::tier).thenComparingInt(Which::limit));

    /** A limit of a tier. */
    private record Which(int tier, int limit) {}

    /** What is told at dates, in their order. */
    public DatedTerms(List<CellCommand> dated) {
        for (CellCommand command : dated) {
            if (command instanceof LimitTerms t) {
                factors.computeIfAbsent(new Which(t.tier(), t.limit()), key -> new TreeMap<>())
                        .put(
                                t.timeSeconds(),
                                t.enforced() ? t.scale() / t.weight() : Double.POSITIVE_INFINITY);
            }
        }
    }

    /** Whether a limit of a tier has other terms at any time. */
    boolean touch(int tier, int limit) {
        return factors.containsKey(new Which(tier, limit));
    }

    /** Factor on what a limit of a tier allows at an instant. */
    double factor(int tier, int limit, double timeSeconds) {
        TreeMap<Double, Double> own = factors.get(new Which(tier, limit));
        Map.Entry<Double, Double> last = own == null ? null : own.floorEntry(timeSeconds);
        return last == null ? 1 : last.getValue();
    }
}
