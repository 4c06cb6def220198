package headroom.cell;

import headroom.clients.Reactions;
import headroom.clients.Reactions.Past;
import headroom.clients.Reactions.Ping;
import headroom.clients.Reactions.Shift;
import headroom.clients.Reactions.Upgrade;
import headroom.clients.Reactions.Ways;
import headroom.quota.AtLimit;
import headroom.quota.Calendar;
import headroom.quota.Overage;
import headroom.quota.PeakHours;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;

/** Random reactions to limits, with random subsets of them off; a tier in two has none. */
final class Reacts {
    private final SplittableRandom random;
    private final int tiers;
    private final int models;
    private final double horizonSeconds;

    Reacts(long seed, int tiers, int models, double horizonSeconds) {
        random = new SplittableRandom(~seed);
        this.tiers = tiers;
        this.models = models;
        this.horizonSeconds = horizonSeconds;
    }

    /** Those of one tier, which does nothing but this at its caps if it is a plain one. */
    Reactions draw(AtLimit plain) {
        if (random.nextBoolean()) {
            return Reactions.only(plain);
        }
        List<Ways> byLimit = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            byLimit.add(random.nextInt(4) == 0 ? Ways.RETRY : ways());
        }
        boolean bounded = random.nextBoolean();
        Past past = new Past(
                random.nextInt(8),
                bounded ? new Overage.Terms(0.1, Calendar.beginningAt(horizonSeconds / 3)) : null);
        return new Reactions(
                ways(),
                byLimit,
                past,
                random.nextBoolean()
                        ? new Upgrade(random.nextInt(tiers), 1 + random.nextInt(3), 0.5, 0.01)
                        : null,
                random.nextBoolean() ? new Shift(0.8, 2) : null,
                random.nextBoolean() ? new Ping(0.3, hours(), Reacting.workload(0, 1)) : null,
                random.nextInt(models + 1) - 1);
    }

    private Ways ways() {
        double[] shares = new double[AtLimit.Choice.values().length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = random.nextInt(3) == 0 ? 0 : random.nextDouble() + 1e-3;
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] = sum == 0 ? (i == 0 ? 1 : 0) : shares[i] / sum;
        }
        double grace = random.nextBoolean() ? 0 : random.nextDouble();
        return new Ways(new AtLimit(shares), grace, random.nextInt(models + 1) - 1);
    }

    private PeakHours hours() {
        PeakHours.Rule rule = new PeakHours.Rule(
                EnumSet.allOf(DayOfWeek.class),
                LocalTime.of(0, 10),
                LocalTime.of(0, 20),
                ZoneOffset.UTC);
        return PeakHours.over(rule, Instant.parse("2026-04-27T00:00:00Z"), horizonSeconds);
    }
}
