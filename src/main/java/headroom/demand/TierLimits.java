package headroom.demand;

import headroom.demand.TierSection.MetersSection.WeeklyAnchor;
import headroom.quota.Limit;
import headroom.quota.Limit.Counts;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;
import headroom.quota.Quota;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** The limits of a tier, in the order in which they are asked. */
public final class TierLimits {
    private static final double BURST_SECONDS = 60;

    private TierLimits() {}

    /** Those that a tier has; the short forms first. */
    public static List<Limit> of(TierSection t) {
        List<Limit> limits = new ArrayList<>();
        t.meters()
                .fiveHourCredits()
                .ifPresent(cap -> limits.add(new Limit(
                        "fiveHour",
                        new Kind.Anchored(Quota.FIVE_HOURS_SECONDS),
                        Counts.CREDITS,
                        cap,
                        Refusal.CAP,
                        true,
                        true)));
        Kind week = t.meters().weeklyAnchor() == WeeklyAnchor.FIRST_USE
                ? new Kind.Anchored(Quota.WEEK_SECONDS)
                : new Kind.Phased(Quota.WEEK_SECONDS);
        t.meters()
                .weeklyCredits()
                .ifPresent(cap -> limits.add(
                        new Limit("weekly", week, Counts.CREDITS, cap, Refusal.CAP, false, true)));
        bucket(limits, "requests", Counts.REQUESTS, t.rateLimits().requestsPerSecond());
        bucket(limits, "inputTokens", Counts.INPUT_TOKENS, t.rateLimits().inputTokensPerSecond());
        bucket(
                limits,
                "outputTokens",
                Counts.OUTPUT_TOKENS,
                t.rateLimits().outputTokensPerSecond());
        return limits;
    }

    private static void bucket(
            List<Limit> limits, String name, Counts counts, OptionalDouble ratePerSecond) {
        ratePerSecond.ifPresent(rate -> limits.add(new Limit(
                name,
                new Kind.Bucket(Math.max(1, rate * BURST_SECONDS)),
                counts,
                rate,
                Refusal.RATE_LIMIT,
                false,
                true)));
    }
}
