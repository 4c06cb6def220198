package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Made-up runs of two weeks with plausible shapes: a day's rhythm, a demand spike, and capacity
 * that arrives on day 9 and ramps over two days. No simulation stands behind them.
 */
final class Runs {
    static final Instant START = Instant.parse("2026-04-27T00:00:00Z");
    static final int HOURS = 336;
    static final List<String> TIERS =
            List.of("free", "pro", "max-5x", "max-20x", "team", "enterprise", "api");

    private static final double NONE = Double.NaN;
    private static final List<Double> SHARES = List.of(0.2, 0.21, 0.11, 0.08, 0.1, 0.08, 0.22);

    private final SplittableRandom random = new SplittableRandom(20260506);
    private final boolean addition;

    private Runs(boolean addition) {
        this.addition = addition;
    }

    /** A run in which capacity arrives under a spike and limits relax. */
    static RunResult withAddition() {
        Runs runs = new Runs(true);
        List<Phase> phases =
                List.of(phase("normal", 1, 3.25), phase("spike", 3.75, 9), phase("after", 11, 14));
        return run("colossus-1", phases, runs.summary(), runs.series());
    }

    /** The same demand without the addition: limits stay tight. */
    static RunResult withoutAddition() {
        Runs runs = new Runs(false);
        List<Measurement> summary = runs.summary().stream()
                .filter(each -> !"after".equals(each.labels().get("phase")))
                .toList();
        List<Phase> phases = List.of(phase("normal", 1, 3.25), phase("spike", 3.75, 14));
        return run("without-colossus", phases, summary, runs.series());
    }

    /** A run of one cell: the same numbers, no error known. */
    static RunResult withoutErrors() {
        RunResult run = withAddition();
        List<Measurement> summary = run.summary().stream()
                .map(each -> new Measurement(
                        each.name(),
                        each.labels(),
                        each.statistic(),
                        each.unit(),
                        each.value(),
                        NONE,
                        each.level(),
                        1))
                .toList();
        List<Series> columns = run.series().columns().stream()
                .map(each -> series(each.name(), each.labels(), each.unit(), each.values(), NONE))
                .toList();
        TimeSeries series = new TimeSeries(START, 3600, columns);
        return run("one-cell", run.phases(), summary, series);
    }

    /** A run that recorded nothing at all. */
    static RunResult empty() {
        return new RunResult(
                "nothing",
                "",
                "seed-1",
                START,
                3600,
                1,
                1,
                1,
                1,
                1,
                0.1,
                0,
                "00",
                List.of(),
                List.of(),
                List.of(),
                new TimeSeries(START, 3600, List.of()),
                Map.of(),
                List.of(),
                List.of());
    }

    static Measurement number(String name, String labels, String unit, double... valueAndError) {
        String[] parts = name.split(" ");
        double error = valueAndError.length > 1 ? valueAndError[1] : NONE;
        return new Measurement(
                parts[0], labels(labels), parts[1], unit, valueAndError[0], error, 0.95, 6);
    }

    /** The same of one replication. */
    static RunResult once(RunResult run) {
        return new RunResult(
                run.scenario(),
                run.title(),
                run.runId(),
                run.start(),
                run.horizonSeconds(),
                run.seed(),
                1,
                run.cells(),
                run.sampledCells(),
                run.threads(),
                run.wallSeconds(),
                run.requestsSimulated(),
                run.resultHash(),
                run.phases(),
                run.summary(),
                run.occupancy(),
                run.series(),
                run.limits(),
                run.assumptions(),
                run.readings());
    }

    static RunResult run(
            String scenario, List<Phase> phases, List<Measurement> summary, TimeSeries series) {
        return new RunResult(
                scenario,
                "220,000 GPUs arrive under a demand spike",
                "seed-20260506",
                START,
                14 * 86_400.0,
                20260506,
                3,
                625,
                2,
                2,
                41.7,
                18_234_567,
                "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
                phases,
                summary,
                List.of(),
                series,
                Map.of("powerLimitMw.memphis", 300.0),
                List.of(
                        "sites.memphis.pue 1.2 (assumed)",
                        "gpus.H100.decodePower 480 W (measured)",
                        "gpus.GB200.idlePower 210 W (vendor)",
                        "demand.growth 35 %/month (fitted)",
                        "peakHours.multiplier <none> & never published"),
                List.of());
    }

    /** The same run with other limits. */
    static RunResult with(RunResult r, Map<String, Double> limits) {
        return new RunResult(
                r.scenario(),
                r.title(),
                r.runId(),
                r.start(),
                r.horizonSeconds(),
                r.seed(),
                r.replications(),
                r.cells(),
                r.sampledCells(),
                r.threads(),
                r.wallSeconds(),
                r.requestsSimulated(),
                r.resultHash(),
                r.phases(),
                r.summary(),
                r.occupancy(),
                r.series(),
                limits,
                r.assumptions(),
                r.readings());
    }

