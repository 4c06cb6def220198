package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * By size as its user states it, then in order of arrival: SJF, and PSJF with preemption.
 *
 * <pre>
 * rank = estimate [s]
 * </pre>
 *
 * Nobody overtakes in the line so ordered. With preemption the first in line displaces running jobs
 * that were larger at the start, whatever is left of them. Domain: any gangs and pools; the means
 * of theory hold for one server and exact estimates. Source: Phipps, Operations Research 4 (1956),
 * without preemption; Harchol-Balter, Performance Modeling and Design of Computer Systems (2013),
 * ch. 31 and 32.
 */
public final class ShortestFirst implements SchedulingPolicy {
    private final InOrder order;

    /** How running jobs give way; null: they do not. */
    public ShortestFirst(Orders.@Nullable Preemption how) {
        order = new InOrder(how);
    }

    @Override
    public double key(StationView station, int job) {
        return station.estimateSeconds(job);
    }

    @Override
    public void decide(StationView station, Orders orders) {
        order.serve(station, orders, this::key, this::key);
    }
}
