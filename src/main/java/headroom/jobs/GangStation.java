package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.floor.CountedFloor;
import headroom.floor.Floor;
import headroom.floor.FloorPlan;
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
 * after every change of the GPUs, and after the ends of an instant, which come before its arrivals:
 * once when all of them are known, so that nobody gives way who is done. A gang runs on one pool, on all the GPUs it
 * asks for, until it ends or gives way.
 */
final class GangStation implements Station, Orders {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.StationSpec spec;
    private final int index;
    private final Reception reception;
    private final StationCounts counts;
    private final SchedulingPolicy policy;
    private final GangView view;
    private final Line line;
    private final Floor[] floors;
    private final RunningJobs running;
    private final Progress progress;
    private final int wake;
    /** Asks the policy once the ends of an instant are known. */
    private final int settle;

    private boolean isSettling;
    private final boolean hasGangs;
    private final @Nullable Standby standby;
    /** Servers that are to go and are still held. */
    private int owed;

    private double wakeSeconds = Double.POSITIVE_INFINITY;

    GangStation(JobPlane plane, JobsSpec.StationSpec spec, int index, Streams streams) {
        this.plane = plane;
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        reception = new Reception(plane, spec, index);
        counts = reception.counts();
        policy = spec.policy().get();
        progress = new Progress(jobs);
        view = new GangView(plane, this, progress);
        line = new Line(jobs);
        running = new RunningJobs(jobs);
        floors = new Floor[spec.pools().size()];
        for (int f = 0; f < floors.length; f++) {
            floors[f] = new CountedFloor(spec.pools().get(f).gpus());
        }
        hasGangs = plane.hasGangs();
        wake = plane.timer(this::wake);
        settle = plane.timer(this::settled);
        counts.capacity(0, spec.capacity());
        counts.up(0, spec.capacity());
        standby = away(streams.child("stations." + spec.name()));
        if (standby != null) {
            standby.settle();
        }
    }

    private @Nullable Standby away(Streams streams) {
        JobsSpec.Away away = spec.away();
        if (away instanceof JobsSpec.Breakdowns breaks) {
            new Breakdowns(plane, this, breaks, spec.capacity(), streams).begin();
        } else if (away instanceof JobsSpec.Planned planned) {
            for (int i = 0; i < planned.servers().length; i++) {
                int before = i == 0 ? spec.capacity() : planned.servers()[i - 1];
                int more = planned.servers()[i] - before;
                int timer = plane.timer(() -> planned(more));
                plane.startTimer(timer, planned.timesSeconds()[i], Rank.ARRIVE_CAPACITY);
            }
        } else if (!(away instanceof JobsSpec.Always)) {
            return new Standby(plane, this, spec, streams.of("away"));
        }
        return null;
    }

    @Override
    public void arrive(int job) {
        reception.comes(job);
        if (!reception.admit(job, policy.admits(view, job))) {
            return;
        }
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
                giveWay(job);
                settle();
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
        account(job);
        leaveFloor(job);
        reception.end(job);
        plane.served(job);
        settle();
    }

    /** What the run of a job cost besides its work. */
    private void account(int job) {
        if (jobs.checkpoints[job] != null) {
            double now = plane.nowSeconds();
            Closeup book = reception.stream(job).closeup;
            book.restartSeconds += progress.startUpSpentSeconds(job, now) * jobs.held[job];
            book.writingSeconds += progress.writingSeconds(job, now) * jobs.held[job];
        }
    }

