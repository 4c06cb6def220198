package headroom.fleet;

import headroom.serving.Replica;
import headroom.serving.ReplicaListener;

import java.util.Arrays;

/**
 * The replicas of one cell by their places, each advanced when it has to be.
 *
 * <p>Most changes of a batch are nobody's business: a request joins, or its prompt ends. The clock
 * holds each replica with the instant at which a request may leave it, and what comes before is
 * made up for when the replica is looked at: by the clock, or by whoever asks for it as it is at
 * an instant. Which replica changed first can be told in the end from completions only, and they
 * come in the order of the clock, as if it had held every change.
 *
 * <p>Of a replica that was advanced it tells which request ends next there. With hundreds of
 * replicas the cache has forgotten by then whose it is.
 */
final class Replicas {
    /** So many requests are named together that end soon. */
    private static final int NAMED = 16;

    private final ReplicaListener listener;
    private final int[] soon = new int[NAMED];
    private int named;
    private final ReplicaClock clock = new ReplicaClock();
    private Replica[] replicas = new Replica[0];
    /** True if somebody follows every change. */
    private boolean followed;
    /** The replica that the clock advanced last, and when [s]. */
    private int advanced;

    private double advancedSeconds = Double.NEGATIVE_INFINITY;
    private long changes;

    Replicas(ReplicaListener listener) {
        this.listener = listener;
    }

    /** The clock advances every change from now on; before the first replica. */
    void follow() {
        followed = true;
    }

    /** Puts a replica, idle, at a place where there is none; the places are used in order. */
    void put(int r, Replica replica) {
        if (r == replicas.length) {
            replicas = Arrays.copyOf(replicas, Math.max(16, 2 * r));
        }
        if (r == clock.size()) {
            clock.add();
        }
        replicas[r] = replica;
    }

    /** The replica at a place, which may have changes to make up for. */
    Replica any(int r) {
        return replicas[r];
    }

    /**
     * The replica at a place, with all its changes before an instant. Of those at this very instant
     * it makes what the clock would have made by now, had it held every change.
     */
    Replica at(int r, double timeSeconds) {
        Replica replica = replicas[r];
        boolean also = timeSeconds == advancedSeconds && r < advanced;
        while (replica.isBehind(timeSeconds, also)) {
            replica.advance(replica.nextSeconds());
            changes++;
        }
        return replica;
    }

    /** What is next at a replica may have changed. */
    void schedule(int r) {
        Replica replica = replicas[r];
        clock.set(r, followed ? replica.nextSeconds() : replica.dueSeconds());
    }

    /** Nothing comes next at a place. */
    void leave(int r) {
        clock.set(r, Double.POSITIVE_INFINITY);
    }

    /** When the next replica is due [s]. */
    double nextSeconds() {
        return clock.nextSeconds();
    }

    /** Advances the replica that is due next, and tells which it is. */
    int advanceNext() {
        int r = clock.nextReplica();
        double now = clock.nextSeconds();
        advanced = r;
        advancedSeconds = now;
        Replica replica = replicas[r];
        while (replica.nextSeconds() <= now) {
            replica.advance(replica.nextSeconds());
            changes++;
        }
        schedule(r);
        name(replica.firstDone());
        return r;
    }

    private void name(int request) {
        if (request >= 0) {
            soon[named++] = request;
        }
        if (named == NAMED) {
            listener.soon(soon, named);
            named = 0;
        }
    }

    /** Changes of batches so far. */
    long changes() {
        return changes;
    }
}
