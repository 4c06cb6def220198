package headroom.jobs;

import headroom.floor.Floor;

/**
 * The GPUs of one pool that were lent to a station of gangs and can be asked back.
 *
 * <pre>
 * lent = held by jobs + idle + vacated        owed: asked back and not vacated yet
 * </pre>
 *
 * <p>GPUs asked back are taken from idle ones first. For the rest jobs leave, the lowest priority
 * first, among equals the one that started last: it stops working, saves its work on the GPUs it
 * holds, and goes back to the line. What any job leaves is vacated before the policy is asked who
 * runs next; what the last of them leaves beyond what is owed stays with the station. Vacated GPUs
 * wait to be collected.
 */
public final class Lease {
    private final JobPlane plane;
    private final GangStation station;
    private final int pool;
    private final Floor floor;
    private final LeaseTerms terms;
    private int owed;
    private int vacated;
    /** GPUs held by jobs that save their work. */
    private int saving;

    private int busy;
    private double busySeconds;
    private double settledSeconds;

    Lease(JobPlane plane, GangStation station, int pool, LeaseTerms terms) {
        this.plane = plane;
        this.station = station;
        this.pool = pool;
        this.terms = terms;
        floor = station.floors().get(pool);
    }

    /** Lends so many more; jobs may start on them at once. */
    public void offer(int gpus) {
        floor.grow(gpus);
        station.capacityChanged();
        station.decide();
    }

    /** Asks so many back; some can be collected at once, the rest later. */
    public void reclaim(int gpus) {
        owed += gpus;
        vacate();
        while (saving < owed) {
            int job = firstToLeave();
            if (job == StationView.NONE) {
                break;
            }
            LeaseTerms.Yield yield = terms.yields().get(plane.jobs().stream[job]);
            if (yield.savesWithin(terms.graceSeconds())) {
                saving += plane.jobs().held[job];
                station.save(job, yield.saveSeconds());
            } else {
                station.stop(job);
            }
        }
        station.decide();
    }

    private int firstToLeave() {
        int first = StationView.NONE;
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            if (plane.jobs().pool[job] == pool
                    && terms.yields().get(plane.jobs().stream[job]).yields()
                    && (first == StationView.NONE || leavesBefore(job, first))) {
                first = job;
            }
        }
        return first;
    }

    private boolean leavesBefore(int job, int other) {
        int priority = plane.traits(job).priority();
        int otherPriority = plane.traits(other).priority();
        if (priority != otherPriority) {
            return priority < otherPriority;
        }
        double since = plane.jobs().startedSeconds[job];
        double otherSince = plane.jobs().startedSeconds[other];
        return since > otherSince
                || since == otherSince && plane.jobs().sequence[job] > plane.jobs().sequence[other];
    }

    /** As many as can be of those owed need not come back; how many. */
    public int forgive(int gpus) {
        int forgiven = Math.min(owed, gpus);
        owed -= forgiven;
        return forgiven;
    }

    /** Takes away what is vacated; how many GPUs. */
    public int collect() {
        int collected = vacated;
        vacated = 0;
        if (collected > 0) {
            station.capacityChanged();
        }
        return collected;
    }

    /** GPUs lent and not collected yet. */
    public int lent() {
        return floor.capacity() + vacated;
    }

    /** GPUs asked back and not collected yet. */
    public int due() {
        return owed + vacated;
    }

    /** A job has taken GPUs. */
    void taken(int gpus) {
        settle();
        busy += gpus;
    }

    /** A job has left GPUs. */
    void left(int gpus, boolean hasSaved) {
        settle();
        busy -= gpus;
        saving -= hasSaved ? gpus : 0;
        vacate();
    }

    private void vacate() {
        int gpus = Math.min(owed, floor.free());
        floor.shrink(gpus);
        owed -= gpus;
        vacated += gpus;
    }

    private void settle() {
        double now = plane.nowSeconds();
        busySeconds += busy * (now - settledSeconds);
        settledSeconds = now;
    }

    /** GPU-seconds held by jobs since this was last asked [s]. */
    public double drainBusySeconds() {
        settle();
        double drained = busySeconds;
        busySeconds = 0;
        return drained;
    }
}
