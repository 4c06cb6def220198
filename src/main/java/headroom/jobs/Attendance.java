package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.jobbook.StationCounts;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import org.jspecify.annotations.Nullable;

/** Which of the plain servers of a station are there, and which are away. */
final class Attendance {
    private final JobPlane plane;
    private final GangStation station;
    private final Pools pools;
    private final JobsSpec.StationSpec spec;
    private final StationCounts counts;
    private @Nullable Standby standby;
    /** Servers that are to go and are still held. */
    private int owed;

    Attendance(JobPlane plane, GangStation station, Pools pools, JobsSpec.StationSpec spec) {
        this.plane = plane;
        this.station = station;
        this.pools = pools;
        this.spec = spec;
        counts = station.counts();
        counts.up(0, spec.capacity());
    }

    /** Starts what makes them come and go. */
    void begin(Streams streams) {
        JobsSpec.Away away = spec.away();
        if (away instanceof JobsSpec.Breakdowns breaks) {
            new Breakdowns(plane, station, breaks, spec.capacity(), streams).begin();
        } else if (away instanceof JobsSpec.Planned planned) {
            int[] next = {0};
            int[] timer = new int[1];
            timer[0] = plane.timer(() -> {
                int i = next[0]++;
                int before = i == 0 ? spec.capacity() : planned.servers()[i - 1];
                await(planned, next[0], timer[0]);
                planned(planned.servers()[i] - before);
            });
            await(planned, 0, timer[0]);
        } else if (!(away instanceof JobsSpec.Always)) {
            standby = new Standby(plane, station, spec, streams.of("away"));
            standby.settle();
        }
    }

    /** The policy has decided: servers on standby are wanted, or not. */
    void decided() {
        if (standby != null) {
            standby.settle();
        }
    }

    /** So many servers more are up from now on, or free ones fewer. */
    void change(int more) {
        away(-more);
        station.decide();
    }

    /** So many free servers go. */
    void away(int fewer) {
        counts.up(plane.nowSeconds(), pools.away(fewer));
    }

    private void await(JobsSpec.Planned planned, int next, int timer) {
        if (next < planned.servers().length) {
            plane.startTimer(timer, planned.timesSeconds()[next], Rank.ARRIVE_CAPACITY);
        }
    }

    private void planned(int more) {
        owed -= more;
        goOwed();
        station.decide();
    }

    /** Some may be free now: those who are to go do. */
    void settle() {
        if (owed > 0) {
            goOwed();
        }
    }

    private void goOwed() {
        int go = Math.min(owed, station.free());
        if (go != 0) {
            owed -= go;
            away(go);
        }
    }

    /** So many servers are on their way back. */
    void comes(int servers) {
        counts.inSetup.change(plane.nowSeconds(), servers, servers);
    }
}
