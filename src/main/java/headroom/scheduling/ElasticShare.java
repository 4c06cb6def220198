package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;

/**
 * In order of arrival, on as many GPUs as there are: gangs shrink to let others in, and grow when
 * nobody waits.
 *
 * <pre>
 * the first in line starts with   min(gang, free)   as soon as free >= fewest
 * </pre>
 *
 * If it does not fit with its fewest, running gangs of a pool shrink, the latest to arrive first,
 * each to its fewest or as far as it takes, where that makes room. While somebody waits nobody
 * grows; else running gangs grow to their most, the first to arrive first. It takes the fastest
 * pool on which it can start. Domain: any pools and gangs; those that are not elastic keep what
 * they have. Source: Hwang et al., Elastic Resource Sharing for Distributed Deep Learning, NSDI
 * 2021, for the need; the rule is the plainest one.
 */
public final class ElasticShare implements SchedulingPolicy {
    @Override
    public void decide(StationView station, Orders orders) {
        int job = station.head();
        while (job != StationView.NONE) {
            int pool = placeFor(station, job);
            if (pool == StationView.NONE) {
                return;
            }
            shrink(station, orders, pool, station.fewest(job));
            int gpus = Math.min(station.gang(job), station.free(pool));
            while (gpus > station.fewest(job) && !station.fits(job, pool, gpus)) {
                gpus--;
            }
            if (gpus < station.fewest(job) || !station.fits(job, pool, gpus)) {
                return;
            }
            orders.start(job, pool, gpus);
            job = station.head();
        }
        grow(station, orders);
    }

    private static int placeFor(StationView station, int job) {
        int best = StationView.NONE;
        double bestSpeed = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            double speed = station.speed(job, pool);
            if (speed > bestSpeed && spare(station, pool) >= station.fewest(job)) {
                best = pool;
                bestSpeed = speed;
            }
        }
        return best;
    }

    /** GPUs of a pool that are free, or that gangs hold beyond their fewest. */
    private static int spare(StationView station, int pool) {
        int gpus = station.free(pool);
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            gpus += station.pool(job) == pool ? surplus(station, job) : 0;
        }
        return gpus;
    }

    private static int surplus(StationView station, int job) {
        return station.leaves(job) ? 0 : Math.max(0, station.held(job) - station.fewest(job));
    }

    private static void shrink(StationView station, Orders orders, int pool, int gpus) {
        while (station.free(pool) < gpus) {
            int last = StationView.NONE;
            for (int i = 0; i < station.running(); i++) {
                int job = station.runningAt(i);
                boolean may = station.pool(job) == pool && surplus(station, job) > 0;
                if (may && (last == StationView.NONE || station.order(job) > station.order(last))) {
                    last = job;
                }
            }
            if (last == StationView.NONE) {
                return; // what some gave up stands on nodes that are taken out of use
            }
            int less = Math.min(gpus - station.free(pool), surplus(station, last));
            orders.resize(last, station.held(last) - less);
        }
    }

    private static void grow(StationView station, Orders orders) {
        long after = -1;
        int job = nextToGrow(station, after);
        while (job != StationView.NONE) {
            int gpus = Math.min(
                    station.most(job), station.held(job) + station.free(station.pool(job)));
            while (gpus > station.held(job) && !station.fitsResized(job, gpus)) {
                gpus--;
            }
            if (gpus > station.held(job)) {
                orders.resize(job, gpus);
            }
            after = station.order(job);
            job = nextToGrow(station, after);
        }
    }

    /** The first to arrive, after another, that can use more and is where some are free. */
    private static int nextToGrow(StationView station, long after) {
        int first = StationView.NONE;
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            boolean may = station.order(job) > after
                    && !station.leaves(job)
                    && station.held(job) < station.most(job)
                    && station.free(station.pool(job)) > 0;
            if (may && (first == StationView.NONE || station.order(job) < station.order(first))) {
                first = job;
            }
        }
        return first;
    }
}
