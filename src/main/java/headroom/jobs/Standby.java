package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;
import headroom.variates.Law;

import umontreal.ssj.rng.RandomStream;

/**
 * Servers of one station that go off when nobody waits for them, and what it takes until they are
 * back: a setup that starts when somebody waits, or a vacation that starts at once.
 */
final class Standby {
    private final JobPlane plane;
    private final GangStation station;
    private final Law time;
    private final RandomStream times;
    private final boolean isVacation;
    private final int most;
    /** By server on its way: when it is back. */
    private final EntityClock coming = new EntityClock();
    /** Servers: first those on their way, in the order in which they started. */
    private final int[] order;

    private int off;
    private final int timer;

    Standby(JobPlane plane, GangStation station, JobsSpec.StationSpec spec, RandomStream times) {
        this.plane = plane;
        this.station = station;
        this.times = times;
        isVacation = spec.away() instanceof JobsSpec.Vacations;
        if (spec.away() instanceof JobsSpec.Setup setup) {
            time = setup.time();
            most = setup.most();
        } else {
            time = ((JobsSpec.Vacations) spec.away()).time();
            most = Integer.MAX_VALUE;
        }
        order = new int[spec.capacity()];
        for (int server = 0; server < order.length; server++) {
            order[server] = server;
        }
        timer = plane.timer(this::back);
    }

    /** The policy has decided: free servers with nobody in line go, others come. */
    void settle() {
        int idle = station.waiting() == 0 ? station.free() : 0;
        if (idle > 0) {
            off += idle;
            station.attendance().away(idle);
        }
        int wanted = isVacation ? off : Math.min(Math.min(station.waiting(), off), most);
        if (wanted == coming.size()) {
            return;
        }
        while (coming.size() > wanted) {
            coming.stop(order[coming.size() - 1]);
        }
        while (coming.size() < wanted) {
            start();
        }
        await();
    }

    private void start() {
        double end = plane.nowSeconds() + time.draw(times);
        coming.start(order[coming.size()], end, Rank.ARRIVE_CAPACITY);
    }

    private void back() {
        int server = coming.poll();
        int place = 0;
        while (order[place] != server) {
            place++;
        }
        System.arraycopy(order, place + 1, order, place, coming.size() - place);
        order[coming.size()] = server;
        off--;
        station.attendance().change(1);
        await();
    }

    private void await() {
        plane.stopTimer(timer);
        station.attendance().comes(isVacation ? 0 : coming.size());
        if (coming.size() > 0) {
            plane.startTimer(timer, coming.nextSeconds(), Rank.ARRIVE_CAPACITY);
        }
    }
}
