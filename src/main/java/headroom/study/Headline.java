package headroom.study;

import headroom.measure.MetricKey;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.metrics.Selector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which numbers of a run are compared: the headline ones in every phase, or those asked for. */
public final class Headline {
    private static final List<String> NUMBERS = List.of(
            "p99(ttft)",
            "mean(caps.scale)",
            "mean(peak.multiplier)",
            "share(capped.users)",
            "mean(requests, outcome=completed)",
            "mean(requests, outcome=overloaded)",
            "mean(goodput)",
            "mean(utilisation)",
            "total(cost)",
            "mean(wait)",
            "mean(number)",
            "mean(jobs.number)",
            "mean(jobs.wait)",
            "mean(jobs.sojourn)",
            "mean(jobs.utilisation)",
            "share(jobs.goodput)");

    private Headline() {}

    /** The headline numbers in each phase and at each station; all if there are none of them. */
    public static List<MetricKey> of(Catalogue catalogue) {
        List<MetricKey> found = new ArrayList<>();
        for (String wanted : NUMBERS) {
            catalogue.keys().stream()
                    .filter(key -> withoutPlace(key).equals(wanted))
                    .forEach(found::add);
        }
        return found.isEmpty() ? catalogue.keys() : found;
    }

    private static String withoutPlace(MetricKey key) {
        SortedMap<String, String> labels = new TreeMap<>(key.labels());
        labels.remove("phase");
        labels.remove("station");
        return new MetricKey(key.name(), labels, key.statistic()).toString();
    }

    /**
     * The numbers that selectors mean; one that names no phase means every phase.
     *
     * @throws StudyException with all problems if one means nothing
     */
    public static List<MetricKey> selected(Catalogue catalogue, List<String> selectors)
            throws StudyException {
        TreeSet<String> phases = new TreeSet<>();
        for (MetricKey each : catalogue.keys()) {
            phases.add(each.labels().getOrDefault("phase", ""));
        }
        LinkedHashSet<MetricKey> keys = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String text : selectors) {
            try {
                keys.addAll(found(catalogue, phases, Selector.parse(text)));
            } catch (MetricException e) {
                problems.add("--show " + e.line());
            }
        }
        if (!problems.isEmpty()) {
            throw StudyException.ofUsage(String.join("\n", problems));
        }
        return List.copyOf(keys);
    }

    private static List<MetricKey> found(
            Catalogue catalogue, TreeSet<String> phases, Selector wanted) throws MetricException {
        try {
            return List.of(catalogue.key(wanted));
        } catch (MetricException e) {
            List<MetricKey> found = new ArrayList<>();
            for (String phase : wanted.labels().containsKey("phase") ? List.<String>of() : phases) {
                TreeMap<String, String> labels = new TreeMap<>(wanted.labels());
                labels.put("phase", phase);
                try {
                    found.add(catalogue.key(new Selector(
                            wanted.text(), wanted.statistic(), wanted.name(), labels)));
                } catch (MetricException none) {
                    // this phase does not have it: what is wrong with the whole was said first
                    continue;
                }
            }
            if (found.isEmpty()) {
                throw e;
            }
            return found;
        }
    }
}
