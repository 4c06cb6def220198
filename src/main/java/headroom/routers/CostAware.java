package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Takes the cheapest replica whose load is below a threshold, the least loaded of those that cost
 * the same; where all loads are at the threshold or above, the least loaded of all. The first one
 * on a tie of both. Reads every replica.
 *
 * <p>So the cheapest deployment fills up to the threshold before the next one gets anything.
 */
public final class CostAware implements Router {
    private final double threshold;
    private final double[] dollarsPerToken;

    /**
     * A router over deployments of known cost.
     *
     * @param threshold load from which on a replica is passed over
     * @param dollarsPerToken what an output token costs, by deployment [$/token]
     */
    public CostAware(double threshold, double[] dollarsPerToken) {
        this.threshold = threshold;
        this.dollarsPerToken = dollarsPerToken.clone();
    }

    @Override
    public int route(ReplicaView view, RandomStream random) {
        int best = -1;
        double bestCost = Double.POSITIVE_INFINITY;
        double bestLoad = Double.POSITIVE_INFINITY;
        for (int i = 0; i < view.replicas(); i++) {
            int replica = view.serving(i);
            double load = view.load(replica);
            double cost = load < threshold
                    ? dollarsPerToken[view.deployment(replica)]
                    : Double.POSITIVE_INFINITY;
            if (best < 0 || cost < bestCost || (cost == bestCost && load < bestLoad)) {
                best = replica;
                bestCost = cost;
                bestLoad = load;
            }
        }
        return best;
    }
}
