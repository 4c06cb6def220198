package headroom.policy;

import headroom.control.LendingPolicy;
import headroom.control.LendingView;

/**
 * Lends GPUs that were spare without break for some time, and asks back those that serving has
 * lacked without break for some time: it does not follow every short swing.
 *
 * <pre>
 * lent to be = max(least spare of the quiet time, min(lent, most spare of the delay))
 * </pre>
 *
 * <p>A reserve is kept as in {@link LendWithReserve}.
 */
public final class LendAfterQuiet implements LendingPolicy {
    private final double reserveShare;
    private final double quietSeconds;
    private final double delaySeconds;

    /**
     * @param reserveShare share of the pool that is not lent [1]
     * @param quietSeconds GPUs are lent when they were spare for so long [s]
     * @param delaySeconds GPUs are asked back when they were lacked for so long [s]
     */
    public LendAfterQuiet(double reserveShare, double quietSeconds, double delaySeconds) {
        this.reserveShare = reserveShare;
        this.quietSeconds = quietSeconds;
        this.delaySeconds = delaySeconds;
    }

    @Override
    public double lent(LendingView view) {
        double reserve = reserveShare * view.poolGpus();
        double most = view.mostSpareGpus(delaySeconds) - reserve;
        double least = view.leastSpareGpus(quietSeconds) - reserve;
        return Math.max(least, Math.min(view.lentGpus(), most));
    }

    @Override
    public double lookbackSeconds() {
        return Math.max(quietSeconds, delaySeconds);
    }
}
