package headroom.summary;

import headroom.gangs.JobsSpec;
import headroom.jobbook.Gauge;
import headroom.jobbook.Probes;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.stat.Tally;
import headroom.summary.Summaries.Metric;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Numbers of one window about what only some jobs and stations do: who gives up, comes again or is
 * late, what work is lost, what servers that come and go do, and what the probes saw.
 */
final class JobDetails {
    private static final double HOUR_SECONDS = 3600;
    private static final String SHARE = "share";

    private final Summaries summaries;
    private final JobsSpec spec;
    private final double seconds;

    JobDetails(Summaries summaries, JobsSpec spec, double seconds) {
        this.summaries = summaries;
        this.spec = spec;
        this.seconds = seconds;
    }

    /** Of some streams at a station, as far as their jobs do it. */
    void add(List<StreamCounts> runs, SortedMap<String, String> labels, List<Integer> streams) {
        if (any(streams, c -> c.patience() != null)) {
            share(runs, "jobs.abandoned", labels, c -> c.closeup.abandoned, c -> c.arrived);
            rate(runs, "jobs.abandoned", labels, c -> c.closeup.abandoned);
            add(
                    runs,
                    new Metric("jobs.abandoned.wait", "mean", "s"),
                    labels,
                    c -> c.closeup.abandonedWait.mean());
        }
        if (any(streams, c -> c.pause() != null)) {
            share(runs, "jobs.blocked", labels, c -> c.closeup.blocked, c -> c.arrived);
            rate(runs, "jobs.retried", labels, c -> c.closeup.retried);
            add(
                    runs,
                    new Metric("jobs.orbit", "mean", "1"),
                    labels,
                    c -> c.closeup.orbit.valueSeconds / seconds);
        }
        if (any(streams, c -> c.deadline() != null)) {
            share(runs, "jobs.late", labels, c -> c.closeup.late, c -> c.completed);
        }
        lost(runs, labels);
        probed(runs, labels);
    }

    private boolean any(List<Integer> streams, Predicate<JobsSpec.Conduct> does) {
        return streams.stream().anyMatch(s -> does.test(spec.streams().get(s).conduct()));
    }

    /** GPU-hours that were held without moving work on, by cause. */
    private void lost(List<StreamCounts> runs, SortedMap<String, String> labels) {
        rate(runs, "jobs.interrupted", labels, c -> c.closeup.interrupted);
        hours(runs, labels, "failure", c -> c.closeup.failureLossSeconds);
        hours(runs, labels, "preemption", c -> c.closeup.preemptionLossSeconds);
        hours(runs, labels, "checkpoint", c -> c.closeup.writingSeconds);
        hours(runs, labels, "restart", c -> c.closeup.restartSeconds);
        add(
                runs,
                new Metric("jobs.goodput", SHARE, SHARE),
                labels,
                c -> c.heldSeconds > 0 ? 1 - lostSeconds(c) / c.heldSeconds : Double.NaN);
    }

    private static double lostSeconds(StreamCounts c) {
        return c.closeup.failureLossSeconds
                + c.closeup.preemptionLossSeconds
                + c.closeup.writingSeconds
                + c.closeup.restartSeconds;
    }

    private void hours(
            List<StreamCounts> runs,
            SortedMap<String, String> labels,
            String cause,
            ToDoubleFunction<StreamCounts> gpuSeconds) {
        add(
                runs,
                new Metric("jobs.lost", "total", "GPU-h"),
                with(labels, "cause", cause),
                c -> gpuSeconds.applyAsDouble(c) / HOUR_SECONDS);
    }

    /** Waits longer than some, and times at the station by class of size. */
    private void probed(List<StreamCounts> runs, SortedMap<String, String> labels) {
        Probes probes = spec.probes();
        for (int i = 0; i < probes.waitsSeconds().length; i++) {
            int at = i;
            SortedMap<String, String> over = with(labels, "over", text(probes.waitsSeconds()[i]));
            share(runs, "jobs.wait.over", over, c -> c.closeup.waitsOver[at], c -> c.started);
            share(
                    runs,
                    "jobs.line.over",
                    over,
                    c -> c.closeup.waitsOver[at] + c.closeup.abandonedOver[at],
                    c -> c.started + c.closeup.abandoned);
        }
        double[] sizes = probes.sizesSeconds();
        for (int i = 0; sizes.length > 0 && i <= sizes.length; i++) {
            int at = i;
            String below = i < sizes.length ? text(sizes[i]) : "more";
            add(
                    runs,
                    new Metric("jobs.sojourn.size", "mean", "s"),
                    with(labels, "below", below),
                    c -> c.closeup.sojournBySize.get(at).mean());
        }
        if (sizes.length > 0) {
            add(
                    runs,
                    new Metric("jobs.slowdown", "mean", "1"),
                    labels,
                    c -> c.closeup.slowdown.mean());
        }
    }

