package headroom.jobs;

import headroom.floor.CountedFloor;
import headroom.floor.Floor;
import headroom.jobbook.Closeup;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

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
    private final Reception reception;
    private final StationCounts counts;
    private final Work work;
    private final SchedulingPolicy policy;
    private final GangView view;
    private final Line line;
    private final Floor[] floors;
    private final @Nullable Standby standby;
    private int[] running = new int[64];
    private int runningCount;
    /** Servers that are to go and are still held. */
    private int leaving;

    private final int wake;
    private double wakeSeconds = Double.POSITIVE_INFINITY;

    GangStation(JobPlane plane, JobsSpec.StationSpec spec, int index, Streams streams) {
        this.plane = plane;
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        reception = new Reception(plane, spec, index);
        counts = reception.counts();
        work = new Work(plane);
        policy = spec.policy().get();
        view = new GangView(plane, this);
        line = new Line(jobs);
        floors = new Floor[spec.pools().size()];
        for (int f = 0; f < floors.length; f++) {
            floors[f] = new CountedFloor(spec.pools().get(f).gpus());
        }
        wake = plane.timer(this::wake);
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
        if (!reception.admit(job)) {
            return;
        }
        line.add(job, policy.key(view, job));
        decide();
        if (jobs.state[job] == JobTable.WAITING && !reception.staysInLine(job, line.size())) {
            line.remove(job);
            reception.turnAway(job);
        }
    }

    @Override
    public void due(int job) {
        if (jobs.state[job] == JobTable.RUNNING) {
            complete(job);
        } else if (reception.comesAgain(job)) {
            arrive(job);
        } else {
            line.remove(job);
            reception.abandon(job);
            decide();
        }
    }

    private void complete(int job) {
        work.end(job, reception.stream(job).closeup);
        leaveFloor(job);
        reception.end(job);
        plane.served(job);
        decide();
    }

    private void leaveFloor(int job) {
        floors[jobs.pool[job]].release(job, jobs.held[job]);
        if (leaving > 0) {
            settleLeaving();
        }
        int last = running[--runningCount];
        int place = jobs.place[job];
        running[place] = last;
        jobs.place[last] = place;
    }

    private void decide() {
        policy.decide(view, this);
        if (standby != null) {
            standby.settle();
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
        leaving -= more;
        settleLeaving();
        decide();
    }

    /** Those who are to go do when they are free. */
    private void settleLeaving() {
        int go = Math.min(leaving, floors[0].free());
        if (go != 0) {
            leaving -= go;
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
        for (int i = 0; i < runningCount; i++) {
            server += jobs.held[running[i]];
            if (place < server) {
                return running[i];
            }
        }
        return StationView.NONE;
    }

    /** A failure stops a running job. */
    void interrupt(int job, Preemption how) {
        Closeup closeup = reception.stream(job).closeup;
        closeup.interrupted++;
        closeup.failureLossSeconds += goBack(job, how);
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

    /** Service a job still needs, at speed 1 [s]. */
    double remainingSeconds(int job) {
        return work.remainingSeconds(job);
    }

    private void wake() {
        wakeSeconds = Double.POSITIVE_INFINITY;
        decide();
    }

    @Override
    public void start(int job, int pool) {
        double now = plane.nowSeconds();
        int gang = jobs.gang[job];
        Floor floor = floors[pool];
        if (jobs.state[job] != JobTable.WAITING || !floor.fits(gang) || !reception.affords(job)) {
            throw new IllegalStateException("job " + job + " of " + gang + " cannot start at "
                    + spec.name() + " at " + now + " s");
        }
        line.remove(job);
        jobs.pool[job] = pool;
        jobs.speed[job] = view.speed(job, pool) * floor.take(job, gang);
        if (runningCount == running.length) {
            running = Arrays.copyOf(running, 2 * runningCount);
        }
        jobs.place[job] = runningCount;
        running[runningCount++] = job;
        double seconds = work.start(job, jobs.hasRun[job]);
        reception.start(job, gang);
        plane.start(job, now + seconds, Rank.COMPLETE);
    }

    @Override
    public void preempt(int job, Preemption how) {
        if (jobs.state[job] != JobTable.RUNNING) {
            throw new IllegalStateException(
                    "job " + job + " does not run at " + plane.nowSeconds() + " s");
        }
        StreamCounts stream = reception.stream(job);
        stream.preempted++;
        stream.closeup.preemptionLossSeconds += goBack(job, how);
    }

    private double goBack(int job, Preemption how) {
        plane.stop(job);
        double lost = work.stop(job, how, reception.stream(job).closeup);
        leaveFloor(job);
        reception.stop(job);
        line.add(job, policy.key(view, job));
        return lost;
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

    int running() {
        return runningCount;
    }

    int runningAt(int i) {
        return running[i];
    }
}
