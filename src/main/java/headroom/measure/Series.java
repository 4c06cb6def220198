package headroom.measure;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One quantity over time, a value for each step of its {@link TimeSeries}.
 *
 * @param name what is shown, such as {@code offered} or {@code ttft.p99}
 * @param labels what it is restricted to: tier, outcome, pool, site
 * @param unit unit of values and half-widths
 * @param values one value a step; NaN where nothing was observed
 * @param halfWidths half the width of each value's confidence interval; NaN where unknown
 */
public record Series(
        String name,
        SortedMap<String, String> labels,
        String unit,
        double[] values,
        double[] halfWidths) {
    public Series {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        if (values.length != halfWidths.length) {
            throw new IllegalArgumentException("series " + name + labels + ": " + values.length
                    + " values but " + halfWidths.length + " half-widths");
        }
    }
}
