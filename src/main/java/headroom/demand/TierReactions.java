package headroom.demand;

import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Ping;
import headroom.clients.Reactions.Shift;
import headroom.clients.Reactions.Upgrade;
import headroom.clients.Reactions.Ways;
import headroom.demand.ReactionSection.PingSection;
import headroom.demand.ReactionSection.UpgradeSection;
import headroom.economics.Contract;
import headroom.quota.Calendar;
import headroom.quota.Overage;
import headroom.quota.PeakHours;
import headroom.variates.QuantileTable;
import headroom.workload.Workload;

import org.jspecify.annotations.Nullable;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** What the users of a tier do at limits and about them. */
public final class TierReactions {
    private static final long DAY_SECONDS = 86_400;

    private final DemandSection demand;
    private final List<String> models;
    private final Instant start;
    private final double horizonSeconds;

    /** What users do in a run that starts at an instant, with these models. */
    public TierReactions(
            DemandSection demand, List<String> models, Instant start, double horizonSeconds) {
        this.demand = demand;
        this.models = models;
        this.start = start;
        this.horizonSeconds = horizonSeconds;
    }

    private Overage.@Nullable Terms overage(ReactionSection r) {
        if (r.overageDollarsPerMonth().isEmpty()) {
            return null;
        }
        Calendar months =
                Calendar.over(Calendar.Period.MONTH, ZoneOffset.UTC, start, horizonSeconds);
        return new Overage.Terms(r.overageDollarsPerMonth().getAsDouble(), months);
    }

    /** What the users of a tier do. */
    public Reactions of(TierSection t) {
        ReactionSection r = t.reactions();
        Past past = new Past(r.slowPriority(), overage(r));
        return new Reactions(
                ways(t.atLimit()),
                atLimits(t),
                past,
                r.upgrade().map(u -> upgrade(t, u)).orElse(null),
                r.shift().map(s -> new Shift(s.deferrable(), s.elasticity())).orElse(null),
                r.ping().map(p -> ping(t, p)).orElse(null),
                model(r.fallbackModel()));
    }

    /** What they do at each limit, if any limit has its own. */
    private List<Ways> atLimits(TierSection t) {
        if (t.limits().stream().noneMatch(limit -> limit.atLimit().isPresent())) {
            return List.of();
        }
        Ways atCap = ways(t.atLimit());
        List<Ways> each = new ArrayList<>();
        t.meters().fiveHourCredits().ifPresent(cap -> each.add(atCap));
        t.meters().weeklyCredits().ifPresent(cap -> each.add(atCap));
        while (each.size() < t.limitNames().size() - t.limits().size()) {
            each.add(Ways.RETRY);
        }
        for (LimitSection limit : t.limits()) {
            Ways plain = limit.refusal() == LimitSection.Then.CAP ? atCap : Ways.RETRY;
            each.add(limit.atLimit().map(this::ways).orElse(plain));
        }
        return List.copyOf(each);
    }

    private Ways ways(AtLimitSection a) {
        return new Ways(a.shares(), a.grace(), model(a.downgradeTo()));
    }

    private int model(Optional<String> name) {
        return name.map(models::indexOf).orElse(Reactions.NO_MODEL);
    }

    private Upgrade upgrade(TierSection from, UpgradeSection u) {
        List<TierSection> tiers = demand.tiers();
        int to = tiers.stream().map(TierSection::name).toList().indexOf(u.to());
        double more = tiers.get(to).priceDollarsPerMonth() - from.priceDollarsPerMonth();
        return new Upgrade(to, u.hits(), u.probability(), more / Contract.MONTH_SECONDS);
    }

    /** One token in, one out, to the model of the tier's first workload. */
    private Ping ping(TierSection t, PingSection p) {
        PeakHours.Rule rule = new PeakHours.Rule(
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.ofSecondOfDay((long) p.fromSeconds()),
                LocalTime.ofSecondOfDay((long) p.toSeconds() % DAY_SECONDS),
                p.zone());
        String first = t.mix().keySet().iterator().next();
        QuantileTable one = QuantileTable.constant(1);
        QuantileTable none = QuantileTable.constant(0);
        Workload tiny = new Workload(
                "ping",
                models.indexOf(demand.workload(first).model()),
                false,
                one,
                one,
                none,
                none,
                none,
                one,
                one,
                Integer.MAX_VALUE,
                0,
                0);
        return new Ping(p.share(), PeakHours.over(rule, start, horizonSeconds), tiny);
    }
}
