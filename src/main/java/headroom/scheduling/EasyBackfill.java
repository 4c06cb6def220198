package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;

/**
 * In order of arrival, with a reservation for the first that does not fit: EASY backfilling.
 *
 * <pre>
 * a job behind it starts on the reserved pool only if
 *     now + its estimate <= shadow   or   its gang <= extra
 * </pre>
 *
 * shadow is the earliest instant at which the first in line fits on a pool, by the estimates of
 * those who run and what their starts and checkpoints take; of equal instants the fastest pool has
 * it. extra is what is left there then [GPUs]; who starts by the second rule uses it up. On other
 * pools everyone may start who fits; of the pools a job may start on it takes the fastest. With
 * exact estimates, and if nothing fails and no clock changes, the first in line never starts after
 * its first shadow. A running job that overruns its estimate is taken to end now. The shadow counts
 * GPUs; where a gang also asks for neighbours it may be too early. Domain: any gangs and pools.
 * Source: Lifka, JSSPP 1995; Mu'alem, Feitelson, IEEE TPDS 12 (2001), sec. 2.
 */
public final class EasyBackfill implements SchedulingPolicy {
    private final EntityClock ends = new EntityClock();
    private int reservedPool;
    private double shadowSeconds;
    private int extraGpus;

    @Override
    public void decide(StationView station, Orders orders) {
        int head = station.head();
        while (head != StationView.NONE) {
            int pool = station.placeFor(head);
            if (pool == StationView.NONE) {
                backfill(station, orders, head);
                return;
            }
            orders.start(head, pool);
            head = station.head();
        }
    }

    private void backfill(StationView station, Orders orders, int head) {
        int job = station.after(head);
        if (job == StationView.NONE) {
            return;
        }
        reserve(station, head);
        while (job != StationView.NONE) {
            int behind = station.after(job);
            int pool = placeFor(station, job);
            if (pool != StationView.NONE) {
                if (pool == reservedPool && !endsInTime(station, job, pool)) {
                    extraGpus -= station.gang(job);
                }
                orders.start(job, pool);
            }
            job = behind;
        }
    }

    private int placeFor(StationView station, int job) {
        int best = StationView.NONE;
        double bestSpeed = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            double speed = station.speed(job, pool);
            if (speed > bestSpeed
                    && station.fits(job, pool, station.gang(job))
                    && mayUse(station, job, pool)) {
                best = pool;
                bestSpeed = speed;
            }
        }
        return best;
    }

    private boolean mayUse(StationView station, int job, int pool) {
        return pool != reservedPool
                || station.gang(job) <= extraGpus
                || endsInTime(station, job, pool);
    }

    private boolean endsInTime(StationView station, int job, int pool) {
        return station.nowSeconds() + station.expectedSeconds(job, pool) <= shadowSeconds;
    }

    private void reserve(StationView station, int head) {
        reservedPool = StationView.NONE;
        shadowSeconds = Double.POSITIVE_INFINITY;
        double bestSpeed = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            double speed = station.speed(head, pool);
            if (speed == 0 || station.capacity(pool) < station.gang(head)) {
                continue;
            }
            fill(station, pool);
            int free = station.free(pool);
            double shadow = station.nowSeconds();
            while (ends.size() > 0 && (free < station.gang(head) || ends.nextSeconds() <= shadow)) {
                shadow = ends.nextSeconds();
                free += station.held(ends.poll());
            }
            if (shadow < shadowSeconds || shadow == shadowSeconds && speed > bestSpeed) {
                reservedPool = pool;
                shadowSeconds = shadow;
                extraGpus = free - station.gang(head);
                bestSpeed = speed;
            }
        }
    }

    /** The expected ends of those who run on a pool. */
    private void fill(StationView station, int pool) {
        while (ends.size() > 0) {
            ends.poll();
        }
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            if (station.pool(job) == pool) {
                ends.start(job, station.expectedEndSeconds(job), Rank.COMPLETE);
            }
        }
    }
}
