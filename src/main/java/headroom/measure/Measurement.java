package headroom.measure;

import headroom.stat.Estimate;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One number of a run with its error.
 *
 * @param name what was measured, such as {@code ttft} or {@code caps.scale}
 * @param labels what the number is restricted to: phase, tier, pool, site, model, outcome, kind
 * @param statistic how observations became one number: mean, min, max, total, p50, p90, p99
 * @param unit unit of the value and of the half-width, such as {@code s} or {@code 1/s}
 * @param value the number itself; NaN where there was nothing to observe
 * @param halfWidth half the width of its confidence interval; NaN where it is unknown
 * @param level confidence level of the interval, such as 0.95
 * @param n number of independent observations the interval rests on (cells or replications)
 */
public record Measurement(
        String name,
        SortedMap<String, String> labels,
        String statistic,
        String unit,
        double value,
        double halfWidth,
        double level,
        long n) {
    public Measurement {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** A value within a label, such as an instant: without decimals where it has none. */
    public static String label(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }

    /** Which number it is. */
    public MetricKey key() {
        return new MetricKey(name, labels, statistic);
    }

    /** Whether it is the number that a key means. */
    public boolean is(MetricKey key) {
        return name.equals(key.name())
                && statistic.equals(key.statistic())
                && labels.equals(key.labels());
    }

    /** Its error as an interval. */
    public Estimate estimate() {
        return new Estimate(value, halfWidth, level, (int) Math.min(n, Integer.MAX_VALUE));
    }

    /** The same with another estimate. */
    public Measurement with(Estimate estimate) {
        return new Measurement(
                name,
                labels,
                statistic,
                unit,
                estimate.value(),
                estimate.halfWidth(),
                estimate.level(),
                estimate.n());
    }
}
