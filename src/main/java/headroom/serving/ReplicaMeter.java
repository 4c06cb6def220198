package headroom.serving;

/**
 * Integrals over the time of one replica: busy, compute-bound, occupied. A replica settles them up
 * to any instant, also within a step. The compute-bound share is the mean over the segment under
 * way: exact at its end, pro rata within it.
 */
final class ReplicaMeter {
    private double settledSeconds;
    private double busySeconds;
    private double computeSeconds;
    private double occupiedSeconds;
    /** Compute-bound share of the segment under way. */
    private double computeShare;
    /** Share of the scarcer of sequences and KV memory in use now. */
    private double occupancy;

    private boolean busy;

    ReplicaMeter(double timeSeconds) {
        settledSeconds = timeSeconds;
    }

    void settle(double timeSeconds) {
        double elapsed = timeSeconds - settledSeconds;
        settledSeconds = timeSeconds;
        if (busy) {
            busySeconds += elapsed;
            computeSeconds += elapsed * computeShare;
            occupiedSeconds += elapsed * occupancy;
        }
    }

    /** What holds from the settled instant on. */
    void run(double newComputeShare, double newOccupancy) {
        busy = true;
        computeShare = newComputeShare;
        occupancy = newOccupancy;
    }

    void idle() {
        busy = false;
    }

    double busySeconds() {
        return busySeconds;
    }

    double computeSeconds() {
        return computeSeconds;
    }

    double occupiedSeconds() {
        return occupiedSeconds;
    }
}
