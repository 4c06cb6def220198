package headroom.scenario;

import headroom.demand.LimitSection;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.yaml.Problems;

import java.util.Optional;

/**
 * Rules between sections about closed tiers, about who is shed before whom, and about who comes
 * back all at once.
 */
final class OverloadChecks {
    private final Bound bound;
    private final Problems problems;

    OverloadChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bound.all(TierSection.class).forEach((path, tier) -> {
            if (tier.closed()) {
                tier.mix().keySet().forEach(name -> pauses(path, name));
            }
            inOrder(path, tier);
            atOnce(path, tier);
        });
    }

    /**
     * Legal, but when caps rise all who wait for the reset are back in the same instant: the p99
     * jumps, caps fall again, and a controller may stay at its minimum in an idle fleet.
     */
    private void atOnce(String path, TierSection tier) {
        boolean moves = bound.value("controllers.caps", ControllerSection.class)
                .filter(ControllerSection::enabled)
                .filter(caps -> caps.law() != ControllerSection.Law.SCHEDULE)
                .filter(caps -> caps.tiers().isEmpty() || caps.tiers().contains(tier.name()))
                .isPresent();
        boolean isCapped = tier.meters().fiveHourCredits().isPresent()
                || tier.meters().weeklyCredits().isPresent()
                || tier.limits().stream().anyMatch(LimitSection::scaled);
        boolean waits = tier.atLimit().waitShare() > 0;
        if (moves && isCapped && waits && !bound.has(path + ".returnDelay")) {
            problems.warning(
                    bound.place(path + ".atLimit"),
                    "returnDelay: is left out, so whenever the controller raises caps all users of"
                            + " '" + tier.name() + "' who wait come back in the same instant, and"
                            + " what that does to latency may keep caps low in an idle fleet",
                    "such as 'returnDelay: {median: 20 min, mean: 1 h, max: 1 d}', or '0 s' if"
                            + " that is meant");
        }
    }

    /** Without a pause a user who is refused would ask for ever at one instant. */
    private void pauses(String path, String workload) {
        Optional<WorkloadSection> w =
                bound.value("demand.workloads." + workload, WorkloadSection.class);
        if (w.isPresent() && w.get().think().largest() == 0) {
            problems.error(
                    bound.place(path + ".mix"),
                    "mix: workload '" + workload + "' never thinks, which a closed tier does"
                            + " between its sessions",
                    "give it a time to think");
        }
    }

    /** Legal, but the replicas would serve first whom the door turns away first. */
    private void inOrder(String path, TierSection tier) {
        double own = tier.shed().ttftDeadlineSeconds().orElse(Double.POSITIVE_INFINITY);
        bound.all(TierSection.class).values().stream()
                .filter(other -> other.priority() > tier.priority())
                .filter(other -> own < other.shed().ttftDeadlineSeconds().orElse(own)
                        || tier.shed().maxQueue() < other.shed().maxQueue())
                .findFirst()
                .ifPresent(other -> problems.warning(
                        bound.place(path + ".shed"),
                        "shed: before tier '" + other.name() + "', though its requests have a"
                                + " better priority",
                        ""));
    }
}
