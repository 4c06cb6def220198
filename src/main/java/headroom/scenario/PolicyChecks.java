package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.demand.TierSection;
import headroom.scenario.PolicySection.ChangeSection;
import headroom.scenario.PolicySection.PromotionSection;
import headroom.scenario.PolicySection.ResetSection;
import headroom.yaml.Problems;

import java.util.List;

/** Policies against the tiers whose limits they name. */
final class PolicyChecks {
    private final Bound bound;
    private final Problems problems;

    PolicyChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        if (!bound.isRead("demand.tiers")) {
            return;
        }
        bound.all(ChangeSection.class).forEach((path, c) -> limits(path, c.tiers(), c.limits()));
        bound.all(PromotionSection.class).forEach((path, p) -> limits(path, p.tiers(), p.limits()));
        bound.all(ResetSection.class).forEach((path, r) -> limits(path, r.tiers(), r.limits()));
    }

    /** Each limit named must be one of some tier named. */
    private void limits(String path, ImmutableList<String> tiers, ImmutableList<String> limits) {
        List<String> known = bound.all(TierSection.class).values().stream()
                .filter(t -> tiers.isEmpty() || tiers.contains(t.name()))
                .flatMap(t -> t.limitNames().stream())
                .distinct()
                .toList();
        for (int i = 0; i < limits.size(); i++) {
            String limit = limits.get(i);
            if (!known.contains(limit)) {
                problems.error(
                        bound.place(path + ".limits[" + i + "]"),
                        "limits: no tier it holds for has a limit " + Problems.quote(limit),
                        Problems.suggest(limit, known));
            }
        }
    }
}
