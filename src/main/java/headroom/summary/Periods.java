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

    /**
     * Whether users are counted over a window. They are counted once at a time, so of windows that
     * overlap only the first has periods.
     */
    static boolean has(List<Phase> windows, int window) {
        Phase w = windows.get(window);
        for (int i = 0; i < window; i++) {
            Phase other = windows.get(i);
            boolean apart =
                    other.toSeconds() <= w.fromSeconds() || w.toSeconds() <= other.fromSeconds();
            if (!apart && has(windows, i)) {
                return false;
            }
        }
        return true;
    }

    /** Where the periods of windows begin and end, in turn [s]. */
    static double[] edges(List<Phase> windows) {
        List<Double> edges = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            Phase w = windows.get(i);
            double length = seconds(w);
            double from = w.fromSeconds();
            for (; has(windows, i) && from + length <= w.toSeconds(); from += length) {
                edges.add(from);
                edges.add(from + length);
            }
        }
        return edges.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    /** Length of the periods of a window [s]. */
    static double seconds(Phase w) {
        return Math.min(WEEK_SECONDS, w.toSeconds() - w.fromSeconds());
    }
}
