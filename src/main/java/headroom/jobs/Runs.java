package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.floor.Floor;
import headroom.floor.NodeFloor;
import headroom.gangs.StationView;
import headroom.jobbook.PastWork;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;

import java.util.Arrays;

/** The jobs that hold GPUs at a station, and the runs of each, which differ in speed or place. */
final class Runs {
    private final JobPlane plane;
    private final JobTable jobs;
    private final Pools pools;
    private final Progress progress;
    private final Reception reception;
    private final int station;
    /** In no order that means anything. */
    private int[] running = new int[64];

    private int size;
    private final PastWork past = new PastWork();

    Runs(JobPlane plane, Pools pools, Progress progress, Reception reception, int station) {
        this.plane = plane;
        this.pools = pools;
        this.progress = progress;
        this.reception = reception;
        this.station = station;
        jobs = plane.jobs();
    }

    int size() {
        return size;
    }

    int at(int i) {
        return running[i];
    }

    /** Who runs on the server of that place among those that are up; none: it is idle. */
    int holder(int place) {
        int server = 0;
        for (int i = 0; i < size; i++) {
            server += jobs.held[running[i]];
            if (place < server) {
                return running[i];
            }
        }
        return StationView.NONE;
    }

    void add(int job) {
        if (size == running.length) {
            running = Arrays.copyOf(running, 2 * size);
        }
        jobs.place[job] = size;
        running[size++] = job;
    }

    void remove(int job) {
        int last = running[--size];
        int place = jobs.place[job];
        running[place] = last;
        jobs.place[last] = place;
    }

    /** A job begins where it is, or starts again. */
    void begin(int job, double spanCost, boolean isAgain) {
        Checkpoint checkpoint = pools.checkpoint(job);
        run(job, spanCost, isAgain && checkpoint != null ? checkpoint.recoverySeconds() : 0);
    }

    private void run(int job, double spanCost, double startUpSeconds) {
        jobs.speed[job] = speed(job, spanCost);
        double now = plane.nowSeconds();
        double end = progress.begin(job, now, startUpSeconds, pools.checkpoint(job));
        pools.begin(job);
        plane.start(job, end, Rank.COMPLETE);
    }

    /** Speed of a job on its whole gang, near together and at full clock, where it runs or ran. */
    double speedAlone(int job) {
        return plane.visit(job, station).speeds()[jobs.pool[job]];
    }

    private double speed(int job, double spanCost) {
        double speed = speedAlone(job);
        if (jobs.held[job] != jobs.gang[job]) {
            double ratio = (double) jobs.held[job] / jobs.gang[job];
            double exponent = plane.gang(job).elastic().exponent();
            speed *= exponent == 1 ? ratio : StrictMath.pow(ratio, exponent);
        }
        return spanCost == 0 ? speed : speed / (1 + plane.gang(job).spanSensitivity() * spanCost);
    }

    /** The run of a job ends, its work kept; it holds its GPUs. */
    void end(int job) {
        plane.stop(job);
        pools.settle(job);
        keep(job);
    }

    /** What a settled run has done is kept, but in no checkpoint. */
    void keep(int job) {
        pools.keep(job);
        progress.end(job, plane.nowSeconds());
    }

    /** A settled run is over, and what no checkpoint holds is lost; how much [GPU-s]. */
    double lose(int job, boolean isFailure) {
        PastWork.Work lost = open(job);
        past.lose(job, lost, reception.stream(job).closeup);
        pools.lose(job, isFailure);
        progress.goBack(job, lost.remainingIfKilledSeconds());
        return lost.gpuSeconds();
    }

    private PastWork.Work open(int job) {
        double now = plane.nowSeconds();
        return new PastWork.Work(
                jobs.sequence[job],
                progress.remainingIfKilledSeconds(job, now),
                pools.openSeconds(job),
                progress.unsavedGpuSeconds(job, now));
    }

    /** A phase begins; books are settled. */
    void beginPhase() {
        past.mark();
        for (int job = 0; job < jobs.size(); job++) {
            boolean isHere = jobs.station[job] == station
                    && jobs.state[job] >= JobTable.WAITING
                    && jobs.state[job] <= JobTable.LEAVING;
            if (isHere && jobs.hasRun[job]) {
                past.add(job, open(job));
            }
        }
    }

    /** A job that does not work any more has written all it has done, if it writes at all. */
    void saved(int job) {
        if (jobs.checkpoints[job] != null) {
            pools.saved(job);
            progress.goBack(job, jobs.remainingSeconds[job]);
        }
    }

    /** A job that holds GPUs runs again; it stands still while one of them is on a failed node. */
    void goOn(int job, double spanCost, double startUpSeconds) {
        run(job, spanCost, startUpSeconds);
        if (pools.isOnFailedNode(job)) {
            standStill(job);
        }
    }

    /** Moves jobs smaller than a node, which start again there; whether a gang fits then. */
    boolean makeRoom(int pool, int gpus) {
        accountAll();
        Floor floor = pools.floors()[pool];
        if (!floor.fits(gpus) && floor instanceof NodeFloor nodes) {
            int[] moved = nodes.makeRoom(gpus);
            for (int job : moved) {
                // who leaves goes on writing
                if (jobs.state[job] == JobTable.RUNNING) {
                    end(job);
                    Checkpoint checkpoint = pools.checkpoint(job);
                    goOn(job, 0, checkpoint == null ? 0 : checkpoint.recoverySeconds());
                }
            }
            pools.moved(pool, moved.length);
        }
        return floor.fits(gpus);
    }

    void stall(int job, int cause) {
        if (!progress.isStalled(job)) {
            pools.stall(job, cause);
            standStill(job);
        }
    }

    private void standStill(int job) {
        plane.stop(job);
        progress.stall(job, plane.nowSeconds());
    }

    /** All that run on a pool go on at another pace; those that write and leave go on as before. */
    void pace(int pool, double pace) {
        settle();
        progress.clock(pool).change(plane.nowSeconds(), pace);
        for (int i = 0; i < size; i++) {
            int job = running[i];
            boolean isOn = jobs.pool[job] == pool && jobs.state[job] == JobTable.RUNNING;
            if (isOn && !progress.isStalled(job)) {
                plane.stop(job);
                plane.start(job, progress.endSeconds(job), Rank.COMPLETE);
            }
        }
    }

    /** What the run of a job has cost besides its work until now. */
    void account(int job) {
        if (progress.isStalled(job)) {
            double stalled = progress.drainStalledSeconds(job, plane.nowSeconds());
            reception.stream(job).closeup.failureLossSeconds += stalled * jobs.held[job];
        }
        if (jobs.checkpoints[job] != null) {
            writing(job);
        }
    }

    private void writing(int job) {
        double now = plane.nowSeconds();
        StreamCounts book = reception.stream(job);
        double writing = progress.drainWritingSeconds(job, now) * jobs.held[job];
        book.closeup.writingSeconds += writing;
        if (jobs.state[job] == JobTable.RUNNING) {
            double starting = progress.drainStartUpSeconds(job, now);
            book.closeup.restartSeconds += starting * jobs.held[job];
        } else if (jobs.isRecalled[job]) {
            book.yields.savingSeconds += writing;
        }
    }

    void accountAll() {
        for (int i = 0; i < size; i++) {
            account(running[i]);
        }
    }

    /** Books all of them until now. */
    void settle() {
        for (int i = 0; i < size; i++) {
            pools.settle(running[i]);
        }
    }
}
