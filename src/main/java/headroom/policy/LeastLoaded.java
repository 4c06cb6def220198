package headroom.policy;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/** Takes the least loaded replica of all; the first of them on a tie. Reads every load. */
public final class LeastLoaded implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        int best = view.replica(0);
        double least = view.load(best);
        for (int ticket = 1; ticket < view.tickets(); ticket++) {
            int replica = view.replica(ticket);
            if (replica != best && view.load(replica) < least) {
                best = replica;
                least = view.load(replica);
            }
        }
        return best;
    }
}
