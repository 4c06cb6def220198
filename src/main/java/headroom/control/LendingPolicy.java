package headroom.control;

/**
 * Decides how many GPUs of a pool serving lends to jobs. Declared here, implemented in {@code
 * policy}.
 */
@FunctionalInterface
public interface LendingPolicy {
    /**
     * GPUs that jobs should hold from now on, beyond those they have for good. More than now: as
     * many of them as nobody holds are lent. Fewer: they are asked back.
     */
    double lent(LendingView view);

    /** How far back it looks [s]. */
    default double lookbackSeconds() {
        return 0;
    }
}
