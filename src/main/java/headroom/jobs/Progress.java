package headroom.jobs;

import headroom.faults.Checkpoint;

import org.jspecify.annotations.Nullable;

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
 */
final class Progress {
    private final JobTable jobs;

    Progress(JobTable jobs) {
        this.jobs = jobs;
    }

    /** A run begins, of the work that remains; when it ends if it is left alone [s]. */
    double begin(
            int job, double nowSeconds, double startUpSeconds, @Nullable Checkpoint checkpoint) {
        jobs.settledSeconds[job] = nowSeconds;
        jobs.startUpSeconds[job] = startUpSeconds;
        jobs.stalledSeconds[job] = Double.POSITIVE_INFINITY;
        jobs.checkpoints[job] = checkpoint;
        double workSeconds = workSeconds(job);
        return nowSeconds
                + startUpSeconds
                + (checkpoint == null ? workSeconds : checkpoint.durationSeconds(workSeconds));
    }

    /** The run stands still from now on and holds what it holds, until it is killed. */
    void stall(int job, double nowSeconds) {
        jobs.stalledSeconds[job] = Math.min(nowSeconds, jobs.stalledSeconds[job]);
    }

    boolean isStalled(int job) {
        return jobs.stalledSeconds[job] < Double.POSITIVE_INFINITY;
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
        double began = jobs.settledSeconds[job];
        return Math.max(0, began + jobs.startUpSeconds[job] - nowSeconds);
    }

    /** Time the run has spent to start [s]. */
    double startUpSpentSeconds(int job, double nowSeconds) {
        return jobs.startUpSeconds[job] - startUpLeftSeconds(job, nowSeconds);
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

    /** Time the run has been at work or writing [s]. */
    private double elapsedSeconds(int job, double nowSeconds) {
        double until = Math.min(nowSeconds, jobs.stalledSeconds[job]);
        return Math.max(0, until - jobs.settledSeconds[job] - jobs.startUpSeconds[job]);
    }
}
