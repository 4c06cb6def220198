package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Series;
import headroom.page.Labels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Chooses the charts of a report from what a run recorded. A chart whose series are absent stays in
 * the plan, empty, so that its reader learns that there is nothing instead of missing it.
 */
final class ChartPlan {
    /** Outcomes from the bottom of a stack to its top, with the colour that each has everywhere. */
    private static final Map<String, String> OUTCOMES = outcomes();

    /** What GPUs are held for, with its colour. */
    private static final Map<String, String> STATES = Map.of(
            "serving", "green",
            "loading", "sky",
            "draining", "olive",
            "failed", "vermilion",
            "lent", "orange",
            "free", "grey");

    /** Colours of lines that have no colour of their own. */
    static final List<String> PALETTE =
            List.of("blue", "orange", "green", "vermilion", "purple", "sky", "olive", "grey");

    private final List<Series> series;
    private final Map<String, Double> limits;

    private ChartPlan(RunResult result) {
        this.series = result.series().columns();
        this.limits = result.limits();
    }

    /** All charts but those of outcomes, in the order of the page. */
    static List<Chart> of(RunResult result) {
        ChartPlan plan = new ChartPlan(result);
        if (JobReport.isAll(result)) {
            List<Chart> charts = JobReport.charts(result);
            charts.addAll(plan.states());
            return charts;
        }
        List<Chart> charts = new ArrayList<>(plan.demand());
        if (!isQueueing(result) && !hasIdleLimits(result)) {
            charts.add(plan.caps());
            charts.addAll(LimitCharts.dated(result));
            charts.addAll(plan.overbooking());
        }
        charts.add(plan.latency());
        if (!isQueueing(result)) {
            charts.add(plan.power());
        }
        charts.add(plan.simple(
                "utilisation",
                "Utilisation",
                "Share of the scarcer of KV memory and sequences in use, by pool.",
                "share of time"));
        charts.add(plan.simple(
                "replicas",
                "Replicas by pool",
                "Model replicas that take requests, mean of each step.",
                "replicas"));
        charts.addAll(plan.states());
        charts.addAll(JobReport.charts(result));
        return charts;
    }

    /** Who holds the GPUs of each pool, on top of each other; none where replicas stay. */
    private List<Chart> states() {
        Map<String, List<Chart.Line>> pools = new LinkedHashMap<>();
        for (Series each : series) {
            if (each.name().equals("gpus.state") && somewhere(each)) {
                String pool = each.labels().getOrDefault("pool", "all");
                String state = each.labels().getOrDefault("state", "unnamed");
                pools.computeIfAbsent(pool, key -> new ArrayList<>())
                        .add(new Chart.Line(
                                state.equals("lent") ? "with jobs" : state,
                                each,
                                STATES.getOrDefault(state, "brown"),
                                false));
            }
        }
        List<Chart> charts = new ArrayList<>();
        pools.forEach((pool, lines) -> charts.add(new Chart(
                "states-" + anchor(pool),
                "GPUs of " + pool + " by state",
                "What the GPUs of the pool are held for, mean of each step.",
                "GPUs",
                Chart.Form.STACK,
                lines,
                List.of())));
        if (!charts.isEmpty()) {
            charts.add(simple(
                    "replicas.serving",
                    "Replicas by model",
                    "Replicas that serve or drain, mean of each step.",
                    "replicas"));
        }
        return charts;
    }

    /** Whether it is a model of queues, without users whose caps and power would matter. */
    static boolean isQueueing(RunResult result) {
        return !result.occupancy().isEmpty() && first(result, "caps.scale").isEmpty();
    }

    /** Whether limits on users were measured but stayed nominal, met by nobody, moved by nobody. */
    static boolean hasIdleLimits(RunResult result) {
        return hasFixedLimits(result)
                && result.summary().stream()
                        .noneMatch(each -> each.value() > 0
                                && (each.name().equals("capped.users")
                                        || "capped".equals(each.labels().get("outcome"))));
    }

    /** Whether caps and multiplier were measured, and are 1 in all phases, moved by nobody. */
    static boolean hasFixedLimits(RunResult result) {
        List<Measurement> limits = result.summary().stream()
                .filter(each -> each.name().equals("caps.scale") || each.name().startsWith("peak."))
                .toList();
        return !limits.isEmpty()
                && limits.stream().allMatch(each -> each.value() == 1)
                && !result.limits().containsKey("caps.scale.max");
    }

