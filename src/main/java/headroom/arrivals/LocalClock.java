package headroom.arrivals;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far the clocks of a zone are ahead of UTC during a run, changes to and from summer time
 * included.
 */
public final class LocalClock {
    private final double[] edgesSeconds;
    private final double[] offsetsSeconds;

    private LocalClock(double[] edgesSeconds, double[] offsetsSeconds) {
        this.edgesSeconds = edgesSeconds;
        this.offsetsSeconds = offsetsSeconds;
    }

    /** The clocks of a zone over a run. */
    public static LocalClock over(ZoneId zone, Instant start, double horizonSeconds) {
        ZoneRules rules = zone.getRules();
        List<Double> edges = new ArrayList<>();
        List<Double> offsets = new ArrayList<>();
        offsets.add((double) rules.getOffset(start).getTotalSeconds());
        Instant end = start.plusSeconds((long) Math.ceil(horizonSeconds));
        ZoneOffsetTransition change = rules.nextTransition(start);
        while (change != null && change.getInstant().isBefore(end)) {
            double nanos = change.getInstant().getNano() - start.getNano();
            edges.add(change.getInstant().getEpochSecond() - start.getEpochSecond() + nanos * 1e-9);
            offsets.add((double) change.getOffsetAfter().getTotalSeconds());
            change = rules.nextTransition(change.getInstant());
        }
        return new LocalClock(array(edges), array(offsets));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Local time less UTC at a time in the run [s]. */
    public double offsetSeconds(double timeSeconds) {
        int i = Arrays.binarySearch(edgesSeconds, timeSeconds);
        return offsetsSeconds[i >= 0 ? i + 1 : -i - 1];
    }
}
