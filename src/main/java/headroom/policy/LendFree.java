package headroom.policy;

import headroom.control.LendingPolicy;
import headroom.control.LendingView;

/** Lends all that serving does not need, and asks back what it lacks at once. */
public final class LendFree implements LendingPolicy {
    @Override
    public double lent(LendingView view) {
        return view.spareGpus();
    }
}
