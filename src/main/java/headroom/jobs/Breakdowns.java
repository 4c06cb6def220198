package headroom.jobs;

import headroom.gangs.JobsSpec;
import headroom.gangs.StationView;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;
import headroom.kernel.Streams;

import umontreal.ssj.rng.RandomStream;

/** Servers of one station that break, each on its own, and are repaired by so many crews. */
final class Breakdowns {
    private final JobPlane plane;
    private final GangStation station;
    private final JobsSpec.Breakdowns spec;
    private final RandomStream lives;
    private final RandomStream repairs;
    private final RandomStream victims;
    /** By server: when it breaks, or is up again. */
    private final EntityClock pending = new EntityClock();

    private final boolean[] isUp;
    /** Broken servers that wait for a crew, in a ring. */
    private final int[] broken;

    private int firstBroken;
    private int brokenCount;
    private int up;
    private int repairing;
    private final int timer;

    Breakdowns(
            JobPlane plane,
            GangStation station,
            JobsSpec.Breakdowns spec,
            int servers,
            Streams streams) {
        this.plane = plane;
        this.station = station;
        this.spec = spec;
        lives = streams.of("lives");
        repairs = streams.of("repairs");
        victims = streams.of("victims");
        isUp = new boolean[servers];
        broken = new int[servers];
        timer = plane.timer(this::fire);
    }

    /** All are up. */
    void begin() {
        for (int server = 0; server < isUp.length; server++) {
            rise(server);
        }
        await();
    }

    private void rise(int server) {
        isUp[server] = true;
        up++;
        pending.start(server, plane.nowSeconds() + spec.life().draw(lives), Rank.FAIL);
    }

    private void fire() {
        int server = pending.poll();
        if (isUp[server]) {
            fail(server);
        } else {
            repairing--;
            rise(server);
            station.attendance().change(1);
        }
        while (brokenCount > 0 && repairing < spec.crews()) {
            repair();
        }
        await();
    }

    private void fail(int server) {
        int place = up == 1 ? 0 : (int) (victims.nextDouble() * up);
        isUp[server] = false;
        up--;
        broken[(firstBroken + brokenCount++) % broken.length] = server;
        int job = station.runs().holder(place);
        if (job != StationView.NONE) {
            station.interrupt(job, spec.work());
        }
        station.attendance().change(-1);
    }

    private void repair() {
        int server = broken[firstBroken];
        firstBroken = (firstBroken + 1) % broken.length;
        brokenCount--;
        repairing++;
        double end = plane.nowSeconds() + spec.repair().draw(repairs);
        pending.start(server, end, Rank.ARRIVE_CAPACITY);
    }

    private void await() {
        plane.startTimer(timer, pending.nextSeconds(), pending.nextRank());
    }
}
