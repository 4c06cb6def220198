package headroom.faults;

import java.util.List;

/** Recorded outages in turn; what is due is the number of an outage. */
final class Replayed implements Onsets {
    private final List<Onset.Outage> outages;
    private int next;

    Replayed(List<Onset.Outage> outages) {
        this.outages = outages;
    }

    @Override
    public double nextSeconds() {
        return next < outages.size() ? outages.get(next).startSeconds() : Double.POSITIVE_INFINITY;
    }

    @Override
    public int fire() {
        return next++;
    }
}
