package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.gangs.StationView;

/** What the policy of a station of gangs sees. */
final class GangView implements StationView {
    /** GPUs that a product of decimals may be off by. */
    private static final double ROUNDING = 1e-6;

    private final JobPlane plane;
    private final JobTable jobs;
    private final GangStation station;
    private final Pools pools;
    private final Progress progress;

    GangView(JobPlane plane, GangStation station, Pools pools, Progress progress) {
        this.plane = plane;
        this.station = station;
        this.pools = pools;
        this.progress = progress;
        jobs = plane.jobs();
    }

    @Override
    public double nowSeconds() {
        return plane.nowSeconds();
    }

    @Override
    public int head() {
        return station.line().head();
    }

    @Override
    public int after(int job) {
        return jobs.behind[job];
    }

    @Override
    public int waiting() {
        return station.line().size();
    }

    @Override
    public int running() {
        return station.runs().size();
    }

    @Override
    public int runningAt(int i) {
        return station.runs().at(i);
    }

    @Override
    public int pools() {
        return station.floors().length;
    }

    @Override
    public int capacity(int pool) {
        return station.floors()[pool].capacity();
    }

    @Override
    public int free(int pool) {
        return station.floors()[pool].free();
    }

    @Override
    public int placeFor(int job) {
        int best = NONE;
        if (!station.affords(job)) {
            return best;
        }
        double bestSpeed = 0;
        for (int pool = 0; pool < station.floors().length; pool++) {
            double speed = speed(job, pool);
            if (speed > bestSpeed && station.floors()[pool].fits(jobs.gang[job])) {
                best = pool;
                bestSpeed = speed;
            }
        }
        return best;
    }

    @Override
    public int gang(int job) {
        return jobs.gang[job];
    }

    @Override
    public int fewest(int job) {
        double factor = plane.gang(job).elastic().fewest();
        return factor == 1 ? jobs.gang[job] : (int) Math.ceil(factor * jobs.gang[job] - ROUNDING);
    }

    @Override
    public int most(int job) {
        double factor = plane.gang(job).elastic().most();
        return factor == 1 ? jobs.gang[job] : (int) Math.floor(factor * jobs.gang[job] + ROUNDING);
    }

    @Override
    public boolean fits(int job, int pool, int gpus) {
        return station.affords(job) && speed(job, pool) > 0 && station.floors()[pool].fits(gpus);
    }

    @Override
    public boolean fitsResized(int job, int gpus) {
        int more = gpus - jobs.held[job];
        return more <= 0 || station.floors()[jobs.pool[job]].fitsMore(job, more);
    }

    @Override
    public int held(int job) {
        return jobs.held[job];
    }

    @Override
    public int pool(int job) {
        return jobs.pool[job];
    }

    @Override
    public double speed(int job, int pool) {
        return plane.visit(job, station.index()).speeds()[pool]
                * progress.clock(pool).pace();
    }

    @Override
    public boolean leaves(int job) {
        return jobs.state[job] == JobTable.LEAVING;
    }

    @Override
    public long order(int job) {
        return jobs.sequence[job];
    }

    @Override
    public int stream(int job) {
        return jobs.stream[job];
    }

    @Override
    public int priority(int job) {
        return jobs.priority[job];
    }

    @Override
    public int group(int job) {
        return plane.traits(job).group();
    }

    @Override
    public double deadlineSeconds(int job) {
        return plane.source(job).hasDeadline()
                ? jobs.deadlineSeconds[job]
                : jobs.arrivedSeconds[job] + plane.traits(job).deadlineSeconds();
    }

    @Override
    public double arrivedSeconds(int job) {
        return jobs.arrivedSeconds[job];
    }

    @Override
    public double startedSeconds(int job) {
        return jobs.startedSeconds[job];
    }

    @Override
    public double attainedSeconds(int job) {
        return jobs.sizeSeconds[job] - remainingSeconds(job);
    }

    @Override
    public double estimateSeconds(int job) {
        return jobs.estimateSeconds[job];
    }

    @Override
    public double expectedEndSeconds(int job) {
        if (jobs.state[job] == JobTable.LEAVING) {
            return jobs.leavingSeconds[job] + progress.writeSeconds(job);
        }
        if (jobs.checkpoints[job] != null) {
            double work = jobs.remainingSeconds[job] + unforeseenSeconds(job);
            double end = progress.endSeconds(job, Math.max(0, work) / jobs.speed[job]);
            return Math.max(plane.nowSeconds(), end);
        }
        double left = jobs.estimateSeconds[job] - attainedSeconds(job);
        double pace = progress.clock(jobs.pool[job]).pace();
        return plane.nowSeconds() + Math.max(0, left / (jobs.speed[job] * pace));
    }

    /** Work that a job is said to need beyond what it needs, at speed 1; may be negative [s]. */
    private double unforeseenSeconds(int job) {
        return jobs.estimateSeconds[job] - jobs.sizeSeconds[job];
    }

    @Override
    public double expectedSeconds(int job, int pool) {
        Checkpoint checkpoint = pools.checkpoint(job, pool, jobs.gang[job]);
        if (checkpoint == null) {
            return StationView.super.expectedSeconds(job, pool);
        }
        double pace = progress.clock(pool).pace();
        double work = Math.max(0, estimateSeconds(job) - attainedSeconds(job));
        double startUp = jobs.hasRun[job] ? checkpoint.recoverySeconds() : 0;
        double duration = progress.durationSeconds(job, checkpoint, work * pace / speed(job, pool));
        return (startUp + duration) / pace;
    }

    @Override
    public double sizeSeconds(int job) {
        return jobs.sizeSeconds[job];
    }

    @Override
    public double remainingSeconds(int job) {
        return progress.remainingSeconds(job, plane.nowSeconds());
    }
}