    /**
     * One stacked chart of outcomes for each tier; a single empty one where none is recorded,
     * unless there were jobs alone.
     */
    static List<Chart> outcomes(RunResult result) {
        Map<String, List<Series>> tiers = new LinkedHashMap<>();
        for (Series each : result.series().columns()) {
            if (each.name().equals("outcome")) {
                String tier = each.labels().getOrDefault("tier", "all tiers");
                tiers.computeIfAbsent(tier, key -> new ArrayList<>()).add(each);
            }
        }
        if (tiers.isEmpty() && !JobReport.isAll(result)) {
            tiers.put("", List.of());
        }
        List<Chart> charts = new ArrayList<>();
        tiers.forEach((tier, columns) -> charts.add(outcomes(tier, columns)));
        return charts;
    }

    /** What became of the requests of one tier. Outcomes that never occur are left out. */
    private static Chart outcomes(String tier, List<Series> columns) {
        // What has no place of its own, such as requests lost in a failure, goes on top.
        Map<String, String> colours = new LinkedHashMap<>(OUTCOMES);
        columns.forEach(each -> colours.putIfAbsent(outcome(each), "brown"));
        colours.remove("offered");
        List<Chart.Line> lines = new ArrayList<>();
        colours.forEach((outcome, colour) -> columns.stream()
                .filter(each -> outcome.equals(outcome(each)) && somewhere(each))
                .forEach(each -> lines.add(new Chart.Line(words(each), each, colour, false))));
        String id = tier.isEmpty() ? "outcomes-none" : "outcomes-" + anchor(tier);
        String title = tier.isEmpty() ? "Outcomes" : tier;
        String description = "Requests of " + (tier.isEmpty() ? "each tier" : tier)
                + " by what became of them, on top of each other.";
        return new Chart(id, title, description, "/s", Chart.Form.STACK, lines, List.of());
    }

    /** Demand, service and capacity in one chart if they share a unit, else capacity apart. */
    private List<Chart> demand() {
        List<Chart.Line> lines = new ArrayList<>();
        lines.addAll(lines("offered", "offered", List.of("blue", "sky", "purple"), false));
        lines.addAll(lines("served", "served", List.of("green", "olive"), false));
        List<Chart.Line> capacity =
                lines("capacity", "capacity", List.of("black", "grey", "orange"), true);
        String unit = lines.isEmpty() ? "1/s" : lines.get(0).series().unit();
        List<Chart> charts = new ArrayList<>();
        List<Chart.Line> apart = new ArrayList<>();
        for (Chart.Line line : capacity) {
            (line.series().unit().equals(unit) ? lines : apart).add(line);
        }
        charts.add(new Chart(
                "demand",
                "Demand against capacity",
                "Requests that users want to make and requests served"
                        + (apart.isEmpty() && !capacity.isEmpty()
                                ? ", against what the fleet can serve."
                                : "."),
                shown(unit),
                Chart.Form.LINES,
                lines,
                List.of()));
        if (!apart.isEmpty()) {
            charts.add(new Chart(
                    "capacity",
                    "Capacity",
                    "What is in service, counted in " + apart.get(0).series().unit() + ".",
                    shown(apart.get(0).series().unit()),
                    Chart.Form.LINES,
                    apart,
                    List.of()));
        }
        return charts;
    }

    /**
     * Both limits in one chart, because the question is how they move together, and both are
     * multiples of what the scenario calls nominal.
     */
    private Chart caps() {
        List<Chart.Line> lines = new ArrayList<>();
        lines.addAll(lines("caps.scale", "usage caps", List.of("blue", "sky", "purple"), false));
        lines.addAll(lines("peak.multiplier", "peak-hour multiplier", List.of("vermilion"), true));
        return new Chart(
                "caps",
                "Usage caps and peak-hour multiplier",
                "Caps as a multiple of their nominal size, and how many times faster usage counts"
                        + " in peak hours, which are shaded. Higher caps are better for users, a"
                        + " higher multiplier is worse.",
                "× nominal",
                Chart.Form.LINES,
                lines,
                lines.isEmpty() ? List.of() : List.of(new Chart.Limit("nominal", 1)));
    }

