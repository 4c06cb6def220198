package headroom.summary;

import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Movement;
import headroom.jobbook.Probes;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.measure.JobColumns;
import headroom.measure.Phase;
import headroom.stat.LatencyHistogram;
import headroom.stat.Moments;
import headroom.summary.Summaries.Metric;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Numbers of one window about jobs, by station, and by stream where several come to it. The error
 * is that between replications.
 */
final class JobSummary {
    private final Summaries summaries;
    private final int window;
    private final JobsSpec spec;
    private final double seconds;

    JobSummary(Summaries summaries, int window, JobsSpec spec) {
        this.summaries = summaries;
        this.window = window;
        this.spec = spec;
        Phase phase = summaries.window(window);
        seconds = phase.toSeconds() - phase.fromSeconds();
    }

    void add() {
        for (int s = 0; s < spec.stations().size(); s++) {
            List<Integer> streams = streamsAt(s);
            add(new Scope(s, streams, labels(s)));
            capacity(s);
            levels(s);
            deviations(s);
            int station = s;
            new JobDetails(summaries, spec, seconds)
                    .station(byRun(counts -> counts.stations.get(station)), s, labels(s));
            JobFaults faults = new JobFaults(
                    summaries,
                    spec.stations().get(s),
                    byRun(counts -> counts.stations.get(station)));
            faults.add(streams, labels(s));
            faults.causes(streams, labels(s));
            for (int stream : streams.size() > 1 ? streams : List.<Integer>of()) {
                SortedMap<String, String> labels = labels(s);
                labels.put("stream", spec.streams().get(stream).name());
                add(new Scope(s, List.of(stream), labels));
                faults.add(List.of(stream), labels);
            }
        }
        for (int s = 0; spec.stations().size() > 1 && s < spec.streams().size(); s++) {
            int stream = s;
            String name = spec.streams().get(s).name();
            Metric life = new Metric("jobs.life", "", "s");
            times(
                    life,
                    summaries.labels(window, "stream", name),
                    0.95,
                    byRun(counts -> counts.lives.get(stream)),
                    byRun(counts -> counts.lifetimes.get(stream)));
            add(
                    byRun(counts -> counts.present.get(stream)),
                    new Metric("jobs.inside", "mean", "1"),
                    summaries.labels(window, "stream", name),
                    gauge -> gauge.valueSeconds / seconds);
        }
    }

    private SortedMap<String, String> labels(int station) {
        return summaries.labels(window, "station", spec.stations().get(station).name());
    }

    /** The streams that can come to a station. */
    private List<Integer> streamsAt(int station) {
        return IntStream.range(0, spec.streams().size())
                .filter(stream -> JobColumns.comesTo(spec.streams().get(stream), station))
                .boxed()
                .toList();
    }

    /** Some streams at a station. */
    private record Scope(int station, List<Integer> streams, SortedMap<String, String> labels) {

        StreamCounts of(JobCounts counts, Probes probes) {
            List<StreamCounts> all = counts.stations.get(station).streams;
            if (streams.size() == 1) {
                return all.get(streams.get(0));
            }
            StreamCounts sum = new StreamCounts(probes);
            streams.forEach(stream -> sum.add(all.get(stream)));
            return sum;
        }
    }

    private void add(Scope scope) {
        List<StreamCounts> runs = byRun(counts -> scope.of(counts, spec.probes()));
        add(
                runs,
                new Metric("jobs.number", "mean", "1"),
                scope.labels(),
                c -> c.numberSeconds / seconds);
        add(
                runs,
                new Metric("jobs.waiting", "mean", "1"),
                scope.labels(),
                c -> c.waitingSeconds / seconds);
        add(
                runs,
                new Metric("jobs.busy", "mean", "1"),
                scope.labels(),
                c -> c.heldSeconds / seconds);
        times(
                new Metric("jobs.wait", "", "s"),
                scope.labels(),
                0.9,
                runs.stream().map(c -> c.wait).toList(),
                runs.stream().map(c -> c.waits).toList());
        times(
                new Metric("jobs.sojourn", "", "s"),
                scope.labels(),
                0.95,
                runs.stream().map(c -> c.sojourn).toList(),
                runs.stream().map(c -> c.sojourns).toList());
        add(
                runs,
                new Metric("jobs.waited", "share", "share"),
                scope.labels(),
                c -> share(c.waited, c.started));
        rate(scope, runs, "jobs.arrived", c -> c.arrived);
        rate(scope, runs, "jobs.completed", c -> c.completed);
        rate(scope, runs, "jobs.refused", c -> c.refused);
        add(
                runs,
                new Metric("jobs.refused", "share", "share"),
                scope.labels(),
                c -> share(c.refused, c.arrived));
        rate(scope, runs, "jobs.preempted", c -> c.preempted);
        new JobDetails(summaries, spec, seconds).add(runs, scope.labels(), scope.streams());
        gaveWay(scope, runs, "jobs.gaveWay.saving", c -> c.yields.savingSeconds);
        gaveWay(scope, runs, "jobs.gaveWay.lost", c -> c.yields.lostSeconds);
    }

