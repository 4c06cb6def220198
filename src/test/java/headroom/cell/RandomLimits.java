package headroom.cell;

import headroom.clients.TierSpec;
import headroom.quota.Calendar;
import headroom.quota.Counts;
import headroom.quota.Counts.What;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Random limits of every kind beside the short forms, and what the operator changes of them. */
final class RandomLimits {
    private static final String NAME = "further";
    private static final Instant START = Instant.parse("2026-04-27T00:00:00Z");

    private final SplittableRandom random;
    private final int models;
    private final double horizonSeconds;

    RandomLimits(long seed, int models, double horizonSeconds) {
        random = new SplittableRandom(seed * 31 + 7);
        this.models = models;
        this.horizonSeconds = horizonSeconds;
    }

    /** These limits and up to four more; half of all tiers have none more. */
    List<Limit> with(List<Limit> limits, int users) {
        List<Limit> all = new ArrayList<>(limits);
        for (int i = random.nextBoolean() ? 0 : 1 + random.nextInt(4); i > 0; i--) {
            all.add(draw(NAME + i, users));
        }
        return all;
    }

    private Limit draw(String name, int users) {
        double length = horizonSeconds / (1 << random.nextInt(8));
        What what = What.values()[random.nextInt(What.values().length)];
        int kind = random.nextInt(8);
        boolean bucket = kind == 5 || kind == 6;
        int sharing = random.nextInt(3);
        sharing = sharing == 0 ? 1 : sharing == 1 ? 3 : Limit.EVERYBODY;
        double who = sharing == 1 ? 1 : sharing == 3 ? 3 : users;
        double cap = each(what) * who * (1 + random.nextInt(40));
        int estimate = bucket && random.nextBoolean() ? random.nextInt(400) : Counts.NO_ESTIMATE;
        Refusal[] refusals = Refusal.values();
        Refusal refusal = refusals[random.nextInt(bucket ? 3 : 2)];
        long counted = random.nextInt(3) == 0 ? 1L << random.nextInt(models) : Counts.ALL_MODELS;
        if (kind == 7) {
            what = What.REQUESTS;
            refusal = Refusal.RATE_LIMIT;
            cap = 1 + random.nextInt(4);
        }
        return new Limit(
                name,
                kind(kind, length, cap),
                new Counts(what, new Counts.Weights(1, 1.25, 0.1, 5), counted, estimate),
                kind == 5 ? cap / length : cap,
                sharing,
                refusal,
                random.nextBoolean(),
                random.nextBoolean());
    }

    /** About what one request counts. */
    private static double each(What what) {
        return switch (what) {
            case REQUESTS -> 1;
            case INPUT_TOKENS -> 600;
            case OUTPUT_TOKENS -> 100;
            case CREDITS -> 800;
            case DOLLARS -> 0.01;
            case TOKENS -> 2000;
        };
    }

    private Kind kind(int kind, double length, double cap) {
        return switch (kind) {
            case 0 -> new Kind.Anchored(length);
            case 1 -> new Kind.Phased(length);
            case 2 ->
                new Kind.CalendarPeriod(Calendar.over(
                        Calendar.Period.values()[random.nextInt(3)],
                        ZoneId.of("Europe/Berlin"),
                        START,
                        horizonSeconds));
            case 3 -> new Kind.SlidingLog(length, 1 + random.nextInt(20));
            case 4 -> new Kind.SlidingCounter(length);
            case 5 -> new Kind.Bucket(1 + cap * random.nextDouble());
            case 6 -> new Kind.Ticks(length, 1 + cap * random.nextDouble());
            default -> new Kind.AtOnce();
        };
    }

    /** Terms and resets of the further limits. */
    List<CellCommand> changes(List<TierSpec> tiers) {
        List<CellCommand> changes = new ArrayList<>();
        for (int t = 0; t < tiers.size(); t++) {
            List<Limit> limits = tiers.get(t).limits();
            for (int i = 0; i < limits.size(); i++) {
                if (!limits.get(i).name().startsWith(NAME)) {
                    continue;
                }
                for (int k = random.nextInt(4); k > 0; k--) {
                    double at = horizonSeconds * random.nextDouble();
                    boolean enforced = random.nextInt(3) > 0;
                    double scale = 0.25 * (1 + random.nextInt(8));
                    double weight = 1.0 / (1 + random.nextInt(3));
                    changes.add(new CellCommand.LimitTerms(at, t, i, scale, weight, enforced));
                    if (random.nextBoolean()) {
                        changes.add(new CellCommand.LimitReset(at, t, i));
                    }
                }
            }
        }
        return changes;
    }
}
