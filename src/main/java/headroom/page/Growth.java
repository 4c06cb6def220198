package headroom.page;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Tells at which stations more jobs came than left all through a phase, so that what is told of
 * numbers and waits there depends on how long was simulated.
 *
 * <p>A line that grows steadily ends with twice the jobs that it had on average; one that settles
 * ends with about as many as it began with. So a station is told where the jobs that came and did
 * not leave are surely some, more than were there on average, and more than one in a hundred of
 * those that came.
 */
public final class Growth {
    private static final double LEAST_SHARE = 0.01;

    private Growth() {}

    /** A sentence for each such station and phase. */
    public static List<String> sentences(List<Measurement> summary, List<Phase> phases) {
        List<String> sentences = new ArrayList<>();
        for (Measurement each : summary) {
            if (each.name().equals("jobs.growth") && !each.labels().containsKey("stream")) {
                sentence(each, summary, phases).ifPresent(sentences::add);
            }
        }
        return sentences;
    }

    private static Optional<String> sentence(
            Measurement growth, List<Measurement> summary, List<Phase> phases) {
        SortedMap<String, String> labels = growth.labels();
        double seconds = phases.stream()
                .filter(phase -> phase.name().equals(labels.get("phase")))
                .mapToDouble(Phase::lengthSeconds)
                .sum();
        double arrived = value("jobs.arrived", labels, summary);
        double number = value("jobs.number", labels, summary);
        double error = Double.isFinite(growth.halfWidth()) ? growth.halfWidth() : 0;
        boolean grows = growth.value() > error
                && growth.value() * seconds > number
                && growth.value() > LEAST_SHARE * arrived;
        if (!grows) {
            return Optional.empty();
        }
        String where = phases.stream().map(Phase::name).distinct().count() > 1
                ? ", " + Wording.in(labels.getOrDefault("phase", ""))
                : "";
        return Optional.of("At " + labels.get("station") + where + " more jobs came than left ("
                + Figures.plain(100 * growth.value() / arrived)
                + " % of them stayed): numbers, waits and times there are those of a simulation of"
                + " this length, and a longer one tells higher ones.");
    }

    private static double value(
            String name, SortedMap<String, String> labels, List<Measurement> summary) {
        MetricKey key = new MetricKey(name, new TreeMap<>(labels), "mean");
        return summary.stream()
                .filter(each -> each.is(key))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
