package headroom.quota;

import java.util.Map;
import java.util.TreeMap;

/** The meters that tiers of one cell share, by the names of their limits. */
public final class CommonMeters {
    private final Map<String, Meter> byName = new TreeMap<>();

    /** The meter of a limit of all tiers, the same for whoever asks. */
    Meter of(Limit limit, Slots beside) {
        return byName.computeIfAbsent(limit.name(), name -> limit.meter(1, beside));
    }
}
