package headroom.summary;

import headroom.cell.CellReport;
import headroom.clients.LimitTally;
import headroom.clients.Reaction;
import headroom.measure.HourlyColumns;
import headroom.stat.Evenness;
import headroom.stat.Known;
import headroom.summary.Summaries.Metric;
import headroom.summary.Summaries.OfTotals;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Numbers of one window about what limits did to the users of one tier, or of all of them: whom
 * they bound, for how long, what was not served, and how evenly the rest was.
 */
final class LimitSummary {
    private static final double TOP = 0.05;
    private static final double HOUR_SECONDS = 3600;
    private static final double SECONDS_PER_MINUTE = 60;
    private static final String SHARE = "share";
    private static final String MEAN = "mean";

    private final Summaries summaries;
    private final Subject subject;
    private final int window;
    private final int tier;
    private final double seconds;
    /** Tiers with users among those meant. */
    private final int[] tiers;

    LimitSummary(Summaries summaries, int window, int tier) {
        this.summaries = summaries;
        this.subject = summaries.subject();
        this.window = window;
        this.tier = tier;
        seconds =
                summaries.window(window).toSeconds() - summaries.window(window).fromSeconds();
        tiers = IntStream.range(0, subject.users().tiers())
                .filter(i -> tier == Summaries.ALL || tier == i)
                .filter(subject.users()::hasAny)
                .toArray();
    }

    void add() {
        if (tiers.length == 0) {
            return;
        }
        if (tier == Summaries.ALL) {
            double hours = Periods.seconds(summaries.window(window)) / HOUR_SECONDS;
            ofPeriods(new Metric("period", MEAN, "h"), (r, real) -> hours);
        } else {
            byLimit();
            add(
                    new Metric("credits", MEAN, "credit/s"),
                    (r, real) -> r.credits[tier] * real / seconds);
        }
        ofPeriods(
                new Metric("capped.users", SHARE, SHARE),
                // nothing is known before the first period has ended
                (r, real) -> Known.ratio(sum(r, t -> t.cappedPeriods), sum(r, t -> t.userPeriods)));
        lockedOut();
        attempts();
        reactions();
        unserved();
        evenness();
    }

    /** What each limit of the tier did, and any of them. */
    private void byLimit() {
        List<String> limits = subject.names().limits().get(tier);
        double users = subject.users().counts().get(tier);
        for (int i = 0; i < limits.size(); i++) {
            int at = i;
            String limit = limits.get(i);
            ofPeriods(
                    new Metric("bound.users", SHARE, SHARE),
                    (r, real) -> r.limits[tier].boundPeriods[at] / r.limits[tier].userPeriods,
                    "limit",
                    limit);
            ofPeriods(
                    new Metric("bound.active", SHARE, SHARE),
                    (r, real) -> r.limits[tier].boundPeriods[at] / r.limits[tier].activePeriods,
                    "limit",
                    limit);
            add(
                    new Metric("bound.hourly", SHARE, SHARE),
                    (r, real) -> r.limits[tier].boundHours[at] / r.limits[tier].userHours,
                    "limit",
                    limit);
            add(
                    new Metric("refused", MEAN, "1/s"),
                    (r, real) -> r.refused[tier][at] * real / seconds,
                    "limit",
                    limit);
            add(
                    new Metric("tokens.denied", MEAN, "token/s"),
                    (r, real) -> r.limits[tier].deniedTokens[at] * real / seconds,
                    "limit",
                    limit);
            add(
                    new Metric("lockout", MEAN, "min per user-week"),
                    (r, real) -> r.limits[tier].lockedSeconds[at]
                            * real
                            / users
                            / seconds
                            * Periods.WEEK_SECONDS
                            / SECONDS_PER_MINUTE,
                    "limit",
                    limit);
        }
    }

    /** Minutes a week of those who were locked out at all in the period. */
    private void lockedOut() {
        double periods = Periods.WEEK_SECONDS / Periods.seconds(summaries.window(window));
        ofPeriods(
                new Metric("lockout.locked", MEAN, "min per user-week"),
                (r, real) -> sum(r, t -> t.lockedInPeriodsSeconds)
                        / sum(r, t -> t.lockedPeriods)
                        / SECONDS_PER_MINUTE
                        * periods);
        ofPeriods(
                new Metric("lockout.users", SHARE, SHARE),
                (r, real) -> sum(r, t -> t.lockedPeriods) / sum(r, t -> t.userPeriods));
    }

    /** Attempts that came to nothing without a limit. */
    private void attempts() {
        attempts("shed", r -> r.shed);
        attempts("timed_out", r -> r.timedOut);
        attempts("lost", r -> r.lost);
    }

