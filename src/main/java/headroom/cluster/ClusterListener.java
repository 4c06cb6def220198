package headroom.cluster;

/** Hears of every full hour of a run. */
@FunctionalInterface
public interface ClusterListener {
    /** An hour is over; the facts are only valid during the call. */
    void hour(HourFacts facts);
}
