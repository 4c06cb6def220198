package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

/**
 * In order of arrival with skipping: from the front of the line to its end every job starts that
 * fits.
 *
 * <p>Each on the fastest pool it fits in. A large gang may wait for ever while small ones pass it.
 * Domain: any gangs and pools. Source: Feitelson, Rudolph, Schwiegelshohn, JSSPP 2004, sec. 2, as
 * backfilling without reservations.
 */
public final class FirstFit implements SchedulingPolicy {
    @Override
    public void decide(StationView station, Orders orders) {
        int job = station.head();
        while (job != StationView.NONE) {
            int behind = station.after(job);
            int pool = station.placeFor(job);
            if (pool != StationView.NONE) {
                orders.start(job, pool);
            }
            job = behind;
        }
    }
}
