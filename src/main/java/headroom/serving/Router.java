package headroom.serving;

import umontreal.ssj.rng.RandomStream;

/**
 * Chooses the replica for a request. Declared here, implemented in {@code policy}. It reads loads
 * and returns an index; the true output length is not to be seen.
 */
public interface Router {
    /** The replica to serve the next request. */
    int route(ReplicaView view, RandomStream random);
}
