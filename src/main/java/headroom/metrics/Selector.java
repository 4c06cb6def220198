package headroom.metrics;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which number of a run is asked for, as people write it: {@code p99(ttft, tier=max)} is the 99th
 * percentile of the time to first token of tier max, {@code mean(caps.scale, phase=after)} the mean
 * scale of caps in phase after. Labels that are left out are told by {@link Catalogue#find}. The
 * statistic may be left out where there is one only: {@code cost(kind=energy)}, {@code energy}.
 *
 * @param text as it was written
 * @param statistic how observations become one number; empty where it was left out
 * @param name what was measured
 * @param labels what it is restricted to, as far as it was said
 */
public record Selector(
        String text, String statistic, String name, SortedMap<String, String> labels) {
    private static final String WORD = "[A-Za-z][\\w.-]*";
    private static final Pattern CALL = Pattern.compile("(" + WORD + ")\\s*(?:\\((.*)\\))?");
    private static final Pattern LABEL = Pattern.compile("(" + WORD + ")\\s*=\\s*([^,=()]+?)");
    private static final String FORM = "write such as p99(ttft, tier=max)";

    public Selector {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /** Reads a selector. */
    public static Selector parse(String text) throws MetricException {
        Matcher call = CALL.matcher(text.strip());
        if (!call.matches()) {
            throw new MetricException("'" + text.strip() + "' names no number", FORM);
        }
        String inside = call.group(2) == null ? "" : call.group(2).strip();
        String[] parts = inside.isEmpty() ? new String[0] : inside.split(",", -1);
        boolean named = parts.length > 0 && parts[0].indexOf('=') < 0;
        TreeMap<String, String> labels = new TreeMap<>();
        for (int i = named ? 1 : 0; i < parts.length; i++) {
            Matcher label = LABEL.matcher(parts[i].strip());
            if (!label.matches()) {
                throw new MetricException(
                        "'" + parts[i].strip() + "' in " + text.strip() + " is no label", FORM);
            }
            if (labels.put(label.group(1), label.group(2)) != null) {
                throw new MetricException(
                        "label " + label.group(1) + " stands twice in " + text.strip(), "");
            }
        }
        String name = named ? parts[0].strip() : call.group(1);
        if (!name.matches(WORD)) {
            throw new MetricException("'" + name + "' in " + text.strip() + " is no name", FORM);
        }
        return new Selector(text.strip(), named ? call.group(1) : "", name, labels);
    }

    /** Whether a share of hours is asked for, read off the course of a run. */
    public boolean isOfHours() {
        return statistic.equals(HourSelector.STATISTIC);
    }

    @Override
    public String toString() {
        return text;
    }
}
