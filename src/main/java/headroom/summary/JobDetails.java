package headroom.summary;

import headroom.gangs.JobsSpec;
import headroom.jobbook.Gauge;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Probes;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.stat.Known;
import headroom.stat.Tally;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

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
    /** Of those before which work is told apart; negative: there is none before it. */
    private final int phase;

    JobDetails(Summaries summaries, JobsSpec spec, Phase window) {
        this.summaries = summaries;
        this.spec = spec;
        seconds = window.toSeconds() - window.fromSeconds();
        phase = Arrays.binarySearch(spec.probes().phasesSeconds(), window.fromSeconds());
    }

    /** Of those before which work is told apart; negative: there is none before it. */
    int phase() {
        return phase;
    }

    /** Of some streams at a station, as far as their jobs do it. */
    void add(StreamCounts c, SortedMap<String, String> labels, List<Integer> streams) {
        if (any(streams, conduct -> conduct.patience() != null)) {
            share("jobs.abandoned", labels, c.closeup.abandoned, c.arrived);
            rate("jobs.abandoned", labels, c.closeup.abandoned);
            summaries.add(
                    "jobs.abandoned.wait", "mean", "s", labels, c.closeup.abandonedWait.mean());
        }
        if (any(streams, conduct -> conduct.pause() != null)) {
            share("jobs.blocked", labels, c.closeup.blocked, c.arrived);
            rate("jobs.retried", labels, c.closeup.retried);
            gauge("jobs.orbit", "1", labels, c.closeup.orbit);
        }
        lost(c, labels);
        probed(c, labels);
    }

    /** Of the jobs of some streams that left the system served, wherever they were. */
    void late(JobCounts all, SortedMap<String, String> labels, List<Integer> streams) {
        if (any(streams, conduct -> conduct.deadline() != null)) {
            long late = 0;
            long left = 0;
            for (int stream : streams) {
                left += all.lives.get(stream).count();
                for (StationCounts station : all.stations) {
                    late += station.streams.get(stream).closeup.late;
                }
            }
            share("jobs.late", labels, late, left);
        }
    }

    private boolean any(List<Integer> streams, Predicate<JobsSpec.Conduct> does) {
        return streams.stream().anyMatch(s -> does.test(spec.streams().get(s).conduct()));
    }

    /** GPU-hours that were held without moving work on, by cause. */
    private void lost(StreamCounts c, SortedMap<String, String> labels) {
        rate("jobs.interrupted", labels, c.closeup.interrupted);
        hours(labels, "failure", c.closeup.failureLossSeconds);
        hours(labels, "preemption", c.closeup.preemptionLossSeconds);
        hours(labels, "checkpoint", c.closeup.writingSeconds);
        hours(labels, "restart", c.closeup.restartSeconds);
        hours(labels, Merged.POWER, c.closeup.powerLossSeconds);
        double lost = lostSeconds(c) - earlier(c.closeup.earlierGpuSeconds);
        double goodput = c.heldSeconds > 0 ? 1 - lost / c.heldSeconds : Double.NaN;
        summaries.add("jobs.goodput", SHARE, SHARE, labels, goodput);
    }

    /** What of a loss of this window was done before it. */
    private double earlier(double[] byPhase) {
        return phase < 0 ? 0 : byPhase[phase];
    }

    private static double lostSeconds(StreamCounts c) {
        return c.closeup.failureLossSeconds
                + c.closeup.preemptionLossSeconds
                + c.closeup.writingSeconds
                + c.closeup.restartSeconds
                + c.closeup.powerLossSeconds;
    }

    private void hours(SortedMap<String, String> labels, String cause, double gpuSeconds) {
        SortedMap<String, String> of = with(labels, "cause", cause);
        summaries.add("jobs.lost", "total", "GPU-h", of, gpuSeconds / HOUR_SECONDS);
    }

    /** Waits longer than some, and times at the station by class of size. */
    private void probed(StreamCounts c, SortedMap<String, String> labels) {
        Probes probes = spec.probes();
        for (int i = 0; i < probes.waitsSeconds().length; i++) {
            SortedMap<String, String> over =
                    with(labels, "over", Measurement.label(probes.waitsSeconds()[i]));
            long longer = c.closeup.waitsOver[i];
            share("jobs.wait.over", over, longer, c.started);
            share(
                    "jobs.line.over",
                    over,
                    longer + c.closeup.abandonedOver[i],
                    c.started + c.closeup.abandoned);
        }
        double[] sizes = probes.sizesSeconds();
        for (int i = 0; sizes.length > 0 && i <= sizes.length; i++) {
            String below = i < sizes.length ? Measurement.label(sizes[i]) : "more";
            double mean = c.closeup.sojournBySize.get(i).mean();
            summaries.add("jobs.sojourn.size", "mean", "s", with(labels, "below", below), mean);
        }
        if (sizes.length > 0) {
            summaries.add("jobs.slowdown", "mean", "1", labels, c.closeup.slowdown.mean());
        }
    }

    /** Of a station, as far as it has it. */
    void station(StationCounts c, int s, SortedMap<String, String> labels) {
        JobsSpec.StationSpec station = spec.stations().get(s);
        if (station.load() != JobsSpec.Load.NONE) {
            gauge("jobs.power", "W", labels, c.load);
            spread("jobs.power", station.load(), labels, c.load);
            levels("jobs.power", labels, c.load);
        }
        if (!(station.away() instanceof JobsSpec.Always)) {
            gauge("jobs.up", "1", labels, c.up);
            levels("jobs.up", labels, c.up);
        }
        if (station.away() instanceof JobsSpec.Setup) {
            gauge("jobs.setup", "1", labels, c.inSetup);
        }
        if (station.away() instanceof JobsSpec.Breakdowns broken && broken.enough() > 0) {
            tally("jobs.until.too.few", "s", labels, c.untilTooFew);
        }
        gauge("jobs.unused", "1", labels, c.unused);
        looks(c, labels);
    }

    private void looks(StationCounts c, SortedMap<String, String> labels) {
        Probes probes = spec.probes();
        for (int i = 0; i < probes.instantsSeconds().length; i++) {
            SortedMap<String, String> when =
                    with(labels, "at", Measurement.label(probes.instantsSeconds()[i]));
            tally("jobs.number.at", "1", when, c.looks.number.get(i));
            tally("jobs.waiting.at", "1", when, c.looks.waiting.get(i));
            summaries.add(
                    "jobs.empty.at", SHARE, SHARE, when, c.looks.isIdle.get(i).mean());
            summaries.add(
                    "jobs.full.at", SHARE, SHARE, when, c.looks.isFull.get(i).mean());
        }
        for (int i = 0; i < probes.customers().length; i++) {
            SortedMap<String, String> who =
                    with(labels, "customer", String.valueOf(probes.customers()[i]));
            tally("jobs.wait.of", "s", who, c.looks.waitOf.get(i));
            tally("jobs.wait.up.to", "s", who, c.looks.waitUpTo.get(i));
        }
    }

    private void tally(String name, String unit, SortedMap<String, String> labels, Tally of) {
        summaries.add(name, "mean", unit, labels, of.mean());
        summaries.add(name, "sd", unit, labels, of.standardDeviation());
    }

    private void gauge(String name, String unit, SortedMap<String, String> labels, Gauge of) {
        summaries.add(name, "mean", unit, labels, of.valueSeconds / seconds);
    }

    /** Standard deviation over time of a load, and the level that it passes in 1 % of it. */
    private void spread(
            String name, JobsSpec.Load load, SortedMap<String, String> labels, Gauge of) {
        double mean = of.valueSeconds / seconds;
        double variance = Math.max(0, of.squareSeconds / seconds - mean * mean);
        summaries.add(name, "sd", "W", labels, Math.sqrt(variance));
        if (load.levels() > 0) {
            int level = of.levelSeconds.length - 1;
            double above = of.levelSeconds[level];
            while (level > 0 && above <= 0.01 * seconds) {
                above += of.levelSeconds[--level];
            }
            summaries.add(name, "p99", "W", labels, level * load.step());
        }
    }

    /** Shares of time at each level, and there or above. */
    private void levels(String name, SortedMap<String, String> labels, Gauge of) {
        double[] times = of.levelSeconds;
        for (int k = 0; k < times.length; k++) {
            SortedMap<String, String> at = with(labels, "k", String.valueOf(k));
            summaries.add(name + ".exactly", SHARE, SHARE, at, times[k] / seconds);
            double above = Arrays.stream(times, k, times.length).sum();
            summaries.add(name + ".atLeast", SHARE, SHARE, at, above / seconds);
        }
    }

    private void rate(String name, SortedMap<String, String> labels, double count) {
        summaries.add(name, "mean", "1/s", labels, count / seconds);
    }

    private void share(String name, SortedMap<String, String> labels, double part, double whole) {
        summaries.add(name, SHARE, SHARE, labels, Known.ratio(part, whole));
    }

    private static SortedMap<String, String> with(
            SortedMap<String, String> labels, String key, String value) {
        SortedMap<String, String> more = new TreeMap<>(labels);
        more.put(key, value);
        return more;
    }
}
