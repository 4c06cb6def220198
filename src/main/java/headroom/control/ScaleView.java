package headroom.control;

/**
 * What an autoscaler may read of its deployment, in real replicas. Counts are those of now, means
 * are over the lookback that ended with the last epoch: measurements are never of now.
 */
public interface ScaleView {
    /** Replicas that take requests. */
    double serving();

    /** Replicas whose weights load. */
    double loading();

    /** Replicas that take no more requests and have some left. */
    double draining();

    /** Replicas that come and go together, as one simulated stands for them. */
    double step();

    /** GPUs of the pool that nobody holds. */
    double freeGpus();

    /** Replicas serving or draining, mean over the lookback while any did; NaN if none served. */
    double meanServing();

    /** Share of the scarcer of sequences and KV memory in use, mean; NaN if none served. */
    double utilisation();

    /** Requests that wait, mean, over those completed per second; NaN if none served [s]. */
    double queueDelaySeconds();

    /** Time since replicas were last added or taken away; infinite if never [s]. */
    double sinceChangeSeconds();
}
