package headroom.measure;

import java.util.List;

/**
 * Names of what is measured, in the order in which the cells and the cluster count it.
 *
 * @param tiers tiers, the replay's last
 * @param placements pool of each placement
 * @param pools pools
 * @param sites sites
 */
public record Names(
        List<String> tiers, List<Integer> placements, List<String> pools, List<String> sites) {}
