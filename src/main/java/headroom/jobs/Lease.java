package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.floor.Floor;
import headroom.floor.NodeEvents;
import headroom.floor.NodeFloor;
import headroom.floor.NodeRecall;
import headroom.gangs.LeaseTerms;
import headroom.gangs.Orders;
import headroom.gangs.StationView;
import headroom.jobbook.YieldCounts;

import org.jspecify.annotations.Nullable;

/**
 * The GPUs of one pool that were lent to a station of gangs and can be asked back.
 *
 * <pre>
 * lent = held by jobs + idle + vacated        owed: asked back and not vacated yet
 * </pre>
 *
 * <p>GPUs asked back are taken from idle ones first. For the rest jobs leave, the lowest priority
 * first, among equals the one that started last: it stops working, writes a checkpoint on the GPUs
 * it holds, if that is done within a time of grace, and goes back to the line. What any job leaves
 * is vacated before the policy is asked who runs next; what the last of them leaves beyond what is
 * owed stays with the station. Vacated GPUs wait to be collected.
 *
 * <p>GPUs that go for good are asked back likewise, but nobody stays on them: who cannot be made to
 * leave does so after all others. Where all fail, whoever holds them is stopped at once.
 *
 * <p>Where they stand in nodes, whole nodes are lent and asked back, picked by the same order of
 * jobs ({@link NodeRecall}); those that have failed stay with the station until they are repaired.
 */
public final class Lease {
    private final JobPlane plane;
    private final GangStation station;
    private final JobTable jobs;
    private final int pool;
    private final Floor floor;
    private final LeaseTerms terms;
    /** Null where GPUs do not stand in nodes. */
    private final @Nullable NodeEvents events;
    /** Null where only the number of GPUs counts. */
    private final @Nullable NodeRecall recall;

    private int owed;
    private int vacated;
    private int busy;
    private double busySeconds;
    /** GPUs of failed nodes that nobody holds, and their GPU-seconds. */
    private int failed;

    private double failedSeconds;
    private double settledSeconds;

    Lease(JobPlane plane, GangStation station, int pool, LeaseTerms terms) {
        this.plane = plane;
        this.station = station;
        this.pool = pool;
        this.terms = terms;
        jobs = plane.jobs();
        floor = station.floors()[pool];
        // nodes that jobs have for themselves are there before they are lent
        busy = floor.capacity() - floor.free();
        events = station.nodeEvents(pool);
        recall = events != null && floor instanceof NodeFloor nodes
                ? new NodeRecall(nodes, events, new Leavers())
                : null;
    }

    /** What happens to the nodes; null: there are none. */
    public @Nullable NodeEvents nodeEvents() {
        return events;
    }

    /** GPUs that are lent and asked back together: those of a node, or one. */
    public int unitGpus() {
        return floor instanceof NodeFloor nodes ? nodes.gpusPerNode() : 1;
    }

    /**
     * Lends so many more; jobs may start on them at this instant.
     *
     * @return how many could be lent: nodes cannot while what they belong to is down
     */
    public int offer(int gpus) {
        int came = gpus;
        if (recall == null) {
            floor.grow(gpus);
        } else {
            came = recall.bringHome(gpus / unitGpus()) * unitGpus();
        }
        station.capacityChanged();
        station.askLater();
        return came;
    }

    /** Asks so many back; some can be collected at once, the rest later. */
    public void reclaim(int gpus) {
        if (recall == null) {
            reclaimAny(gpus, false);
        } else {
            recall.ask(gpus / unitGpus());
        }
        station.askLater();
    }

    /** So many go for good, nobody may stay on them; only where there are no nodes. */
    public void end(int gpus) {
        if (recall != null) {
            throw new IllegalStateException("nodes do not go for good");
        }
        reclaimAny(gpus, true);
        station.askLater();
    }

    /** All fail with their site: whoever holds them is stopped, and they can be asked back. */
    public void fail() {
        station.goDown(pool);
    }

    private void reclaimAny(int gpus, boolean isForGood) {
        owed += gpus;
        vacate();
        int leaving = leaving();
        int job = firstToLeave(isForGood);
        while (leaving < owed && job != StationView.NONE) {
            leave(job);
            // who writes nothing, or in no time, has left, and owes no more
            leaving += jobs.state[job] == JobTable.LEAVING ? jobs.held[job] : 0;
            job = firstToLeave(isForGood);
        }
    }

    /** GPUs held by jobs that write a checkpoint before they leave. */
    private int leaving() {
        int gpus = 0;
        for (int i = 0; i < station.runs().size(); i++) {
            int job = station.runs().at(i);
            boolean leaves = jobs.pool[job] == pool && jobs.state[job] == JobTable.LEAVING;
            gpus += leaves ? jobs.held[job] : 0;
        }
        return gpus;
    }

