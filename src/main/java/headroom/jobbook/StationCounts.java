package headroom.jobbook;

import headroom.stat.Tally;

import java.util.ArrayList;
import java.util.List;

/** What happened at one station. */
public final class StationCounts {
    /** By stream. */
    public final List<StreamCounts> streams = new ArrayList<>();
    /** By pool; empty where all are plain servers. */
    public final List<PoolCounts> pools = new ArrayList<>();
    /** Integral of GPUs in service, held or not [s]. */
    public double capacitySeconds;
    /** Time with so many jobs at the station, the last with as many or more [s]. */
    public final double[] levelSeconds;
    /** Steps from each number of jobs to the next; empty unless they are asked for. */
    public final Ladder ladder;
    /** What jobs in service use besides GPUs. */
    public final Gauge load;
    /** Servers that are up, where they come and go; and that are on their way back. */
    public final Gauge up;

    public final Gauge inSetup = new Gauge(0);
    /** GPUs that are free while somebody waits, where jobs hold several. */
    public final Gauge unused = new Gauge(0);
    /** Servers at work where jobs share them: as many as jobs in service, at most all. */
    public final Gauge shared = new Gauge(0);
    /** From all servers up until too few were, each time it came to that [s]. */
    public final Tally untilTooFew = new Tally();
    /** Instants and customers that were looked at. */
    public final Looks looks;

    private final boolean hasLadder;
    private final StationShape shape;
    private double allUpSeconds = Double.NaN;
    private int number;
    private double levelsSettledSeconds;
    private int capacity;
    private double capacitySettledSeconds;

    /** Nothing yet. */
    public StationCounts(int streams, StationShape shape, Probes probes) {
        this.shape = shape;
        for (int of : shape.causes()) {
            pools.add(new PoolCounts(streams, of));
        }
        for (int s = 0; s < streams; s++) {
            this.streams.add(new StreamCounts(probes));
        }
        levelSeconds = new double[shape.levels() == 0 ? 0 : shape.levels() + 1];
        ladder = new Ladder(shape.rungs());
        hasLadder = shape.rungs() > 0;
        load = new Gauge(shape.loadLevels());
        up = new Gauge(shape.servers());
        looks = new Looks(probes);
    }

    /** So many more, or fewer, jobs are at the station from now on. */
    public void change(double nowSeconds, int more) {
        settleLevels(nowSeconds);
        if (hasLadder) {
            ladder.change(nowSeconds, more);
        }
        number += more;
    }

    /** So many GPUs are in service from now on. */
    public void capacity(double nowSeconds, int gpus) {
        settleCapacity(nowSeconds);
        capacity = gpus;
    }

    /** So much is used from now on. */
    public void load(double nowSeconds, double toValue) {
        // a sum of decimals that rounds down must not fall below its level
        load.change(nowSeconds, toValue, (int) (toValue / shape.loadStep() + 1e-9));
    }

    /** So many servers are up from now on. */
    public void up(double nowSeconds, int servers) {
        up.change(nowSeconds, servers, servers);
        if (servers == shape.servers() && Double.isNaN(allUpSeconds)) {
            allUpSeconds = nowSeconds;
        } else if (servers < shape.enough() && !Double.isNaN(allUpSeconds)) {
            untilTooFew.add(nowSeconds - allUpSeconds);
            allUpSeconds = Double.NaN;
        }
    }

    /** How it is now, at an instant that is looked at. */
    public void look(int instant) {
        int waiting = 0;
        int held = 0;
        for (StreamCounts stream : streams) {
            waiting += stream.waiting();
            held += stream.held();
        }
        looks.look(instant, number, waiting, held >= capacity);
    }

    /** Nobody is there any more, and it is time 0; what was counted stays. */
    void restart(double nowSeconds) {
        settleLevels(nowSeconds);
        settleCapacity(nowSeconds);
        levelsSettledSeconds = 0;
        capacitySettledSeconds = 0;
        number = 0;
        capacity = 0;
        allUpSeconds = Double.NaN;
        ladder.restart(nowSeconds);
        load.restart(nowSeconds);
        up.restart(nowSeconds);
        inSetup.restart(nowSeconds);
        unused.restart(nowSeconds);
        shared.restart(nowSeconds);
        for (PoolCounts pool : pools) {
            pool.restart(nowSeconds);
        }
        for (StreamCounts stream : streams) {
            stream.restart(nowSeconds);
        }
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
        ladder.drain(nowSeconds, into.ladder);
        load.drain(nowSeconds, into.load);
        up.drain(nowSeconds, into.up);
        inSetup.drain(nowSeconds, into.inSetup);
        unused.drain(nowSeconds, into.unused);
        shared.drain(nowSeconds, into.shared);
        into.untilTooFew.merge(untilTooFew);
        untilTooFew.reset();
        looks.drain(into.looks);
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
        ladder.add(other.ladder);
        load.add(other.load);
        up.add(other.up);
        inSetup.add(other.inSetup);
        unused.add(other.unused);
        shared.add(other.shared);
        untilTooFew.merge(other.untilTooFew);
        looks.add(other.looks);
        capacitySeconds += other.capacitySeconds;
    }
}
