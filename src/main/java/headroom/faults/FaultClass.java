package headroom.faults;

import headroom.plant.Scope;
import headroom.variates.Fixed;
import headroom.variates.Law;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;

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

    /** Outages of nodes, in any order, that begin and end as recorded. */
    public static FaultClass recorded(String name, List<Onset.Outage> outages) {
        List<Onset.Outage> inOrder = outages.stream()
                .sorted(Comparator.comparingDouble(Onset.Outage::startSeconds))
                .toList();
        Law none = new Fixed(0);
        return new FaultClass(
                name,
                Scope.NODE,
                new Onset.Recorded(inOrder),
                1,
                null,
                new Remedy(none, 0, none, none, false));
    }

    /**
     * How a failure takes others with it: with some probability it spreads at once to further
     * components of its class in the same group, drawn uniformly; those that are down already stay
     * so.
     *
     * @param probability that a failure spreads, in [0, 1]
     * @param within the group it stays in
     * @param further how many further components [1], rounded up; an exponential law thus gives a
     *     geometric one
     */
    public record Spread(double probability, Scope within, Law further) {
        public Spread {
            if (!(probability >= 0 && probability <= 1)) {
                throw new IllegalArgumentException("probability to spread " + probability);
            }
        }
    }

    /**
     * What follows a failure: somebody notices, then it is restarted where it is or repaired.
     *
     * @param detectionSeconds from the failure until it is known [s]
     * @param restartShare share of the failures that a restart in place cures, in [0, 1]
     * @param restartSeconds from detection to the end of a restart [s]; needs no crew, no spare
     * @param repairSeconds work of a crew to repair or exchange the machine [s]
     * @param crew whether a repair needs one of the site's crews; otherwise it begins at once
     */
    public record Remedy(
            Law detectionSeconds,
            double restartShare,
            Law restartSeconds,
            Law repairSeconds,
            boolean crew) {
        public Remedy {
            if (!(restartShare >= 0 && restartShare <= 1)) {
                throw new IllegalArgumentException("share of restarts " + restartShare);
            }
        }
    }
}
