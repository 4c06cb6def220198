package headroom.measure;

import headroom.clients.Outcome;
import headroom.fleet.DeploymentSpec;
import headroom.serving.Replica;

import java.util.List;

/**
 * Names of what is measured, in the order in which the cells and the cluster count it.
 *
 * @param tiers tiers, the replay's last
 * @param limits limits of each tier
 * @param patient of each tier whether its clients wait however long for their service to begin
 * @param placements pool of each placement
 * @param models model of each placement
 * @param deployments what the replicas of each placement are
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
        List<Boolean> patient,
        List<Integer> placements,
        List<Integer> models,
        List<DeploymentSpec> deployments,
        List<String> pools,
        List<Integer> poolSites,
        List<String> sites,
        List<String> modelNames,
        List<String> kinds,
        boolean states) {
    /** Whether requests of a tier may end in a way: only where clients lose patience by that. */
    public boolean mayEnd(int tier, Outcome outcome) {
        return outcome != Outcome.ABANDONED || !patient.get(tier);
    }

    /** What the replicas of a placement run on. */
    public Replica.Engine engine(int placement) {
        return deployments.get(placement).engine();
    }
}