    private static Phase phase(String name, double fromDays, double toDays) {
        return new Phase(name, fromDays * 86_400, toDays * 86_400);
    }

    private static TreeMap<String, String> labels(String text) {
        TreeMap<String, String> labels = new TreeMap<>();
        for (String pair : text.isEmpty() ? new String[0] : text.split(",")) {
            labels.put(pair.split("=")[0], pair.split("=")[1]);
        }
        return labels;
    }

    private static Series series(
            String name, Map<String, String> labels, String unit, double[] values, double error) {
        double[] halfWidths = Arrays.stream(values).map(value -> value * error).toArray();
        return new Series(name, new TreeMap<>(labels), unit, values, halfWidths);
    }

    private List<Measurement> summary() {
        List<Measurement> all = new ArrayList<>();
        String[] phases = {"normal", "spike", "after"};
        phased(all, phases, "caps.scale mean;;1", 1, 0.004, 0.42, 0.03, 1.9, 0.06);
        phased(all, phases, "caps.scale min;;1", 0.97, 0.01, 0.31, 0.02, 1.6, 0.1);
        phased(all, phases, "peak.multiplier mean;;1", 1.0, 0, 2.6, 0.1, 1.02, 0.02);
        phased(all, phases, "capped.users mean;;share", .061, .004, .214, .018, .031, .004);
        outcome(all, phases, "offered", 23_410, 210, 39_870, 640, 41_220, 530);
        outcome(all, phases, "completed", 22_890, 200, 27_310, 380, 40_480, 510);
        outcome(all, phases, "capped", 410, 35, 9_140, 420, 520, 60);
        outcome(all, phases, "overloaded", 4.1, 1.3, 2_180, 310, 18, 9);
        phased(all, phases, "goodput mean;;share", .957, .006, .512, .031, .961, .007);
        phased(all, phases, "ttft p50;;s", 0.62, 0.02, 3.4, 0.4, 0.58, 0.02);
        phased(all, phases, "ttft p99;;s", 4.4, 0.3, 38.2, 4.1, 4.0, 0.3);
        phased(all, phases, "tpot p99;;s", 0.048, 0.001, 0.081, 0.003, 0.047, 0.001);
        phased(all, phases, "utilisation mean;;share", .71, .006, .972, .004, .69, .008);
        phased(all, phases, "power max;site=memphis;MW", 31, NONE, 33, NONE, 297.6, 0.8);
        phased(all, phases, "replicas mean;pool=elsewhere;1", 7500, 0, 7500, 0, 7500, 0);
        phased(all, phases, "replicas mean;pool=colossus-h100;1", 0, 0, 0, 0, 9375, 0);
        for (int i = 0; i < TIERS.size(); i++) {
            String tier = "tier=" + TIERS.get(i);
            double p99 = 3 + i;
            phased(all, phases, "ttft p99;" + tier + ";s", p99, .3, 9 * p99, 4, p99, .3);
        }
        all.add(number("ttft p99", "phase=after,tier=none", "s", NONE));
        // 10 and 20 million a day, over phases of 2.25, 5.25 and 3 days
        phased(all, phases, "cost total;kind=contract;$", 2.25e7, 0, 5.25e7, 0, 6e7, 0);
        phased(all, phases, "cost total;;$", 2.25e7, 0, 5.25e7, 0, 6e7, 0);
        phased(all, phases, "overage.revenue mean;;$/s", 1, 0, 2, 0, 3, 0);
        all.add(number("energy total", "site=memphis", "MWh", 31_420, 260));
        return all;
    }

    private static void outcome(
            List<Measurement> all, String[] phases, String outcome, double... numbers) {
        phased(all, phases, "requests mean;outcome=" + outcome + ";1/s", numbers);
    }

    private static void phased(
            List<Measurement> all, String[] phases, String what, double... numbers) {
        String[] parts = what.split(";", -1);
        String name = parts[0];
        String labels = parts[1];
        String unit = parts[2];
        for (int i = 0; i < phases.length; i++) {
            String full = "phase=" + phases[i] + (labels.isEmpty() ? "" : "," + labels);
            all.add(number(name, full, unit, numbers[2 * i], numbers[2 * i + 1]));
        }
    }

