package headroom.scenario;

import headroom.demand.ProfileSection.SinusoidSection;
import headroom.yaml.Problems;

/** Rules between sections about when demand comes. */
final class DemandChecks {
    /** Beyond it the steps that follow a swing take more memory than its detail is worth. */
    private static final double MOST_SWINGS = 10_000;

    private final Binder bound;
    private final Problems problems;

    DemandChecks(Binder bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        double horizon = bound.value("horizon", Double.class).orElse(0.0);
        bound.all(SinusoidSection.class).forEach((path, swing) -> {
            if (horizon > MOST_SWINGS * swing.periodSeconds()) {
                problems.error(
                        bound.place(path + ".period"),
                        "period: more than 10000 swings before the horizon",
                        "a longer period, or a shorter run");
            }
        });
    }
}
