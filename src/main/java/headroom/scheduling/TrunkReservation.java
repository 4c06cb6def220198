package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

/**
 * Some GPUs are kept free for jobs of high priority: trunk reservation.
 *
 * <pre>
 * a job below the priority starts on a pool only if  free - gang >= r
 * </pre>
 *
 * free in GPUs before it starts, r the reserve of each pool [GPUs]. The line stands by high and
 * low, then in order of arrival, and nobody overtakes in it. Where low jobs are refused rather than
 * queued, one that could not start when it comes is turned away. Domain: any gangs and pools.
 * Source: Miller, IEEE Transactions on Automatic Control 14 (1969), for servers that are all alike.
 */
public final class TrunkReservation implements SchedulingPolicy {
    private final int reserveGpus;
    private final int highPriority;
    private final boolean refuses;

    /** GPUs kept free, the priority from which they may be used, whether others are refused. */
    public TrunkReservation(int reserveGpus, int highPriority, boolean refuses) {
        this.reserveGpus = reserveGpus;
        this.highPriority = highPriority;
        this.refuses = refuses;
    }

    @Override
    public boolean admits(StationView station, int job) {
        return !refuses || isHigh(station, job) || placeFor(station, job) != StationView.NONE;
    }

    @Override
    public double key(StationView station, int job) {
        return isHigh(station, job) ? 0 : 1;
    }

    @Override
    public void decide(StationView station, Orders orders) {
        int job = station.head();
        while (job != StationView.NONE) {
            int pool = placeFor(station, job);
            if (pool == StationView.NONE) {
                return;
            }
            orders.start(job, pool);
            job = station.head();
        }
    }

    private boolean isHigh(StationView station, int job) {
        return station.priority(job) >= highPriority;
    }

    private int placeFor(StationView station, int job) {
        if (isHigh(station, job)) {
            return station.placeFor(job);
        }
        int best = StationView.NONE;
        double bestSpeed = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            int gang = station.gang(job);
            boolean leaves = station.free(pool) - gang >= reserveGpus;
            if (leaves && station.speed(job, pool) > bestSpeed && station.fits(job, pool, gang)) {
                best = pool;
                bestSpeed = station.speed(job, pool);
            }
        }
        return best;
    }
}
