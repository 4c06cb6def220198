package headroom.jobbook;

import headroom.stat.LatencyHistogram;
import headroom.stat.Tally;

/** What happened to the jobs of one stream at one station, and how many are there now. */
public final class StreamCounts {
    /** Jobs that came, were refused, started for the first time, ended. */
    public long arrived;

    public long refused;
    public long started;
    public long completed;
    /** Of those started for the first time: had to wait. */
    public long waited;

    public long preempted;

    /** Time in line until the first start, of those started [s]. */
    public final Tally wait = new Tally();

    public final LatencyHistogram waits = new LatencyHistogram();
    /** Time at the station, of those completed [s]. */
    public final Tally sojourn = new Tally();

    public final LatencyHistogram sojourns = new LatencyHistogram();

    /** Integrals of how many are there, wait, and hold how many GPUs [s]. */
    public double numberSeconds;

    public double waitingSeconds;
    public double heldSeconds;

    /** What giving way to other holders of the GPUs cost. */
    public final YieldCounts yields = new YieldCounts();

    private int number;
    private int waiting;
    private int held;
    private double settledSeconds;

    /** How many are there now. */
    public int number() {
        return number;
    }

    /** From now on so many more, or fewer, are there, wait, and hold GPUs. */
    public void change(double nowSeconds, int more, int moreWaiting, int moreHeld) {
        settle(nowSeconds);
        number += more;
        waiting += moreWaiting;
        held += moreHeld;
    }

    private void settle(double nowSeconds) {
        double seconds = nowSeconds - settledSeconds;
        numberSeconds += number * seconds;
        waitingSeconds += waiting * seconds;
        heldSeconds += held * seconds;
        settledSeconds = nowSeconds;
    }

    /** Moves all that was counted to another; how many are there stays. */
    public void drain(double nowSeconds, StreamCounts into) {
        settle(nowSeconds);
        into.add(this);
        arrived = 0;
        refused = 0;
        started = 0;
        completed = 0;
        waited = 0;
        preempted = 0;
        wait.reset();
        waits.reset();
        sojourn.reset();
        sojourns.reset();
        numberSeconds = 0;
        waitingSeconds = 0;
        heldSeconds = 0;
        yields.reset();
    }

    /** Adds what another counted. */
    public void add(StreamCounts other) {
        arrived += other.arrived;
        refused += other.refused;
        started += other.started;
        completed += other.completed;
        waited += other.waited;
        preempted += other.preempted;
        wait.merge(other.wait);
        waits.merge(other.waits);
        sojourn.merge(other.sojourn);
        sojourns.merge(other.sojourns);
        numberSeconds += other.numberSeconds;
        waitingSeconds += other.waitingSeconds;
        heldSeconds += other.heldSeconds;
        yields.add(other.yields);
    }
}
