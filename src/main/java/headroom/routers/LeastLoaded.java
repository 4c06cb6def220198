package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/** Takes the least loaded replica of all; the first of them on a tie. Reads every load. */
public final class LeastLoaded implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        int best = view.serving(0);
        double least = view.load(best);
        for (int i = 1; i < view.replicas(); i++) {
            int replica = view.serving(i);
            double load = view.load(replica);
            if (load < least) {
                best = replica;
                least = load;
            }
        }
        return best;
    }
}
