package headroom.scenario;

import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.yaml.Problems;

import java.util.Optional;

/** Rules between sections about closed tiers, and about who is shed before whom. */
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
        });
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
