package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Groups own quotas of the GPUs, borrow what is free, and give it back when its owner comes.
 *
 * <pre>
 * a job is within its quota if  held(group) + gang <= quota(group)
 * a group has borrowed while    held(group) > quota(group)
 * </pre>
 *
 * Within a group nobody overtakes. The first job of each group that is within its quota starts, in
 * order of arrival; where it does not fit, running jobs of groups that have borrowed give way, the
 * latest to start first, no more than it takes and only where that makes room. While one such job
 * waits, nobody borrows and nobody behind it starts. Else the others, in order of arrival, start
 * where they fit, if borrowing is allowed. Quotas hold for the sum of all pools. Domain: any gangs
 * and pools; quotas that add up to no more than the GPUs; groups without one own nothing. Source:
 * Kubernetes Kueue, cohorts with borrowing and reclaim; Apache Hadoop, capacity scheduler.
 */
public final class Quotas implements SchedulingPolicy {
    private static final int IN_VAIN = -1;

    private final int[] quotaGpus;
    private final boolean lends;
    private final Orders.@Nullable Preemption how;
    /** By group: GPUs held, and whether an earlier job of it waits. */
    private int[] held = new int[16];

    private boolean[] waits = new boolean[16];
    /** By group: GPUs it would still hold. */
    private int[] left = new int[16];

    private int[] borrowers = new int[16];
    private int[] leaving = new int[16];

    /** Quotas by group; whether groups may borrow; how borrowers give way, null: they do not. */
    public Quotas(int[] quotaGpus, boolean lends, Orders.@Nullable Preemption how) {
        this.quotaGpus = quotaGpus.clone();
        this.lends = lends;
        this.how = how;
    }

    @Override
    public void decide(StationView station, Orders orders) {
        count(station);
        if (serveOwners(station, orders) && lends) {
            Arrays.fill(waits, false);
            int job = station.head();
            while (job != StationView.NONE) {
                int behind = station.after(job);
                int group = station.group(job);
                int pool = waits[group] ? StationView.NONE : station.placeFor(job);
                waits[group] |= pool == StationView.NONE;
                if (pool != StationView.NONE) {
                    held[group] += station.gang(job);
                    orders.start(job, pool);
                }
                job = behind;
            }
        }
    }

    /** Starts who is within its quota; whether nobody of them waits. */
    private boolean serveOwners(StationView station, Orders orders) {
        int job = nextOwner(station);
        while (job != StationView.NONE) {
            int pool = station.placeFor(job);
            if (pool == StationView.NONE && how != null) {
                reclaim(station, orders, job, how);
                pool = station.placeFor(job);
            }
            if (pool == StationView.NONE) {
                return false;
            }
            held[station.group(job)] += station.gang(job);
            orders.start(job, pool);
            job = nextOwner(station);
        }
        return true;
    }

    private int nextOwner(StationView station) {
        Arrays.fill(waits, false);
        int job = station.head();
        while (job != StationView.NONE) {
            int group = station.group(job);
            reserve(group);
            if (!waits[group] && held[group] + station.gang(job) <= quota(group)) {
                return job;
            }
            waits[group] = true;
            job = station.after(job);
        }
        return StationView.NONE;
    }

    private void reclaim(StationView station, Orders orders, int job, Orders.Preemption how) {
        double bestSpeed = 0;
        int chosen = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            double speed = station.speed(job, pool);
            int count = speed > bestSpeed ? choose(station, pool, station.gang(job)) : IN_VAIN;
            if (count != IN_VAIN) {
                bestSpeed = speed;
                chosen = count;
                System.arraycopy(borrowers, 0, leaving, 0, count);
            }
        }
        for (int i = 0; i < chosen; i++) {
            held[station.group(leaving[i])] -= station.held(leaving[i]);
            orders.preempt(leaving[i], how);
        }
    }

    /** How many of {@link #borrowers} it takes to make room on a pool. */
    private int choose(StationView station, int pool, int gang) {
        System.arraycopy(held, 0, left, 0, held.length);
        int gpus = InOrder.coming(station, pool);
        int count = 0;
        int last = StationView.NONE;
        while (gpus < gang) {
            last = latest(station, pool, last);
            if (last == StationView.NONE) {
                return IN_VAIN;
            }
            if (count == borrowers.length) {
                borrowers = Arrays.copyOf(borrowers, 2 * count);
                leaving = Arrays.copyOf(leaving, 2 * count);
            }
            borrowers[count++] = last;
            left[station.group(last)] -= station.held(last);
            gpus += station.held(last);
        }
        return count;
    }

    /** The latest start, before another, among those who run on what their group has borrowed. */
    private int latest(StationView station, int pool, int before) {
        int latest = StationView.NONE;
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            int group = station.group(job);
            boolean has = station.pool(job) == pool
                    && !station.leaves(job)
                    && left[group] > quota(group)
                    && (before == StationView.NONE || startedAfter(station, before, job));
            if (has && (latest == StationView.NONE || startedAfter(station, job, latest))) {
                latest = job;
            }
        }
        return latest;
    }

    private static boolean startedAfter(StationView station, int job, int other) {
        double started = station.startedSeconds(job);
        double before = station.startedSeconds(other);
        return started > before || started == before && station.order(job) > station.order(other);
    }

    private void count(StationView station) {
        Arrays.fill(held, 0);
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            int group = station.group(job);
            reserve(group);
            held[group] += station.leaves(job) ? 0 : station.held(job);
        }
    }

    private int quota(int group) {
        return group < quotaGpus.length ? quotaGpus[group] : 0;
    }

    private void reserve(int group) {
        if (group >= held.length) {
            int to = Math.max(group + 1, 2 * held.length);
            held = Arrays.copyOf(held, to);
            waits = Arrays.copyOf(waits, to);
            left = Arrays.copyOf(left, to);
        }
    }
}
