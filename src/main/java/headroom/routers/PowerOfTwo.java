package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Draws two replicas by capacity and takes the less loaded one; the first of them on a tie.
 *
 * <p>Source: Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10),
 * 2001.
 */
public final class PowerOfTwo implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        int tickets = view.tickets();
        int first = view.replica((int) (random.nextDouble() * tickets));
        int second = view.replica((int) (random.nextDouble() * tickets));
        return view.load(second) < view.load(first) ? second : first;
    }
}
