package headroom.control;

/**
 * What a lending policy may read of a pool, in real GPUs, those left out that jobs have for good.
 */
public interface LendingView {
    /** GPUs of the pool. */
    double poolGpus();

    /** GPUs that are lent and not asked back. */
    double lentGpus();

    /**
     * GPUs that serving does not need now: lent or held by nobody, less those that deployments
     * lack; below zero where they lack more than all that could be theirs.
     */
    double spareGpus();

    /** The fewest that were spare within so long, now included; within the lookback. */
    double leastSpareGpus(double lookbackSeconds);

    /** The most that were spare within so long, now included; within the lookback. */
    double mostSpareGpus(double lookbackSeconds);
}
