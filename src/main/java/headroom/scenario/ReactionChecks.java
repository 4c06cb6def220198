package headroom.scenario;

import headroom.demand.AtLimitSection;
import headroom.demand.LimitSection;
import headroom.demand.TierSection;
import headroom.demand.TierSection.MetersSection.WeeklyAnchor;
import headroom.scenario.ControllerSection.PeakHoursSection;
import headroom.supply.DeploymentSection;
import headroom.yaml.Problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Rules between sections about what users do at limits: plans and models they change to exist and
 * differ, and no setting is without effect.
 */
final class ReactionChecks {
    private final Bound bound;
    private final Problems problems;

    ReactionChecks(Bound bound, Problems problems) {
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
            tier.reactions().upgrade().ifPresent(u -> larger(path, tier, u.to()));
            boolean stays = bound.value("peakHours", PeakHoursSection.class)
                    .map(peak -> !peak.tiers().isEmpty() && !peak.tiers().contains(tier.name()))
                    .orElse(!bound.has("peakHours"));
            if (tier.reactions().shift().isPresent() && stays) {
                problems.warning(
                        bound.place(path + ".reactions.shift"),
                        "shift: there are no peakHours for '" + tier.name() + "' to move out of",
                        "");
            }
            unused(path, tier);
            deployed(path, tier);
        });
    }

    /** Ways out that nobody of a tier takes; who changes to a larger plan may take its own. */
    private void unused(String path, TierSection tier) {
        List<AtLimitSection> ways = new ArrayList<>(List.of(tier.atLimit()));
        tier.limits().forEach(limit -> limit.atLimit().ifPresent(ways::add));
        if (tier.reactions().upgrade().isEmpty()) {
            unused(path, "overageCap", "pay", ways.stream().anyMatch(way -> way.payShare() > 0));
            unused(path, "slowPriority", "slow", ways.stream().anyMatch(w -> w.slowShare() > 0));
        }
        boolean anchors = tier.meters().fiveHourCredits().isPresent()
                || tier.meters().weeklyCredits().isPresent()
                        && tier.meters().weeklyAnchor() == WeeklyAnchor.FIRST_USE
                || tier.limits().stream().anyMatch(l -> l.kind() == LimitSection.Kind.FIRST_USE);
        if (tier.reactions().ping().isPresent() && !anchors) {
            problems.warning(
                    bound.place(path + ".reactions.ping"),
                    "ping: no limit of '" + tier.name() + "' begins with first use, so that pings"
                            + " anchor nothing",
                    "");
        }
    }

    private void unused(String path, String key, String way, boolean isTaken) {
        if (bound.has(path + ".reactions." + key) && !isTaken) {
            problems.warning(
                    bound.place(path + ".reactions." + key),
                    key + ": without effect",
                    "it is for 'atLimit: {" + way + ": ...}'");
        }
    }

    /** A larger plan is taken by single users, and costs more. */
    private void larger(String path, TierSection tier, String to) {
        String at = path + ".reactions.upgrade.to";
        Optional<TierSection> plan = bound.all(TierSection.class).values().stream()
                .filter(other -> other.name().equals(to) && !to.equals(tier.name()))
                .findFirst();
        plan.flatMap(p -> p.limits().stream().filter(ReactionChecks::isOfMany).findFirst())
                .ifPresent(limit -> problems.error(
                        bound.place(at),
                        "to: limit '" + limit.name() + "' of '" + to
                                + "' is not one of single users, who take its plan",
                        "a plan without limits of kind concurrency or scope organisation"));
        plan.filter(p -> p.priceDollarsPerMonth() < tier.priceDollarsPerMonth())
                .ifPresent(p -> problems.warning(
                        bound.place(at),
                        "to: '" + to + "' costs less than '" + tier.name()
                                + "', so that revenue of upgrades is below 0",
                        ""));
    }

    /** Whether strangers who take a plan would share it, or places are held in it. */
    private static boolean isOfMany(LimitSection limit) {
        return limit.scope() == LimitSection.Scope.ORGANISATION
                || limit.kind() == LimitSection.Kind.CONCURRENCY;
    }

    /** Every model changed to is deployed; only told where all deployments could be read. */
    private void deployed(String path, TierSection tier) {
        if (!bound.isRead("deployments")) {
            return;
        }
        Map<String, Optional<String>> models = new TreeMap<>();
        for (int i = 0; i < tier.limits().size(); i++) {
            models.put(
                    "limits[" + i + "].atLimit.downgradeTo",
                    tier.limits().get(i).atLimit().flatMap(AtLimitSection::downgradeTo));
        }
        models.put("atLimit.downgradeTo", tier.atLimit().downgradeTo());
        models.put("reactions.fallbackModel", tier.reactions().fallbackModel());
        models.forEach((key, model) -> {
            boolean found = model.isEmpty()
                    || bound.all(DeploymentSection.class).values().stream()
                            .anyMatch(d -> d.model().equals(model.get()));
            if (!found) {
                problems.error(
                        bound.place(path + "." + key),
                        key.substring(key.lastIndexOf('.') + 1) + ": '" + model.get()
                                + "' has no deployment",
                        "");
            }
        });
    }
}
