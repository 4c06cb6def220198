package headroom.summary;

import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Movement;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.measure.JobColumns;
import headroom.measure.Phase;
import headroom.stat.Known;
import headroom.stat.LatencyHistogram;
import headroom.stat.Moments;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.stream.IntStream;

/**
 * Numbers of one window about jobs, by station, and by stream where several come to it.
 */
final class JobSummary {
    private final Summaries summaries;
    private final int window;
    private final JobsSpec spec;
    private final JobCounts counts;
    private final JobDetails details;
    private final double seconds;

    JobSummary(Summaries summaries, int window, JobsSpec spec) {
        this.summaries = summaries;
        this.window = window;
        this.spec = spec;
        counts = Objects.requireNonNull(summaries.run().jobs(window));
        Phase phase = summaries.window(window);
        seconds = phase.toSeconds() - phase.fromSeconds();
        details = new JobDetails(summaries, spec, phase);
    }

    void add() {
        for (int s = 0; s < spec.stations().size(); s++) {
            List<Integer> streams = streamsAt(s);
            StationCounts station = counts.stations.get(s);
            add(station, streams, labels(s));
            capacity(station, s);
            levels(station, s);
            deviations(station, s);
            details.station(station, s, labels(s));
            JobFaults faults =
                    new JobFaults(summaries, spec.stations().get(s), station, details.phase());
            faults.add(streams, labels(s));
            faults.causes(streams, labels(s));
            for (int stream : streams.size() > 1 ? streams : List.<Integer>of()) {
                SortedMap<String, String> labels = labels(s);
                labels.put("stream", spec.streams().get(stream).name());
                add(station, List.of(stream), labels);
                faults.add(List.of(stream), labels);
            }
        }
        boolean isNetwork = spec.stations().size() > 1;
        for (int s = 0; isNetwork && s < spec.streams().size(); s++) {
            SortedMap<String, String> labels =
                    summaries.labels(window, "stream", spec.streams().get(s).name());
            details.late(counts, labels, List.of(s));
            times("jobs.life", labels, counts.lives.get(s), counts.lifetimes.get(s));
            summaries.add(
                    "jobs.inside",
                    "mean",
                    "1",
                    labels,
                    counts.present.get(s).valueSeconds / seconds);
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

    private void add(
            StationCounts station, List<Integer> streams, SortedMap<String, String> labels) {
        StreamCounts c = together(station.streams, streams);
        summaries.add("jobs.number", "mean", "1", labels, c.numberSeconds / seconds);
        summaries.add("jobs.waiting", "mean", "1", labels, c.waitingSeconds / seconds);
        summaries.add("jobs.busy", "mean", "1", labels, c.heldSeconds / seconds);
        times("jobs.wait", labels, c.wait, c.waits);
        times("jobs.sojourn", labels, c.sojourn, c.sojourns);
        summaries.add("jobs.slowdown.bounded", "mean", "1", labels, c.meanSlowdown());
        summaries.add("jobs.waited", "share", "share", labels, Known.ratio(c.waited, c.started));
        rate("jobs.arrived", labels, c.arrived);
        rate("jobs.completed", labels, c.completed);
        rate("jobs.refused", labels, c.refused);
        summaries.add("jobs.refused", "share", "share", labels, Known.ratio(c.refused, c.arrived));
        rate("jobs.growth", labels, c.growth());
        rate("jobs.preempted", labels, c.preempted);
        details.add(c, labels, streams);
        if (spec.stations().size() == 1) {
            details.late(counts, labels, streams);
        }
        summaries.add(
                "jobs.gaveWay.saving", "total", "GPU-h", labels, c.yields.savingSeconds / 3600);
        summaries.add("jobs.gaveWay.lost", "total", "GPU-h", labels, c.yields.lostSeconds / 3600);
    }

    private StreamCounts together(List<StreamCounts> all, List<Integer> streams) {
        if (streams.size() == 1) {
            return all.get(streams.get(0));
        }
        StreamCounts sum = new StreamCounts(spec.probes());
        streams.forEach(stream -> sum.add(all.get(stream)));
        return sum;
    }

    private void rate(String name, SortedMap<String, String> labels, double count) {
        summaries.add(name, "mean", "1/s", labels, count / seconds);
    }

    /** What is there to be held, and the share of it that is. */
    private void capacity(StationCounts station, int s) {
        if (spec.stations().get(s).service() instanceof JobsSpec.Delay) {
            return;
        }
        double held = spec.stations().get(s).service() instanceof JobsSpec.Sharing
                ? station.shared.valueSeconds
                : station.streams.stream().mapToDouble(x -> x.heldSeconds).sum();
        double capacity = JobColumns.capacitySeconds(spec.stations().get(s), station, seconds);
        summaries.add("jobs.capacity", "mean", "1", labels(s), capacity / seconds);
        double utilisation = Known.ratio(held, capacity);
        summaries.add("jobs.utilisation", "mean", "share", labels(s), utilisation);
    }

    /** Shares of time with so many jobs, and with as many or more. */
    private void levels(StationCounts station, int s) {
        double[] times = station.levelSeconds;
        for (int k = 0; k < spec.stations().get(s).levels(); k++) {
            SortedMap<String, String> labels = labels(s);
            labels.put("k", String.valueOf(k));
            summaries.add("jobs.number.exactly", "share", "share", labels, times[k] / seconds);
            double sum = 0;
            for (int n = k; n < times.length; n++) {
                sum += times[n];
            }
            summaries.add("jobs.number.atLeast", "share", "share", labels, sum / seconds);
        }
    }

    private void deviations(StationCounts station, int s) {
        Movement known = spec.followed().get(spec.stations().get(s).name());
        if (known != null) {
            summaries.addAll(Deviations.of(known, station, seconds, labels(s)));
        }
    }

    /** Mean, standard deviation and quantiles of a time. */
    private void times(
            String name,
            SortedMap<String, String> labels,
            Moments moments,
            LatencyHistogram histogram) {
        summaries.add(name, "mean", "s", labels, moments.mean());
        summaries.add(name, "sd", "s", labels, moments.standardDeviation());
        for (double p : RequestSummary.PROBABILITIES) {
            double quantile = histogram.count() == 0 ? Double.NaN : histogram.quantileSeconds(p);
            summaries.add(name, "p" + Math.round(100 * p), "s", labels, quantile);
        }
    }
}
