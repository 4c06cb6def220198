package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.floor.CountedFloor;
import headroom.floor.Floor;
import headroom.floor.FloorPlan;
import headroom.floor.NodeEvents;
import headroom.floor.NodeFloor;
import headroom.gangs.JobsSpec;
import headroom.jobbook.GangBook;
import headroom.jobbook.GpuUse;
import headroom.jobbook.PoolCounts;
import headroom.jobbook.StationCounts;
import headroom.kernel.PacedClock;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The pools of a station: who holds their GPUs, what happens to them, and what they do. */
final class Pools implements GangBook.Run {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.StationSpec spec;
    private final StationCounts counts;
    private final Progress progress;
    private final Floor[] floors;
    /** By pool; null where nothing is lent. */
    private final @Nullable Lease[] leases;
    /** By pool; null where GPUs do not stand in nodes. */
    private final @Nullable NodeEvents[] nodeEvents;

    private final boolean hasBook;
    private final GangBook book;

    Pools(JobPlane plane, JobsSpec.StationSpec spec, StationCounts counts, Progress progress) {
        this.plane = plane;
        this.spec = spec;
        this.counts = counts;
        this.progress = progress;
        jobs = plane.jobs();
        hasBook = !counts.pools.isEmpty();
        book = new GangBook(counts.pools);
        floors = new Floor[spec.pools().size()];
        leases = new Lease[floors.length];
        nodeEvents = new NodeEvents[floors.length];
        for (int p = 0; p < floors.length; p++) {
            JobsSpec.FloorSpec pool = spec.pools().get(p);
            floors[p] = pool.plan() == null
                    ? new CountedFloor(pool.gpus())
                    : new NodeFloor(pool.plan());
        }
        for (int p = 0; p < floors.length && hasBook; p++) {
            counts.pools.get(p).set(0, GpuUse.RESERVED, spec.pools().get(p).spareGpus());
            levels(p);
        }
        counts.capacity(0, Arrays.stream(floors).mapToInt(Floor::capacity).sum());
    }

    /** Starts what happens to the nodes; whoever keeps the jobs is told, and then asked to act. */
    void await(Streams streams, NodeEvents.Gangs gangs, Runnable changed) {
        for (int p = 0; p < floors.length; p++) {
            JobsSpec.FloorSpec pool = spec.pools().get(p);
            if (pool.plan() != null && floors[p] instanceof NodeFloor floor) {
                Streams own = streams.child("faults." + spec.name() + "." + pool.name());
                NodeEvents events =
                        new NodeEvents(floor, pool.plan().drains(), pool.faults(), own, gangs);
                nodeEvents[p] = events;
                int ofPool = p;
                int[] timer = new int[1];
                timer[0] = plane.timer(() -> {
                    fire(ofPool, events);
                    levels(ofPool);
                    capacityChanged();
                    next(timer[0], events);
                    changed.run();
                });
                next(timer[0], events);
            }
        }
    }

    /** All failures of an instant at once, and then all else, whoever may be asked then. */
    private void fire(int pool, NodeEvents events) {
        double now = events.nextSeconds();
        boolean isFailure = events.isFailureNext();
        while (events.nextSeconds() == now && events.isFailureNext() == isFailure) {
            events.fire();
        }
        Lease lease = leases[pool];
        if (lease != null) {
            lease.nodesChanged();
        }
    }

    @Nullable
    NodeEvents nodeEvents(int pool) {
        return nodeEvents[pool];
    }

    private void next(int timer, NodeEvents events) {
        if (events.nextSeconds() < Double.POSITIVE_INFINITY) {
            Rank rank = events.isFailureNext() ? Rank.FAIL : Rank.ARRIVE_CAPACITY;
            plane.startTimer(timer, events.nextSeconds(), rank);
        }
    }

    Floor[] floors() {
        return floors;
    }

    /** GPUs that nobody holds. */
    int free() {
        int free = 0;
        for (Floor floor : floors) {
            free += floor.free();
        }
        return free;
    }

    /** When a job that holds GPUs saves its state; null: never. */
    @Nullable
    Checkpoint checkpoint(int job) {
        return checkpoint(job, jobs.pool[job], jobs.held[job]);
    }

    /** When a job on so many GPUs of a pool saves its state; null: never. */
    @Nullable
    Checkpoint checkpoint(int job, int pool, int gpus) {
        FloorPlan plan = spec.pools().get(pool).plan();
        int nodes = plan == null ? gpus : (gpus - 1) / plan.topology().gpusPerNode() + 1;
        return plane.source(job).checkpoint(nodes);
    }

    void enter(int job) {
        if (hasBook) {
            book.enter(job);
        }
    }

    /** So many free servers of the only pool go; how many are left. */
    int away(int fewer) {
        CountedFloor floor = (CountedFloor) floors[0];
        floor.change(-fewer);
        counts.capacity(plane.nowSeconds(), floor.capacity());
        return floor.capacity();
    }

    boolean isOnFailedNode(int job) {
        return floors[jobs.pool[job]] instanceof NodeFloor floor && floor.isOnFailedNode(job);
    }

