package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.demand.CellUsers;
import headroom.demand.LimitSection;
import headroom.demand.TierSection;
import headroom.scenario.PolicySection.ChangeSection;
import headroom.scenario.PolicySection.PromotionSection;
import headroom.scenario.PolicySection.ResetSection;
import headroom.yaml.Problems;

import java.util.List;

/**
 * Rules between sections about limits: policies name those that tiers have, and what one cell has
 * of users, organisations and limits stands for what the scenario says.
 */
final class LimitChecks {
    /** From here on what rounding adds or takes is told. */
    private static final double OFF = 0.01;

    private final Bound bound;
    private final Problems problems;

    LimitChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        bound.value("cells", Integer.class).ifPresent(this::cells);
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

    private void cells(int cells) {
        bound.all(TierSection.class).forEach((path, tier) -> {
            for (int i = 0; i < tier.limits().size(); i++) {
                seats(path, tier, i, cells);
            }
        });
    }

    /** Organisations live whole in a cell, and each cell has meters for those that it begins. */
    private void seats(String path, TierSection tier, int i, int cells) {
        LimitSection limit = tier.limits().get(i);
        if (limit.scope() != LimitSection.Scope.ORGANISATION) {
            return;
        }
        String at = path + ".limits[" + i + "].seats";
        int users = CellUsers.inOne(tier, cells);
        int seats = limit.seats();
        long meters = (users + (long) seats - 1) / seats;
        if (users < seats && cells > 1) {
            long most = Math.max(1, tier.users() / seats);
            problems.error(
                    bound.place(at),
                    "seats: an organisation has " + seats + " users and a cell " + users
                            + ", so that each of " + cells + " cells would have the whole limit",
                    "'cells: " + most + "' at most, or no seats and organisations as users, the"
                            + " large ones in 'largest'");
        } else if (meters * seats > (1 + OFF) * users) {
            problems.warning(
                    bound.place(at),
                    "seats: a cell has " + users + " users, so that the last of its " + meters
                            + " organisations has " + (users - (meters - 1) * seats) + " of its "
                            + seats + " users, and the whole limit",
                    "users of a cell that are a multiple of seats");
        }
    }
}
