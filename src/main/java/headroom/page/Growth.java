package headroom.page;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.List;
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

    private final List<Measurement> summary;
    private final List<Phase> phases;

    private Growth(List<Measurement> summary, List<Phase> phases) {
        this.summary = summary;
        this.phases = phases;
    }

    /** A sentence for each such station and phase. */
    public static List<String> sentences(List<Measurement> summary, List<Phase> phases) {
        Growth growth = new Growth(summary, phases);
        return growth.found().stream()
                .map(each -> "At " + growth.where(each) + " more jobs came than left ("
                        + Figures.plain(100 * growth.share(each)) + " % of them stayed)"
                        + growth.consequence())
                .toList();
    }

    /**
     * A sentence about one of several runs, such as the points of a study: "at servers=2"; none
     * where its lines settle.
     */
    public static List<String> ofOneOfSeveral(
            String run, List<Measurement> summary, List<Phase> phases) {
        Growth growth = new Growth(summary, phases);
        List<String> where = growth.found().stream().map(growth::where).toList();
        return where.isEmpty()
                ? List.of()
                : List.of(Wording.capital(run) + " more jobs came to " + Wording.and(where)
                        + " than left" + growth.consequence());
    }

    private String consequence() {
        return ": numbers, waits and times there are those of a simulation of this length, and a"
                + " longer one tells higher ones.";
    }

    private List<Measurement> found() {
        List<Measurement> found = new ArrayList<>();
        for (Measurement each : summary) {
            boolean all = each.name().equals("jobs.growth") && !each.labels().containsKey("stream");
            if (all && grows(each)) {
                found.add(each);
            }
        }
        return found;
    }

    private boolean grows(Measurement growth) {
        double seconds = phases.stream()
                .filter(phase -> phase.name().equals(growth.labels().get("phase")))
                .mapToDouble(Phase::lengthSeconds)
                .sum();
        double error = Double.isFinite(growth.halfWidth()) ? growth.halfWidth() : 0;
        return growth.value() > error
                && growth.value() * seconds > beside(growth, "jobs.number")
                && share(growth) > LEAST_SHARE;
    }

    private double share(Measurement growth) {
        return growth.value() / beside(growth, "jobs.arrived");
    }

    /** "desk", "desk, in the spike". */
    private String where(Measurement growth) {
        SortedMap<String, String> labels = growth.labels();
        boolean several = phases.stream().map(Phase::name).distinct().count() > 1;
        String when = several ? ", " + Wording.in(labels.getOrDefault("phase", "")) + "," : "";
        return labels.get("station") + when;
    }

    /** Another number of the same station and phase. */
    private double beside(Measurement growth, String name) {
        MetricKey key = new MetricKey(name, new TreeMap<>(growth.labels()), "mean");
        return summary.stream()
                .filter(each -> each.is(key))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElse(Double.NaN);
    }
}
