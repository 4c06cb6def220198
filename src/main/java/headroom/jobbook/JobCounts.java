package headroom.jobbook;

import headroom.stat.LatencyHistogram;
import headroom.stat.Tally;

import java.util.ArrayList;
import java.util.List;

/** What happened to all jobs in a stretch of time. */
public final class JobCounts {
    /** By station. */
    public final List<StationCounts> stations = new ArrayList<>();
    /** By stream: from the arrival in the system until it was left [s]. */
    public final List<Tally> lives = new ArrayList<>();

    public final List<LatencyHistogram> lifetimes = new ArrayList<>();

    private final int[] levels;
    private final int[][] causes;
    private final int streams;

    /** Nothing yet, of so many streams, by levels of each station to be told apart. */
    public JobCounts(int[] levels, int streams) {
        this(levels, new int[levels.length][0], streams);
    }

    /** The same, and by station the causes of failures of each pool in nodes. */
    public JobCounts(int[] levels, int[][] causes, int streams) {
        this.levels = levels.clone();
        this.causes = causes.clone();
        this.streams = streams;
        for (int s = 0; s < levels.length; s++) {
            stations.add(new StationCounts(streams, levels[s], causes[s]));
        }
        for (int s = 0; s < streams; s++) {
            lives.add(new Tally());
            lifetimes.add(new LatencyHistogram());
        }
    }

    /** Nothing yet, of the same jobs. */
    public JobCounts newLikeThis() {
        return new JobCounts(levels, causes, streams);
    }

    /** Moves all that was counted to another; what is there stays. */
    public void drain(double nowSeconds, JobCounts into) {
        for (int s = 0; s < stations.size(); s++) {
            stations.get(s).drain(nowSeconds, into.stations.get(s));
        }
        for (int s = 0; s < lives.size(); s++) {
            into.lives.get(s).merge(lives.get(s));
            into.lifetimes.get(s).merge(lifetimes.get(s));
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
        }
    }
}
