package headroom.jobbook;

import headroom.stat.LatencyHistogram;
import headroom.stat.Moments;

import java.util.ArrayList;
import java.util.List;

/** What happened to all jobs in a stretch of time. */
public final class JobCounts {
    /** By station. */
    public final List<StationCounts> stations = new ArrayList<>();
    /** By stream: from the arrival in the system until it was left [s]. */
    public final List<Moments> lives = new ArrayList<>();

    public final List<LatencyHistogram> lifetimes = new ArrayList<>();

    /** By stream: jobs in the system, where there are several stations. */
    public final List<Gauge> present = new ArrayList<>();

    private final List<StationShape> shapes;
    private final int streams;
    private final Probes probes;

    /** Nothing yet, of so many streams at such stations. */
    public JobCounts(List<StationShape> shapes, int streams, Probes probes) {
        this.shapes = List.copyOf(shapes);
        this.streams = streams;
        this.probes = probes;
        for (StationShape shape : shapes) {
            stations.add(new StationCounts(streams, shape, probes));
        }
        for (int s = 0; s < streams; s++) {
            lives.add(new Moments());
            lifetimes.add(new LatencyHistogram());
            present.add(new Gauge(0));
        }
    }

    /** Nothing yet, of the same jobs. */
    public JobCounts newLikeThis() {
        return new JobCounts(shapes, streams, probes);
    }

    /** All has left, and it is time 0 again; what was counted stays. */
    public void restart(double nowSeconds) {
        for (StationCounts station : stations) {
            station.restart(nowSeconds);
        }
        for (Gauge gauge : present) {
            gauge.restart(nowSeconds);
        }
    }

    /** Moves all that was counted to another; what is there stays. */
    public void drain(double nowSeconds, JobCounts into) {
        for (int s = 0; s < stations.size(); s++) {
            stations.get(s).drain(nowSeconds, into.stations.get(s));
        }
        for (int s = 0; s < lives.size(); s++) {
            into.lives.get(s).merge(lives.get(s));
            into.lifetimes.get(s).merge(lifetimes.get(s));
            present.get(s).drain(nowSeconds, into.present.get(s));
            lives.get(s).reset();
            lifetimes.get(s).reset();
        }
    }

    /** Adds what another counted. */
    public void add(JobCounts other) {
        for (int s = 0; s < stations.size(); s++) {
            stations.get(s).add(other.stations.get(s));
        }
        for (int s = 0; s < lives.size(); s++) {
            lives.get(s).merge(other.lives.get(s));
            lifetimes.get(s).merge(other.lifetimes.get(s));
            present.get(s).add(other.present.get(s));
        }
    }
}
