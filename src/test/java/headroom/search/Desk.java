package headroom.search;

import headroom.assembly.Assembly;
import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.Movement;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.jobs.JobPlane;
import headroom.kernel.Streams;
import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.measure.Reading;
import headroom.measure.TimeSeries;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.summary.Deviations;
import headroom.theory.Movements;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Windows of one desk, as one scenario says, followed by what is known from another. */
final class Desk {
    static final MetricKey WAITED = key("jobs.waited", "share");
    static final MetricKey WAIT = key("jobs.wait", "mean");
    static final MetricKey NUMBER = key("jobs.number", "mean");
    static final MetricKey WAITING = key("jobs.waiting", "mean");

    private Desk() {}

    private static MetricKey key(String name, String statistic) {
        return new MetricKey(name, new TreeMap<>(labels()), statistic);
    }

    private static SortedMap<String, String> labels() {
        SortedMap<String, String> labels = new TreeMap<>();
        labels.put("phase", "all");
        labels.put("station", "desk");
        return labels;
    }

    static Scenario scenario(String station, String stream) {
        return ScenarioFile.parse("desk", """
                        name: desk
                        title: Is it known?
                        start: 2026-01-01
                        horizon: 30 d
                        seed: 1
                        jobs:
                          stations: {desk: {STATION}}
                          streams: [{name: a, at: desk, STREAM}]
                        """.replace("STATION", station).replace("STREAM", stream))
                .orThrow();
    }

    /** What is known of a desk. */
    static SortedMap<String, Movement> known(String station, String stream) {
        return Movements.of(scenario(station, stream));
    }

    /** Windows of so many seconds after a warm-up, each from an empty desk. */
    static List<Reading> windows(
            Scenario of, SortedMap<String, Movement> known, double[] seconds, int replications) {
        JobsSpec jobs = new Assembly(of, Path.of("")).plan().cluster().jobs();
        if (jobs == null) {
            throw new IllegalStateException("a desk has jobs");
        }
        JobsSpec spec = jobs.following(known);
        List<Reading> readings = new ArrayList<>();
        for (int r = 0; r < replications; r++) {
            JobPlane plane = new JobPlane(spec, new Streams(of.seed(), r));
            plane.advance(seconds[0]);
            plane.drain(spec.newCounts());
            JobCounts counts = spec.newCounts();
            // in two parts, as hours are
            plane.advance(seconds[0] + seconds[1] / 3);
            plane.drain(counts);
            plane.advance(seconds[0] + seconds[1]);
            plane.drain(counts);
            readings.add(reading(r, known, counts.stations.get(0), seconds[1]));
        }
        return readings;
    }

    private static Reading reading(
            int number, SortedMap<String, Movement> known, StationCounts counts, double seconds) {
        List<Measurement> all = new ArrayList<>();
        StreamCounts c = counts.streams.get(0);
        all.add(number(WAITED, (double) c.waited / c.started));
        all.add(number(WAIT, c.wait.mean()));
        all.add(number(NUMBER, c.numberSeconds / seconds));
        all.add(number(WAITING, c.waitingSeconds / seconds));
        all.add(number(key("jobs.busy", "mean"), c.heldSeconds / seconds));
        Movement movement = known.get("desk");
        if (movement != null) {
            all.addAll(Deviations.of(movement, counts, seconds, labels()));
        }
        TimeSeries none = new TimeSeries(Instant.EPOCH, 3600, List.of());
        return new Reading(number, all, List.of(), none, c.arrived);
    }

    private static Measurement number(MetricKey key, double value) {
        SortedMap<String, String> labels = new TreeMap<>(key.labels());
        return new Measurement(
                key.name(), labels, key.statistic(), "1", value, Double.NaN, Double.NaN, 1);
    }
}
