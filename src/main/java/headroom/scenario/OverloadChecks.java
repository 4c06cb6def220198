package headroom.scenario;

import headroom.demand.ArrivalsSection;
import headroom.demand.AtLimitSection;
import headroom.demand.DemandSection.SpikeSection;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.EventSection;
import headroom.demand.LimitSection;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.yaml.Problems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

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
                withoutRate(path, tier);
            }
            inOrder(path, tier);
            atOnce(path, tier);
        });
        ratesOfNobody();
    }

    /** What says when sessions begin says nothing where they follow one another. */
    private void withoutRate(String path, TierSection tier) {
        ArrivalsSection arrivals = tier.arrivals();
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("profile", !tier.profile().equals("flat"));
        given.put("regions", !tier.regions().isEmpty());
        given.put("largest", tier.largest().isPresent());
        given.put("modulation", !tier.modulation().isEmpty());
        given.put(
                "arrivals",
                arrivals.law() != ArrivalsSection.Law.POISSON
                        || arrivals.batch().isPresent());
        given.put("reactions.shift", tier.reactions().shift().isPresent());
        given.forEach((key, isGiven) -> {
            if (isGiven) {
                problems.error(
                        bound.place(path + "." + key),
                        key.substring(key.lastIndexOf('.') + 1)
                                + ": has no meaning in a closed tier: sessions follow one another",
                        "");
            }
        });
    }

    /** Legal, since a closed tier may come and go in a study, but nobody follows these rates. */
    private void ratesOfNobody() {
        Set<String> open = new TreeSet<>();
        Set<String> closed = new TreeSet<>();
        bound.all(TierSection.class).values().forEach(t -> (t.closed() ? closed : open)
                .add(t.name()));
        bound.all(StreamSection.class).values().forEach(s -> open.add(s.name()));
        if (closed.isEmpty() || !bound.isRead("demand.tiers")) {
            return;
        }
        boolean grows = bound.value("demand.growth", Double.class).orElse(0.0) != 0;
        if (grows && open.isEmpty()) {
            withoutEffect("demand.growth", "growth");
        }
        bound.all(SpikeSection.class).forEach((path, spike) -> {
            List<String> named = spike.tiers();
            if (open.stream().noneMatch(each -> named.isEmpty() || named.contains(each))) {
                withoutEffect(path, "spike '" + spike.name() + "'");
            }
        });
        bound.all(EventSection.class).forEach((path, event) -> {
            boolean raises = event.kind() != EventSection.Kind.BUG;
            boolean meant = closed.stream().anyMatch(each -> event.heightOf(each) != 1);
            if (raises && meant && open.stream().allMatch(each -> event.heightOf(each) == 1)) {
                withoutEffect(path, "event '" + event.name() + "'");
            }
        });
    }

    private void withoutEffect(String path, String what) {
        problems.warning(
                bound.place(path),
                what + ": without effect, all tiers it is for are closed",
                "sessions of a closed tier follow one another; more 'users' ask for more");
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
        boolean isMetered = tier.meters().fiveHourCredits().isPresent()
                || tier.meters().weeklyCredits().isPresent();
        boolean waits = isMetered && tier.atLimit().waitShare() > 0
                || tier.limits().stream()
                        .anyMatch(limit -> limit.scaled() && waitShare(tier, limit) > 0);
        if (moves && waits && !bound.has(path + ".returnDelay")) {
            problems.warning(
                    bound.place(path + ".atLimit"),
                    "returnDelay: is left out, so whenever the controller raises caps all users of"
                            + " '" + tier.name() + "' who wait come back in the same instant, and"
                            + " what that does to latency may keep caps low in an idle fleet",
                    "such as 'returnDelay: {median: 20 min, mean: 1 h, max: 1 d}', or '0 s' if"
                            + " that is meant");
        }
    }

    /** Share of the users who wait for the reset of a limit that refuses them. */
    private static double waitShare(TierSection tier, LimitSection limit) {
        boolean cap = limit.refusal() == LimitSection.Then.CAP;
        return limit.atLimit()
                .map(AtLimitSection::waitShare)
                .orElse(cap ? tier.atLimit().waitShare() : 0);
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
