package headroom.control;

import headroom.fleet.FleetUse;

/** Use of one deployment over the last epochs of a run, of the simulated cells. */
public final class LoadWindow {
    private final int placement;
    private final double lookbackSeconds;
    /** Time of each epoch's end and totals up to it, in a ring. */
    private final double[] timesSeconds;

    /** Time in epochs in which any replica served. */
    private final double[] servedSeconds;

    private final double[] servingSeconds;
    private final double[] occupiedSeconds;
    private final double[] waitingSeconds;
    private final double[] linkWaitSeconds;
    private final double[] completed;
    private int newest;
    private int oldest;

    /** Of one deployment, from the start of a run. */
    public LoadWindow(int placement, double lookbackSeconds, double epochSeconds) {
        this.placement = placement;
        this.lookbackSeconds = lookbackSeconds;
        // epochs end at multiples of their length and at full hours
        double most = lookbackSeconds / epochSeconds + lookbackSeconds / ControlView.HOUR_SECONDS;
        int slots = (int) Math.ceil(most) + 4;
        timesSeconds = new double[slots];
        servedSeconds = new double[slots];
        servingSeconds = new double[slots];
        occupiedSeconds = new double[slots];
        waitingSeconds = new double[slots];
        linkWaitSeconds = new double[slots];
        completed = new double[slots];
    }

    /** An epoch ended; use since the start of the run. */
    public void add(double nowSeconds, FleetUse use) {
        int last = newest;
        newest = (newest + 1) % timesSeconds.length;
        double seconds = nowSeconds - timesSeconds[last];
        timesSeconds[newest] = nowSeconds;
        servingSeconds[newest] = use.servingSeconds[placement];
        boolean served = servingSeconds[newest] > servingSeconds[last];
        servedSeconds[newest] = servedSeconds[last] + (served ? seconds : 0);
        occupiedSeconds[newest] = use.occupiedSeconds[placement];
        waitingSeconds[newest] = waitingSeconds[last] + use.waiting[placement] * seconds;
        linkWaitSeconds[newest] = use.linkWaitSeconds[placement];
        completed[newest] = use.completed[placement];
        while (timesSeconds[next(oldest)] <= nowSeconds - lookbackSeconds) {
            oldest = next(oldest);
        }
    }

    private int next(int slot) {
        return (slot + 1) % timesSeconds.length;
    }

    private double over(double[] totals) {
        return totals[newest] - totals[oldest];
    }

    /** Mean number of replicas serving or draining while any did; NaN if none served. */
    public double meanServing() {
        return over(servingSeconds) / over(servedSeconds);
    }

    /** Mean share of the scarcer of sequences and KV memory in use; NaN if none served. */
    public double utilisation() {
        double served = over(servingSeconds);
        return served > 0 ? over(occupiedSeconds) / served : Double.NaN;
    }

    /**
     * Mean wait at a replica, by Little's law mean waiting over completions per second, and for its
     * KV link; without completions 0 if nobody waited, else infinite; NaN if none served [s].
     */
    public double queueDelaySeconds() {
        if (!(over(servingSeconds) > 0)) {
            return Double.NaN;
        }
        double done = over(completed);
        double waited = over(waitingSeconds) + over(linkWaitSeconds);
        return waited > 0 ? waited / done : 0;
    }
}
