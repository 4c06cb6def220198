package headroom.experiment;

import headroom.cell.CellReport;
import headroom.cell.Outcome;
import headroom.measure.Column;
import headroom.measure.Measurement;
import headroom.measure.RunRecord;
import headroom.measure.Window;
import headroom.stat.Estimate;
import headroom.stat.LatencyHistogram;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The summary of an experiment: every number by window, with its error.
 *
 * <p>With two replications or more the error is that between replications. With one it is that
 * between the sampled cells, corrected for the share of all cells that was simulated; numbers that
 * belong to the whole cluster, such as the cap scale, then have none.
 */
final class Summaries {
    private static final double LEVEL = 0.95;
    private static final double MINUTES_PER_WEEK = 7 * 24 * 60.0;

    private final Plan plan;
    private final List<RunRecord> runs;
    private final List<Measurement> out = new ArrayList<>();

    Summaries(Plan plan, List<RunRecord> runs) {
        this.plan = plan;
        this.runs = runs;
    }

    /** A number read off the totals of some cells; real is what one simulated thing stands for. */
    @FunctionalInterface
    private interface OfTotals {
        double of(CellReport totals, double real);
    }

    /** A number read off the hours of a window. */
    @FunctionalInterface
    private interface OfHours {
        double of(double[] hours);
    }

    List<Measurement> all() {
        for (int w = 0; w < plan.windows().size(); w++) {
            for (int tier = -1; tier < plan.names().tiers().size(); tier++) {
                requests(w, tier);
                latencies(w, tier);
            }
            hourly(w);
        }
        return out;
    }

    private SortedMap<String, String> labels(int window, String... more) {
        SortedMap<String, String> labels = new TreeMap<>(Column.labels(more));
        labels.put("phase", plan.windows().get(window).name());
        return labels;
    }

    private String tierName(int tier) {
        return tier < 0 ? "all" : plan.names().tiers().get(tier);
    }

    private static double sum(long[] byTier, int tier) {
        return tier < 0 ? Arrays.stream(byTier).sum() : byTier[tier];
    }

    private static double sum(double[] byTier, int tier) {
        return tier < 0 ? Arrays.stream(byTier).sum() : byTier[tier];
    }

    private static double sum(long[][] byTier, int tier, int column) {
        return tier < 0
                ? Arrays.stream(byTier).mapToLong(row -> row[column]).sum()
                : byTier[tier][column];
    }

    private void requests(int w, int tier) {
        String name = tierName(tier);
        double seconds = seconds(w);
        totals(
                w,
                "requests",
                "mean",
                "1/s",
                (r, real) -> sum(r.offered, tier) * real / seconds,
                "tier",
                name,
                "outcome",
                "offered");
        for (Outcome outcome : Outcome.values()) {
            int o = outcome.ordinal();
            totals(
                    w,
                    "requests",
                    "mean",
                    "1/s",
                    (r, real) -> sum(r.outcomes, tier, o) * real / seconds,
                    "tier",
                    name,
                    "outcome",
                    outcome.name().toLowerCase(Locale.ROOT));
        }
        totals(
                w,
                "requests",
                "mean",
                "1/s",
                (r, real) -> sum(r.deferred, tier) * real / seconds,
                "tier",
                name,
                "outcome",
                "deferred");
        String[] kinds = {"input", "cached", "output"};
        for (int k = 0; k < kinds.length; k++) {
            int kind = k;
            totals(
                    w,
                    "tokens",
                    "mean",
                    "token/s",
                    (r, real) -> sum(r.tokens, tier, kind) * real / seconds,
                    "tier",
                    name,
                    "kind",
                    kinds[k]);
        }
        totals(
                w,
                "goodput",
                "mean",
                "1",
                (r, real) -> sum(r.good, tier) / sum(r.offered, tier),
                "tier",
                name);
        totals(
                w,
                "overage.revenue",
                "mean",
                "$/s",
                (r, real) -> sum(r.overageDollars, tier) * real / seconds,
                "tier",
                name);
        if (tier >= 0 && tier < plan.cell().tiers().size()) {
            double users = plan.cell().tiers().get(tier).users()
                    * (double) plan.cluster().cells();
            totals(
                    w,
                    "lockout",
                    "mean",
                    "min per user-week",
                    (r, real) -> r.lockedSeconds[tier] * real / users / seconds * MINUTES_PER_WEEK,
                    "tier",
                    name);
        }
    }

    private void latencies(int w, int tier) {
        latency(w, tier, "ttft");
        latency(w, tier, "e2e");
        latency(w, tier, "tpot");
    }

