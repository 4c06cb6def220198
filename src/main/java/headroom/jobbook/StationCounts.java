package headroom.jobbook;

import java.util.ArrayList;
import java.util.List;

/** What happened at one station. */
public final class StationCounts {
    /** By stream. */
    public final List<StreamCounts> streams = new ArrayList<>();
    /** By pool; empty where no pool stands in nodes. */
    public final List<PoolCounts> pools = new ArrayList<>();
    /** Integral of GPUs in service, held or not [s]. */
    public double capacitySeconds;
    /** Time with so many jobs at the station, the last with as many or more [s]. */
    public final double[] levelSeconds;

    private int number;
    private double levelsSettledSeconds;
    private int capacity;
    private double capacitySettledSeconds;

    /** Nothing yet, of a station without nodes. */
    public StationCounts(int streams, int levels) {
        this(streams, levels, new int[0]);
    }

    /** Nothing yet, of pools with so many causes of failures each. */
    public StationCounts(int streams, int levels, int[] causes) {
        for (int of : causes) {
            pools.add(new PoolCounts(streams, of));
        }
        for (int s = 0; s < streams; s++) {
            this.streams.add(new StreamCounts());
        }
        levelSeconds = new double[levels == 0 ? 0 : levels + 1];
    }

    /** So many more, or fewer, jobs are at the station from now on. */
    public void change(double nowSeconds, int more) {
        settleLevels(nowSeconds);
        number += more;
    }

    /** So many GPUs are in service from now on. */
    public void capacity(double nowSeconds, int gpus) {
        settleCapacity(nowSeconds);
        capacity = gpus;
    }

    /** Jobs at the station. */
    public int number() {
        return number;
    }

    private void settleLevels(double nowSeconds) {
        if (levelSeconds.length > 0) {
            levelSeconds[Math.min(number, levelSeconds.length - 1)] +=
                    nowSeconds - levelsSettledSeconds;
            levelsSettledSeconds = nowSeconds;
        }
    }

    private void settleCapacity(double nowSeconds) {
        capacitySeconds += capacity * (nowSeconds - capacitySettledSeconds);
        capacitySettledSeconds = nowSeconds;
    }

    /** Moves all that was counted to another; what is there stays. */
    public void drain(double nowSeconds, StationCounts into) {
        settleLevels(nowSeconds);
        settleCapacity(nowSeconds);
        for (int s = 0; s < streams.size(); s++) {
            streams.get(s).drain(nowSeconds, into.streams.get(s));
        }
        for (int p = 0; p < pools.size(); p++) {
            pools.get(p).drain(nowSeconds, into.pools.get(p));
        }
        for (int n = 0; n < levelSeconds.length; n++) {
            into.levelSeconds[n] += levelSeconds[n];
            levelSeconds[n] = 0;
        }
        into.capacitySeconds += capacitySeconds;
        capacitySeconds = 0;
    }

    /** Adds what another counted. */
    public void add(StationCounts other) {
        for (int s = 0; s < streams.size(); s++) {
            streams.get(s).add(other.streams.get(s));
        }
        for (int p = 0; p < pools.size(); p++) {
            pools.get(p).add(other.pools.get(p));
        }
        for (int n = 0; n < levelSeconds.length; n++) {
            levelSeconds[n] += other.levelSeconds[n];
        }
        capacitySeconds += other.capacitySeconds;
    }
}
