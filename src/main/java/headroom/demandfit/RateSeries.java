package headroom.demandfit;

import headroom.stat.Tally;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Rates of all clients together in windows of ten minutes. Windows of which nothing is told are
 * gaps of the collection: nothing is concluded from them.
 */
final class RateSeries {
    static final double WINDOW_SECONDS = 600;
    private static final int WINDOWS_PER_HOUR = 6;
    private static final int WEEK_HOURS = 168;

    /** By number of the window, from time 0 [1/s]. */
    private final TreeMap<Long, Double> rates = new TreeMap<>();

    /** Adds what one client asks in the window that begins at this time. */
    void add(double startSeconds, double ratePerSecond) {
        rates.merge((long) Math.rint(startSeconds / WINDOW_SECONDS), ratePerSecond, Double::sum);
    }

    boolean isEmpty() {
        return rates.isEmpty();
    }

    /** Windows of which something is told. */
    int told() {
        return rates.size();
    }

    /** Windows from the first to the last. */
    private long all() {
        return rates.lastKey() - rates.firstKey() + 1;
    }

    /** Windows between the first and the last of which nothing is told. */
    long gaps() {
        return all() - told();
    }

    double lengthSeconds() {
        return all() * WINDOW_SECONDS;
    }

    double mean() {
        return tally(rates.values()).mean();
    }

    double variance() {
        return tally(rates.values()).variance();
    }

    /** Counts in the windows of this many times ten minutes that no gap cuts. */
    List<Double> counts(double windowSeconds) {
        int size = (int) Math.rint(windowSeconds / WINDOW_SECONDS);
        List<Double> counts = new ArrayList<>();
        for (long first = rates.firstKey(); first + size <= rates.lastKey() + 1; first += size) {
            double sum = 0;
            for (long k = first; k < first + size; k++) {
                sum += rates.getOrDefault(k, Double.NaN) * WINDOW_SECONDS;
            }
            if (!Double.isNaN(sum)) {
                counts.add(sum);
            }
        }
        return counts;
    }

    /** The index of dispersion of those counts. */
    double index(double windowSeconds) {
        Tally counts = tally(counts(windowSeconds));
        return counts.variance() / counts.mean();
    }

    /** A profile by the hour of the week, from the first window on; hours not told are as all. */
    double[] hours() {
        Tally[] tallies = new Tally[WEEK_HOURS];
        for (int h = 0; h < WEEK_HOURS; h++) {
            tallies[h] = new Tally();
        }
        rates.forEach((window, rate) -> {
            long hour = (window - rates.firstKey()) / WINDOWS_PER_HOUR;
            tallies[(int) (hour % WEEK_HOURS)].add(rate);
        });
        double[] hours = new double[WEEK_HOURS];
        for (int h = 0; h < WEEK_HOURS; h++) {
            hours[h] = tallies[h].count() == 0 ? mean() : tallies[h].mean();
        }
        return HourlyMeans.values(hours);
    }

    private static Tally tally(Collection<Double> values) {
        Tally tally = new Tally();
        values.forEach(tally::add);
        return tally;
    }
}
