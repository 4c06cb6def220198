package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * By what is left of a job as its user's estimate has it, then in order of arrival: SRPT.
 *
 * <pre>
 * rank = max(0, estimate - attained) [s at speed 1]
 * </pre>
 *
 * Nobody overtakes in the line so ordered; the first displaces running jobs with more left. Optimal
 * for the mean on one server with exact estimates. Domain: any gangs and pools; a job that overruns
 * its estimate has rank 0. Source: Schrage, Miller, Operations Research 14 (1966); Harchol-Balter,
 * Performance Modeling and Design of Computer Systems (2013), ch. 33.
 */
public final class ShortestRemainingFirst implements SchedulingPolicy {
    private final InOrder order;

    /** How running jobs give way; null: they do not, which is SJF of what is left. */
    public ShortestRemainingFirst(Orders.@Nullable Preemption how) {
        order = new InOrder(how);
    }

    @Override
    public double key(StationView station, int job) {
        return Math.max(0, station.estimateSeconds(job) - station.attainedSeconds(job));
    }

    @Override
    public void decide(StationView station, Orders orders) {
        order.serve(station, orders, this::key, this::key);
    }
}
