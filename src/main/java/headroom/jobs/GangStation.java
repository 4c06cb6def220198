package headroom.jobs;

import headroom.floor.Floor;
import headroom.floor.NodeEvents;
import headroom.gangs.JobsSpec;
import headroom.gangs.LeaseTerms;
import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.jobbook.Closeup;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import org.jspecify.annotations.Nullable;

/**
 * A queue of gangs before one pool of GPUs or several: a policy decides who runs.
 *
 * <p>The policy is asked after every arrival, one at a time also where several fall on one instant,
 * and before them once after all that ends, fails or comes back then or changes its pace: so that
 * nobody gives way who is done, or starts on what fails then, too. A gang runs on one pool until it
 * ends, gives way or is killed by a failure; then it goes back to its place in line.
 */
final class GangStation implements Station, Orders, NodeEvents.Gangs {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.StationSpec spec;
    private final int index;
    private final Reception reception;
    private final StationCounts counts;
    private final SchedulingPolicy policy;
    private final GangView view;
    private final Line line;
    private final Pools pools;
    private final Runs runs;
    private final Progress progress;
    private final int wake;
    /** Asks the policy once the ends of an instant are known, and the pace of every pool. */
    private final int ask;

    private final boolean hasGangs;
    private final Attendance attendance;
    private boolean isAsking;
    private double wakeSeconds = Double.POSITIVE_INFINITY;

    GangStation(JobPlane plane, JobsSpec.StationSpec spec, int index, Streams streams) {
        this.plane = plane;
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        reception = new Reception(plane, spec, index);
        counts = reception.counts();
        policy = spec.policy().get();
        progress = new Progress(jobs, spec.pools().size());
        line = new Line(jobs);
        pools = new Pools(plane, spec, counts, progress);
        view = new GangView(plane, this, pools, progress);
        runs = new Runs(plane, pools, progress, reception, index);
        hasGangs = plane.hasGangs();
        wake = plane.timer(this::wake);
        ask = plane.timer(this::asked);
        pools.await(streams, this, this::ask);
        attendance = new Attendance(plane, this, pools, spec);
        attendance.begin(streams.child("stations." + spec.name()));
    }

    @Override
    public void arrive(int job) {
        reception.comes(job);
        if (!reception.admit(job, policy.admits(view, job))) {
            return;
        }
        pools.enter(job);
        line.add(job, policy.key(view, job));
        decide();
        if (jobs.state[job] == JobTable.WAITING && !reception.staysInLine(job, line.size())) {
            line.remove(job);
            reception.turnAway(job);
            settleUnused();
        }
    }

    @Override
    public void due(int job) {
        switch (jobs.state[job]) {
            case JobTable.RUNNING -> complete(job);
            case JobTable.LEAVING -> {
                runs.account(job);
                runs.saved(job);
                giveWay(job);
                ask();
            }
            case JobTable.ORBITING -> {
                reception.comesAgain(job);
                arrive(job);
            }
            default -> {
                line.remove(job);
                reception.abandon(job);
                decide();
            }
        }
    }

    private void complete(int job) {
        runs.account(job);
        pools.settle(job);
        leaveFloor(job);
        reception.end(job, runs.speedAlone(job));
        plane.served(job);
        ask();
    }

    private void leaveFloor(int job) {
        pools.release(job, jobs.held[job]);
        attendance.settle();
        runs.remove(job);
    }

    /** Asks the policy, when everything that ends, fails or comes back now has. */
    private void ask() {
        if (plane.changesMore()) {
            askLater();
        } else {
            decide();
        }
    }

    /** Asks the policy at this instant, once all GPUs that come or go then have. */
    void askLater() {
        if (!isAsking) {
            isAsking = true;
            plane.startTimer(ask, plane.nowSeconds(), Rank.ARRIVE_CAPACITY);
        }
    }

    private void asked() {
        isAsking = false;
        decide();
    }

    void decide() {
        policy.decide(view, this);
        attendance.decided();
        settleUnused();
    }

    private void settleUnused() {
        if (hasGangs) {
            int unused = line.size() == 0 ? 0 : pools.free();
            counts.unused.change(plane.nowSeconds(), unused, 0);
        }
    }

    /** A failure stops a job that holds GPUs. */
    void interrupt(int job, Preemption how) {
        double lost = stop(job, how, true);
        Closeup closeup = reception.stream(job).closeup;
        closeup.interrupted++;
        closeup.failureLossSeconds += lost;
    }