    /** A job takes GPUs, or more of them; the time that where it stands adds to its work [1]. */
    double take(int job, int gpus) {
        int pool = jobs.pool[job];
        double cost = floors[pool].take(job, gpus);
        held(pool, gpus);
        return cost;
    }

    /** A job gives GPUs back; the time that where it stands adds to its work [1]. */
    double release(int job, int gpus) {
        int pool = jobs.pool[job];
        int capacity = floors[pool].capacity();
        double cost = floors[pool].release(job, gpus);
        held(pool, -gpus);
        if (floors[pool].capacity() != capacity) {
            capacityChanged(); // of a node that is out of use those who hold it are the last
        }
        return cost;
    }

    /** Jobs hold so many more of a pool. */
    private void held(int pool, int more) {
        Lease lease = leases[pool];
        if (lease != null) {
            lease.held(more);
        }
        levels(pool);
    }

    /** The GPUs of a pool are lent from now on. */
    Lease lend(Lease lease, int pool) {
        leases[pool] = lease;
        return lease;
    }

    /** GPUs joined or left a floor. */
    void capacityChanged() {
        int all = 0;
        for (int pool = 0; pool < leases.length; pool++) {
            Lease lease = leases[pool];
            all += lease == null ? floors[pool].capacity() : lease.lent();
            levels(pool);
        }
        counts.capacity(plane.nowSeconds(), all);
    }

    private void levels(int p) {
        if (!hasBook) {
            return;
        }
        PoolCounts pool = counts.pools.get(p);
        double now = plane.nowSeconds();
        if (floors[p] instanceof NodeFloor floor) {
            pool.set(now, GpuUse.IDLE, floor.free() + floor.closed());
            pool.set(now, GpuUse.AWAY, floor.away());
            pool.set(now, GpuUse.FAILED, floor.failed());
            pool.set(now, GpuUse.DRAINING, floor.draining());
        } else {
            pool.set(now, GpuUse.IDLE, floors[p].free());
        }
    }

    /** A run of a job has begun. */
    void begin(int job) {
        if (hasBook) {
            book.begin(job, plane.nowSeconds());
        }
    }

    /** Books what a job that holds GPUs has done until now. */
    void settle(int job) {
        if (!hasBook) {
            return;
        }
        double now = plane.nowSeconds();
        if (jobs.state[job] == JobTable.LEAVING) {
            book.settleLeaving(job, holder(job), now, jobs.stalledSeconds[job]);
        } else {
            double slowed = book.settle(job, holder(job), now, this);
            counts.streams.get(jobs.stream[job]).closeup.powerLossSeconds += slowed;
        }
    }

    private GangBook.Holder holder(int job) {
        return new GangBook.Holder(jobs.stream[job], jobs.pool[job], jobs.held[job]);
    }

    /** A settled run ends, its work kept. */
    void keep(int job) {
        if (hasBook) {
            double now = plane.nowSeconds();
            double unsaved = unsavedSeconds(job, now);
            book.keep(job, jobs.held[job], unsaved, progress.hasSaved(job, now));
        }
    }

    /** Time at work of the run that no checkpoint holds; infinite: all of it [s]. */
    private double unsavedSeconds(int job, double nowSeconds) {
        return jobs.checkpoints[job] == null
                ? Double.POSITIVE_INFINITY
                : progress.unsavedSeconds(job, nowSeconds);
    }

    /** Time at work that a job would lose if its settled run were killed now; 0: no book [s]. */
    double openSeconds(int job) {
        double now = plane.nowSeconds();
        return hasBook
                ? book.openSeconds(job, unsavedSeconds(job, now), progress.hasSaved(job, now))
                : 0;
    }

    /** What a job has done is in a checkpoint. */
    void saved(int job) {
        if (hasBook) {
            book.saved(job);
        }
    }

    void stall(int job, int cause) {
        book.stall(job, cause);
    }

    /** An outage is what kills a job. */
    void goDown(int job) {
        if (hasBook) {
            book.stall(job, counts.pools.get(jobs.pool[job]).outage());
        }
    }

    /** A settled run is over, and what no checkpoint holds is lost, by a failure or not. */
    void lose(int job, boolean isFailure) {
        if (!hasBook) {
            return;
        }
        double now = plane.nowSeconds();
        double unsaved = unsavedSeconds(job, now);
        boolean hasSaved = progress.hasSaved(job, now);
        if (isFailure) {
            book.kill(job, holder(job), unsaved, hasSaved);
        } else {
            book.preempt(job, holder(job), unsaved, hasSaved);
        }
    }

    void moved(int pool, int count) {
        if (hasBook) {
            counts.pools.get(pool).moves += count;
        }
    }

    @Override
    public double workingFromSeconds(int job) {
        PacedClock clock = progress.clock(jobs.pool[job]);
        return clock.timeOf(jobs.begunSeconds[job] + jobs.startUpSeconds[job]);
    }

    @Override
    public double pace(int job) {
        return progress.clock(jobs.pool[job]).pace();
    }

    @Override
    public double stalledSeconds(int job) {
        return jobs.stalledSeconds[job];
    }

    @Override
    public double writingSeconds(int job, double nowSeconds) {
        return progress.writingSeconds(job, nowSeconds);
    }
}
