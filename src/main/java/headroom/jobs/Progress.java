package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.kernel.PacedClock;

import org.jspecify.annotations.Nullable;

import java.util.stream.Stream;

/**
 * What the runs of jobs have done and saved since they began, asked for at any later time.
 *
 * <pre>
 * end of a run:    begin + u + duration(W / s)
 * after time x:    done s x done(W / s, x - u),  saved s x saved(W / s, x - u)
 * not the first run since a checkpoint, o of work after it:
 *                  duration(o + W / s) - o,  done(o + W / s, o + x - u) - o,  saved so
 * </pre>
 *
 * W is the work left when the run begins, at speed 1 [s], s its speed [1], u the time to start it
 * again, in which nothing is done [s]; duration, done and saved are those of {@link Checkpoint}. o
 * is time at work [s], so that an interval holds as much of it however often a job is resized; a
 * checkpoint whose writing is cut short is written anew.
 * Without checkpoints duration and done are the time itself, and nothing is saved: what is killed
 * begins anew.
 *
 * <p>All of these are read off the clock of the pool, which runs slower than time where power is
 * short: a gang that is slowed to a pace gets that share of everything done, start and checkpoints
 * too, as if it stood still for the rest of the time. So ends move in closed form.
 */
final class Progress {
    private final JobTable jobs;
    /** By pool. */
    private final PacedClock[] clocks;

    Progress(JobTable jobs, int pools) {
        this.jobs = jobs;
        clocks = Stream.generate(PacedClock::new).limit(pools).toArray(PacedClock[]::new);
    }

    PacedClock clock(int pool) {
        return clocks[pool];
    }

    private PacedClock clockOf(int job) {
        return clocks[jobs.pool[job]];
    }

    /** A run begins, of the work that remains; when it ends if it is left alone [s]. */
    double begin(
            int job, double nowSeconds, double startUpSeconds, @Nullable Checkpoint checkpoint) {
        jobs.begunSeconds[job] = clockOf(job).reading(nowSeconds);
        jobs.startUpSeconds[job] = startUpSeconds;
        jobs.stalledSeconds[job] = Double.POSITIVE_INFINITY;
        jobs.haltedSeconds[job] = Double.POSITIVE_INFINITY;
        jobs.checkpoints[job] = checkpoint;
        if (checkpoint != null) {
            double open = jobs.openSeconds[job];
            jobs.openSeconds[job] = Math.min(open, checkpoint.intervalSeconds());
            jobs.toldStartUpSeconds[job] = 0;
            jobs.toldWritingSeconds[job] = 0;
        }
        return endSeconds(job);
    }

    /** When the run ends if it is left alone, and its pace stays [s]. */
    double endSeconds(int job) {
        return endSeconds(job, jobs.remainingSeconds[job] / jobs.speed[job]);
    }

