package headroom.jobs;

import headroom.floor.CountedFloor;
import headroom.floor.Floor;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A queue of gangs before one pool of GPUs or several: a policy decides who runs.
 *
 * <p>The policy is asked after every arrival, end, and change of the GPUs, one at a time also where
 * several fall on one instant: ends before arrivals. A gang runs on one pool, on all the GPUs it
 * asks for, until it ends or gives way.
 */
final class GangStation implements Station, Orders {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.StationSpec spec;
    private final int index;
    private final StationCounts counts;
    private final SchedulingPolicy policy;
    private final GangView view;
    private final Line line;
    private final List<Floor> floors = new ArrayList<>();
    /** By pool; null where nothing is lent. */
    private final @Nullable Lease[] leases;

    private int[] running = new int[64];
    private int runningCount;
    private final int wake;
    private double wakeSeconds = Double.POSITIVE_INFINITY;

    GangStation(JobPlane plane, JobsSpec.StationSpec spec, int index) {
        this.plane = plane;
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        counts = plane.counts().stations.get(index);
        policy = spec.policy().get();
        view = new GangView(plane, this);
        line = new Line(jobs);
        for (JobsSpec.FloorSpec pool : spec.pools()) {
            floors.add(new CountedFloor(pool.gpus()));
        }
        leases = new Lease[floors.size()];
        wake = plane.timer(this::wake);
        counts.capacity(0, floors.stream().mapToInt(Floor::capacity).sum());
    }

    @Override
    public void arrive(int job) {
        double now = plane.nowSeconds();
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.arrived++;
        if (counts.number() >= spec.places()) {
            stream.refused++;
            plane.refused(job);
            return;
        }
        jobs.station[job] = index;
        jobs.state[job] = JobTable.WAITING;
        jobs.arrivedSeconds[job] = now;
        jobs.sequence[job] = plane.nextSequence();
        jobs.hasRun[job] = false;
        jobs.remainingSeconds[job] = jobs.sizeSeconds[job];
        stream.change(now, 1, 1, 0);
        counts.change(now, 1);
        line.add(job, policy.key(view, job));
        decide();
    }

    @Override
    public void due(int job) {
        if (jobs.state[job] == JobTable.SAVING) {
            saved(job);
        } else {
            complete(job);
        }
    }

    private void complete(int job) {
        double now = plane.nowSeconds();
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.completed++;
        double sojourn = now - jobs.arrivedSeconds[job];
        stream.sojourn.add(sojourn);
        stream.sojourns.record(sojourn);
        leaveFloor(job);
        stream.change(now, -1, 0, -jobs.held[job]);
        counts.change(now, -1);
        plane.served(job);
        decide();
    }

    private void leaveFloor(int job) {
        removeRunning(job);
        release(job, false);
    }

    private void release(int job, boolean hasSaved) {
        floors.get(jobs.pool[job]).release(job, jobs.held[job]);
        Lease lease = leases[jobs.pool[job]];
        if (lease != null) {
            lease.left(jobs.held[job], hasSaved);
        }
    }

    private void removeRunning(int job) {
        int last = running[--runningCount];
        int place = jobs.place[job];
        running[place] = last;
        jobs.place[last] = place;
    }

    void decide() {
        policy.decide(view, this);
    }

    private void wake() {
        wakeSeconds = Double.POSITIVE_INFINITY;
        decide();
    }

    @Override
    public void start(int job, int pool) {
        double now = plane.nowSeconds();
        int gang = jobs.gang[job];
        Floor floor = floors.get(pool);
        if (jobs.state[job] != JobTable.WAITING || !floor.fits(gang)) {
            throw new IllegalStateException("job " + job + " of " + gang + " cannot start at "
                    + spec.name() + " at " + now + " s");
        }
        line.remove(job);
        jobs.pool[job] = pool;
        jobs.held[job] = gang;
        jobs.speed[job] = view.speed(job, pool) * floor.take(job, gang);
        jobs.state[job] = JobTable.RUNNING;
        jobs.startedSeconds[job] = now;
        jobs.settledSeconds[job] = now;
        if (runningCount == running.length) {
            running = Arrays.copyOf(running, 2 * runningCount);
        }
        jobs.place[job] = runningCount;
        running[runningCount++] = job;
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.change(now, 0, -1, gang);
        Lease lease = leases[pool];
        if (lease != null) {
            lease.taken(gang);
        }
        if (!jobs.hasRun[job]) {
            jobs.hasRun[job] = true;
            double waited = now - jobs.arrivedSeconds[job];
            stream.started++;
            stream.waited += waited > 0 ? 1 : 0;
            stream.wait.add(waited);
            stream.waits.record(waited);
        }
        plane.start(job, now + jobs.remainingSeconds[job] / jobs.speed[job], Rank.COMPLETE);
    }

    @Override
    public void preempt(int job, Preemption how) {
        double now = plane.nowSeconds();
        if (jobs.state[job] != JobTable.RUNNING) {
            throw new IllegalStateException("job " + job + " does not run at " + now + " s");
        }
        counts.streams.get(jobs.stream[job]).preempted++;
        plane.stop(job);
        jobs.remainingSeconds[job] =
                how == Preemption.RESUME ? view.remainingSeconds(job) : jobs.sizeSeconds[job];
        leaveFloor(job);
        goBack(job);
    }

    /** A job that has left its GPUs waits again. */
    private void goBack(int job) {
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        jobs.state[job] = JobTable.WAITING;
        stream.change(plane.nowSeconds(), 0, 1, -jobs.held[job]);
        line.add(job, policy.key(view, job));
    }

    @Override
    public Lease lend(int pool, LeaseTerms terms) {
        Lease lease = new Lease(plane, this, pool, terms);
        leases[pool] = lease;
        return lease;
    }

    /** GPUs joined or left a floor. */
    void capacityChanged() {
        int all = 0;
        for (int pool = 0; pool < leases.length; pool++) {
            Lease lease = leases[pool];
            all += lease == null ? floors.get(pool).capacity() : lease.lent();
        }
        counts.capacity(plane.nowSeconds(), all);
    }

    /** A running job stops to save its work, and leaves when it has. */
    void save(int job, double seconds) {
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.preempted++;
        plane.stop(job);
        jobs.remainingSeconds[job] = view.remainingSeconds(job);
        removeRunning(job);
        jobs.state[job] = JobTable.SAVING;
        stream.yields.savingSeconds += seconds * jobs.held[job];
        plane.start(job, plane.nowSeconds() + seconds, Rank.COMPLETE);
    }

    private void saved(int job) {
        release(job, true);
        goBack(job);
        decide();
    }

    /** A running job leaves at once; what it did since it started last is lost. */
    void stop(int job) {
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.preempted++;
        stream.yields.lostSeconds +=
                (plane.nowSeconds() - jobs.startedSeconds[job]) * jobs.held[job];
        plane.stop(job);
        leaveFloor(job);
        goBack(job);
    }

    @Override
    public void sort() {
        int count = line.size();
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = line.head();
            line.remove(order[i]);
        }
        for (int job : order) {
            line.add(job, policy.key(view, job));
        }
    }

    @Override
    public void wakeAt(double timeSeconds) {
        if (timeSeconds < wakeSeconds) {
            plane.stopTimer(wake);
            wakeSeconds = timeSeconds;
            plane.startTimer(wake, timeSeconds, Rank.CONTROL);
        }
    }

    Line line() {
        return line;
    }

    List<Floor> floors() {
        return floors;
    }

    int index() {
        return index;
    }

    int running() {
        return runningCount;
    }

    int runningAt(int i) {
        return running[i];
    }
}