    private void leaveFloor(int job) {
        floors[jobs.pool[job]].release(job, jobs.held[job]);
        if (owed > 0) {
            settleOwed();
        }
        running.remove(job);
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

    private void decide() {
        policy.decide(view, this);
        if (standby != null) {
            standby.settle();
        }
        settleUnused();
    }

    private void settleUnused() {
        if (hasGangs) {
            int unused = 0;
            for (int f = 0; f < floors.length && line.size() > 0; f++) {
                unused += floors[f].free();
            }
            counts.unused.change(plane.nowSeconds(), unused, 0);
        }
    }

    /** So many servers more are up from now on, or free ones fewer. */
    void change(int more) {
        away(-more);
        decide();
    }

    /** So many free servers go. */
    void away(int fewer) {
        CountedFloor floor = (CountedFloor) floors[0];
        floor.change(-fewer);
        double now = plane.nowSeconds();
        counts.capacity(now, floor.capacity());
        counts.up(now, floor.capacity());
    }

    private void planned(int more) {
        owed -= more;
        settleOwed();
        decide();
    }

    /** Those who are to go do when they are free. */
    private void settleOwed() {
        int go = Math.min(owed, floors[0].free());
        if (go != 0) {
            owed -= go;
            away(go);
        }
    }

    /** So many servers are on their way back. */
    void comes(int servers) {
        counts.inSetup.change(plane.nowSeconds(), servers, servers);
    }

    /** Who runs on the server of that place among those that are up; none: it is idle. */
    int holder(int place) {
        int server = 0;
        for (int i = 0; i < running.size(); i++) {
            server += jobs.held[running.at(i)];
            if (place < server) {
                return running.at(i);
            }
        }
        return StationView.NONE;
    }

    /** A failure stops a running job. */
    void interrupt(int job, Preemption how) {
        Closeup closeup = reception.stream(job).closeup;
        closeup.interrupted++;
        closeup.failureLossSeconds += stop(job, how);
    }

    int waiting() {
        return line.size();
    }

    int free() {
        return floors[0].free();
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
        Floor floor = floors[pool];
        boolean isPossible =
                jobs.state[job] == JobTable.WAITING && floor.fits(gpus) && reception.affords(job);
        require(isPossible, job, gpus);
        line.remove(job);
        jobs.pool[job] = pool;
        running.add(job);
        Checkpoint checkpoint = checkpoint(job, gpus);
        double startUpSeconds =
                jobs.hasRun[job] && checkpoint != null ? checkpoint.recoverySeconds() : 0;
        reception.start(job, gpus);
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

    private @Nullable Checkpoint checkpoint(int job, int gpus) {
        return plane.intervals().of(jobs.stream[job], nodes(jobs.pool[job], gpus));
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
        Floor floor = floors[jobs.pool[job]];
        double spanCost = more > 0 ? floor.take(job, more) : floor.release(job, -more);
        jobs.held[job] = gpus;
        reception.stream(job).change(now, 0, 0, more);
        run(job, spanCost, startUpSeconds, checkpoint(job, gpus));
    }

    @Override
    public void preempt(int job, Preemption how) {
        require(jobs.state[job] == JobTable.RUNNING, job, jobs.held[job]);
        StreamCounts stream = reception.stream(job);
        stream.preempted++;
        if (how == Preemption.CHECKPOINT) {
            leave(job);
        } else {
            stream.closeup.preemptionLossSeconds += stop(job, how);
        }
    }

    /** A running job stops working and holds its GPUs while it writes a checkpoint. */
    private void leave(int job) {
        double now = plane.nowSeconds();
        Checkpoint checkpoint = jobs.checkpoints[job];
        double writeSeconds = checkpoint == null ? 0 : checkpoint.writeSeconds();
        if (writeSeconds == 0) {
            stop(job, Preemption.RESUME);
            return;
        }
        account(job);
        plane.stop(job);
        jobs.remainingSeconds[job] = progress.remainingSeconds(job, now);
        jobs.state[job] = JobTable.LEAVING;
        jobs.settledSeconds[job] = now + writeSeconds;
        reception.stream(job).closeup.writingSeconds += writeSeconds * jobs.held[job];
        plane.start(job, now + writeSeconds, Rank.COMPLETE);
    }

    /** A running job gives up its GPUs and waits; what of its work is lost [GPU-seconds]. */
    private double stop(int job, Preemption how) {
        double now = plane.nowSeconds();
        account(job);
        plane.stop(job);
        double left = progress.remainingSeconds(job, now);
        double kept = how == Preemption.RESUME ? left : progress.remainingIfKilledSeconds(job, now);
        double lostSeconds = Math.max(0, kept - left) / jobs.speed[job];
        jobs.remainingSeconds[job] = kept;
        giveWay(job);
        return lostSeconds * jobs.held[job];
    }

    private void giveWay(int job) {
        leaveFloor(job);
        reception.stop(job);
        line.add(job, policy.key(view, job));
    }

    @Override
    public boolean makeRoom(int pool, int gpus) {
        return floors[pool].fits(gpus);
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

    Floor[] floors() {
        return floors;
    }

    int index() {
        return index;
    }

    RunningJobs running() {
        return running;
    }
}