    private void attempts(String kind, Function<CellReport, long[]> of) {
        add(
                new Metric("attempts", MEAN, "1/s"),
                (r, real) ->
                        IntStream.of(tiers).mapToLong(i -> of.apply(r)[i]).sum() * real / seconds,
                "kind",
                kind);
    }

    /** How often users did what they may do about limits. */
    private void reactions() {
        Set<Reaction> possible = EnumSet.noneOf(Reaction.class);
        for (int i : tiers) {
            possible.addAll(subject.users().reactions().get(i));
        }
        for (Reaction reaction : possible) {
            add(
                    new Metric("reactions", MEAN, "1/s"),
                    (r, real) -> IntStream.of(tiers)
                                    .mapToLong(i -> r.reactions[i][reaction.ordinal()])
                                    .sum()
                            * real
                            / seconds,
                    "reaction",
                    reaction.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Tokens asked for that were not served when they were asked for. */
    private void unserved() {
        unserved("denied", r -> IntStream.range(0, r.limits.length)
                .mapToDouble(i -> IntStream.range(0, r.limits[i].deniedTokens.length)
                        .mapToDouble(limit -> r.limits[i].deniedTokens[limit])
                        .sum())
                .toArray());
        unserved("deferred", r -> r.deferredTokens);
        unserved("returned", r -> r.returnedTokens);
        unserved("suppressed", r -> r.suppressedTokens);
        unserved("lost", r -> r.lostTokens);
    }

    private void unserved(String kind, Function<CellReport, double[]> of) {
        add(
                new Metric("tokens.unserved", MEAN, "token/s"),
                (r, real) -> {
                    double[] byTier = of.apply(r);
                    double sum = 0;
                    for (int i : tiers) {
                        sum += byTier[i];
                    }
                    return sum * real / seconds;
                },
                "kind",
                kind);
    }

    private void evenness() {
        Metric jain = new Metric("jain", MEAN, "1");
        ofPeriods(jain, (r, real) -> served(r).jain(), "over", "users");
        ofPeriods(jain, (r, real) -> served(r).jainOfHaving(), "over", "active");
        if (tier == Summaries.ALL) {
            double[] allowed =
                    Arrays.stream(tiers).mapToDouble(this::allowedPerSecond).toArray();
            ofPeriods(jain, (r, real) -> jainByCap(r, allowed), "over", "caps");
        }
        ofPeriods(new Metric("top5", SHARE, SHARE), (r, real) -> served(r).topShare(TOP));
    }

    private Evenness served(CellReport r) {
        Evenness all = new Evenness();
        for (int i : tiers) {
            all.merge(r.limits[i].served);
        }
        return all;
    }

    /**
     * What limits in force allow one user of a tier, mean over the hours of the window that were
     * simulated; infinite or unknown where none is [credit/s].
     */
    private double allowedPerSecond(int ofTier) {
        HourlyColumns series = summaries.run().columns();
        double[] scales = series.values(HourSummary.index(series.columns(), "caps.scale"));
        int from = (int) (summaries.window(window).fromSeconds() / HOUR_SECONDS);
        int end = (int) Math.ceil(summaries.window(window).toSeconds() / HOUR_SECONDS);
        int to = Math.min(end, scales.length);
        double given = subject.users().allowances().get(ofTier).creditsPerSecond();
        double more = 0;
        for (int h = from; h < to; h++) {
            double middle = (h + 0.5) * HOUR_SECONDS;
            more += subject.users().allowedPerSecond(ofTier, scales[h], middle) - given;
        }
        return given + more / Math.max(1, to - from);
    }

    /**
     * Jain's index of what users were served as a share of what their limits allow on average;
     * tiers that are at some time without a limit in force are left out.
     */
    private double jainByCap(CellReport r, double[] allowedPerSecond) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < tiers.length; i++) {
            double allowed = allowedPerSecond[i];
            if (allowed > 0 && allowed < Double.POSITIVE_INFINITY) {
                Evenness served = r.limits[tiers[i]].served;
                n += served.users();
                sum += served.sum() / allowed;
                squares += served.sumOfSquares() / (allowed * allowed);
            }
        }
        return Evenness.jain(n, sum, squares);
    }

    private double sum(CellReport r, ToDoubleFunction<LimitTally> f) {
        double sum = 0;
        for (int i : tiers) {
            sum += f.applyAsDouble(r.limits[i]);
        }
        return sum;
    }

    /** A number of users counted over periods; a window without any has none. */
    private void ofPeriods(Metric metric, OfTotals f, String... namesAndValues) {
        if (Periods.has(subject.windows(), window)) {
            add(metric, f, namesAndValues);
        }
    }

    private void add(Metric metric, OfTotals f, String... namesAndValues) {
        SortedMap<String, String> labels = summaries.labelsOfTier(window, tier, namesAndValues);
        summaries.add(window, metric, f, labels);
    }
}
