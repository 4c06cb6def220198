package headroom.fleet;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * A router that is told the true output lengths: what routers could gain, not one of them.
 */
public interface ClairvoyantRouter extends Router {
    /** The replica to serve the next request. */
    int route(ReplicaView view, ClairvoyantView truth, RandomStream random);

    @Override
    default int route(ReplicaView view, RandomStream random) {
        throw new IllegalStateException("a clairvoyant router has to be told the truth");
    }
}
