package headroom.policy;

import headroom.cluster.CapController;
import headroom.cluster.ControlView;

/** Leaves the value where it is. */
public final class FixedValue implements CapController {
    @Override
    public double next(ControlView view) {
        return view.current();
    }
}
