package headroom.jobbook;

import headroom.stat.LatencyHistogram;
import headroom.stat.Moments;

/**
 * What happened to the jobs of one stream at one station, and how many are there now.
 *
 * <p>The bounded slowdown of a job that ends is
 *
 * <pre>
 * max(1, R / max(A, 10 s))
 *   R  from coming to the station to the end of service [s]
 *   A  its service alone: size over speed, on its whole gang at full clock, uninterrupted [s]
 * </pre>
 *
 * <p>so that jobs of a moment do not decide the mean. Source: Feitelson, Rudolph, Schwiegelshohn,
 * Sevcik and Wong (1997), Theory and Practice in Parallel Job Scheduling, LNCS 1291, where R is
 * wait and run time. Grade: a definition.
 */
public final class StreamCounts {
    /** Who would be served for less alone counts as served for this [s]. */
    private static final double LEAST_ALONE_SECONDS = 10;

    /** Jobs that came, were refused, started for the first time, ended. */
    public long arrived;

    public long refused;
    public long started;
    public long completed;
    /** Of those started for the first time: had to wait. */
    public long waited;

    public long preempted;

    /** Time in line until the first start, of those started [s]. */
    public final Moments wait = new Moments();

    public final LatencyHistogram waits = new LatencyHistogram();
    /** Time at the station, of those completed [s]. */
    public final Moments sojourn = new Moments();

    public final LatencyHistogram sojourns = new LatencyHistogram();
    /** Sum of the bounded slowdowns of those completed. */
    private double slowdowns;

    /** Integrals of how many are there, wait, and hold how many GPUs [s]. */
    public double numberSeconds;

    public double waitingSeconds;
    public double heldSeconds;

    /** The rest of what happened to them. */
    public final Closeup closeup;
    /** What giving way to other holders of the GPUs cost. */
    public final YieldCounts yields = new YieldCounts();

    private int number;
    private int waiting;
    private int held;
    private double settledSeconds;

    /** Nothing yet. */
    public StreamCounts(Probes probes) {
        closeup = new Closeup(probes);
    }

    /** How many are there now. */
    public int number() {
        return number;
    }

    /** How many wait now. */
    public int waiting() {
        return waiting;
    }

    /** How many GPUs they hold now. */
    public int held() {
        return held;
    }

    /** Jobs that came and did not leave; negative where more left than came. */
    public long growth() {
        return arrived - refused - completed - closeup.abandoned - closeup.dropped;
    }

    /** Nobody is there any more, and it is time 0; what was counted stays. */
    void restart(double nowSeconds) {
        settle(nowSeconds);
        closeup.dropped += number + (long) closeup.orbit.value();
        closeup.orbit.restart(nowSeconds);
        number = 0;
        waiting = 0;
        held = 0;
        settledSeconds = 0;
    }

    /** From now on so many more, or fewer, are there, wait, and hold GPUs. */
    public void change(double nowSeconds, int more, int moreWaiting, int moreHeld) {
        settle(nowSeconds);
        number += more;
        waiting += moreWaiting;
        held += moreHeld;
    }

    /** A job starts for the first time, after it waited so long [s]. */
    public void start(double waitedSeconds) {
        started++;
        waited += waitedSeconds > 0 ? 1 : 0;
        wait.add(waitedSeconds);
        waits.record(waitedSeconds);
        closeup.started(waitedSeconds);
    }

    /** A job ends that was at the station for so long, and would have been alone [s]. */
    public void end(double sojournSeconds, double aloneSeconds) {
        completed++;
        slowdowns += Math.max(1, sojournSeconds / Math.max(aloneSeconds, LEAST_ALONE_SECONDS));
        sojourn.add(sojournSeconds);
        sojourns.record(sojournSeconds);
    }

    /** Mean bounded slowdown of those completed; NaN without any. */
    public double meanSlowdown() {
        return completed == 0 ? Double.NaN : slowdowns / completed;
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
        closeup.drain(nowSeconds, into.closeup);
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
        slowdowns = 0;
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
        slowdowns += other.slowdowns;
        numberSeconds += other.numberSeconds;
        waitingSeconds += other.waitingSeconds;
        heldSeconds += other.heldSeconds;
        closeup.add(other.closeup);
        yields.add(other.yields);
    }
}
