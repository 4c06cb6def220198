package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/** Draws a replica by capacity, whatever its load. */
public final class RandomRouter implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        return view.replica((int) (random.nextDouble() * view.tickets()));
    }
}
