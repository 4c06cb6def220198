package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

/**
 * In order of arrival, and nobody overtakes; where the first in line finds GPUs enough but no whole
 * nodes, gangs smaller than a node move together to free some.
 *
 * <p>On the first pool where that helps; each gang that moves pays for a restart, and none moves
 * where it would be in vain. Domain: pools of nodes; elsewhere it is first come, first served.
 */
public final class Defragmenting implements SchedulingPolicy {
    @Override
    public void decide(StationView station, Orders orders) {
        int job = station.head();
        while (job != StationView.NONE) {
            int pool = station.placeFor(job);
            if (pool == StationView.NONE) {
                pool = roomFor(station, orders, job);
            }
            if (pool == StationView.NONE) {
                return;
            }
            orders.start(job, pool);
            job = station.head();
        }
    }

    /** A pool where moving others makes the job fit, after they have moved; or none. */
    private static int roomFor(StationView station, Orders orders, int job) {
        int gpus = station.gang(job);
        for (int pool = 0; pool < station.pools(); pool++) {
            boolean may = station.speed(job, pool) > 0 && station.free(pool) >= gpus;
            if (may && orders.makeRoom(job, pool)) {
                return pool;
            }
        }
        return StationView.NONE;
    }
}
