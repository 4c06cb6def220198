package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import java.util.Arrays;

/**
 * Keeps all GPUs busy whenever enough jobs are there: ServerFilling.
 *
 * <pre>
 * M = the fewest first jobs, by arrival, running or not, whose gangs add up to k or more
 * served: of M the largest gangs first, of equal ones the first to arrive, while they fit
 * </pre>
 *
 * k are the GPUs of the pool. Who runs and is not served gives way. Domain: one pool; where all
 * gangs and k are powers of two those served fill it exactly, and it is stable at any load below 1;
 * with others some GPUs may stay free. Source: Grosof, Harchol-Balter, Scheller-Wolf, WCFS: a new
 * framework for analyzing multiserver systems, Queueing Systems 102 (2022), sec. 3.3.
 */
public final class ServerFilling implements SchedulingPolicy {
    private static final int INDEX_BITS = 24;
    private static final long INDEX = (1L << INDEX_BITS) - 1;

    private final Orders.Preemption how;
    private int[] present = new int[64];
    private long[] ranks = new long[64];
    private boolean[] isServed = new boolean[64];
    private int running;
    private int first;

    /** How running jobs give way. */
    public ServerFilling(Orders.Preemption how) {
        this.how = how;
    }

    @Override
    public void decide(StationView station, Orders orders) {
        if (station.pools() != 1) {
            throw new IllegalStateException("ServerFilling is for one pool");
        }
        if (station.head() == StationView.NONE) {
            return;
        }
        collect(station);
        choose(station);
        for (int i = 0; i < running; i++) {
            if (!isServed[i] && !station.leaves(present[i])) {
                orders.preempt(present[i], how);
            }
        }
        for (int i = running; i < first; i++) {
            if (isServed[i] && station.placeFor(present[i]) != StationView.NONE) {
                orders.start(present[i], 0);
            }
        }
    }

    /** Those who run, then as many of the line as may belong to M. */
    private void collect(StationView station) {
        running = station.running();
        first = running;
        reserve(running);
        for (int i = 0; i < running; i++) {
            present[i] = station.runningAt(i);
        }
        long gpus = 0;
        int job = station.head();
        while (job != StationView.NONE && gpus < station.capacity(0)) {
            reserve(first + 1);
            present[first++] = job;
            gpus += station.gang(job);
            job = station.after(job);
        }
    }

    private void choose(StationView station) {
        for (int i = 0; i < first; i++) {
            ranks[i] = station.order(present[i]) << INDEX_BITS | i;
            isServed[i] = false;
        }
        Arrays.sort(ranks, 0, first);
        long gpus = 0;
        int last = 0;
        while (last < first && gpus < station.capacity(0)) {
            int i = (int) (ranks[last] & INDEX);
            gpus += station.gang(present[i]);
            last++;
        }
        serveLargest(station, last);
    }

    /** Of the first in {@link #ranks} the largest gangs, while they fit. */
    private void serveLargest(StationView station, int last) {
        int left = station.capacity(0);
        int gang = Integer.MAX_VALUE;
        while (gang > 0) {
            int next = 0;
            for (int r = 0; r < last; r++) {
                int i = (int) (ranks[r] & INDEX);
                int of = station.gang(present[i]);
                if (of == gang && of <= left) {
                    isServed[i] = true;
                    left -= of;
                }
                next = of < gang ? Math.max(next, of) : next;
            }
            gang = next;
        }
    }

    private void reserve(int count) {
        if (count > present.length) {
            int to = Math.max(count, 2 * present.length);
            present = Arrays.copyOf(present, to);
            ranks = Arrays.copyOf(ranks, to);
            isServed = Arrays.copyOf(isServed, to);
        }
    }
}
