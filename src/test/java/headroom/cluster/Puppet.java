package headroom.cluster;

import headroom.control.Autoscaler;
import headroom.control.ScaleView;

/** Wants what it is told to. */
final class Puppet implements Autoscaler {
    double wanted;

    Puppet(double wanted) {
        this.wanted = wanted;
    }

    @Override
    public double wanted(ScaleView view) {
        return wanted;
    }
}
