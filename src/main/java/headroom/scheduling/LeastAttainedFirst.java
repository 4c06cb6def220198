package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * By GPU-seconds a job has had, in steps of a quantum, then in order of arrival: LAS, also called
 * foreground-background.
 *
 * <pre>
 * rank = floor(gang x attained / q)
 * </pre>
 *
 * gang in GPUs, attained in s at speed 1, q the quantum [GPU-s]. Nobody overtakes in the line so
 * ordered; the first displaces running jobs that are a step further, at once where a job comes,
 * and else when they complete their step. Jobs of one step are served in order of arrival, a
 * quantum each: as q falls this becomes the equal sharing among those who had least. Domain: any
 * gangs and pools, q above 0. Source: Kleinrock, Queueing Systems 2 (1976), sec. 4.6 and 4.7, for
 * one server; Gu et al., Tiresias, NSDI 2019, for gangs.
 */
public final class LeastAttainedFirst implements SchedulingPolicy {
    /** Part of a quantum that rounding may hide. */
    private static final double ROUNDING = 1e-6;

    private final double quantum;
    private final InOrder order;

    /** Quantum [GPU-s], and how running jobs give way. */
    public LeastAttainedFirst(double quantum, Orders.@Nullable Preemption how) {
        this.quantum = quantum;
        order = new InOrder(how);
    }

    @Override
    public double key(StationView station, int job) {
        double attained = station.gang(job) * station.attainedSeconds(job);
        return Math.floor(attained / quantum + ROUNDING);
    }

    @Override
    public void decide(StationView station, Orders orders) {
        order.serve(station, orders, this::key, this::key);
        int head = station.head();
        if (head != StationView.NONE) {
            awaitStep(station, orders, key(station, head));
        }
    }

    /** Wakes up when the next running job ranks behind the first in line. */
    private void awaitStep(StationView station, Orders orders, double rank) {
        double next = Double.POSITIVE_INFINITY;
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            if (station.leaves(job) || key(station, job) > rank) {
                continue;
            }
            double gang = station.gang(job);
            double left = (rank + 1) * quantum - gang * station.attainedSeconds(job);
            double speed = station.speed(job, station.pool(job));
            next = Math.min(next, station.nowSeconds() + left / (gang * speed));
        }
        if (next < Double.POSITIVE_INFINITY) {
            orders.wakeAt(next);
        }
    }
}
