package headroom.study;

import headroom.measure.MetricKey;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.metrics.Selector;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A number that a study shows.
 *
 * @param text how it is called: as it was asked for
 * @param key which number it is
 * @param unit its unit
 */
public record Shown(String text, MetricKey key, String unit) {
    private static final int HEADLINES = 4;

    /** What is shown where nothing is asked for, as far as a scenario has it. */
    private static final List<String> HEADLINE = List.of(
            "mean(caps.scale)",
            "mean(peak.multiplier)",
            "share(capped.users)",
            "p99(ttft)",
            "mean(requests, outcome=overloaded)",
            "share(jobs.waited)",
            "mean(jobs.wait)",
            "mean(jobs.utilisation)",
            "mean(jobs.number)",
            "mean(utilisation)");

    /** The number that a text asks for. */
    static Shown parse(String text, Catalogue catalogue) throws MetricException {
        var found = catalogue.find(Selector.parse(text));
        return new Shown(text.strip(), found.key(), found.unit());
    }

    /** The first headline numbers that there are. */
    static List<Shown> headline(Catalogue catalogue) {
        TreeSet<String> phases = new TreeSet<>();
        catalogue.keys().forEach(key -> phases.add(key.labels().getOrDefault("phase", "")));
        String phase = phases.contains("after") ? "after" : phases.contains("run") ? "run" : "";
        List<Shown> found = new ArrayList<>();
        for (String text : HEADLINE) {
            String within = text.substring(0, text.length() - 1) + ", phase=" + phase + ")";
            try {
                found.add(parse(phase.isEmpty() || phases.size() < 2 ? text : within, catalogue));
            } catch (MetricException e) {
                // this scenario has none, or several of which none stands for all
                continue;
            }
            if (found.size() == HEADLINES) {
                break;
            }
        }
        return found;
    }
}
