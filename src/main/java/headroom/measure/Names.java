package headroom.measure;

import headroom.serving.Replica;

import java.util.List;

/**
 * Names of what is measured, in the order in which the cells and the cluster count it.
 *
 * @param tiers tiers, the replay's last
 * @param limits limits of each tier
 * @param placements pool of each placement
 * @param models model of each placement
 * @param engines what the replicas of each placement run on
 * @param pools pools
 * @param poolSites site of each pool
 * @param sites sites
 * @param modelNames models
 * @param kinds kind of the jobs of each stream of jobs
 * @param states whether replicas come and go by more than additions, so that states are measured
 */
public record Names(
        List<String> tiers,
        List<List<String>> limits,
        List<Integer> placements,
        List<Integer> models,
        List<Replica.Engine> engines,
        List<String> pools,
        List<Integer> poolSites,
        List<String> sites,
        List<String> modelNames,
        List<String> kinds,
        boolean states) {}