    /** Nodes of the pool failed, came back or were drained: others may have to be taken. */
    void nodesChanged() {
        settle();
        countFailed();
        if (recall != null) {
            recall.nodesChanged();
        }
    }

    private boolean writesInTime(int job) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return checkpoint != null && checkpoint.writeSeconds() <= terms.graceSeconds();
    }

    private void leave(int job) {
        YieldCounts counts = station.counts().streams.get(jobs.stream[job]).yields;
        counts.jobs++;
        if (writesInTime(job)) {
            station.leave(job, true);
            return;
        }
        counts.lostSeconds += station.giveUp(job, Orders.Preemption.RESTART);
    }

    private int firstToLeave(boolean isForGood) {
        int first = StationView.NONE;
        for (int i = 0; i < station.runs().size(); i++) {
            int job = station.runs().at(i);
            if (jobs.pool[job] == pool
                    && jobs.state[job] == JobTable.RUNNING
                    && (isForGood || yields(job))
                    && (first == StationView.NONE || yieldsBefore(job, first))) {
                first = job;
            }
        }
        return first;
    }

    private boolean yields(int job) {
        return terms.yields().get(jobs.stream[job]);
    }

    private boolean yieldsBefore(int job, int other) {
        return yields(job) == yields(other) ? leavesBefore(job, other) : yields(job);
    }

    private boolean leavesBefore(int job, int other) {
        int priority = jobs.priority[job];
        int otherPriority = jobs.priority[other];
        if (priority != otherPriority) {
            return priority < otherPriority;
        }
        double since = jobs.startedSeconds[job];
        double otherSince = jobs.startedSeconds[other];
        return since > otherSince
                || since == otherSince && jobs.sequence[job] > jobs.sequence[other];
    }

    /** As many as can be of those owed need not come back; how many. */
    public int forgive(int gpus) {
        if (recall != null) {
            return recall.forgive(gpus / unitGpus()) * unitGpus();
        }
        int forgiven = Math.min(owed, gpus);
        owed -= forgiven;
        return forgiven;
    }

    /** Takes away what is vacated; how many GPUs. */
    public int collect() {
        int collected = recall == null ? vacated : recall.collect() * unitGpus();
        vacated = 0;
        if (collected > 0) {
            station.capacityChanged();
        }
        return collected;
    }

    /** GPUs lent and not collected yet; of failed and drained nodes only those that jobs hold. */
    public int lent() {
        int waiting = floor instanceof NodeFloor nodes ? nodes.closed() : vacated;
        return floor.capacity() + waiting;
    }

    /** GPUs asked back and not collected yet. */
    public int due() {
        return recall == null ? owed + vacated : recall.owed() * unitGpus();
    }

    /** Jobs hold so many more. */
    void held(int more) {
        settle();
        busy += more;
        countFailed();
        if (more >= 0) {
            return;
        }
        if (recall == null) {
            vacate();
        } else {
            recall.settle();
        }
    }

    private void vacate() {
        int gpus = Math.min(owed, floor.free());
        if (gpus == 0) {
            return;
        }
        floor.shrink(gpus);
        owed -= gpus;
        vacated += gpus;
    }

    private void countFailed() {
        failed = floor instanceof NodeFloor nodes ? nodes.failed() : 0;
    }

    private void settle() {
        double now = plane.nowSeconds();
        busySeconds += busy * (now - settledSeconds);
        failedSeconds += failed * (now - settledSeconds);
        settledSeconds = now;
    }

    /** GPU-seconds held by jobs since this was last asked [s]. */
    public double drainBusySeconds() {
        settle();
        double drained = busySeconds;
        busySeconds = 0;
        return drained;
    }

    /** GPU-seconds of failed nodes that nobody holds since this was last asked [s]. */
    public double drainFailedSeconds() {
        settle();
        double drained = failedSeconds;
        failedSeconds = 0;
        return drained;
    }

    /** Jobs as a recall of nodes sees and tells them. */
    private final class Leavers implements NodeRecall.Jobs {
        @Override
        public boolean leaves(int job) {
            return jobs.state[job] == JobTable.LEAVING;
        }

        @Override
        public boolean stays(int job) {
            return !yields(job);
        }

        @Override
        public boolean leavesBefore(int job, int other) {
            return Lease.this.leavesBefore(job, other);
        }

        @Override
        public void leave(int job) {
            Lease.this.leave(job);
        }
    }
}
