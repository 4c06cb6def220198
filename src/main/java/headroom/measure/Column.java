package headroom.measure;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one column of the time series holds.
 *
 * @param name the quantity
 * @param labels whose it is, such as tier, pool or site
 * @param unit its unit
 */
public record Column(String name, SortedMap<String, String> labels, String unit) {

    /** Labels from alternating names and values. */
    public static SortedMap<String, String> labels(String... namesAndValues) {
        SortedMap<String, String> labels = new TreeMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return labels;
    }
}
