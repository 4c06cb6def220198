package headroom.jobs;

import headroom.gangs.GangSpec;
import headroom.gangs.JobsSpec;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.Rank;
import headroom.variates.Fixed;
import headroom.workload.RecordedJobs;

/**
 * Plain servers, one a job, in order of arrival: what {@link GangStation} does for them, without
 * asking a policy whose answer is known. Where several jobs end at one instant each is followed at
 * once by the next in line.
 */
final class ServerStation implements Station {
    private static final int NONE = StationView.NONE;

    private final JobPlane plane;
    private final JobTable jobs;
    private final int index;
    private final int places;
    private final int servers;
    private final StationCounts counts;
    private final StreamCounts[] streams;
    private final double[] speeds;
    private int busy;
    private int head = NONE;
    private int tail = NONE;

    ServerStation(JobPlane plane, JobsSpec spec, int index) {
        this.plane = plane;
        this.index = index;
        jobs = plane.jobs();
        JobsSpec.StationSpec station = spec.stations().get(index);
        places = places(station);
        servers = station.capacity();
        counts = plane.counts().stations.get(index);
        streams = counts.streams.toArray(new StreamCounts[0]);
        speeds = speeds(spec, index);
        counts.capacity(0, servers);
        counts.up(0, servers);
    }

    /** Jobs that may be there: who would have to wait where the line is full is refused. */
    static int places(JobsSpec.StationSpec station) {
        return (int) Math.min(station.places(), (long) station.capacity() + station.line());
    }

    /** By stream, speed there; NaN where none of its jobs come. */
    static double[] speeds(JobsSpec spec, int index) {
        return spec.streams().stream()
                .map(stream -> stream.visits().get(index).speeds())
                .mapToDouble(speeds -> speeds.length == 0 ? Double.NaN : speeds[0])
                .toArray();
    }

    /** Whether a station of these jobs is no more than this. */
    static boolean isEnough(JobsSpec spec, JobsSpec.StationSpec station, SchedulingPolicy policy) {
        boolean isPlain = policy.isInOrderOfArrival()
                && station.service() instanceof JobsSpec.Gangs
                && station.pools().size() == 1
                && station.pools().get(0).plan() == null
                && station.pools().get(0).gpus() > 0
                && station.away() instanceof JobsSpec.Always
                && station.load() == JobsSpec.Load.NONE;
        return isPlain && spec.streams().stream().allMatch(ServerStation::isPlain);
    }

    private static boolean isPlain(JobsSpec.StreamSpec stream) {
        return stream.gangs() instanceof Fixed one
                && one.mean() == 1
                && stream.visits().stream().noneMatch(v -> v.size() instanceof RecordedJobs)
                && stream.gang().equals(GangSpec.PLAIN)
                && stream.conduct().patience() == null
                && stream.conduct().pause() == null
                && !stream.coming().isSaturated();
    }

    @Override
    public void arrive(int job) {
        StreamCounts stream = streams[jobs.stream[job]];
        stream.arrived++;
        jobs.station[job] = index;
        if (counts.number() >= places) {
            stream.closeup.blocked++;
            stream.refused++;
            plane.left(job, false);
            return;
        }
        double now = plane.nowSeconds();
        jobs.arrivedSeconds[job] = now;
        counts.change(now, 1);
        if (busy < servers && head == NONE) {
            stream.change(now, 1, 0, 1);
            serve(job, stream, 0, now);
            return;
        }
        stream.change(now, 1, 1, 0);
        jobs.state[job] = JobTable.WAITING;
        jobs.behind[job] = NONE;
        if (head == NONE) {
            head = job;
        } else {
            jobs.behind[tail] = job;
        }
        tail = job;
        next(now);
    }

    /** The first in line starts, if there is one and a server is free. */
    private void next(double now) {
        if (head != NONE && busy < servers) {
            int job = head;
            head = jobs.behind[job];
            StreamCounts stream = streams[jobs.stream[job]];
            stream.change(now, 0, -1, 1);
            serve(job, stream, now - jobs.arrivedSeconds[job], now);
        }
    }

    private void serve(int job, StreamCounts stream, double waited, double now) {
        busy++;
        jobs.state[job] = JobTable.RUNNING;
        jobs.held[job] = 1;
        stream.start(waited);
        double seconds = jobs.sizeSeconds[job] / speeds[jobs.stream[job]];
        plane.start(job, now + seconds, Rank.COMPLETE);
    }

    @Override
    public void due(int job) {
        double now = plane.nowSeconds();
        StreamCounts stream = streams[jobs.stream[job]];
        double alone = jobs.sizeSeconds[job] / speeds[jobs.stream[job]];
        stream.end(now - jobs.arrivedSeconds[job], alone);
        stream.change(now, -1, 0, -1);
        counts.change(now, -1);
        busy--;
        // who comes back to this station does so behind all who are in line
        plane.served(job);
        next(now);
    }

    @Override
    public void settleBooks() {
        // every change is booked as it happens
    }
}
