package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Draws d replicas by capacity and takes the least loaded one; the first of them on a tie. Draws
 * are independent, so a replica may be drawn twice; d = 1 is a random choice, d = 2 is {@link
 * PowerOfTwo}.
 *
 * <p>Source: Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10),
 * 2001.
 */
public final class PowerOfD implements Router {
    private final int choices;

    /** Throws on less than one choice. */
    public PowerOfD(int choices) {
        if (choices < 1) {
            throw new IllegalArgumentException("choices " + choices);
        }
        this.choices = choices;
    }

    @Override
    public int route(ReplicaView view, RandomStream random) {
        int tickets = view.tickets();
        int best = view.replica((int) (random.nextDouble() * tickets));
        double least = view.load(best);
        for (int i = 1; i < choices; i++) {
            int other = view.replica((int) (random.nextDouble() * tickets));
            double load = view.load(other);
            if (load < least) {
                best = other;
                least = load;
            }
        }
        return best;
    }
}
