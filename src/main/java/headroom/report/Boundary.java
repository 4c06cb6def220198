package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Phase;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A time at which a phase of the run begins, or at which time outside of all phases begins: warm-up
 * and transitions, which charts show but no summary contains.
 *
 * @param label what begins
 * @param seconds when, from the start of the run [s]
 */
record Boundary(String label, double seconds) {
    private static final String OUTSIDE = "outside phases";

    /** All boundaries in order of time, the first at 0; none where a run has no phases. */
    static List<Boundary> of(RunResult result) {
        List<Boundary> boundaries = new ArrayList<>();
        double end = 0;
        List<Phase> phases = result.phases().stream()
                .sorted(Comparator.comparingDouble(Phase::fromSeconds))
                .toList();
        for (Phase phase : phases) {
            if (phase.fromSeconds() > end) {
                boundaries.add(new Boundary(OUTSIDE, end));
            }
            boundaries.add(new Boundary(label(phase), phase.fromSeconds()));
            end = Math.max(end, phase.toSeconds());
        }
        if (!phases.isEmpty() && end < result.horizonSeconds()) {
            boundaries.add(new Boundary(OUTSIDE, end));
        }
        return boundaries;
    }

    private static String label(Phase phase) {
        return switch (phase.name()) {
            case "normal" -> "normal";
            case "after" -> "after addition";
            default -> phase.name().replace('_', ' ');
        };
    }
}
