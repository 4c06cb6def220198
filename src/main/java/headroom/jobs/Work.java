package headroom.jobs;

import headroom.faults.Checkpoint;
import headroom.jobbook.Closeup;

/**
 * What jobs in service have done of their work, and what it costs to stop them and start again.
 *
 * <p>A job that saves its work pays to restart and to read it back each time it starts but the
 * first. What checkpoints save and cost is in closed form ({@link Checkpoint}).
 */
final class Work {
    private final JobPlane plane;
    private final JobTable jobs;

    Work(JobPlane plane) {
        this.plane = plane;
        jobs = plane.jobs();
    }

    /** A job starts, again if so, at its speed: how long it takes if nothing stops it [s]. */
    double start(int job, boolean isAgain) {
        double now = plane.nowSeconds();
        Checkpoint saves = plane.source(job).checkpoint();
        if (saves == null) {
            jobs.settledSeconds[job] = now;
            return jobs.remainingSeconds[job] / jobs.speed[job];
        }
        double recovery = isAgain ? saves.recoverySeconds() : 0;
        jobs.settledSeconds[job] = now + recovery;
        return recovery + saves.durationSeconds(runSeconds(job));
    }

    private double runSeconds(int job) {
        return jobs.remainingSeconds[job] / jobs.speed[job];
    }

    /** Service a job still needs, at speed 1 [s]. */
    double remainingSeconds(int job) {
        double left = jobs.remainingSeconds[job];
        if (jobs.state[job] != JobTable.RUNNING) {
            return left;
        }
        double elapsed = Math.max(0, plane.nowSeconds() - jobs.settledSeconds[job]);
        Checkpoint saves = plane.source(job).checkpoint();
        double done = saves == null ? elapsed : saves.doneSeconds(runSeconds(job), elapsed);
        return Math.max(0, left - done * jobs.speed[job]);
    }

    /** A job in service ends. */
    void end(int job, Closeup book) {
        Checkpoint saves = plane.source(job).checkpoint();
        if (saves != null) {
            settle(job, saves, book);
        }
    }

    /** A job in service stops; what of its work is lost [GPU-seconds]. */
    double stop(int job, Orders.Preemption how, Closeup book) {
        double speed = jobs.speed[job];
        double left = remainingSeconds(job);
        Checkpoint saves = plane.source(job).checkpoint();
        double kept = how == Orders.Preemption.RESUME ? left : jobs.sizeSeconds[job];
        if (saves != null) {
            settle(job, saves, book);
            if (how == Orders.Preemption.RESTART) {
                double elapsed = Math.max(0, plane.nowSeconds() - jobs.settledSeconds[job]);
                double saved = saves.savedSeconds(runSeconds(job), elapsed) * speed;
                kept = Math.max(0, jobs.remainingSeconds[job] - saved);
            }
        }
        jobs.remainingSeconds[job] = kept;
        return Math.max(0, kept - left) / speed * jobs.held[job];
    }

    private void settle(int job, Checkpoint saves, Closeup book) {
        double now = plane.nowSeconds();
        double began = jobs.settledSeconds[job];
        double recovery = Math.min(now, began) - jobs.startedSeconds[job];
        book.restartSeconds += recovery * jobs.held[job];
        if (now > began) {
            double writing = saves.writingSeconds(runSeconds(job), now - began);
            book.writingSeconds += writing * jobs.held[job];
        }
    }
}
