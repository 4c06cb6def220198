package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * By deadline, then in order of arrival: EDF.
 *
 * <pre>
 * rank = arrival + deadline of its stream [s]
 * </pre>
 *
 * Nobody overtakes in the line so ordered; jobs without a deadline come last. With preemption the
 * first in line displaces running jobs of later deadlines. Late jobs are not dropped. Domain: any
 * gangs and pools; optimal for feasible jobs on one server with preemption. Source: Liu, Layland,
 * Journal of the ACM 20 (1973).
 */
public final class DeadlineFirst implements SchedulingPolicy {
    private final InOrder order;

    /** How running jobs give way; null: they do not. */
    public DeadlineFirst(Orders.@Nullable Preemption how) {
        order = new InOrder(how);
    }

    @Override
    public double key(StationView station, int job) {
        return station.deadlineSeconds(job);
    }

    @Override
    public void decide(StationView station, Orders orders) {
        order.serve(station, orders, this::key, this::key);
    }
}
