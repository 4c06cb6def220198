package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

/** In order of arrival, and nobody overtakes: while the first in line does not fit, all wait. */
public final class FirstComeFirstServed implements SchedulingPolicy {
    @Override
    public void decide(StationView station, Orders orders) {
        int job = station.head();
        while (job != StationView.NONE) {
            int pool = station.placeFor(job);
            if (pool == StationView.NONE) {
                return;
            }
            orders.start(job, pool);
            job = station.head();
        }
    }
}