    private List<Chart> overbooking() {
        List<Chart.Line> lines = lines("overbooking", "caps over capacity", PALETTE, false);
        return lines.isEmpty()
                ? List.of()
                : List.of(new Chart(
                        "overbooking",
                        "Caps over capacity",
                        "Credits that all users may use together, over those that the fleet could"
                                + " serve in the same time.",
                        "×",
                        Chart.Form.LINES,
                        lines,
                        List.of(new Chart.Limit("capacity", 1))));
    }

    /** Logarithmic, since latency under overload spans several powers of ten. */
    private Chart latency() {
        List<Chart.Line> lines = new ArrayList<>();
        lines.addAll(lines("ttft.p99", "p99", List.of("vermilion", "orange"), false));
        lines.addAll(lines("ttft.p50", "p50", List.of("blue", "sky"), true));
        return new Chart(
                "ttft",
                "Time to first token",
                "Median and 99th percentile of each step, on a logarithmic axis; the bands are"
                        + " half-widths where they are known.",
                "s",
                Chart.Form.LOG,
                lines,
                List.of());
    }

    /** Each site against its own limit, from zero, so that distances to the limit are true. */
    private Chart power() {
        List<Chart.Limit> lines = new ArrayList<>();
        String prefix = "powerLimitMw.";
        limits.forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                String site = name.substring(prefix.length());
                lines.add(new Chart.Limit("limit of " + site, value));
            }
        });
        return new Chart(
                "power",
                "Power against the limit",
                "Mean power of each step with cooling, and the limit of the site.",
                "MW",
                Chart.Form.LINES,
                lines("power", "power", PALETTE, false),
                lines);
    }

    /** A line for each series of a name. */
    private Chart simple(String name, String title, String description, String unit) {
        List<Chart.Line> lines = lines(name, name, PALETTE, false);
        if (lines.size() == 2 && lines.get(0).series().labels().isEmpty()) {
            // a sum over one part would hide behind it
            lines.remove(0);
        }
        return new Chart(name, title, description, unit, Chart.Form.LINES, lines, List.of());
    }

    /** The series of a name; their labels tell them apart, or the name if there is only one. */
    private List<Chart.Line> lines(
            String name, String label, List<String> colours, boolean dashed) {
        List<Chart.Line> lines = new ArrayList<>();
        for (Series each : series) {
            if (each.name().equals(name)) {
                String words = Labels.words(each.labels());
                String own = label.equals(name) && !words.isEmpty() ? words : label + " " + words;
                String colour = colours.get(lines.size() % colours.size());
                // A palette that is used up begins again with dashes.
                boolean again = lines.size() >= colours.size();
                lines.add(new Chart.Line(own.strip(), each, colour, dashed != again));
            }
        }
        return lines;
    }

    private static String outcome(Series each) {
        return each.labels().getOrDefault("outcome", "unnamed");
    }

    /** The outcome and whatever else than the tier tells a series apart. */
    private static String words(Series each) {
        return Labels.words(Labels.without(each.labels(), "tier"));
    }

    /** Whether anything of it would be seen. */
    static boolean somewhere(Series each) {
        for (double value : each.values()) {
            if (value > 0) {
                return true;
            }
        }
        return false;
    }

    private static String shown(String unit) {
        return unit.equals("1/s") ? "/s" : unit;
    }

    /** Letters, digits and dashes only, so that it can be part of an address. */
    static String anchor(String name) {
        return name.replaceAll("[^A-Za-z0-9]+", "-");
    }

    private static Map<String, String> outcomes() {
        Map<String, String> colours = new LinkedHashMap<>();
        colours.put("completed", "green");
        colours.put("deferred", "sky");
        colours.put("capped", "orange");
        colours.put("rate_limited", "olive");
        colours.put("overloaded", "vermilion");
        colours.put("abandoned", "purple");
        colours.put("timed_out", "black");
        colours.put("lost", "blue");
        colours.put("censored", "grey");
        return colours;
    }

    /** The series of a name without labels, or the first one with them; empty if none. */
    static Optional<Series> first(RunResult result, String name) {
        SortedMap<Integer, Series> byLabels = new TreeMap<>();
        for (Series each : result.series().columns()) {
            if (each.name().equals(name)) {
                byLabels.putIfAbsent(each.labels().size(), each);
            }
        }
        return byLabels.values().stream().findFirst();
    }
}
