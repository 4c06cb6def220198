package headroom.summary;

import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;

/**
 * The stretches over which users are counted once: the whole weeks of a window from its beginning,
 * or all of it where it is shorter than a week.
 */
final class Periods {
    /** A week [s]. */
    static final double WEEK_SECONDS = 7 * 86_400;

    private Periods() {}

    /** Where the periods of windows in order of time begin and end, in turn [s]. */
    static double[] edges(List<Phase> windows) {
        List<Double> edges = new ArrayList<>();
        double end = 0;
        for (Phase w : windows) {
            double length = seconds(w);
            double from = w.fromSeconds();
            for (; from >= end && from + length <= w.toSeconds(); from += length) {
                edges.add(from);
                edges.add(from + length);
            }
            end = Math.max(end, w.toSeconds());
        }
        return edges.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** Length of the periods of a window [s]. */
    static double seconds(Phase w) {
        return Math.min(WEEK_SECONDS, w.toSeconds() - w.fromSeconds());
    }
}