    /** Of a station, as far as it has it. */
    void station(List<StationCounts> runs, int s, SortedMap<String, String> labels) {
        JobsSpec.StationSpec station = spec.stations().get(s);
        if (station.load() != JobsSpec.Load.NONE) {
            gauge(runs, "jobs.power", "W", labels, c -> c.load);
            spread(runs, "jobs.power", station.load(), labels);
            levels(runs, "jobs.power", labels, c -> c.load);
        }
        if (!(station.away() instanceof JobsSpec.Always)) {
            gauge(runs, "jobs.up", "1", labels, c -> c.up);
            levels(runs, "jobs.up", labels, c -> c.up);
        }
        if (station.away() instanceof JobsSpec.Setup) {
            gauge(runs, "jobs.setup", "1", labels, c -> c.inSetup);
        }
        if (station.away() instanceof JobsSpec.Breakdowns broken && broken.enough() > 0) {
            tally(runs, "jobs.until.too.few", "s", labels, c -> c.untilTooFew);
        }
        gauge(runs, "jobs.unused", "1", labels, c -> c.unused);
        looks(runs, labels);
    }

    private void looks(List<StationCounts> runs, SortedMap<String, String> labels) {
        Probes probes = spec.probes();
        for (int i = 0; i < probes.instantsSeconds().length; i++) {
            int at = i;
            SortedMap<String, String> when = with(labels, "at", text(probes.instantsSeconds()[i]));
            tally(runs, "jobs.number.at", "1", when, c -> c.looks.number.get(at));
            tally(runs, "jobs.waiting.at", "1", when, c -> c.looks.waiting.get(at));
            add(runs, new Metric("jobs.empty.at", SHARE, SHARE), when, c -> c.looks
                    .isIdle
                    .get(at)
                    .mean());
            add(runs, new Metric("jobs.full.at", SHARE, SHARE), when, c -> c.looks
                    .isFull
                    .get(at)
                    .mean());
        }
        for (int i = 0; i < probes.customers().length; i++) {
            int at = i;
            SortedMap<String, String> who =
                    with(labels, "customer", String.valueOf(probes.customers()[i]));
            tally(runs, "jobs.wait.of", "s", who, c -> c.looks.waitOf.get(at));
            tally(runs, "jobs.wait.up.to", "s", who, c -> c.looks.waitUpTo.get(at));
        }
    }

    private void tally(
            List<StationCounts> runs,
            String name,
            String unit,
            SortedMap<String, String> labels,
            Function<StationCounts, Tally> of) {
        add(runs, new Metric(name, "mean", unit), labels, c -> of.apply(c).mean());
        add(runs, new Metric(name, "sd", unit), labels, c -> of.apply(c).standardDeviation());
    }

    private void gauge(
            List<StationCounts> runs,
            String name,
            String unit,
            SortedMap<String, String> labels,
            Function<StationCounts, Gauge> of) {
        add(runs, new Metric(name, "mean", unit), labels, c -> of.apply(c).valueSeconds / seconds);
    }

    /** Standard deviation over time of a load, and the level that it passes in 1 % of it. */
    private void spread(
            List<StationCounts> runs,
            String name,
            JobsSpec.Load load,
            SortedMap<String, String> labels) {
        add(runs, new Metric(name, "sd", "W"), labels, c -> {
            double mean = c.load.valueSeconds / seconds;
            return Math.sqrt(Math.max(0, c.load.squareSeconds / seconds - mean * mean));
        });
        if (load.levels() > 0) {
            add(runs, new Metric(name, "p99", "W"), labels, c -> {
                int level = c.load.levelSeconds.length - 1;
                double above = c.load.levelSeconds[level];
                while (level > 0 && above <= 0.01 * seconds) {
                    above += c.load.levelSeconds[--level];
                }
                return level * load.step();
            });
        }
    }

    /** Shares of time at each level, and there or above. */
    private void levels(
            List<StationCounts> runs,
            String name,
            SortedMap<String, String> labels,
            Function<StationCounts, Gauge> of) {
        int levels = runs.isEmpty() ? 0 : of.apply(runs.get(0)).levelSeconds.length;
        for (int k = 0; k < levels; k++) {
            int level = k;
            SortedMap<String, String> at = with(labels, "k", String.valueOf(k));
            add(
                    runs,
                    new Metric(name + ".exactly", SHARE, SHARE),
                    at,
                    c -> of.apply(c).levelSeconds[level] / seconds);
            add(runs, new Metric(name + ".atLeast", SHARE, SHARE), at, c -> {
                double[] times = of.apply(c).levelSeconds;
                return Arrays.stream(times, level, times.length).sum() / seconds;
            });
        }
    }

    private void rate(
            List<StreamCounts> runs,
            String name,
            SortedMap<String, String> labels,
            ToDoubleFunction<StreamCounts> count) {
        add(runs, new Metric(name, "mean", "1/s"), labels, c -> count.applyAsDouble(c) / seconds);
    }

    private void share(
            List<StreamCounts> runs,
            String name,
            SortedMap<String, String> labels,
            ToDoubleFunction<StreamCounts> part,
            ToDoubleFunction<StreamCounts> whole) {
        add(
                runs,
                new Metric(name, SHARE, SHARE),
                labels,
                c -> whole.applyAsDouble(c) > 0
                        ? part.applyAsDouble(c) / whole.applyAsDouble(c)
                        : Double.NaN);
    }

    private <T> void add(
            List<T> runs, Metric metric, SortedMap<String, String> labels, ToDoubleFunction<T> f) {
        summaries.add(runs, metric, labels, f);
    }

    private static SortedMap<String, String> with(
            SortedMap<String, String> labels, String key, String value) {
        SortedMap<String, String> more = new TreeMap<>(labels);
        more.put(key, value);
        return more;
    }

    private static String text(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
