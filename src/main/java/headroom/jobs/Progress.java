package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.kernel.PacedClock;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What the runs of jobs have done and saved since they began, asked for at any later time.
 *
 * <pre>
 * end of a run:    begin + u + duration(W / s)
 * after time x:    done s x done(W / s, x - u),  saved s x saved(W / s, x - u)
 * </pre>
 *
 * W is the work left when the run begins, at speed 1 [s], s its speed [1], u the time to start it
 * again, in which nothing is done [s]; duration, done and saved are those of {@link Checkpoint}.
 * Without checkpoints duration and done are the time itself, and nothing is saved: what is killed
 * begins anew.
 *
 * <p>All of these are read off the clock of the pool, which runs slower than time where power is
 * short: a gang that is slowed to a pace gets that share of everything done, start and checkpoints
 * too, as if it stood still for the rest of the time. So ends move in closed form.
 */
final class Progress {
    private final JobTable jobs;
    /** By job with checkpoints: of its run, time to start and to write that was told of [s]. */
    private double[] toldStartUpSeconds = new double[64];

    private double[] toldWritingSeconds = new double[64];
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
            tellAnew(job);
        }
        return endSeconds(job);
    }

    /** When the run ends if it is left alone, and its pace stays [s]. */
    double endSeconds(int job) {
        return endSeconds(job, workSeconds(job));
    }

    /** When it would end so if its work at the speed of the run were that [s]. */
    double endSeconds(int job, double workSeconds) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return clockOf(job)
                .timeOf(jobs.begunSeconds[job]
                        + jobs.startUpSeconds[job]
                        + (checkpoint == null
                                ? workSeconds
                                : checkpoint.durationSeconds(workSeconds)));
    }

    private void tellAnew(int job) {
        if (job >= toldWritingSeconds.length) {
            int to = Math.max(2 * toldWritingSeconds.length, job + 1);
            toldStartUpSeconds = Arrays.copyOf(toldStartUpSeconds, to);
            toldWritingSeconds = Arrays.copyOf(toldWritingSeconds, to);
        }
        toldStartUpSeconds[job] = 0;
        toldWritingSeconds[job] = 0;
    }

    /** The run stands still from now on and holds what it holds, until it is killed. */
    void stall(int job, double nowSeconds) {
        if (!isStalled(job)) {
            jobs.stalledSeconds[job] = nowSeconds;
            jobs.haltedSeconds[job] = clockOf(job).reading(nowSeconds);
        }
    }

    boolean isStalled(int job) {
        return jobs.stalledSeconds[job] < Double.POSITIVE_INFINITY;
    }

    /** For how long the run has stood still [s]. */
    double stalledForSeconds(int job, double nowSeconds) {
        return Math.max(0, nowSeconds - jobs.stalledSeconds[job]);
    }

    /** Work that a job still needs, running or not [s at speed 1]. */
    double remainingSeconds(int job, double nowSeconds) {
        double left = jobs.remainingSeconds[job];
        if (jobs.state[job] != JobTable.RUNNING) {
            return left;
        }
        double elapsed = elapsedSeconds(job, nowSeconds);
        Checkpoint checkpoint = jobs.checkpoints[job];
        double done =
                checkpoint == null ? elapsed : checkpoint.doneSeconds(workSeconds(job), elapsed);
        return Math.max(0, left - done * jobs.speed[job]);
    }

    /** Work that a running job would still need if it were killed now [s at speed 1]. */
    double remainingIfKilledSeconds(int job, double nowSeconds) {
        if (jobs.state[job] == JobTable.LEAVING) {
            return jobs.remainingIfKilledSeconds[job];
        }
        Checkpoint checkpoint = jobs.checkpoints[job];
        if (checkpoint == null) {
            return jobs.sizeSeconds[job];
        }
        double saved = checkpoint.savedSeconds(workSeconds(job), elapsedSeconds(job, nowSeconds));
        return Math.max(0, jobs.remainingSeconds[job] - saved * jobs.speed[job]);
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
        double since = spent - toldStartUpSeconds[job];
        toldStartUpSeconds[job] = spent;
        return since;
    }

    /** Time the run has spent writing checkpoints since this was last asked [s]. */
    double drainWritingSeconds(int job, double nowSeconds) {
        double spent = writingSeconds(job, nowSeconds);
        double since = spent - toldWritingSeconds[job];
        toldWritingSeconds[job] = spent;
        return since;
    }

    /** Time to write one checkpoint; 0 where there are none [s]. */
    double writeSeconds(int job) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return checkpoint == null ? 0 : checkpoint.writeSeconds();
    }

    /** Time this run has spent writing checkpoints [s]. */
    double writingSeconds(int job, double nowSeconds) {
        Checkpoint checkpoint = jobs.checkpoints[job];
        return checkpoint == null
                ? 0
                : checkpoint.writingSeconds(workSeconds(job), elapsedSeconds(job, nowSeconds));
    }

    private double workSeconds(int job) {
        return jobs.remainingSeconds[job] / jobs.speed[job];
    }

    /** Time the run has been at work or writing, by the clock of its pool [s]. */
    private double elapsedSeconds(int job, double nowSeconds) {
        double until = until(job, nowSeconds);
        return Math.max(0, until - jobs.begunSeconds[job] - jobs.startUpSeconds[job]);
    }

    /** What the clock of its pool read when it stood still, or reads now [s]. */
    private double until(int job, double nowSeconds) {
        return Math.min(clockOf(job).reading(nowSeconds), jobs.haltedSeconds[job]);
    }
}
