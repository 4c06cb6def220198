package headroom.routers;

import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.rng.RandomStream;

/**
 * Goes back to the replica that served the session last, where its prefix may be cached, while that
 * one's load is below a threshold; else asks another router.
 *
 * <p>The load is that of {@link ReplicaView#load}: it counts what waits too, so a threshold above 1
 * lets a session queue for its cache.
 */
public final class SessionAffinity implements Router {
    private final double threshold;
    private final Router fallback;

    public SessionAffinity(double threshold, Router fallback) {
        this.threshold = threshold;
        this.fallback = fallback;
    }

    @Override
    public int route(ReplicaView view, RandomStream random) {
        int home = view.home();
        return home >= 0 && view.load(home) < threshold ? home : fallback.route(view, random);
    }
}
