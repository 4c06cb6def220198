package headroom.metrics;

import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Selectors of a share of hours: {@code hours(ttft.p99, tier=max, phase=after, below=5 s)}. */
final class HourSelector {
    static final String STATISTIC = "hours";

    private static final String BELOW = "below";
    private static final String ABOVE = "above";
    private static final String FORM = "write such as hours(ttft.p99, tier=max, below=5 s)";

    private HourSelector() {}

    static Target target(Selector wanted, List<Series> hourly, List<Phase> phases)
            throws MetricException {
        TreeMap<String, String> labels = new TreeMap<>(wanted.labels());
        String below = labels.remove(BELOW);
        String above = labels.remove(ABOVE);
        String phase = labels.remove("phase");
        String threshold = below == null ? above : below;
        if (threshold == null || below != null && above != null) {
            throw new MetricException(wanted + " needs either below or above", FORM);
        }
        Series series = series(wanted, labels, hourly);
        return new Target.OfHours(
                series.name(),
                series.labels(),
                Units.parse(threshold, series.unit()),
                below != null,
                phase == null ? List.of(all(phases)) : named(wanted, phase, phases));
    }

    /** From the begin of the first phase on, also what lies between phases. */
    private static Phase all(List<Phase> phases) {
        double from = phases.stream().mapToDouble(Phase::fromSeconds).min().orElse(0);
        return new Phase("", from, Double.POSITIVE_INFINITY);
    }

    /** The one with exactly these labels, or the only one that has them. */
    private static Series series(
            Selector wanted, SortedMap<String, String> labels, List<Series> hourly)
            throws MetricException {
        TreeSet<String> names = new TreeSet<>();
        TreeSet<String> choices = new TreeSet<>();
        List<Series> fitting = new ArrayList<>();
        for (Series each : hourly) {
            names.add(each.name());
            if (each.name().equals(wanted.name())) {
                if (each.labels().equals(labels)) {
                    return each;
                }
                choices.add(each.labels().toString());
                if (each.labels().entrySet().containsAll(labels.entrySet())) {
                    fitting.add(each);
                }
            }
        }
        if (!names.contains(wanted.name())) {
            throw new MetricException(
                    "no hourly quantity '" + wanted.name() + "' in " + wanted,
                    Problems.suggest(wanted.name(), names));
        }
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        String count = fitting.isEmpty() ? "no" : "more than one";
        throw new MetricException(
                count + " hourly " + wanted.name() + " has the labels of " + wanted,
                "there are " + String.join("; ", choices));
    }

    private static List<Phase> named(Selector wanted, String name, List<Phase> phases)
            throws MetricException {
        List<Phase> named =
                phases.stream().filter(phase -> phase.name().equals(name)).toList();
        if (named.isEmpty()) {
            throw new MetricException(
                    "no phase '" + name + "' in " + wanted,
                    Problems.suggest(name, phases.stream().map(Phase::name).toList()));
        }
        return named;
    }
}
