package headroom.summary;

import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.stat.Known;
import headroom.stat.LatencyHistogram;
import headroom.summary.Summaries.Metric;

import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Numbers of one window about the requests of one tier, or of all of them. */
final class RequestSummary {
    private static final double MINUTES_PER_WEEK = 7 * 24 * 60.0;
    /** Of the quantiles of times that are told. */
    static final double[] PROBABILITIES = {0.5, 0.9, 0.95, 0.99};

    private final Summaries summaries;
    private final Subject subject;
    private final int window;
    private final int tier;
    private final double seconds;

    RequestSummary(Summaries summaries, int window, int tier) {
        this.summaries = summaries;
        this.subject = summaries.subject();
        this.window = window;
        this.tier = tier;
        seconds =
                summaries.window(window).toSeconds() - summaries.window(window).fromSeconds();
    }

    void add() {
        outcomes();
        attempts();
        tokens();
        shares();
        latency("ttft", r -> r.ttft);
        latency("e2e", r -> r.e2e);
        latency("tpot", r -> r.tpot);
        latency("ttft.alone", r -> r.aloneTtft);
        latency("e2e.alone", r -> r.aloneE2e);
    }

    private void outcomes() {
        Metric requests = new Metric("requests", "mean", "1/s");
        add(requests, (r, real) -> sum(r.offered) * real / seconds, outcome("offered"));
        for (Outcome outcome : Outcome.values()) {
            if (!mayEnd(outcome)) {
                continue;
            }
            int o = outcome.ordinal();
            String name = outcome.name().toLowerCase(Locale.ROOT);
            add(requests, (r, real) -> sum(r.outcomes, o) * real / seconds, outcome(name));
        }
        if (!subject.isOpen()) {
            add(requests, (r, real) -> sum(r.deferred) * real / seconds, outcome("deferred"));
        }
    }

    private boolean mayEnd(Outcome outcome) {
        boolean open = subject.isOpen();
        return switch (outcome) {
            case CAPPED -> !open;
            case RATE_LIMITED -> !open || subject.limited();
            case ABANDONED ->
                IntStream.range(0, subject.names().tiers().size())
                        .filter(i -> tier == Summaries.ALL || tier == i)
                        .anyMatch(i -> subject.names().mayEnd(i, outcome));
            default -> true;
        };
    }

    private SortedMap<String, String> outcome(String outcome) {
        return labels("outcome", outcome);
    }

    /** Numbers of all tiers together bear no tier. */
    private SortedMap<String, String> labels(String... namesAndValues) {
        return summaries.labelsOfTier(window, tier, namesAndValues);
    }

    private void attempts() {
        SortedMap<String, String> labels = labels();
        add(
                new Metric("attempts", "mean", "1/s"),
                (r, real) -> (sum(r.attempts.sent) + sum(r.shed)) * real / seconds,
                labels);
        add(
                new Metric("attempts.held", "mean", "1/s"),
                (r, real) -> sum(r.attempts.heldBack) * real / seconds,
                labels);
        add(
                new Metric("retries.denied", "mean", "1/s"),
                (r, real) -> sum(r.attempts.denied) * real / seconds,
                labels);
        // of those that came to replicas: a limit may have put one off from an earlier phase
        add(
                new Metric("shed.first", "share", "1"),
                (r, real) -> Known.ratio(
                        sum(r.attempts.firstShed),
                        sum(r.attempts.firstShed) + sum(r.attempts.firstSent)),
                labels);
        add(
                new Metric("backing.off", "mean", "1"),
                (r, real) -> sum(r.attempts.backingOffSeconds) * real / seconds,
                labels);
        add(
                new Metric("answer", "mean", "s"),
                (r, real) -> sum(r.attempts.answerSeconds)
                        / sum(r.outcomes, Outcome.COMPLETED.ordinal()),
                labels);
        double begin = summaries.window(window).fromSeconds();
        add(new Metric("failures.last", "max", "s"), (r, real) -> lastFailure(r) - begin, labels);
    }

    private double lastFailure(CellReport r) {
        double[] byTier = r.attempts.lastFailureSeconds;
        double last =
                tier == Summaries.ALL ? Arrays.stream(byTier).max().orElseThrow() : byTier[tier];
        return last == Double.NEGATIVE_INFINITY ? Double.NaN : last;
    }

    private void tokens() {
        Metric tokens = new Metric("tokens", "mean", "token/s");
        String[] kinds = {"input", "cached", "output"};
        for (int k = 0; k < kinds.length; k++) {
            int kind = k;
            add(
                    tokens,
                    (r, real) -> sum(r.tokens, kind) * real / seconds,
                    labels("kind", kinds[k]));
        }
    }

    private void shares() {
        SortedMap<String, String> labels = labels();
        // of those that ended here: one put off to a reset may have been offered long before
        add(new Metric("goodput", "mean", "1"), (r, real) -> sum(r.good) / ended(r), labels);
        add(
                new Metric("overage.revenue", "mean", "$/s"),
                (r, real) -> sum(r.overageDollars) * real / seconds,
                labels);
        add(
                new Metric("list.value", "mean", "$/s"),
                (r, real) -> sum(r.listDollars) * real / seconds,
                labels);
        if (tier != Summaries.ALL) {
            add(
                    new Metric("upgrade.revenue", "mean", "$/s"),
                    (r, real) -> r.upgradeDollars[tier] * real / seconds,
                    labels);
        }
        if (tier != Summaries.ALL && subject.users().hasAny(tier)) {
            double users = subject.users().counts().get(tier);
            add(
                    new Metric("lockout", "mean", "min per user-week"),
                    (r, real) -> r.lockedSeconds[tier] * real / users / seconds * MINUTES_PER_WEEK,
                    labels);
        }
    }

    private void latency(String name, Function<CellReport, LatencyHistogram[]> byTier) {
        SortedMap<String, String> labels = labels();
        add(
                new Metric(name, "mean", "s"),
                (r, real) -> merged(byTier.apply(r)).meanSeconds(),
                labels);
        for (double p : PROBABILITIES) {
            String statistic = "p" + Math.round(100 * p);
            add(
                    new Metric(name, statistic, "s"),
                    (r, real) -> {
                        LatencyHistogram h = merged(byTier.apply(r));
                        return h.count() == 0 ? Double.NaN : h.quantileSeconds(p);
                    },
                    labels);
        }
    }

    private LatencyHistogram merged(LatencyHistogram[] byTier) {
        if (tier != Summaries.ALL) {
            return byTier[tier];
        }
        LatencyHistogram all = new LatencyHistogram();
        for (LatencyHistogram h : byTier) {
            all.merge(h);
        }
        return all;
    }

    private double sum(long[] byTier) {
        return tier == Summaries.ALL ? Arrays.stream(byTier).sum() : byTier[tier];
    }

    private double sum(double[] byTier) {
        return tier == Summaries.ALL ? Arrays.stream(byTier).sum() : byTier[tier];
    }

    private double ended(CellReport r) {
        double ended = 0;
        for (int o = 0; o < Outcome.COUNT; o++) {
            ended += sum(r.outcomes, o);
        }
        return ended;
    }

    private double sum(long[][] byTier, int column) {
        return tier == Summaries.ALL
                ? Arrays.stream(byTier).mapToLong(row -> row[column]).sum()
                : byTier[tier][column];
    }

    private void add(Metric metric, Summaries.OfTotals f, SortedMap<String, String> labels) {
        summaries.add(window, metric, f, labels);
    }
}
