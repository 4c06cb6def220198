package headroom.demand;

import headroom.demand.LimitSection.Scope;
import headroom.demand.TierSection.MetersSection.WeeklyAnchor;
import headroom.quota.Calendar;
import headroom.quota.Counts;
import headroom.quota.Counts.What;
import headroom.quota.Limit;
import headroom.quota.Limit.Kind;
import headroom.quota.Limit.Refusal;
import headroom.quota.Quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Turns sections into limits of one cell, in the order in which they are asked: the short forms
 * first.
 *
 * @param models names of the models, by index
 * @param cells cells of the deployment; a limit of all users is cut into as many parts
 * @param start when the run begins
 * @param horizonSeconds how long it takes [s]
 */
public record TierLimits(List<String> models, int cells, Instant start, double horizonSeconds) {
    private static final double BURST_SECONDS = 60;

    /** The limits of a tier. */
    public List<Limit> of(TierSection t) {
        List<Limit> limits = new ArrayList<>();
        t.meters()
                .fiveHourCredits()
                .ifPresent(cap -> limits.add(new Limit(
                        "fiveHour",
                        new Kind.Anchored(Quota.FIVE_HOURS_SECONDS),
                        Counts.CREDITS,
                        cap,
                        1,
                        Refusal.CAP,
                        true,
                        true)));
        Kind week = t.meters().weeklyAnchor() == WeeklyAnchor.FIRST_USE
                ? new Kind.Anchored(Quota.WEEK_SECONDS)
                : new Kind.Phased(Quota.WEEK_SECONDS);
        t.meters()
                .weeklyCredits()
                .ifPresent(cap -> limits.add(new Limit(
                        "weekly", week, Counts.CREDITS, cap, 1, Refusal.CAP, false, true)));
        bucket(limits, "requests", Counts.REQUESTS, t.rateLimits().requestsPerSecond());
        bucket(limits, "inputTokens", Counts.INPUT_TOKENS, t.rateLimits().inputTokensPerSecond());
        bucket(
                limits,
                "outputTokens",
                Counts.OUTPUT_TOKENS,
                t.rateLimits().outputTokensPerSecond());
        t.limits().forEach(limit -> limits.add(limit(limit, limit.scope())));
        return limits;
    }

    /** The limits of a stream, whose requests share each of them. */
    public List<Limit> of(DemandSection.StreamSection s) {
        return s.limits().stream()
                .map(limit ->
                        limit(limit, limit.scope() == Scope.GLOBAL ? Scope.GLOBAL : Scope.TIER))
                .toList();
    }

    private static void bucket(
            List<Limit> limits, String name, Counts counts, OptionalDouble ratePerSecond) {
        ratePerSecond.ifPresent(rate -> limits.add(new Limit(
                name,
                new Kind.Bucket(Math.max(1, rate * BURST_SECONDS)),
                counts,
                rate,
                1,
                Refusal.RATE_LIMIT,
                false,
                true)));
    }

    private Limit limit(LimitSection s, Scope scope) {
        double amount = amount(s) / (scope.isCut() ? cells : 1);
        double window = s.windowSeconds().orElse(Double.NaN);
        // less than what a tick brings would never hold it
        double least = s.kind() == LimitSection.Kind.TICKS ? window : 0;
        double holds = s.holdsSeconds().orElse(Math.max(BURST_SECONDS, least));
        double held = amount * holds / window;
        double burst = Math.max(1, held);
        Kind kind =
                switch (s.kind()) {
                    case FIRST_USE -> new Kind.Anchored(window);
                    case ACCOUNT_PHASE -> new Kind.Phased(window);
                    case CALENDAR -> new Kind.CalendarPeriod(calendar(s));
                    case SLIDING_LOG -> new Kind.SlidingLog(window, s.entries());
                    case SLIDING_COUNTER -> new Kind.SlidingCounter(window);
                    case BUCKET -> new Kind.Bucket(burst);
                    case TICKS -> new Kind.Ticks(window, burst);
                    case CONCURRENCY -> new Kind.AtOnce();
                };
        int sharing =
                switch (scope) {
                    case USER -> 1;
                    case ORGANISATION -> s.seats();
                    case TIER -> Limit.EVERYBODY;
                    case GLOBAL -> Limit.ALL_TIERS;
                };
        double cap = kind instanceof Kind.Bucket ? amount / window : amount;
        boolean scaled = s.scaled() && scope != Scope.GLOBAL;
        return new Limit(s.name(), kind, counts(s), cap, sharing, refusal(s), s.peak(), scaled);
    }

    private Calendar calendar(LimitSection s) {
        Calendar.Period period =
                switch (s.period().orElseThrow()) {
                    case DAY -> Calendar.Period.DAY;
                    case WEEK -> Calendar.Period.WEEK;
                    case MONTH -> Calendar.Period.MONTH;
                };
        return Calendar.over(period, s.zone().orElseThrow(), start, horizonSeconds);
    }

    private static Refusal refusal(LimitSection s) {
        return switch (s.refusal()) {
            case CAP -> Refusal.CAP;
            case REJECT -> Refusal.RATE_LIMIT;
            case QUEUE -> Refusal.QUEUE;
        };
    }

    private static double amount(LimitSection s) {
        double amount = 0;
        for (OptionalDouble one : List.of(
                s.requests(),
                s.inputTokens(),
                s.outputTokens(),
                s.tokens(),
                s.credits(),
                s.dollars())) {
            amount += one.orElse(0);
        }
        return amount;
    }

    private Counts counts(LimitSection s) {
        What what = What.TOKENS;
        if (s.requests().isPresent()) {
            what = What.REQUESTS;
        } else if (s.inputTokens().isPresent()) {
            what = What.INPUT_TOKENS;
        } else if (s.outputTokens().isPresent()) {
            what = What.OUTPUT_TOKENS;
        } else if (s.credits().isPresent()) {
            what = What.CREDITS;
        } else if (s.dollars().isPresent()) {
            what = What.DOLLARS;
        }
        LimitSection.WeightsSection w = s.weights();
        long counted = s.models().isEmpty() ? Counts.ALL_MODELS : 0;
        for (String model : s.models()) {
            counted |= 1L << models.indexOf(model);
        }
        int estimate = s.estimateTokens().isPresent()
                ? (int) s.estimateTokens().getAsDouble()
                : Counts.NO_ESTIMATE;
        return new Counts(
                what,
                new Counts.Weights(w.input(), w.cacheWrite(), w.cacheRead(), w.output()),
                counted,
                estimate);
    }
}