    private TimeSeries series() {
        List<Series> all = new ArrayList<>();
        double[] offered =
                hours(hour -> 23_500 * daily(hour) * (1 + 0.8 * spike(hour)) * noise(.02));
        double[] capacity = hours(hour -> 27_500 + (addition ? 30_000 * arrived(hour) : 0));
        double[] pressure = hours(hour -> offered[hour] / capacity[hour]);
        double[] served = hours(hour -> Math.min(offered[hour] * 0.985, capacity[hour]));
        double[] caps =
                slowly(hour -> Math.max(0.3, Math.min(1.9, 1.75 - 0.85 * day(pressure, hour))));
        double[] peak = slowly(hour -> Math.max(1, Math.min(2.8, 3.4 * day(pressure, hour) - 2)));
        all.add(series("offered", Map.of(), "1/s", offered, 0.015));
        all.add(series("served", Map.of(), "1/s", served, 0.01));
        all.add(series("capacity", Map.of(), "1/s", capacity, NONE));
        all.add(series("caps.scale", Map.of(), "1", caps, 0.05));
        all.add(series("peak.multiplier", Map.of(), "1", peak, 0.03));
        all.add(series("peak.hours", Map.of(), "share", hours(Runs::peakHour), NONE));
        double[] median = hours(hour -> 0.3 + StrictMath.pow(pressure[hour], 5) * noise(.15));
        all.add(series("ttft.p50", Map.of(), "s", median, 0.08));
        double[] tail = hours(hour -> hour == 40 ? NONE : median[hour] * 9 * noise(.25));
        all.add(series("ttft.p99", Map.of(), "s", tail, 0.2));
        double[] busy = hours(hour -> Math.min(0.99, pressure[hour] * 0.9));
        all.add(series("utilisation", Map.of("pool", "elsewhere"), "share", busy, 0.01));
        all.add(series("power", Map.of("site", "memphis"), "MW", power(busy), 0.004));
        all.add(series("replicas", Map.of("pool", "elsewhere"), "1", hours(hour -> 7500), NONE));
        double[] arriving = hours(hour -> addition ? Math.rint(9375 * arrived(hour)) : 0);
        all.add(series("replicas", Map.of("pool", "colossus-h100"), "1", arriving, NONE));
        for (int i = 0; i < TIERS.size(); i++) {
            outcomes(all, TIERS.get(i), SHARES.get(i), offered, served);
        }
        return new TimeSeries(START, 3600, all);
    }

    private void outcomes(
            List<Series> all, String tier, double share, double[] offered, double[] served) {
        double[] completed = hours(hour -> served[hour] * share * noise(.05));
        double[] refused = hours(hour -> Math.max(0, (offered[hour] - served[hour]) * share));
        String refusal = tier.equals("api") ? "rate_limited" : "capped";
        outcome(all, tier, "completed", completed);
        outcome(all, tier, refusal, hours(hour -> refused[hour] * 0.7));
        outcome(all, tier, "overloaded", hours(hour -> refused[hour] * 0.2));
        outcome(all, tier, "abandoned", hours(hour -> refused[hour] * 0.1));
        outcome(all, tier, "censored", hours(hour -> 0));
    }

    private static void outcome(List<Series> all, String tier, String outcome, double[] values) {
        all.add(series("outcome", Map.of("tier", tier, "outcome", outcome), "1/s", values, 0.02));
    }

    private double[] power(double[] busy) {
        return hours(hour -> Math.min(
                298.5,
                40 + (addition ? 185 * arrived(hour) + 140 * arrived(hour) * busy[hour] : 0)));
    }

    private static double[] hours(IntToDoubleFunction value) {
        double[] values = new double[HOURS];
        Arrays.setAll(values, value);
        return values;
    }

    /** Follows its target by at most 0.05 an hour, as a controller does. */
    private static double[] slowly(IntToDoubleFunction target) {
        double[] values = new double[HOURS];
        double now = 1;
        for (int hour = 0; hour < HOURS; hour++) {
            now += Math.max(-0.05, Math.min(0.05, target.applyAsDouble(hour) - now));
            values[hour] = now;
        }
        return values;
    }

    private static double day(double[] values, int hour) {
        return Arrays.stream(values, Math.max(0, hour - 23), hour + 1).max().orElseThrow();
    }

    private static double daily(int hour) {
        boolean weekend = hour / 24 % 7 >= 5;
        double rhythm = 1 + 0.28 * StrictMath.sin((hour % 24 - 10) * StrictMath.PI / 12);
        return weekend ? 0.75 * rhythm : rhythm;
    }

    private static double spike(int hour) {
        return Math.max(0, Math.min(1, (hour - 78) / 12.0));
    }

    private static double arrived(int hour) {
        return Math.max(0, Math.min(1, (hour - 216) / 48.0));
    }

    private static double peakHour(int hour) {
        return hour / 24 % 7 < 5 && hour % 24 >= 12 && hour % 24 < 18 ? 1 : 0;
    }

    private double noise(double width) {
        return 1 + width * (2 * random.nextDouble() - 1);
    }
}
