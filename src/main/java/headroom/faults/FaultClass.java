package headroom.faults;

import headroom.plant.Scope;

import org.jspecify.annotations.Nullable;

/**
 * One way in which a part of the site fails.
 *
 * @param name as in reports; names the random streams of the class
 * @param scope what one component of the class serves: its nodes fail with it
 * @param onset when a component fails, without what spreads from others
 * @param hitShare probability that a node of the component is hit, in (0, 1], each by itself. At 1
 *     the component is repaired as one; below, a failure is a common shock (Marshall and Olkin
 *     1967, JASA 62) and each node hit is repaired by itself
 * @param spread how a failure takes others with it; null where each comes alone
 * @param remedy what follows
 */
public record FaultClass(
        String name,
        Scope scope,
        Onset onset,
        double hitShare,
        @Nullable Spread spread,
        Remedy remedy) {
    public FaultClass {
        if (!(hitShare > 0 && hitShare <= 1)) {
            throw new IllegalArgumentException(name + ": share of nodes hit " + hitShare);
        }
        boolean alone = scope == Scope.NODE && hitShare == 1 && spread == null;
        if (onset instanceof Onset.Recorded && !alone) {
            throw new IllegalArgumentException(
                    name + ": recorded outages are of nodes, one by one");
        }
    }
}
