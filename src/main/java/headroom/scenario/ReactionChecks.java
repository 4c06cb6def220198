package headroom.scenario;

import headroom.demand.LimitSection;
import headroom.demand.TierSection;
import headroom.supply.DeploymentSection;
import headroom.yaml.Problems;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules between sections about what users do at limits: plans and models they change to exist and
 * differ, and no setting is without effect.
 */
final class ReactionChecks {
    private final Binder bound;
    private final Problems problems;

    ReactionChecks(Binder bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bound.all(TierSection.class).forEach((path, tier) -> {
            tier.reactions().upgrade().filter(u -> u.to().equals(tier.name())).ifPresent(u -> {
                problems.error(
                        bound.place(path + ".reactions.upgrade.to"),
                        "to: '" + tier.name() + "' is the tier itself",
                        "users upgrade to another tier");
            });
            concurrent(path, tier);
            if (tier.reactions().shift().isPresent() && !bound.has("peakHours")) {
                problems.warning(
                        bound.place(path + ".reactions.shift"),
                        "shift: there are no peakHours to move out of",
                        "");
            }
            deployed(path, tier);
        });
    }

    /** Requests under way when a user upgrades would end in a count they never began in. */
    private void concurrent(String path, TierSection tier) {
        bound.all(TierSection.class).values().stream()
                .filter(to -> !to.name().equals(tier.name()))
                .filter(to -> tier.reactions().upgrade().isPresent()
                        && to.name().equals(tier.reactions().upgrade().get().to())
                        && to.limits().stream()
                                .anyMatch(l -> l.kind() == LimitSection.Kind.CONCURRENCY))
                .findFirst()
                .ifPresent(to -> problems.error(
                        bound.place(path + ".reactions.upgrade.to"),
                        "to: '" + to.name() + "' limits requests at once",
                        "users upgrade to tiers without a limit of kind concurrency"));
    }

    /** Every model changed to is deployed; only told where all deployments could be read. */
    private void deployed(String path, TierSection tier) {
        if (!bound.isRead("deployments")) {
            return;
        }
        Map<String, Optional<String>> models = new TreeMap<>();
        models.put("atLimit.downgradeTo", tier.atLimit().downgradeTo());
        models.put("reactions.fallbackModel", tier.reactions().fallbackModel());
        models.forEach((key, model) -> {
            boolean found = model.isEmpty()
                    || bound.all(DeploymentSection.class).values().stream()
                            .anyMatch(d -> d.model().equals(model.get()));
            if (!found) {
                problems.error(
                        bound.place(path + "." + key),
                        key.substring(key.indexOf('.') + 1) + ": '" + model.get()
                                + "' has no deployment",
                        "");
            }
        });
    }
}
