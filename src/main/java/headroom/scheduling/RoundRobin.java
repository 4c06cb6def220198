package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * In turns: a gang that has run for a quantum gives way to those in line and goes to its end.
 *
 * <pre>
 * rank in line = when it joined it [s]
 * </pre>
 *
 * Nobody overtakes in the line. While the first does not fit, running gangs whose quantum is over
 * give way, latest arrivals first, if that makes room; while nobody waits a gang keeps its GPUs.
 * All GPUs of a gang change hands at once (gang scheduling by time slices). Domain: any gangs and
 * pools, quantum above 0 [s]. Source: Ousterhout, ICDCS 1982; Kleinrock, Queueing Systems 2
 * (1976), sec. 4.4, for one server.
 */
public final class RoundRobin implements SchedulingPolicy {
    private final double quantumSeconds;
    private final InOrder order;

    /** Quantum [s], and how running jobs give way. */
    public RoundRobin(double quantumSeconds, Orders.@Nullable Preemption how) {
        this.quantumSeconds = quantumSeconds;
        order = new InOrder(how);
    }

    @Override
    public double key(StationView station, int job) {
        return station.nowSeconds();
    }

    @Override
    public void decide(StationView station, Orders orders) {
        order.serve(station, orders, (view, job) -> 0, this::isOver);
        if (station.head() == StationView.NONE) {
            return;
        }
        double next = Double.POSITIVE_INFINITY;
        for (int i = 0; i < station.running(); i++) {
            double over = station.startedSeconds(station.runningAt(i)) + quantumSeconds;
            next = over > station.nowSeconds() ? Math.min(next, over) : next;
        }
        if (next < Double.POSITIVE_INFINITY) {
            orders.wakeAt(next);
        }
    }

    /** 1 for a running job whose quantum is over; else 0. */
    private double isOver(StationView station, int job) {
        double over = station.startedSeconds(job) + quantumSeconds;
        return over <= station.nowSeconds() ? 1 : 0;
    }
}