    /** The site of a pool goes down: whoever holds GPUs there is stopped. */
    void goDown(int pool) {
        for (int i = runs.size() - 1; i >= 0; i--) {
            int job = runs.at(i);
            if (jobs.pool[job] == pool) {
                pools.goDown(job);
                interrupt(job, Preemption.RESTART);
            }
        }
    }

    int waiting() {
        return line.size();
    }

    int free() {
        return pools.floors()[0].free();
    }

    boolean affords(int job) {
        return reception.affords(job);
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
        boolean isPossible = jobs.state[job] == JobTable.WAITING
                && pools.floors()[pool].fits(gpus)
                && reception.affords(job);
        require(isPossible, job, gpus);
        line.remove(job);
        jobs.pool[job] = pool;
        runs.add(job);
        boolean isAgain = jobs.hasRun[job];
        reception.start(job, gpus);
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
        runs.account(job);
        runs.end(job);
        double spanCost = more > 0 ? pools.take(job, more) : pools.release(job, -more);
        jobs.held[job] = gpus;
        reception.stream(job).change(now, 0, 0, more);
        runs.goOn(job, spanCost, startUpSeconds);
    }

    @Override
    public void stall(int job, int cause) {
        runs.stall(job, cause);
    }

    @Override
    public void kill(int job, int cause) {
        interrupt(job, Preemption.RESTART);
    }

    @Override
    public void preempt(int job, Preemption how) {
        if (how == Preemption.CHECKPOINT) {
            leave(job, false);
        } else {
            giveUp(job, how);
        }
    }

    /** A running job stops at once; what is lost of its work [GPU-seconds]. */
    double giveUp(int job, Preemption how) {
        require(jobs.state[job] == JobTable.RUNNING, job, jobs.held[job]);
        StreamCounts stream = reception.stream(job);
        stream.preempted++;
        double lost = stop(job, how, false);
        stream.closeup.preemptionLossSeconds += lost;
        return lost;
    }

    /** A job that holds GPUs gives them up and waits; what is lost of its work [GPU-seconds]. */
    private double stop(int job, Preemption how, boolean isFailure) {
        runs.account(job);
        pools.settle(job);
        plane.stop(job);
        double lostGpuSeconds = 0;
        if (how == Preemption.RESUME) {
            runs.keep(job);
        } else {
            lostGpuSeconds = runs.lose(job, isFailure);
        }
        giveWay(job);
        return lostGpuSeconds;
    }

    /**
     * A running job stops working and holds its GPUs while it writes a checkpoint; whether because
     * they are asked back.
     */
    void leave(int job, boolean isRecalled) {
        require(jobs.state[job] == JobTable.RUNNING, job, jobs.held[job]);
        reception.stream(job).preempted++;
        runs.account(job);
        runs.end(job);
        if (progress.writeSeconds(job) == 0) {
            runs.saved(job);
            giveWay(job);
            return;
        }
        jobs.state[job] = JobTable.LEAVING;
        jobs.isRecalled[job] = isRecalled;
        double writtenSeconds = progress.leave(job, plane.nowSeconds());
        if (!progress.isStalled(job)) {
            plane.start(job, writtenSeconds, Rank.COMPLETE);
        }
    }

    private void giveWay(int job) {
        pools.settle(job);
        leaveFloor(job);
        reception.stop(job);
        line.add(job, policy.key(view, job));
    }

    @Override
    public Lease lend(int pool, LeaseTerms terms) {
        return pools.lend(new Lease(plane, this, pool, terms), pool);
    }

    @Override
    public void pace(int pool, double pace) {
        runs.pace(pool, pace);
        askLater();
    }

    /** GPUs joined or left a floor. */
    void capacityChanged() {
        pools.capacityChanged();
    }

    @Override
    public boolean makeRoom(int job, int pool) {
        return reception.affords(job) && runs.makeRoom(pool, jobs.gang[job]);
    }

    @Override
    public void settleBooks() {
        runs.accountAll();
        runs.settle();
    }

    @Override
    public void beginPhase() {
        runs.beginPhase();
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

    Attendance attendance() {
        return attendance;
    }

    Line line() {
        return line;
    }

    Floor[] floors() {
        return pools.floors();
    }

    @Nullable
    NodeEvents nodeEvents(int pool) {
        return pools.nodeEvents(pool);
    }

    int index() {
        return index;
    }

    Runs runs() {
        return runs;
    }

    StationCounts counts() {
        return counts;
    }
}
