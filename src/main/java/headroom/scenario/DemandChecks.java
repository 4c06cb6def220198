package headroom.scenario;

import headroom.demand.DemandSection.StreamSection;
import headroom.demand.ProfileSection.SinusoidSection;
import headroom.demand.TierSection;
import headroom.joblist.JobsSection;
import headroom.yaml.Problems;

import java.util.OptionalDouble;

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
        double end = endSeconds();
        bound.all(SinusoidSection.class).forEach((path, swing) -> {
            if (end > MOST_SWINGS * swing.periodSeconds()) {
                problems.error(
                        bound.place(path + ".period"),
                        "period: more than 10000 swings before the horizon",
                        "a longer period, or a shorter run");
            }
        });
    }

    /** How far curves go: those of jobs that start anew end there. */
    private double endSeconds() {
        double horizon = bound.value("horizon", Double.class).orElse(0.0);
        boolean serves = !bound.all(TierSection.class).isEmpty()
                || !bound.all(StreamSection.class).isEmpty();
        OptionalDouble restart = bound.value("jobs", JobsSection.class)
                .map(JobsSection::restartSeconds)
                .orElse(OptionalDouble.empty());
        return serves ? horizon : Math.min(horizon, restart.orElse(horizon));
    }
}
