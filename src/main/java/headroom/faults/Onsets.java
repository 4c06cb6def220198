package headroom.faults;

import java.util.List;

/** The failures of the components of one class, in time; whether one can fail others decide. */
interface Onsets {
    /** When the next one is due [s]; infinite if none is. */
    double nextSeconds();

    /** The component that is due, or -1 if the time was a candidate only; moves on to the next. */
    int fire();

    /** A repair ends that makes the component as good as new. */
    default void renew(int component, double nowSeconds) {}

    /** From now on hazards are the given multiple of their mean. */
    default void scale(double factor, double nowSeconds) {}

    /** Recorded outages in turn; what is due is the number of an outage. */
    final class Replayed implements Onsets {
        private final List<Onset.Outage> outages;
        private int next;

        Replayed(List<Onset.Outage> outages) {
            this.outages = outages;
        }

        @Override
        public double nextSeconds() {
            return next < outages.size()
                    ? outages.get(next).startSeconds()
                    : Double.POSITIVE_INFINITY;
        }

        @Override
        public int fire() {
            return next++;
        }
    }
}
