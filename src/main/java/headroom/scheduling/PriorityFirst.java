package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * By priority, then in order of arrival.
 *
 * <pre>
 * rank = -priority
 * </pre>
 *
 * Nobody overtakes in the line so ordered, not even where the first does not fit. Domain: any
 * gangs and pools. Without preemption who runs ends; with it the first in line displaces running
 * jobs of lower priority, latest arrivals of the lowest first, and they go back to the line at
 * their place. Source: Cobham, Operations Research 2 (1954), without preemption; Conway, Maxwell,
 * Miller, Theory of Scheduling (1967), ch. 8-7, with it.
 */
public final class PriorityFirst implements SchedulingPolicy {
    private final InOrder order;

    /** How running jobs give way; null: they do not. */
    public PriorityFirst(Orders.@Nullable Preemption how) {
        order = new InOrder(how);
    }

    @Override
    public double key(StationView station, int job) {
        return -station.priority(job);
    }

    @Override
    public void decide(StationView station, Orders orders) {
        order.serve(station, orders, this::key, this::key);
    }
}
