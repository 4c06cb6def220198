package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Takes the replica with the least KV memory taken or waited for, as a share of what it has; one of
 * them drawn at random on a tie. Reads every replica.
 */
public final class LeastKvLoad implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        return Lowest.of(view, random, ReplicaView::kvLoad);
    }
}
