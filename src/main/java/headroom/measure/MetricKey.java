package headroom.measure;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which number of a run is meant: what was measured, of what, and how observations became one
 * number. No two numbers of a summary have the same key.
 *
 * @param name what was measured, such as {@code ttft}
 * @param labels what it is restricted to
 * @param statistic how observations became one number, such as {@code p99}
 */
public record MetricKey(String name, SortedMap<String, String> labels, String statistic) {
    public MetricKey {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** As a selector is written: {@code p99(ttft, phase=after, tier=max)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(statistic).append('(').append(name);
        labels.forEach((label, value) -> text.append(", " + label + "=" + value));
        return text.append(')').toString();
    }
}
