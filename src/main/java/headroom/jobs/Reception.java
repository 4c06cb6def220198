package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.jobbook.Closeup;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;

/**
 * Who is at a station, and the book of it: jobs are taken in or refused, wait, start, end, lose
 * patience, and come again after a refusal.
 */
final class Reception {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.StationSpec spec;
    private final int index;
    private final StationCounts counts;
    private final StreamCounts[] streams;
    private final boolean isProbed;
    /** Whether jobs may lose patience or come again. */
    private final boolean isTricky;

    private final boolean hasLoad;
    private long sequence;

    Reception(JobPlane plane, JobsSpec.StationSpec spec, int index) {
        this.plane = plane;
        isTricky = plane.isTricky();
        this.spec = spec;
        this.index = index;
        jobs = plane.jobs();
        counts = plane.counts().stations.get(index);
        streams = counts.streams.toArray(new StreamCounts[0]);
        isProbed = plane.isProbed();
        hasLoad = spec.load() != JobsSpec.Load.NONE;
    }

    StationCounts counts() {
        return counts;
    }

    StreamCounts stream(int job) {
        return streams[jobs.stream[job]];
    }

    /** A job comes, or comes again. */
    void comes(int job) {
        if (!isTricky || jobs.tries[job] == 0) {
            stream(job).arrived++;
            jobs.arrivedSeconds[job] = plane.nowSeconds();
        }
        jobs.station[job] = index;
    }

    /** Whether a job that comes is taken in; then it waits. */
    boolean admit(int job, boolean isWelcome) {
        if (!isWelcome || counts.number() >= spec.places()) {
            refuse(job);
            return false;
        }
        double now = plane.nowSeconds();
        StreamCounts stream = stream(job);
        jobs.state[job] = JobTable.WAITING;
        jobs.sequence[job] = sequence++;
        jobs.hasRun[job] = false;
        jobs.remainingSeconds[job] = jobs.sizeSeconds[job];
        jobs.remainingIfKilledSeconds[job] = jobs.sizeSeconds[job];
        jobs.openSeconds[job] = 0;
        jobs.openGpuSeconds[job] = 0;
        stream.change(now, 1, 1, 0);
        counts.change(now, 1);
        return true;
    }

    /** A job was asked to start and still waits: whether it stays, in a line of so many. */
    boolean staysInLine(int job, int inLine) {
        if (inLine > spec.line()) {
            return false;
        }
        if (isTricky) {
            jobs.tries[job] = 0;
            JobSource source = plane.source(job);
            if (source.hasPatience()) {
                plane.start(job, plane.nowSeconds() + source.drawPatience(), Rank.CALENDAR);
            }
        }
        return true;
    }

    /** A job that waits is turned away after all. */
    void turnAway(int job) {
        double now = plane.nowSeconds();
        stream(job).change(now, -1, -1, 0);
        counts.change(now, -1);
        refuse(job);
    }

    private void refuse(int job) {
        double now = plane.nowSeconds();
        Closeup closeup = stream(job).closeup;
        JobSource source = plane.source(job);
        closeup.blocked += jobs.tries[job] == 0 ? 1 : 0;
        if (jobs.tries[job] < source.retries()) {
            jobs.tries[job]++;
            jobs.state[job] = JobTable.ORBITING;
            closeup.orbit.change(now, closeup.orbit.value() + 1, 0);
            plane.start(job, now + source.drawPause(), Rank.ARRIVE_WORK);
        } else {
            jobs.tries[job] = 0;
            stream(job).refused++;
            plane.left(job, false);
        }
    }

    /** A job that was refused tries again. */
    void comesAgain(int job) {
        Closeup closeup = stream(job).closeup;
        closeup.orbit.change(plane.nowSeconds(), closeup.orbit.value() - 1, 0);
        closeup.retried++;
    }

    /** A job leaves the line, unserved. */
    void abandon(int job) {
        double now = plane.nowSeconds();
        StreamCounts stream = stream(job);
        stream.closeup.abandoned(now - jobs.arrivedSeconds[job]);
        if (isProbed) {
            counts.looks.waited(jobs.sequence[job] + 1, now - jobs.arrivedSeconds[job]);
        }
        stream.change(now, -1, -1, 0);
        counts.change(now, -1);
        plane.left(job, false);
    }

    /** A job that waits starts, on so many GPUs. */
    void start(int job, int held) {
        double now = plane.nowSeconds();
        jobs.held[job] = held;
        jobs.state[job] = JobTable.RUNNING;
        jobs.startedSeconds[job] = now;
        StreamCounts stream = stream(job);
        stream.change(now, 0, -1, held);
        settleLoad();
        if (jobs.hasRun[job]) {
            return;
        }
        jobs.hasRun[job] = true;
        if (isTricky) {
            jobs.tries[job] = 0;
            plane.stop(job);
        }
        double waited = now - jobs.arrivedSeconds[job];
        stream.start(waited);
        if (isProbed) {
            counts.looks.waited(jobs.sequence[job] + 1, waited);
        }
        if (plane.isSaturated()) {
            plane.started(job);
        }
    }

    /** A job in service goes back to the line. */
    void stop(int job) {
        jobs.state[job] = JobTable.WAITING;
        stream(job).change(plane.nowSeconds(), 0, 1, -jobs.held[job]);
        settleLoad();
    }

    /** A job in service has ended that alone has a speed; it is still in the table. */
    void end(int job, double speed) {
        double now = plane.nowSeconds();
        StreamCounts stream = stream(job);
        double sojourn = now - jobs.arrivedSeconds[job];
        stream.end(sojourn, jobs.sizeSeconds[job] / speed);
        if (isProbed) {
            stream.closeup.completed(jobs.sizeSeconds[job], sojourn);
        }
        stream.change(now, -1, 0, -jobs.held[job]);
        counts.change(now, -1);
        settleLoad();
    }

    /** Whether there is load enough left for a job to start. */
    boolean affords(int job) {
        // a sum of decimals that rounds up must not refuse the last that fits
        return !hasLoad
                || load() + plane.source(job).load()
                        <= spec.load().most() + 1e-9 * spec.load().step();
    }

    private void settleLoad() {
        if (hasLoad) {
            counts.load(plane.nowSeconds(), load());
        }
    }

    /** Summed anew each time, so that it does not drift. */
    private double load() {
        double sum = 0;
        for (int s = 0; s < streams.length; s++) {
            sum += (streams[s].number() - streams[s].waiting())
                    * plane.sourceOf(s).load();
        }
        return sum;
    }
}
