package headroom.demand;

import com.google.common.collect.ImmutableList;

import headroom.yaml.Key;
import headroom.yaml.Problems;
import headroom.yaml.Problems.Faults;
import headroom.yaml.Quantity;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** A limit: what it counts, how much of it, over which time, for whom, and what the refused do. */
public record LimitSection(
        @Key(name = "name", doc = "Its name in results.") String name,

        @Key(
                name = "kind",
                doc = "How it counts: first-use, a window that begins with first use;"
                        + " account-phase, windows that turn at a time of each account; calendar,"
                        + " a day, week or month; sliding-log, the last stretch of time exactly;"
                        + " sliding-counter, the same from two counters; bucket, refilled"
                        + " steadily; ticks, refilled at ticks; concurrency, requests at once.")
        Kind kind,

        @Key(
                name = "requests",
                range = "(0, 1 T]",
                doc = "Counts requests, and allows so many; one of this and the next five.")
        OptionalDouble requests,

        @Key(
                name = "inputTokens",
                unit = Quantity.TOKENS,
                range = "(0 tokens, 1e18 tokens]",
                doc = "Counts prompt tokens that are not cached.")
        OptionalDouble inputTokens,

        @Key(
                name = "outputTokens",
                unit = Quantity.TOKENS,
                range = "(0 tokens, 1e18 tokens]",
                doc = "Counts output tokens.")
        OptionalDouble outputTokens,

        @Key(
                name = "tokens",
                unit = Quantity.TOKENS,
                range = "(0 tokens, 1e18 tokens]",
                doc = "Counts all tokens, by the weights.")
        OptionalDouble tokens,

        @Key(
                name = "credits",
                unit = Quantity.CREDITS,
                range = "(0 credits, 1 T credits]",
                doc = "Counts usage credits of the models.")
        OptionalDouble credits,

        @Key(
                name = "dollars",
                unit = Quantity.DOLLARS,
                range = "(0 $, 1 T $]",
                doc = "Counts usage at list price.")
        OptionalDouble dollars,

        @Key(name = "weights", def = "{}", doc = "How much each token counts, where tokens do.")
        WeightsSection weights,

        @Key(
                name = "window",
                unit = Quantity.DURATION,
                range = "(0 s, 3660 d]",
                doc = "Length of a window; of a bucket, the time in which it gains the amount"
                        + " above; of ticks, one tick. Needed; not for calendar and concurrency.")
        OptionalDouble windowSeconds,

        @Key(
                name = "holds",
                unit = Quantity.DURATION,
                range = "(0 s, 3660 d]",
                doc = "A bucket or ticks: what is gained in this time is what it holds, one unit at"
                        + " least; left out: 1 min, and of ticks one tick at least.")
        OptionalDouble holdsSeconds,

        @Key(name = "period", doc = "What repeats. Calendar only, and needed there.")
        Optional<Period> period,

        @Key(name = "zone", doc = "Time zone of its days. Calendar only, and needed there.")
        Optional<ZoneId> zone,

        @Key(
                name = "entries",
                range = "[1, 1 M]",
                def = "64",
                doc = "Of kind sliding-log: charges kept for each user; with more, the two oldest"
                        + " count as one as young as the younger.")
        int entries,

        @Key(
                name = "models",
                refersTo = "models",
                def = "[]",
                doc = "Models whose requests it counts and stops; empty: all.")
        ImmutableList<String> models,

        @Key(
                name = "scope",
                def = "user",
                doc = "Who shares one meter: user, nobody; organisation, its seats; tier, all users"
                        + " in all cells, cut into one part a cell as large as the others; global,"
                        + " all tiers and streams that have a limit of this name and scope, which"
                        + " counts alike in all of them, cut in the same way. All requests of a"
                        + " stream share one, too. A part admits whole requests, the last one past"
                        + " its cap: 3 in each of 10 cells are 30, and 0.3 are 10. An organisation"
                        + " lives whole in a cell. Nothing of a global limit is used at the start.")
        Scope scope,

        @Key(
                name = "seats",
                range = "[1, 1 B]",
                def = "1",
                doc = "Of scope organisation: users of one. Not in a tier with largest, which are"
                        + " organisations themselves.")
        int seats,

        @Key(
                name = "then",
                doc = "What becomes of whoever is refused: cap, does as atLimit says; reject, is"
                        + " told how long to wait and tries again as retry says; queue, nobody is"
                        + " refused: each takes its tokens in advance and waits until they are"
                        + " there, so that those who come later never pass it, buckets and ticks"
                        + " only. Left out: cap for windows, else reject.")
        Optional<Then> then,

        @Key(
                name = "estimate",
                unit = Quantity.TOKENS,
                range = "[0 tokens, 100 M tokens]",
                doc = "Buckets and ticks that count output: charged at admission as if the answer"
                        + " were so long, and settled at its end; left out: charged at the end.")
        OptionalDouble estimateTokens,

        @Key(
                name = "peak",
                def = "false",
                doc = "Whether the peak-hour multiplier applies; to a stream unless peakHours.tiers"
                        + " names whom it is for.")
        boolean peak,

        @Key(
                name = "scaled",
                def = "true",
                doc = "Whether the controller of caps scales it; never a limit of a stream or of"
                        + " scope global.")
        boolean scaled,

        @Key(
                name = "atLimit",
                doc = "What users do at this limit, whatever its kind; left out: at a cap what"
                        + " atLimit of the tier says, else retry. Not for streams.")
        Optional<AtLimitSection> atLimit) {

    /** How a limit counts over time. */
    public enum Kind {
        /** A window that begins with first use. */
        FIRST_USE,
        /** Windows that turn at a time of each account. */
        ACCOUNT_PHASE,
        /** Days, weeks or months of a zone. */
        CALENDAR,
        /** The last stretch of time, exactly. */
        SLIDING_LOG,
        /** The last stretch of time, from two counters. */
        SLIDING_COUNTER,
        /** A bucket refilled steadily. */
        BUCKET,
        /** A bucket refilled at ticks. */
        TICKS,
        /** Requests at once. */
        CONCURRENCY;

        boolean isBucket() {
            return this == BUCKET || this == TICKS;
        }
    }

    /** What of the calendar repeats. */
    public enum Period {
        /** From midnight to midnight. */
        DAY,
        /** From Monday to Monday. */
        WEEK,
        /** From the first to the first. */
        MONTH
    }

    /** Who shares one meter. */
    public enum Scope {
        /** Nobody. */
        USER,
        /** The seats of an organisation. */
        ORGANISATION,
        /** Everybody of the tier. */
        TIER,
        /** Everybody of all tiers and streams that have the limit. */
        GLOBAL;

        /** Whether each cell has a part of the limit. */
        public boolean isCut() {
            return this == TIER || this == GLOBAL;
        }
    }

    /** What becomes of whoever is refused. */
    public enum Then {
        /** Does as {@code atLimit} says. */
        CAP,
        /** Is told how long to wait. */
        REJECT,
        /** Waits for its turn. */
        QUEUE
    }

    /** How much each token counts. */
    public record WeightsSection(
            @Key(
                    name = "input",
                    range = "[0, 1 M]",
                    def = "1",
                    doc = "A prompt token neither read from the cache nor kept in it.")
            double input,

            @Key(
                    name = "cacheWrite",
                    range = "[0, 1 M]",
                    def = "1",
                    doc = "A prompt token that is kept in the cache: all fresh ones of a workload"
                            + " with a cacheLifetime.")
            double cacheWrite,

            @Key(
                    name = "cacheRead",
                    range = "[0, 1 M]",
                    def = "1",
                    doc = "A prompt token that was cached.")
            double cacheRead,

            @Key(name = "output", range = "[0, 1 M]", def = "1", doc = "An output token.")
            double output) {

        public WeightsSection {
            new Faults()
                    .unless(
                            input + cacheWrite + cacheRead + output > 0,
                            "",
                            "one of them must be above 0")
                    .raise();
        }
    }

    public LimitSection {
        boolean windowed = kind != Kind.CALENDAR && kind != Kind.CONCURRENCY;
        boolean calendar = kind == Kind.CALENDAR;
        long amounts = Stream.of(requests, inputTokens, outputTokens, tokens, credits, dollars)
                .filter(OptionalDouble::isPresent)
                .count();
        String what = "one of requests, inputTokens, outputTokens, tokens, credits, dollars";
        boolean waits = then.isPresent() && then.get() == Then.QUEUE;
        boolean caps = then.isPresent() && then.get() == Then.CAP;
        boolean estimates = estimateTokens.isPresent();
        new Faults()
                .unless(amounts > 0, "", what + " is needed")
                .unless(amounts <= 1, "", "only " + what + " may be given")
                .unless(windowSeconds.isPresent() || !windowed, "window", "is needed")
                .unless(windowSeconds.isEmpty() || windowed, "window", "is not for this kind")
                .unless(
                        holdsSeconds.isEmpty() || kind.isBucket(),
                        "holds",
                        "is for bucket and ticks only")
                .unless(period.isPresent() || !calendar, "period", "is needed for calendar")
                .unless(zone.isPresent() || !calendar, "zone", "is needed for calendar")
                .unless(period.isEmpty() || calendar, "period", "is for calendar only")
                .unless(zone.isEmpty() || calendar, "zone", "is for calendar only")
                .unless(
                        kind != Kind.CONCURRENCY || requests.isPresent(),
                        "kind",
                        "concurrency counts requests")
                .unless(
                        seats == 1 || scope == Scope.ORGANISATION,
                        "seats",
                        "is for scope organisation only")
                .unless(!waits || kind.isBucket(), "then", "queue is for bucket and ticks only")
                .unless(
                        !caps || kind != Kind.CONCURRENCY,
                        "then",
                        "nobody knows when a place is free, so that concurrency cannot be a cap")
                .unless(!estimates || kind.isBucket(), "estimate", "is for bucket and ticks only")
                .unless(
                        !estimates || requests.isEmpty() && inputTokens.isEmpty(),
                        "estimate",
                        "is for limits that count output")
                .raise();
        atLimit.ifPresent(a -> checks(a, kind, then));
    }

    private static void checks(AtLimitSection a, Kind kind, Optional<Then> then) {
        Then refusal = refusal(kind, then);
        new Faults()
                .unless(refusal != Then.QUEUE, "atLimit", "nobody is refused: 'then: queue'")
                .unless(
                        a.waitShare() == 0 || kind != Kind.CONCURRENCY,
                        "atLimit.wait",
                        "nobody knows when a place is free; give queue or reject")
                .unless(a.grace() == 0 || refusal == Then.CAP, "atLimit.grace", "is for caps only")
                .raise();
    }

    /** What becomes of whoever is refused. */
    public Then refusal() {
        return refusal(kind, then);
    }

    private static Then refusal(Kind kind, Optional<Then> then) {
        boolean window = !kind.isBucket() && kind != Kind.CONCURRENCY;
        return then.orElse(window ? Then.CAP : Then.REJECT);
    }

    /** Throws unless the names of the limits of a tier differ. */
    static void distinct(Faults faults, List<LimitSection> limits, List<String> others) {
        List<String> names = limits.stream().map(LimitSection::name).toList();
        for (int i = 0; i < names.size(); i++) {
            faults.unless(
                    !others.contains(names.get(i)),
                    "limits[" + i + "].name",
                    Problems.quote(names.get(i)) + " is the name of a short form");
        }
        faults.unless(names.size() + others.size() <= 16, "limits", "more than 16 limits");
    }
}
