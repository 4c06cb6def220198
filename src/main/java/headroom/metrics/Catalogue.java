package headroom.metrics;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.Series;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The numbers that a run has, to be found by selectors. */
public final class Catalogue {
    private static final int LISTED = 12;
    private static final String PHASE = "phase";

    private final Map<String, List<Measurement>> byName = new TreeMap<>();
    private final List<MetricKey> keys = new ArrayList<>();
    private final List<Series> hourly = new ArrayList<>();
    private final List<Phase> phases = new ArrayList<>();

    private Catalogue() {}

    /** The numbers of replications, by phase and by hour; their values do not matter. */
    public static Catalogue of(Reading reading, List<Phase> phases) {
        Catalogue catalogue = of(reading.summary());
        catalogue.hourly.addAll(reading.series().columns());
        catalogue.phases.addAll(phases);
        return catalogue;
    }

    /** The numbers of a summary; their values do not matter. */
    public static Catalogue of(Collection<Measurement> summary) {
        Catalogue catalogue = new Catalogue();
        summary.forEach(each -> catalogue
                .byName
                .computeIfAbsent(each.name(), name -> new ArrayList<>())
                .add(each));
        summary.forEach(each -> catalogue.keys.add(each.key()));
        return catalogue;
    }

    /** All numbers, in their order. */
    public List<MetricKey> keys() {
        return List.copyOf(keys);
    }

    /** What can be measured. */
    public SortedSet<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /**
     * The one number that a selector means, with its unit: of those that have all its labels the
     * one with no other, or else the one with the fewest others, a phase apart: where a run has
     * several phases, it must be said which one.
     *
     * @throws MetricException if there is none, or more than one
     */
    public Measurement find(Selector wanted) throws MetricException {
        if (wanted.isOfHours()) {
            throw new MetricException(
                    wanted + " is a share of hours, which slo may ask for",
                    "here a number of the summary is needed, such as p99(ttft)");
        }
        List<Measurement> named = byName.get(wanted.name());
        if (named == null) {
            throw new MetricException(
                    "unknown metric '" + wanted.name() + "' in " + wanted,
                    Problems.suggest(wanted.name(), byName.keySet()));
        }
        List<Measurement> labelled = labelled(named, wanted);
        SortedSet<String> statistics = new TreeSet<>();
        labelled.forEach(each -> statistics.add(each.statistic()));
        String statistic = wanted.statistic();
        if (statistic.isEmpty() && statistics.size() == 1) {
            statistic = statistics.first();
        }
        if (!statistics.contains(statistic)) {
            throw new MetricException(
                    statistic.isEmpty()
                            ? wanted + " does not say which statistic"
                            : "unknown statistic '" + statistic + "' in " + wanted,
                    statistic.isEmpty()
                            ? "known: " + String.join(", ", statistics)
                            : Problems.suggest(statistic, statistics));
        }
        String chosen = statistic;
        return only(
                wanted,
                labelled.stream()
                        .filter(each -> each.statistic().equals(chosen))
                        .toList());
    }

    /**
     * The number that a selector means, to be read off replications: one of the summary, or such as
     * {@code hours(ttft.p99, tier=max, below=5 s)} the share of hours.
     */
    public Target target(Selector wanted) throws MetricException {
        if (!wanted.isOfHours()) {
            Measurement found = find(wanted);
            return new Target.OfSummary(found.key(), found.unit(), phases);
        }
        return HourSelector.target(wanted, hourly, phases);
    }

    /** The key of the number that a selector means. */
    public MetricKey key(Selector wanted) throws MetricException {
        return find(wanted).key();
    }

    private static List<Measurement> labelled(List<Measurement> named, Selector wanted)
            throws MetricException {
        for (Map.Entry<String, String> label : wanted.labels().entrySet()) {
            SortedSet<String> labels = new TreeSet<>();
            SortedSet<String> values = new TreeSet<>();
            named.forEach(each -> {
                labels.addAll(each.labels().keySet());
                String value = each.labels().get(label.getKey());
                if (value != null) {
                    values.add(value);
                }
            });
            if (values.isEmpty()) {
                throw new MetricException(
                        "unknown label '" + label.getKey() + "' in " + wanted,
                        Problems.suggest(label.getKey(), labels));
            }
            if (!values.contains(label.getValue())) {
                throw new MetricException(
                        "no " + label.getKey() + " '" + label.getValue() + "' in " + wanted,
                        Problems.suggest(label.getValue(), values));
            }
        }
        List<Measurement> labelled = named.stream()
                .filter(each ->
                        each.labels().entrySet().containsAll(wanted.labels().entrySet()))
                .toList();
        if (labelled.isEmpty()) {
            throw new MetricException("no number has all labels of " + wanted, choices(named));
        }
        return labelled;
    }

    private static Measurement only(Selector wanted, List<Measurement> found)
            throws MetricException {
        int fewest = found.stream().mapToInt(each -> each.labels().size()).min().orElseThrow();
        List<Measurement> least =
                found.stream().filter(each -> each.labels().size() == fewest).toList();
        if (least.size() > 1) {
            throw new MetricException(
                    wanted + " may mean " + least.size() + " numbers", choices(least));
        }
        Measurement chosen = least.get(0);
        // the contract is not the cost: a part must not be taken for the whole
        boolean part = found.stream().anyMatch(other -> isOtherPart(chosen, other, wanted));
        if (part) {
            throw new MetricException(
                    wanted + " may mean " + found.size() + " numbers", choices(found));
        }
        return chosen;
    }

    private static boolean isOtherPart(Measurement chosen, Measurement other, Selector wanted) {
        return chosen.labels().entrySet().stream()
                .filter(label -> !wanted.labels().containsKey(label.getKey()))
                .filter(label -> !label.getKey().equals(PHASE))
                .anyMatch(label -> {
                    String value = other.labels().get(label.getKey());
                    return value != null && !value.equals(label.getValue());
                });
    }

    /** What may be asked for instead; phases by themselves where that is not the only choice. */
    private static String choices(List<Measurement> found) {
        SortedSet<String> phases = new TreeSet<>();
        Set<String> apart = new LinkedHashSet<>();
        for (Measurement each : found) {
            phases.add(each.labels().getOrDefault(PHASE, ""));
            TreeMap<String, String> labels = new TreeMap<>(each.labels());
            labels.remove(PHASE);
            apart.add(new MetricKey(each.name(), labels, each.statistic()).toString());
        }
        boolean isGrid = phases.size() > 1 && apart.size() * phases.size() == found.size();
        List<String> keys = isGrid && apart.size() > 1
                ? List.copyOf(apart)
                : found.stream().map(each -> each.key().toString()).toList();
        String each = isGrid && apart.size() > 1
                ? "; each with phase=" + String.join(" or phase=", phases)
                : "";
        return "there are " + String.join("; ", keys.subList(0, Math.min(LISTED, keys.size())))
                + (keys.size() > LISTED ? "; ..." : "")
                + each;
    }
}