    private void latency(int w, int tier, String name) {
        double[] ps = {0.5, 0.9, 0.99};
        String[] statistics = {"p50", "p90", "p99"};
        totals(
                w,
                name,
                "mean",
                "s",
                (r, real) -> histogram(r, tier, name).meanSeconds(),
                "tier",
                tierName(tier));
        for (int i = 0; i < ps.length; i++) {
            double p = ps[i];
            totals(
                    w,
                    name,
                    statistics[i],
                    "s",
                    (r, real) -> quantile(r, tier, name, p),
                    "tier",
                    tierName(tier));
        }
    }

    private static double quantile(CellReport r, int tier, String name, double p) {
        LatencyHistogram h = histogram(r, tier, name);
        return h.count() == 0 ? Double.NaN : h.quantileSeconds(p);
    }

    private static LatencyHistogram histogram(CellReport r, int tier, String name) {
        LatencyHistogram[] byTier =
                name.equals("ttft") ? r.ttft : name.equals("e2e") ? r.e2e : r.tpot;
        if (tier >= 0) {
            return byTier[tier];
        }
        LatencyHistogram all = new LatencyHistogram();
        for (LatencyHistogram h : byTier) {
            all.merge(h);
        }
        return all;
    }

    private void totals(
            int w, String name, String statistic, String unit, OfTotals f, String... labels) {
        double real = plan.cluster().weight();
        double[] values = new double[runs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = f.of(runs.get(i).total(w), real);
        }
        Estimate estimate = Known.ofReplications(values, LEVEL);
        long n = values.length;
        double halfWidth = estimate.halfWidth();
        if (n == 1) {
            int cells = plan.cluster().sampledCells();
            double[] byCell = new double[cells];
            for (int c = 0; c < cells; c++) {
                byCell[c] = f.of(runs.get(0).total(w, c), plan.cluster().cells());
            }
            n = cells;
            halfWidth = Known.ofSample(byCell, plan.cluster().cells(), LEVEL).halfWidth();
        }
        out.add(new Measurement(
                name, labels(w, labels), statistic, unit, estimate.value(), halfWidth, LEVEL, n));
    }

    private void hourly(int w) {
        List<Column> columns = runs.get(0).columns().columns();
        for (int c = 0; c < columns.size(); c++) {
            switch (columns.get(c).name()) {
                case "caps.scale", "peak.multiplier", "utilisation", "clock" -> {
                    hours(w, c, "mean", Summaries::mean);
                    hours(w, c, "min", x -> Arrays.stream(x).min().orElse(Double.NaN));
                    hours(w, c, "max", x -> Arrays.stream(x).max().orElse(Double.NaN));
                }
                case "power" -> {
                    hours(w, c, "mean", Summaries::mean);
                    energy(w, c);
                }
                case "power.max" ->
                    hours(w, c, "max", x -> Arrays.stream(x).max().orElse(Double.NaN));
                case "replicas", "gpus", "locked.users" -> hours(w, c, "mean", Summaries::mean);
                default -> {}
            }
        }
    }

    private static double mean(double[] hours) {
        return Arrays.stream(hours).filter(x -> !Double.isNaN(x)).average().orElse(Double.NaN);
    }

    /** Every hour's mean power counts as many hours as it has: MW add up to MWh. */
    private void energy(int w, int column) {
        Column power = runs.get(0).columns().columns().get(column);
        Column energy = new Column("energy", power.labels(), "MWh");
        hours(w, column, energy, "total", x -> Arrays.stream(x).sum());
    }

    private void hours(int w, int column, String statistic, OfHours f) {
        hours(w, column, runs.get(0).columns().columns().get(column), statistic, f);
    }

    private void hours(int w, int column, Column c, String statistic, OfHours f) {
        double[] values = new double[runs.size()];
        for (int i = 0; i < values.length; i++) {
            double[] all = runs.get(i).columns().values(column);
            values[i] = f.of(within(plan.windows().get(w), all));
        }
        Estimate estimate = Known.ofReplications(values, LEVEL);
        SortedMap<String, String> labels = labels(w);
        labels.putAll(c.labels());
        out.add(new Measurement(
                c.name(),
                labels,
                statistic,
                c.unit(),
                estimate.value(),
                estimate.halfWidth(),
                LEVEL,
                values.length));
    }

    private static double[] within(Window window, double[] hours) {
        return java.util.stream.IntStream.range(0, hours.length)
                .filter(h -> window.holds(h * 3600.0))
                .mapToDouble(h -> hours[h])
                .toArray();
    }

    private double seconds(int w) {
        Window window = plan.windows().get(w);
        return window.toSeconds() - window.fromSeconds();
    }
}
