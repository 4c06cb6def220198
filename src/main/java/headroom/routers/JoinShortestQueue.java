package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Takes the replica with the fewest requests, waiting and in service together, whatever its size;
 * one of them drawn at random on a tie. Reads every replica.
 *
 * <p>Source: Winston, Optimality of the shortest line discipline, Journal of Applied Probability
 * 14(1), 1977.
 */
public final class JoinShortestQueue implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        return Lowest.of(view, random, ReplicaView::requests);
    }
}
