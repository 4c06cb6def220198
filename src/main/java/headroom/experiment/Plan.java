package headroom.experiment;

import headroom.cell.CellSpec;
import headroom.clients.TierSpec;
import headroom.cluster.ClusterSpec;
import headroom.measure.Names;
import headroom.measure.Phase;
import headroom.serving.Router;

import java.util.List;

/**
 * A scenario turned into what the simulation is built from.
 *
 * @param cell what a cell is
 * @param cluster what is owned and how it is controlled
 * @param names names of what is measured
 * @param windows stretches summed up by themselves
 * @param seed seed of all random streams
 * @param replications independent repetitions
 */
record Plan(
        CellSpec cell,
        ClusterSpec cluster,
        Names names,
        List<Phase> windows,
        long seed,
        int replications) {

    /** The same behind another router: the same users ask for the same at first. */
    Plan routedBy(Router router) {
        return new Plan(cell.routedBy(router), cluster, names, windows, seed, replications);
    }

    /** Whether any tier or stream has limits. */
    boolean isLimited() {
        return cell.tiers().stream().anyMatch(tier -> !tier.limits().isEmpty());
    }

    /** Whether all demand is open arrivals: then there are no users, and nothing to cap. */
    boolean isOpen() {
        return cell.replay() == null && cell.tiers().stream().allMatch(TierSpec::isOpen);
    }
}
