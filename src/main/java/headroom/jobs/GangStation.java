package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.floor.CountedFloor;
import headroom.floor.Floor;
import headroom.floor.FloorPlan;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A queue of gangs before one pool of GPUs or several: a policy decides who runs.
 *
 * <p>The policy is asked after every arrival, one at a time also where several fall on one instant,
 * after every change of the GPUs, and after the ends of an instant, which come before its arrivals:
 * once when all of them are known, so that nobody gives way who is done. A gang runs on one pool,
 * on all the GPUs it asks for, until it ends or gives way.
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

    private final RunningJobs running;
    private final Progress progress;
    private final int wake;
    /** Asks the policy once the ends of an instant are known. */
    private final int settle;

    private boolean isSettling;
    private double wakeSeconds = Double.POSITIVE_INFINITY;

    GangStation(JobPlane plane, JobsSpec.StationSpec spec, int index) {
        this.plane = plane;
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        counts = plane.counts().stations.get(index);
        policy = spec.policy().get();
        progress = new Progress(jobs);
        view = new GangView(plane, this, progress);
        line = new Line(jobs);
        running = new RunningJobs(jobs);
        for (JobsSpec.FloorSpec pool : spec.pools()) {
            floors.add(new CountedFloor(pool.gpus()));
        }
        leases = new Lease[floors.size()];
        wake = plane.timer(this::wake);
        settle = plane.timer(this::settled);
        counts.capacity(0, floors.stream().mapToInt(Floor::capacity).sum());
    }

    @Override
    public void arrive(int job) {
        double now = plane.nowSeconds();
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.arrived++;
        jobs.arrivedSeconds[job] = now;
        if (!policy.admits(view, job) || counts.number() >= spec.places()) {
            stream.refused++;
            plane.refused(job);
            return;
        }
        jobs.station[job] = index;
        jobs.state[job] = JobTable.WAITING;
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
        if (jobs.state[job] == JobTable.LEAVING) {
            giveWay(job);
            settle();
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
        settle();
    }

    private void leaveFloor(int job) {
        floors.get(jobs.pool[job]).release(job, jobs.held[job]);
        running.remove(job);
        held(jobs.pool[job], -jobs.held[job]);
    }

    /** Jobs hold so many more of a pool. */
    private void held(int pool, int more) {
        Lease lease = leases[pool];
        if (lease != null) {
            lease.held(more);
        }
    }

    /** Asks the policy, when everything that ends now has. */
    private void settle() {
        if (!plane.endsMore()) {
            decide();
        } else if (!isSettling) {
            isSettling = true;
            plane.startTimer(settle, plane.nowSeconds(), Rank.ARRIVE_CAPACITY);
        }
    }

    private void settled() {
        isSettling = false;
        decide();
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
        start(job, pool, jobs.gang[job]);
    }

    @Override
    public void start(int job, int pool, int gpus) {
        double now = plane.nowSeconds();
        Floor floor = floors.get(pool);
        require(jobs.state[job] == JobTable.WAITING && floor.fits(gpus), job, gpus);
        line.remove(job);
        jobs.pool[job] = pool;
        jobs.held[job] = gpus;
        jobs.state[job] = JobTable.RUNNING;
        jobs.startedSeconds[job] = now;
        running.add(job);
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.change(now, 0, -1, gpus);
        held(pool, gpus);
        Checkpoint checkpoint = checkpoint(job);
        double startUpSeconds = 0;
        if (jobs.hasRun[job]) {
            startUpSeconds = checkpoint == null ? 0 : checkpoint.recoverySeconds();
        } else {
            jobs.hasRun[job] = true;
            double waited = now - jobs.arrivedSeconds[job];
            stream.started++;
            stream.waited += waited > 0 ? 1 : 0;
            stream.wait.add(waited);
            stream.waits.record(waited);
        }
        run(job, floor.take(job, gpus), startUpSeconds, checkpoint);
    }

    /** A run begins where the job is. */
    private void run(
            int job, double spanCost, double startUpSeconds, @Nullable Checkpoint checkpoint) {
        jobs.speed[job] = speed(job, spanCost);
        double end = progress.begin(job, plane.nowSeconds(), startUpSeconds, checkpoint);
        plane.start(job, end, Rank.COMPLETE);
    }

    private double speed(int job, double spanCost) {
        double speed = view.speed(job, jobs.pool[job]);
        JobsSpec.GangSpec gang = plane.gang(job);
        if (jobs.held[job] != jobs.gang[job]) {
            double ratio = (double) jobs.held[job] / jobs.gang[job];
            double exponent = gang.elastic().exponent();
            speed *= exponent == 1 ? ratio : StrictMath.pow(ratio, exponent);
        }
        return spanCost == 0 ? speed : speed / (1 + gang.spanSensitivity() * spanCost);
    }

    private @Nullable Checkpoint checkpoint(int job) {
        return plane.intervals().of(jobs.stream[job], nodes(jobs.pool[job], jobs.held[job]));
    }

    private int nodes(int pool, int gpus) {
        FloorPlan plan = spec.pools().get(pool).plan();
        return plan == null ? gpus : (gpus - 1) / plan.topology().gpusPerNode() + 1;
    }

    @Override
    public void resize(int job, int gpus) {
        double now = plane.nowSeconds();
        boolean isPossible = jobs.state[job] == JobTable.RUNNING
                && gpus >= view.fewest(job)
                && gpus <= view.most(job)
                && view.fitsResized(job, gpus);
        require(isPossible, job, gpus);
        int more = gpus - jobs.held[job];
        if (more == 0) {
            return;
        }
        plane.stop(job);
        jobs.remainingSeconds[job] = progress.remainingSeconds(job, now);
        double startUpSeconds = progress.startUpLeftSeconds(job, now);
        Floor floor = floors.get(jobs.pool[job]);
        double spanCost = more > 0 ? floor.take(job, more) : floor.release(job, -more);
        jobs.held[job] = gpus;
        counts.streams.get(jobs.stream[job]).change(now, 0, 0, more);
        held(jobs.pool[job], more);
        run(job, spanCost, startUpSeconds, checkpoint(job));
    }

    @Override
    public void preempt(int job, Preemption how) {
        double now = plane.nowSeconds();
        require(jobs.state[job] == JobTable.RUNNING, job, jobs.held[job]);
        counts.streams.get(jobs.stream[job]).preempted++;
        if (how == Preemption.CHECKPOINT) {
            leave(job);
            return;
        }
        goBack(
                job,
                how == Preemption.RESUME
                        ? progress.remainingSeconds(job, now)
                        : progress.remainingIfKilledSeconds(job, now));
    }

    /** A running job stops working and holds its GPUs while it writes a checkpoint. */
    private void leave(int job) {
        double now = plane.nowSeconds();
        Checkpoint checkpoint = jobs.checkpoints[job];
        double writeSeconds = checkpoint == null ? 0 : checkpoint.writeSeconds();
        double remainingSeconds = progress.remainingSeconds(job, now);
        if (writeSeconds == 0) {
            goBack(job, remainingSeconds);
            return;
        }
        plane.stop(job);
        jobs.remainingSeconds[job] = remainingSeconds;
        jobs.state[job] = JobTable.LEAVING;
        jobs.settledSeconds[job] = now + writeSeconds;
        plane.start(job, now + writeSeconds, Rank.COMPLETE);
    }

    /** A running job gives up its GPUs and waits, with so much to do. */
    private void goBack(int job, double remainingSeconds) {
        plane.stop(job);
        jobs.remainingSeconds[job] = remainingSeconds;
        giveWay(job);
    }

    private void giveWay(int job) {
        leaveFloor(job);
        jobs.state[job] = JobTable.WAITING;
        counts.streams.get(jobs.stream[job]).change(plane.nowSeconds(), 0, 1, -jobs.held[job]);
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

    @Override
    public boolean makeRoom(int pool, int gpus) {
        return floors.get(pool).fits(gpus);
    }

    private void require(boolean holds, int job, int gpus) {
        if (!holds) {
            throw new IllegalStateException("job " + job + " cannot have " + gpus + " GPUs, "
                    + (jobs.state[job] == JobTable.RUNNING ? "running" : "waiting") + " at "
                    + spec.name() + " at " + plane.nowSeconds() + " s");
        }
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

    StationCounts counts() {
        return counts;
    }

    Progress progress() {
        return progress;
    }

    RunningJobs running() {
        return running;
    }
}
