package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;

/**
 * A station whose jobs in service share its servers evenly; those beyond wait in order of arrival.
 *
 * <p>It lives in virtual time: the service that a job of speed 1 in service has had since time 0.
 * With n in service it passes at the speed each has then, so that a job's end is known in virtual
 * time when it starts, whoever comes later. One real event is pending: the end of the job that is
 * first in virtual time. An arrival or end costs the logarithm of the jobs in service. With a
 * server for everybody virtual time is real time.
 */
final class SharingStation implements Station {
    private final JobPlane plane;
    private final JobTable jobs;
    private final JobsSpec.Sharing sharing;
    private final boolean isDelay;
    private final Reception reception;
    private final Line line;
    /** Ends of those in service, in virtual time. */
    private final EntityClock ends = new EntityClock();

    private final int next;
    private final int servers;
    private final int index;
    private double virtualSeconds;
    private double settledSeconds;

    SharingStation(JobPlane plane, JobsSpec.StationSpec spec, int index) {
        this.plane = plane;
        isDelay = !(spec.service() instanceof JobsSpec.Sharing);
        sharing = spec.service() instanceof JobsSpec.Sharing stated
                ? stated
                : new JobsSpec.Sharing(Integer.MAX_VALUE, jobs -> 1);
        this.index = index;
        servers = spec.capacity();
        jobs = plane.jobs();
        reception = new Reception(plane, spec, index);
        line = new Line(jobs);
        next = plane.timer(this::end);
        reception.counts().capacity(0, spec.capacity());
    }

    @Override
    public void arrive(int job) {
        reception.comes(job);
        if (!reception.admit(job, true)) {
            return;
        }
        if (line.size() == 0 && canStart(job)) {
            settle();
            start(job);
            await();
        } else if (reception.staysInLine(job, line.size() + 1)) {
            line.add(job, 0);
        } else {
            reception.turnAway(job);
        }
    }

    @Override
    public void due(int job) {
        if (plane.jobs().state[job] == JobTable.ORBITING) {
            reception.comesAgain(job);
            arrive(job);
        } else {
            line.remove(job);
            reception.abandon(job);
            settle();
            startThoseWhoCan();
            await();
        }
    }

    @Override
    public void settleBooks() {
        // time in service is counted as it passes
    }

    private boolean canStart(int job) {
        return ends.size() < sharing.most() && reception.affords(job);
    }

    private void start(int job) {
        jobs.speed[job] = plane.visit(job, index).speeds()[0];
        ends.start(job, virtualSeconds + jobs.sizeSeconds[job] / jobs.speed[job], Rank.COMPLETE);
        // a server for everybody is one for each part of a gang too
        reception.start(job, isDelay ? jobs.gang[job] : 1);
    }

    private void end() {
        settle();
        // exactly there, whatever the sums of the way rounded to
        virtualSeconds = ends.nextSeconds();
        int job = ends.poll();
        if (ends.size() == 0 && !isDelay) {
            virtualSeconds = 0;
        }
        reception.end(job, jobs.speed[job] * sharing.speed().applyAsDouble(1));
        startThoseWhoCan();
        await();
        plane.served(job);
    }

    /** In order of arrival: who cannot start holds up those behind. */
    private void startThoseWhoCan() {
        while (line.size() > 0 && canStart(line.head())) {
            int first = line.head();
            line.remove(first);
            start(first);
        }
    }

    private void settle() {
        double now = plane.nowSeconds();
        if (isDelay) {
            virtualSeconds = now;
        } else if (ends.size() > 0) {
            virtualSeconds += (now - settledSeconds) * sharing.speed().applyAsDouble(ends.size());
        }
        settledSeconds = now;
    }

    private void count() {
        int atWork = Math.min(ends.size(), servers);
        reception.counts().shared.change(plane.nowSeconds(), atWork, 0);
    }

    private void await() {
        count();
        plane.stopTimer(next);
        if (ends.size() > 0) {
            double left = Math.max(0, ends.nextSeconds() - virtualSeconds);
            double speed = sharing.speed().applyAsDouble(ends.size());
            plane.startTimer(next, plane.nowSeconds() + left / speed, Rank.COMPLETE);
        }
    }
}
