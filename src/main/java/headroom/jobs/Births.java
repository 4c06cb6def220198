package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.gangs.StationView;
import headroom.jobbook.Gauge;
import headroom.jobbook.JobCounts;
import headroom.kernel.Rank;

/** How jobs come into the system, as one or in parts, and leave it. */
final class Births {
    private static final int NONE = StationView.NONE;

    private final JobPlane plane;
    private final JobTable jobs;
    private final JobCounts counts;
    private final boolean isNetwork;
    /** Jobs come, and go, and that is all. */
    private final boolean isPlain;
    /** Jobs that saturated streams still owe at this instant. */
    private final int[] owed;

    private final int timer;
    private boolean isPaying;

    Births(JobPlane plane, JobsSpec spec) {
        this.plane = plane;
        isNetwork = spec.stations().size() > 1;
        isPlain = !isNetwork
                && spec.streams().stream()
                        .allMatch(stream ->
                                stream.coming().isOpen() && stream.conduct().deadline() == null);
        jobs = plane.jobs();
        counts = plane.counts();
        owed = new int[spec.streams().size()];
        timer = plane.timer(this::pay);
    }

    /** A job comes in through a stream. */
    void enter(int stream) {
        int job = jobs.add();
        if (isPlain) {
            JobSource source = plane.sourceOf(stream);
            jobs.stream[job] = stream;
            jobs.gang[job] = source.drawGang();
            jobs.priority[job] = source.priority();
            plane.send(job, source.spec().first());
            return;
        }
        jobs.door[job] = stream;
        jobs.parent[job] = NONE;
        come(job);
    }

    private void come(int job) {
        int door = jobs.door[job];
        int stream = plane.sourceOf(door).drawStream(door);
        JobSource source = plane.sourceOf(stream);
        double now = plane.nowSeconds();
        jobs.stream[job] = stream;
        jobs.bornSeconds[job] = now;
        jobs.gang[job] = source.drawGang();
        jobs.priority[job] = source.priority();
        if (source.hasDeadline()) {
            jobs.deadlineSeconds[job] = now + source.drawDeadline();
        }
        if (isNetwork) {
            present(stream, 1);
        }
        int[] forks = source.spec().coming().forks();
        if (forks.length > 0) {
            fork(job, forks);
        } else {
            plane.send(job, source.spec().first());
        }
    }

    private void fork(int job, int[] stations) {
        jobs.state[job] = JobTable.FORKED;
        jobs.place[job] = stations.length;
        // where it is late, if it is
        jobs.station[job] = stations[0];
        for (int station : stations) {
            int part = jobs.add();
            jobs.stream[part] = jobs.stream[job];
            jobs.door[part] = jobs.door[job];
            jobs.parent[part] = job;
            jobs.gang[part] = jobs.gang[job];
            jobs.priority[part] = jobs.priority[job];
            jobs.bornSeconds[part] = jobs.bornSeconds[job];
            jobs.deadlineSeconds[part] = jobs.deadlineSeconds[job];
            plane.send(part, station);
        }
    }

    /** A job, or a part of one, has left all stations, served or not. */
    void left(int job, boolean isServed) {
        if (isPlain) {
            jobs.remove(job);
            return;
        }
        int parent = jobs.parent[job];
        if (parent != NONE) {
            jobs.remove(job);
            if (!isServed) {
                jobs.state[parent] = JobTable.SPOILED;
            }
            if (--jobs.place[parent] == 0) {
                left(parent, jobs.state[parent] != JobTable.SPOILED);
            }
            return;
        }
        int stream = jobs.stream[job];
        JobSource source = plane.sourceOf(stream);
        double now = plane.nowSeconds();
        if (isNetwork) {
            present(stream, -1);
        }
        if (isServed) {
            double life = now - jobs.bornSeconds[job];
            counts.lives.get(stream).add(life);
            counts.lifetimes.get(stream).record(life);
        }
        if (isServed && source.hasDeadline() && now > jobs.deadlineSeconds[job]) {
            counts.stations.get(jobs.station[job]).streams.get(stream).closeup.late++;
        }
        if (plane.sourceOf(jobs.door[job]).spec().coming().population() > 0) {
            come(job);
        } else {
            jobs.remove(job);
        }
    }

    private void present(int stream, int more) {
        Gauge gauge = counts.present.get(stream);
        gauge.change(plane.nowSeconds(), gauge.value() + more, 0);
    }

    /** A job has started for the first time: where its stream is saturated, another comes. */
    void started(int job) {
        int door = jobs.door[job];
        JobsSpec.StreamSpec spec = plane.sourceOf(door).spec();
        if (spec.coming().isSaturated() && jobs.station[job] == spec.first()) {
            owed[door]++;
            if (!isPaying) {
                isPaying = true;
                plane.startTimer(timer, plane.nowSeconds(), Rank.ARRIVE_WORK);
            }
        }
    }

    private void pay() {
        for (int door = 0; door < owed.length; door++) {
            while (owed[door] > 0) {
                owed[door]--;
                enter(door);
            }
        }
        isPaying = false;
    }
}
