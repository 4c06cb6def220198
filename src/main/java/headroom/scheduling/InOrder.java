package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.StationView;

import org.jspecify.annotations.Nullable;

/**
 * Serves a line in its order, and nobody overtakes: the part that many policies share.
 *
 * <p>The first in line starts on the fastest pool it fits in. Where it fits nowhere and running
 * jobs may be told to give way, those of larger rank than its own do, on the fastest pool where
 * that makes room: largest rank first, of equal ones the latest to arrive, no more than it takes.
 * Equal ranks never displace each other. Room is counted in GPUs: where a gang also asks for
 * neighbours, some may give way in vain.
 */
final class InOrder {
    private final Orders.@Nullable Preemption how;

    /** How running jobs give way; null: they do not. */
    InOrder(Orders.@Nullable Preemption how) {
        this.how = how;
    }

    /** The rank of a job, waiting or running: smaller goes first. */
    @FunctionalInterface
    interface Ranks {
        double of(StationView station, int job);
    }

    void serve(StationView station, Orders orders, Ranks waiting, Ranks running) {
        int job = station.head();
        while (job != StationView.NONE) {
            int pool = station.placeFor(job);
            if (pool == StationView.NONE && how != null) {
                int victim = nextVictim(station, job, waiting.of(station, job), running);
                while (victim != StationView.NONE) {
                    orders.preempt(victim, how);
                    victim = nextVictim(station, job, waiting.of(station, job), running);
                }
                pool = station.placeFor(job);
            }
            if (pool == StationView.NONE) {
                return;
            }
            orders.start(job, pool);
            job = station.head();
        }
    }

    /** Who gives way next for a job; none where it needs nobody, or all would not do. */
    private static int nextVictim(StationView station, int job, double rank, Ranks running) {
        int best = StationView.NONE;
        double bestSpeed = 0;
        for (int pool = 0; pool < station.pools(); pool++) {
            double speed = station.speed(job, pool);
            if (speed > bestSpeed
                    && coming(station, pool) + displaced(station, pool, rank, running)
                            >= station.gang(job)) {
                best = pool;
                bestSpeed = speed;
            }
        }
        return best == StationView.NONE || coming(station, best) >= station.gang(job)
                ? StationView.NONE
                : last(station, best, rank, running);
    }

    /** GPUs of a pool that are free, or will be once checkpoints are written. */
    static int coming(StationView station, int pool) {
        int gpus = station.free(pool);
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            gpus += station.pool(job) == pool && station.leaves(job) ? station.held(job) : 0;
        }
        return gpus;
    }

    private static int displaced(StationView station, int pool, double rank, Ranks running) {
        int gpus = 0;
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            boolean may = station.pool(job) == pool
                    && !station.leaves(job)
                    && running.of(station, job) > rank;
            gpus += may ? station.held(job) : 0;
        }
        return gpus;
    }

    private static int last(StationView station, int pool, double rank, Ranks running) {
        int last = StationView.NONE;
        double lastRank = rank;
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            if (station.pool(job) != pool || station.leaves(job)) {
                continue;
            }
            double of = running.of(station, job);
            boolean isTie = last != StationView.NONE && of == lastRank;
            if (of > lastRank || isTie && station.order(job) > station.order(last)) {
                last = job;
                lastRank = of;
            }
        }
        return last;
    }
}
