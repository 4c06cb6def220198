package headroom.page;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The order in which labels of measurements and series are written, the same in every output. */
public final class Labels {
    /** Known labels, from the coarse to the fine: "outcome.pro.completed", not the other way. */
    private static final List<String> ORDER =
            List.of("phase", "site", "pool", "tier", "model", "limit", "outcome", "kind");

    private Labels() {}

    /** The known labels, then whatever else occurs, by name. */
    public static List<String> keys(Collection<? extends SortedMap<String, String>> used) {
        List<String> keys = new ArrayList<>(ORDER);
        TreeSet<String> others = new TreeSet<>();
        used.forEach(labels -> others.addAll(labels.keySet()));
        ORDER.forEach(others::remove);
        keys.addAll(others);
        return keys;
    }

    /** The label values in the order of {@link #keys}, without the keys. */
    public static List<String> values(SortedMap<String, String> labels) {
        List<String> values = new ArrayList<>();
        for (String key : keys(List.of(labels))) {
            String value = labels.get(key);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** Name of a column of {@code timeseries.csv}: name and label values joined by dots. */
    public static String column(String name, SortedMap<String, String> labels) {
        List<String> parts = new ArrayList<>(List.of(name));
        parts.addAll(values(labels));
        return String.join(".", parts);
    }

    public static SortedMap<String, String> without(SortedMap<String, String> labels, String key) {
        TreeMap<String, String> rest = new TreeMap<>(labels);
        rest.remove(key);
        return rest;
    }

    /** The labels for people: "max-5x", "capped, pro"; empty for none. */
    public static String words(SortedMap<String, String> labels) {
        return String.join(", ", values(labels)).replace('_', ' ');
    }
}
