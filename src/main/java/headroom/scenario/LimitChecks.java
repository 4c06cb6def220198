package headroom.scenario;

import com.google.common.collect.ImmutableList;

import headroom.demand.CellUsers;
import headroom.demand.DemandSection.StreamSection;
import headroom.demand.LimitSection;
import headroom.demand.TierLimits;
import headroom.demand.TierSection;
import headroom.demand.WorkloadSection;
import headroom.quota.Limit;
import headroom.scenario.PolicySection.ChangeSection;
import headroom.scenario.PolicySection.PromotionSection;
import headroom.scenario.PolicySection.ResetSection;
import headroom.supply.LongestRequest;
import headroom.supply.ModelSection;
import headroom.yaml.Problems;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rules between sections about limits: policies name those that tiers have, and what one cell has
 * of users, organisations and limits stands for what the scenario says.
 */
final class LimitChecks {
    /** From here on what rounding adds or takes is told. */
    private static final double OFF = 0.01;

    /** So many requests in a part of a limit are few. */
    private static final double FEW = 10;

    private static final double EPSILON = 1e-9;

    /** Charges that sliding logs of a cell may keep, 1.6 GB. */
    private static final long CHARGES = 100_000_000;

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
            rounded(path, tier, cells);
            for (int i = 0; i < tier.limits().size(); i++) {
                seats(path, tier, i, cells);
                charges(path, tier, i, cells);
            }
        });
        Optional<Instant> start = bound.value("start", Instant.class);
        Optional<Double> horizon = bound.value("horizon", Double.class);
        if (cells > 1 && start.isPresent() && horizon.isPresent()) {
            parts(new TierLimits(
                    List.copyOf(models().keySet()), cells, start.get(), horizon.get()));
        }
    }

    /** What sliding logs keep fits memory, and the arrays that hold it. */
    private void charges(String path, TierSection tier, int i, int cells) {
        LimitSection limit = tier.limits().get(i);
        if (limit.kind() != LimitSection.Kind.SLIDING_LOG) {
            return;
        }
        int users = CellUsers.inOne(tier, cells);
        long meters =
                switch (limit.scope()) {
                    case USER -> users;
                    case ORGANISATION -> organisations(users, limit.seats());
                    case TIER, GLOBAL -> 1;
                };
        if (meters * limit.entries() > CHARGES) {
            problems.error(
                    bound.place(path + ".limits[" + i + "].entries"),
                    "entries: " + limit.entries() + " charges for each of " + meters
                            + " in a cell are " + meters * limit.entries() + " of 16 bytes",
                    "allowed: " + CHARGES + " in a cell; as many entries as requests are enough,"
                            + " and more cells have fewer users each");
        }
    }

    private Map<String, ModelSection> models() {
        Map<String, ModelSection> models = new LinkedHashMap<>();
        bound.all(ModelSection.class)
                .forEach((path, model) -> models.put(path.substring("models.".length()), model));
        return models;
    }

    /** Limits of everybody, and of the largest organisations, have a part in each cell. */
    private void parts(TierLimits cut) {
        bound.all(TierSection.class).forEach((path, tier) -> {
            List<Limit> limits = cut.of(tier);
            int shortForms = limits.size() - tier.limits().size();
            List<LongestRequest> asked = new ArrayList<>();
            for (String name : tier.mix().keySet()) {
                bound.value("demand.workloads." + name, WorkloadSection.class)
                        .map(LongestRequest::of)
                        .ifPresent(asked::add);
            }
            for (int i = 0; i < limits.size(); i++) {
                if (limits.get(i).isOfEverybody()) {
                    String at = path + ".limits[" + (i - shortForms) + "]";
                    part(at, limits.get(i), room(limits.get(i), asked), cut.cells());
                } else if (tier.largest().isPresent()) {
                    double room = room(limits.get(i), asked) / cut.cells();
                    part(path + ".largest", limits.get(i), room, cut.cells());
                }
            }
        });
        bound.all(StreamSection.class).forEach((path, stream) -> {
            List<Limit> limits = cut.of(stream);
            for (int i = 0; i < limits.size(); i++) {
                double room = room(limits.get(i), List.of(LongestRequest.of(stream)));
                part(path + ".limits[" + i + "]", limits.get(i), room, cut.cells());
            }
        });
    }

    /** So many requests, all of the largest, have room in a limit. */
    private double room(Limit limit, List<LongestRequest> asked) {
        double holds = limit.cap();
        if (limit.kind() instanceof Limit.Kind.Bucket bucket) {
            holds = bucket.burst();
        } else if (limit.kind() instanceof Limit.Kind.Ticks ticks) {
            holds = ticks.burst();
        }
        double most = 0;
        for (LongestRequest each : asked) {
            int model = List.copyOf(models().keySet()).indexOf(each.model());
            ModelSection section = models().get(each.model());
            if (section != null && limit.counts().holds(model)) {
                most = Math.max(most, each.counts(limit.counts(), section));
            }
        }
        return holds / most;
    }

    /** Below ten requests a part is not what the whole would be for so many users. */
    private void part(String at, Limit limit, double room, int cells) {
        if (room >= FEW) {
            return;
        }
        boolean bucket = limit.kind() instanceof Limit.Kind.Bucket
                || limit.kind() instanceof Limit.Kind.Ticks;
        double each = Math.ceil(room - EPSILON);
        double whole = Math.ceil(room * cells - EPSILON);
        String tells = bucket || each * cells <= whole
                ? ", and refuses bursts that the whole would admit"
                : ", and admits " + number(each) + ", so that all admit " + number(each * cells)
                        + " for " + number(whole);
        problems.warning(
                bound.place(at),
                limit.name() + ": each of " + cells + " cells has its part, room for "
                        + number(room) + " of the largest requests" + tells,
                "fewer cells; from ten requests a cell on a part is nearly as good");
    }

    private static String number(double x) {
        return BigDecimal.valueOf(Math.rint(x * 1e3) / 1e3).stripTrailingZeros().toPlainString();
    }

    /** All cells have as many whole users, which may be fewer or more than there are. */
    private void rounded(String path, TierSection tier, int cells) {
        long simulated = CellUsers.inAll(tier, cells);
        double off = (double) simulated / tier.users() - 1;
        if (Math.abs(off) < OFF) {
            return;
        }
        String share = number(100 * Math.abs(off)) + " % " + (off > 0 ? "more" : "fewer");
        problems.warning(
                bound.place(path + ".users"),
                "users: " + tier.users() + " in " + cells + " cells are simulated as " + simulated
                        + ", " + share
                        + (tier.closed()
                                ? ", who ask for as much " + (off > 0 ? "more" : "less")
                                : ", who ask for the same, so that limits bind "
                                        + (off > 0 ? "fewer" : "more")),
                "users that are a multiple of cells");
    }

    /** Of so many seats, the last one perhaps of fewer. */
    private static long organisations(int users, int seats) {
        return (users + (long) seats - 1) / seats;
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
        long meters = organisations(users, seats);
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
