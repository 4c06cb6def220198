package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Takes the replicas of a model in turn, one request each, whatever their size and load. The turn
 * is kept by the cell, one for each model; a replica that comes or goes shifts it.
 */
public final class RoundRobin implements Router {
    @Override
    public int route(ReplicaView view, RandomStream random) {
        return view.serving((int) (view.turn() % view.replicas()));
    }
}
