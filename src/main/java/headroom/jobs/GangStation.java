package headroom.jobs;

import headroom.floor.Floor;
import headroom.floor.NodeEvents;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import java.util.List;

/**
 * A queue of gangs before one pool of GPUs or several: a policy decides who runs.
 *
 * <p>The policy is asked after every arrival, one at a time also where several fall on one instant,
 * after every change of the GPUs, and after the ends of an instant, which come before its arrivals:
 * once when all of them are known, so that nobody gives way who is done. A gang runs on one pool
 * until it ends, gives way or is killed by a failure; then it goes back to its place in line.
 */
final class GangStation implements Station, Orders, NodeEvents.Gangs {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.StationSpec spec;
    private final int index;
    private final StationCounts counts;
    private final SchedulingPolicy policy;
    private final GangView view;
    private final Line line;
    private final Pools pools;
    private final Runs runs;
    private final Progress progress;
    private final int wake;
    /** Asks the policy once the ends of an instant are known. */
    private final int ask;

    private boolean isAsking;
    private double wakeSeconds = Double.POSITIVE_INFINITY;

    GangStation(JobPlane plane, JobsSpec.StationSpec spec, int index, Streams streams) {
        this.plane = plane;
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        counts = plane.counts().stations.get(index);
        policy = spec.policy().get();
        progress = new Progress(jobs);
        view = new GangView(plane, this, progress);
        line = new Line(jobs);
        pools = new Pools(plane, spec, counts, progress);
        runs = new Runs(plane, pools, progress, index);
        wake = plane.timer(this::wake);
        ask = plane.timer(this::asked);
        pools.await(streams, this, this::ask);
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
        pools.enter(job);
        stream.change(now, 1, 1, 0);
        counts.change(now, 1);
        line.add(job, policy.key(view, job));
        decide();
    }

    @Override
    public void due(int job) {
        if (jobs.state[job] == JobTable.LEAVING) {
            giveWay(job);
            ask();
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
        pools.settle(job);
        leaveFloor(job);
        stream.change(now, -1, 0, -jobs.held[job]);
        counts.change(now, -1);
        plane.served(job);
        ask();
    }

    private void leaveFloor(int job) {
        pools.release(job, jobs.held[job]);
        runs.remove(job);
    }

    /** Asks the policy, when everything that ends now has. */
    private void ask() {
        if (!plane.endsMore()) {
            decide();
        } else if (!isAsking) {
            isAsking = true;
            plane.startTimer(ask, plane.nowSeconds(), Rank.ARRIVE_CAPACITY);
        }
    }

    private void asked() {
        isAsking = false;
        decide();
    }

    private void decide() {
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
        boolean fits = pools.floors().get(pool).fits(gpus);
        require(jobs.state[job] == JobTable.WAITING && fits, job, gpus);
        line.remove(job);
        jobs.pool[job] = pool;
        jobs.held[job] = gpus;
        jobs.state[job] = JobTable.RUNNING;
        jobs.startedSeconds[job] = now;
        runs.add(job);
        StreamCounts stream = counts.streams.get(jobs.stream[job]);
        stream.change(now, 0, -1, gpus);
        boolean isAgain = jobs.hasRun[job];
        if (!isAgain) {
            jobs.hasRun[job] = true;
            double waited = now - jobs.arrivedSeconds[job];
            stream.started++;
            stream.waited += waited > 0 ? 1 : 0;
            stream.wait.add(waited);
            stream.waits.record(waited);
        }
        runs.begin(job, pools.take(job, gpus), isAgain);
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
        double startUpSeconds = progress.startUpLeftSeconds(job, now);
        runs.end(job);
        double spanCost = more > 0 ? pools.take(job, more) : pools.release(job, -more);
        jobs.held[job] = gpus;
        counts.streams.get(jobs.stream[job]).change(now, 0, 0, more);
        runs.goOn(job, spanCost, startUpSeconds);
    }

    @Override
    public void stall(int job, int cause) {
        runs.stall(job, cause);
    }

    @Override
    public void kill(int job, int cause) {
        double now = plane.nowSeconds();
        pools.settle(job);
        double kept = progress.remainingIfKilledSeconds(job, now);
        pools.lose(job, kept - progress.remainingSeconds(job, now), true);
        goBack(job, kept);
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
        pools.settle(job);
        double remaining = progress.remainingSeconds(job, now);
        if (how == Preemption.RESUME) {
            pools.keep(job);
            goBack(job, remaining);
        } else {
            double kept = progress.remainingIfKilledSeconds(job, now);
            pools.lose(job, kept - remaining, false);
            goBack(job, kept);
        }
    }

    /** A running job stops working and holds its GPUs while it writes a checkpoint. */
    private void leave(int job) {
        double now = plane.nowSeconds();
        jobs.remainingIfKilledSeconds[job] = progress.remainingIfKilledSeconds(job, now);
        runs.end(job);
        double writeSeconds = progress.writeSeconds(job);
        if (writeSeconds == 0) {
            giveWay(job);
            return;
        }
        jobs.state[job] = JobTable.LEAVING;
        jobs.settledSeconds[job] = now + writeSeconds;
        if (!progress.isStalled(job)) {
            plane.start(job, now + writeSeconds, Rank.COMPLETE);
        }
    }

    /** A running job gives up its GPUs and waits, with so much to do. */
    private void goBack(int job, double remainingSeconds) {
        plane.stop(job);
        jobs.remainingSeconds[job] = remainingSeconds;
        giveWay(job);
    }

    private void giveWay(int job) {
        pools.settle(job);
        leaveFloor(job);
        jobs.state[job] = JobTable.WAITING;
        counts.streams.get(jobs.stream[job]).change(plane.nowSeconds(), 0, 1, -jobs.held[job]);
        line.add(job, policy.key(view, job));
    }

    @Override
    public boolean makeRoom(int pool, int gpus) {
        return runs.makeRoom(pool, gpus);
    }

    @Override
    public void settle() {
        runs.settle();
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
        for (int job : line.clear()) {
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
        return pools.floors();
    }

    int index() {
        return index;
    }

    Runs runs() {
        return runs;
    }
}
