package headroom.study;

import headroom.measure.MetricKey;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.metrics.Selector;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A number that a study shows.
 *
 * @param text how it is called: as it was asked for
 * @param key which number it is
 * @param unit its unit
 */
public record Shown(String text, MetricKey key, String unit) {
    private static final int HEADLINES = 4;

    /** Where several phases have a number, the first of these that there is. */
    private static final List<String> PHASES = List.of("after", "run", "spike", "later", "normal");

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
        Set<String> phases = new LinkedHashSet<>();
        catalogue.keys().forEach(key -> phases.add(key.labels().getOrDefault("phase", "")));
        phases.remove("");
        String phase = PHASES.stream().filter(phases::contains).findFirst().orElse("");
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
