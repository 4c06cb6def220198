package headroom.control;

/**
 * Decides how many replicas a deployment should have. Declared here, implemented in {@code policy};
 * it never learns the output length of a request.
 */
@FunctionalInterface
public interface Autoscaler {
    /** Replicas wanted from now on, in real replicas; the cluster keeps them within bounds. */
    double wanted(ScaleView view);
}
