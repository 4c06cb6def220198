package headroom.experiment;

import headroom.cell.CellReport;
import headroom.clients.Outcome;
import headroom.experiment.Summaries.Metric;
import headroom.stat.Estimate;
import headroom.stat.LatencyHistogram;

import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.function.Function;

/** Numbers of one window about the requests of one tier, or of all of them. */
final class RequestSummary {
    /** Stands for all tiers together. */
    static final int ALL = -1;

    private static final double MINUTES_PER_WEEK = 7 * 24 * 60.0;
    private static final double[] PROBABILITIES = {0.5, 0.9, 0.99};

    private final Summaries summaries;
    private final Plan plan;
    private final int window;
    private final int tier;
    private final double seconds;

    RequestSummary(Summaries summaries, int window, int tier) {
        this.summaries = summaries;
        this.plan = summaries.plan();
        this.window = window;
        this.tier = tier;
        seconds =
                summaries.window(window).toSeconds() - summaries.window(window).fromSeconds();
    }

    /** A number read off the totals of some cells; real is what one simulated thing stands for. */
    @FunctionalInterface
    private interface OfTotals {
        double of(CellReport totals, double real);
    }

    void add() {
        outcomes();
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
            if (plan.isOpen()
                    && (outcome == Outcome.CAPPED
                            || outcome == Outcome.RATE_LIMITED && !plan.isLimited())) {
                continue;
            }
            int o = outcome.ordinal();
            String name = outcome.name().toLowerCase(Locale.ROOT);
            add(requests, (r, real) -> sum(r.outcomes, o) * real / seconds, outcome(name));
        }
        if (!plan.isOpen()) {
            add(requests, (r, real) -> sum(r.deferred) * real / seconds, outcome("deferred"));
        }
    }

    private SortedMap<String, String> outcome(String outcome) {
        return labels("outcome", outcome);
    }

    /** Numbers of all tiers together bear no tier. */
    private SortedMap<String, String> labels(String... namesAndValues) {
        SortedMap<String, String> labels = summaries.labels(window, namesAndValues);
        if (tier != ALL) {
            labels.put("tier", plan.names().tiers().get(tier));
        }
        return labels;
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
        if (tier != ALL
                && tier < plan.cell().tiers().size()
                && !plan.cell().tiers().get(tier).isOpen()) {
            double users = plan.cell().tiers().get(tier).users()
                    * (double) plan.cluster().cells();
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
        if (tier != ALL) {
            return byTier[tier];
        }
        LatencyHistogram all = new LatencyHistogram();
        for (LatencyHistogram h : byTier) {
            all.merge(h);
        }
        return all;
    }

    private double sum(long[] byTier) {
        return tier == ALL ? Arrays.stream(byTier).sum() : byTier[tier];
    }

    private double sum(double[] byTier) {
        return tier == ALL ? Arrays.stream(byTier).sum() : byTier[tier];
    }

    private double ended(CellReport r) {
        double ended = 0;
        for (int o = 0; o < Outcome.COUNT; o++) {
            ended += sum(r.outcomes, o);
        }
        return ended;
    }

    private double sum(long[][] byTier, int column) {
        return tier == ALL
                ? Arrays.stream(byTier).mapToLong(row -> row[column]).sum()
                : byTier[tier][column];
    }

    private void add(Metric metric, OfTotals f, SortedMap<String, String> labels) {
        int n = summaries.runs().size();
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    f.of(summaries.runs().get(i).total(window), plan.cluster().weight());
        }
        Estimate estimate = Known.ofReplications(values, Summaries.LEVEL);
        if (n == 1) {
            Estimate cells = betweenCells(f);
            estimate =
                    new Estimate(estimate.value(), cells.halfWidth(), Summaries.LEVEL, cells.n());
        }
        summaries.add(metric, labels, estimate, n == 1 ? plan.cluster().sampledCells() : n);
    }

    private Estimate betweenCells(OfTotals f) {
        double[] byCell = new double[plan.cluster().sampledCells()];
        for (int c = 0; c < byCell.length; c++) {
            byCell[c] = f.of(
                    summaries.runs().get(0).total(window, c), plan.cluster().cells());
        }
        return Known.ofReplications(byCell, Summaries.LEVEL);
    }
}
