package headroom.policy;

import headroom.control.LendingPolicy;
import headroom.control.LendingView;

/**
 * Keeps a share of the pool free for serving, and lends the rest of what it does not need: what
 * serving takes from the reserve it has at once, and jobs are asked to fill it again.
 */
public final class LendWithReserve implements LendingPolicy {
    private final double reserveShare;

    /** @param reserveShare share of the pool that is not lent [1] */
    public LendWithReserve(double reserveShare) {
        this.reserveShare = reserveShare;
    }

    @Override
    public double lent(LendingView view) {
        return view.spareGpus() - reserveShare * view.poolGpus();
    }
}