    private void gaveWay(
            Scope scope,
            List<StreamCounts> runs,
            String name,
            ToDoubleFunction<StreamCounts> gpuSeconds) {
        Metric metric = new Metric(name, "total", "GPU-h");
        add(runs, metric, scope.labels(), c -> gpuSeconds.applyAsDouble(c) / 3600);
    }

    private static double share(double part, double of) {
        return of > 0 ? part / of : Double.NaN;
    }

    private void rate(
            Scope scope,
            List<StreamCounts> runs,
            String name,
            ToDoubleFunction<StreamCounts> count) {
        add(
                runs,
                new Metric(name, "mean", "1/s"),
                scope.labels(),
                c -> count.applyAsDouble(c) / seconds);
    }

    /** What is there to be held, and the share of it that is. */
    private void capacity(int s) {
        if (spec.stations().get(s).service() instanceof JobsSpec.Delay) {
            return;
        }
        List<StationCounts> runs = byRun(counts -> counts.stations.get(s));
        add(
                runs,
                new Metric("jobs.capacity", "mean", "1"),
                labels(s),
                c -> c.capacitySeconds / seconds);
        add(
                runs,
                new Metric("jobs.utilisation", "mean", "share"),
                labels(s),
                c -> share(
                        c.streams.stream().mapToDouble(x -> x.heldSeconds).sum(),
                        c.capacitySeconds));
    }

    /** Shares of time with so many jobs, and with as many or more. */
    private void levels(int s) {
        List<StationCounts> runs = byRun(counts -> counts.stations.get(s));
        for (int k = 0; k < spec.stations().get(s).levels(); k++) {
            int level = k;
            SortedMap<String, String> labels = labels(s);
            labels.put("k", String.valueOf(k));
            add(
                    runs,
                    new Metric("jobs.number.exactly", "share", "share"),
                    labels,
                    c -> c.levelSeconds[level] / seconds);
            add(runs, new Metric("jobs.number.atLeast", "share", "share"), labels, c -> {
                double sum = 0;
                for (int n = level; n < c.levelSeconds.length; n++) {
                    sum += c.levelSeconds[n];
                }
                return sum / seconds;
            });
        }
    }

    private void deviations(int s) {
        Movement known = spec.followed().get(spec.stations().get(s).name());
        if (known != null) {
            for (StationCounts counts : byRun(jobs -> jobs.stations.get(s))) {
                summaries.addAll(Deviations.of(known, counts, seconds, labels(s)));
            }
        }
    }

    /** Mean, standard deviation and quantiles of a time. */
    private void times(
            Metric metric,
            SortedMap<String, String> labels,
            double high,
            List<Moments> tallies,
            List<LatencyHistogram> histograms) {
        add(tallies, new Metric(metric.name(), "mean", "s"), labels, Moments::mean);
        add(tallies, new Metric(metric.name(), "sd", "s"), labels, Moments::standardDeviation);
        for (double p : new double[] {0.5, high, 0.99}) {
            add(
                    histograms,
                    new Metric(metric.name(), "p" + Math.round(100 * p), "s"),
                    labels,
                    h -> h.count() == 0 ? Double.NaN : h.quantileSeconds(p));
        }
    }

    private <T> void add(
            List<T> runs, Metric metric, SortedMap<String, String> labels, ToDoubleFunction<T> f) {
        summaries.add(runs, metric, labels, f);
    }

    private <T> List<T> byRun(Function<JobCounts, T> f) {
        return summaries.runs().stream()
                .map(run -> f.apply(Objects.requireNonNull(run.jobs(window))))
                .toList();
    }
}