    /** When it would end so if its work at the speed of the run were that [s]. */
    double endSeconds(int job, double workSeconds) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return clockOf(job)
                .timeOf(jobs.begunSeconds[job]
                        + jobs.startUpSeconds[job]
                        + (checkpoint == null
                                ? workSeconds
                                : durationSeconds(job, checkpoint, workSeconds)));
    }

    /** How long a run of a job takes that goes on after its last checkpoint [s]. */
    double durationSeconds(int job, Checkpoint checkpoint, double workSeconds) {
        double open = Math.min(jobs.openSeconds[job], checkpoint.intervalSeconds());
        return checkpoint.durationSeconds(open + workSeconds) - open;
    }

    /** The run stands still from now on and holds what it holds, until it is killed. */
    void stall(int job, double nowSeconds) {
        if (!isStalled(job)) {
            jobs.stalledSeconds[job] = nowSeconds;
            jobs.haltedSeconds[job] = clockOf(job).reading(nowSeconds);
            jobs.accountedSeconds[job] = nowSeconds;
        }
    }

    boolean isStalled(int job) {
        return jobs.stalledSeconds[job] < Double.POSITIVE_INFINITY;
    }

    /** Time a run that stands still has done so since this was last asked [s]. */
    double drainStalledSeconds(int job, double nowSeconds) {
        double since = nowSeconds - jobs.accountedSeconds[job];
        jobs.accountedSeconds[job] = nowSeconds;
        return since;
    }

    /** Work that a job still needs, running or not [s at speed 1]. */
    double remainingSeconds(int job, double nowSeconds) {
        double left = jobs.remainingSeconds[job];
        if (jobs.state[job] != JobTable.RUNNING) {
            return left;
        }
        double elapsed = elapsedSeconds(job, nowSeconds);
        Checkpoint checkpoint = jobs.checkpoints[job];
        double open = jobs.openSeconds[job];
        double done = checkpoint == null
                ? elapsed
                : checkpoint.doneSeconds(workSeconds(job), elapsed) - open;
        return Math.max(0, left - done * jobs.speed[job]);
    }

    /** Work that a job would still need if it were killed now [s at speed 1]. */
    double remainingIfKilledSeconds(int job, double nowSeconds) {
        double saved = savedSeconds(job, nowSeconds);
        if (saved == 0) {
            return jobs.remainingIfKilledSeconds[job];
        }
        double ofRun = saved - jobs.openSeconds[job];
        return Math.max(0, jobs.remainingSeconds[job] - ofRun * jobs.speed[job]);
    }

    /** Whether the run of a job has written a checkpoint. */
    boolean hasSaved(int job, double nowSeconds) {
        return savedSeconds(job, nowSeconds) > 0;
    }

    /** Time at work that checkpoints of the run hold, with what it went on from [s]. */
    private double savedSeconds(int job, double nowSeconds) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return checkpoint == null || jobs.state[job] != JobTable.RUNNING
                ? 0
                : checkpoint.savedSeconds(workSeconds(job), elapsedSeconds(job, nowSeconds));
    }

    /** Time at work of the run that no checkpoint holds [s]. */
    double unsavedSeconds(int job, double nowSeconds) {
        double kept =
                Math.min(remainingIfKilledSeconds(job, nowSeconds), jobs.remainingSeconds[job]);
        return Math.max(0, kept - remainingSeconds(job, nowSeconds)) / jobs.speed[job];
    }

    /** Time at work that a job would lose if it were killed now, times its GPUs [GPU-s]. */
    double unsavedGpuSeconds(int job, double nowSeconds) {
        double before = hasSaved(job, nowSeconds) ? 0 : jobs.openGpuSeconds[job];
        return before + unsavedSeconds(job, nowSeconds) * jobs.held[job];
    }

    /** The run of a job ends with its work kept, but in no checkpoint. */
    void end(int job, double nowSeconds) {
        if (jobs.state[job] != JobTable.RUNNING) {
            return;
        }
        double left = remainingSeconds(job, nowSeconds);
        jobs.openGpuSeconds[job] = unsavedGpuSeconds(job, nowSeconds);
        Checkpoint checkpoint = jobs.checkpoints[job];
        if (checkpoint != null) {
            jobs.remainingIfKilledSeconds[job] = remainingIfKilledSeconds(job, nowSeconds);
            jobs.openSeconds[job] =
                    checkpoint.lostSeconds(workSeconds(job), elapsedSeconds(job, nowSeconds));
        }
        jobs.remainingSeconds[job] = left;
    }

    /** A job that runs no more has so much left, from a checkpoint or from its beginning [s]. */
    void goBack(int job, double remainingSeconds) {
        jobs.remainingSeconds[job] = remainingSeconds;
        jobs.remainingIfKilledSeconds[job] = remainingSeconds;
        jobs.openSeconds[job] = 0;
        jobs.openGpuSeconds[job] = 0;
    }

    /** Time that the run still needs to start [s]. */
    double startUpLeftSeconds(int job, double nowSeconds) {
        return startUpLeftAt(job, clockOf(job).reading(nowSeconds));
    }

    private double startUpLeftAt(int job, double readingSeconds) {
        double began = jobs.begunSeconds[job];
        return Math.max(0, began + jobs.startUpSeconds[job] - readingSeconds);
    }

    /** Time the run has spent to start since this was last asked [s]. */
    double drainStartUpSeconds(int job, double nowSeconds) {
        double spent = jobs.startUpSeconds[job] - startUpLeftAt(job, until(job, nowSeconds));
        double since = spent - jobs.toldStartUpSeconds[job];
        jobs.toldStartUpSeconds[job] = spent;
        return since;
    }

    /** Time the run has spent writing checkpoints since this was last asked [s]. */
    double drainWritingSeconds(int job, double nowSeconds) {
        double spent = writingSeconds(job, nowSeconds);
        double since = spent - jobs.toldWritingSeconds[job];
        jobs.toldWritingSeconds[job] = spent;
        return since;
    }

    /** Time to write one checkpoint; 0 where there are none [s]. */
    double writeSeconds(int job) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return checkpoint == null ? 0 : checkpoint.writeSeconds();
    }

    /** A job whose run has ended writes a checkpoint from now on; when it will have [s]. */
    double leave(int job, double nowSeconds) {
        jobs.leavingSeconds[job] = nowSeconds;
        jobs.toldWritingSeconds[job] = 0;
        return nowSeconds + writeSeconds(job);
    }

    /** Time this run, or what it writes on leaving, has spent writing checkpoints [s]. */
    double writingSeconds(int job, double nowSeconds) {
        if (jobs.state[job] == JobTable.LEAVING) {
            double until = Math.min(nowSeconds, jobs.stalledSeconds[job]);
            return Math.max(0, until - jobs.leavingSeconds[job]);
        }
        Checkpoint checkpoint = jobs.checkpoints[job];
        return checkpoint == null
                ? 0
                : checkpoint.writingSeconds(workSeconds(job), elapsedSeconds(job, nowSeconds));
    }

    /** Work of the run at its speed, with what was done since the last checkpoint [s]. */
    private double workSeconds(int job) {
        return jobs.openSeconds[job] + jobs.remainingSeconds[job] / jobs.speed[job];
    }

    /** Time at work or writing since the checkpoint that the run went on from [s]. */
    private double elapsedSeconds(int job, double nowSeconds) {
        double until = until(job, nowSeconds);
        double ofRun = Math.max(0, until - jobs.begunSeconds[job] - jobs.startUpSeconds[job]);
        return jobs.openSeconds[job] + ofRun;
    }

    /** What the clock of its pool read when it stood still, or reads now [s]. */
    private double until(int job, double nowSeconds) {
        return Math.min(clockOf(job).reading(nowSeconds), jobs.haltedSeconds[job]);
    }
}
