package headroom.scheduling;

import headroom.gangs.Orders;
import headroom.gangs.SchedulingPolicy;
import headroom.gangs.StationView;
import headroom.kernel.EntityClock;
import headroom.kernel.Rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every job is promised a start when it comes, and nobody may delay another's: conservative
 * backfilling.
 *
 * <pre>
 * start(job) = the first instant from which its gang stays free for its estimate,
 *              by the estimates of those who run and the promises of all before it in line
 * </pre>
 *
 * On several pools the earliest start counts, of equal ones that on the fastest pool. At every
 * event but an arrival that finds all as planned everyone, in order of arrival, gives its promise
 * back and takes the earliest instead, which is never later while promises can be kept. A running
 * job that overruns its estimate is taken to end now, and those planned on its GPUs wait for it;
 * where a promise cannot be kept, as when nodes fail, all are made anew, in order of arrival.
 * Promises count GPUs; a gang that also asks for neighbours may start later. Domain: any gangs and
 * pools; the cost of an event grows with the square of the line where things went otherwise, with
 * the line else. Source: Mu'alem, Feitelson, IEEE TPDS 12 (2001), sec. 2; Feitelson, Weil, IPPS
 * 1998.
 */
public final class ConservativeBackfill implements SchedulingPolicy {
    private final EntityClock ends = new EntityClock();
    private final List<Timetable> plans = new ArrayList<>();
    /** By job in line: its promise; no pool: none yet. */
    private double[] startSeconds = new double[64];

    private double[] seconds = new double[64];
    private int[] pools = new int[64];
    private int joined = StationView.NONE;
    private int waited;
    private int ran = StationView.NONE;

    @Override
    public double key(StationView station, int job) {
        if (job >= pools.length) {
            int to = 2 * job;
            startSeconds = Arrays.copyOf(startSeconds, to);
            seconds = Arrays.copyOf(seconds, to);
            pools = Arrays.copyOf(pools, to);
        }
        pools[job] = StationView.NONE;
        joined = job;
        return 0;
    }

    @Override
    public void decide(StationView station, Orders orders) {
        if (station.waiting() == 0) {
            ran = StationView.NONE;
            waited = 0;
            return;
        }
        if (isAsPlanned(station) && station.waiting() == waited + 1) {
            promise(station, joined);
            begin(station, orders, joined);
        } else {
            if (isLate(station)) {
                forget(station);
            }
            plan(station);
            if (!renew(station, orders)) {
                forget(station);
                plan(station);
                renew(station, orders);
            }
        }
        waited = station.waiting();
        ran = station.running();
        awaitPromises(station, orders);
    }

    private boolean isAsPlanned(StationView station) {
        boolean isSo = station.running() == ran;
        for (int pool = 0; isSo && pool < plans.size(); pool++) {
            isSo = plans.get(pool).free(station.nowSeconds()) == station.free(pool);
        }
        return isSo;
    }

    /** The plan of those who run and of all promises there are. */
    private void plan(StationView station) {
        double now = station.nowSeconds();
        while (plans.size() < station.pools()) {
            plans.add(new Timetable());
        }
        for (int pool = 0; pool < plans.size(); pool++) {
            plans.get(pool).reset(now, station.free(pool));
        }
        for (int i = 0; i < station.running(); i++) {
            int job = station.runningAt(i);
            ends.start(job, station.expectedEndSeconds(job), Rank.COMPLETE);
        }
        while (ends.size() > 0) {
            double end = ends.nextSeconds();
            int job = ends.poll();
            plans.get(station.pool(job)).add(end, Double.POSITIVE_INFINITY, station.held(job));
        }
        int job = station.head();
        while (job != StationView.NONE) {
            book(station, job, -1);
            job = station.after(job);
        }
    }

    /** Everyone takes the earliest start there is; whether nobody had been promised an earlier. */
    private boolean renew(StationView station, Orders orders) {
        boolean isKept = true;
        int job = station.head();
        while (isKept && job != StationView.NONE) {
            int behind = station.after(job);
            boolean isPromised = pools[job] != StationView.NONE;
            double latest = isPromised ? startSeconds[job] : Double.POSITIVE_INFINITY;
            takeBack(station, job);
            promise(station, job);
            isKept = startSeconds[job] <= latest + Timetable.ROUNDING_SECONDS;
            if (isKept) {
                begin(station, orders, job);
            }
            job = behind;
        }
        return isKept;
    }

    /** Whether a promise was not kept. */
    private boolean isLate(StationView station) {
        boolean isLate = false;
        double now = station.nowSeconds() - Timetable.ROUNDING_SECONDS;
        int job = station.head();
        while (job != StationView.NONE) {
            isLate |= pools[job] != StationView.NONE && startSeconds[job] < now;
            job = station.after(job);
        }
        return isLate;
    }

    private void forget(StationView station) {
        int job = station.head();
        while (job != StationView.NONE) {
            pools[job] = StationView.NONE;
            job = station.after(job);
        }
    }

    private void book(StationView station, int job, int sign) {
        if (pools[job] != StationView.NONE) {
            double start = startSeconds[job];
            plans.get(pools[job]).add(start, start + seconds[job], sign * station.gang(job));
        }
    }

    private void takeBack(StationView station, int job) {
        book(station, job, 1);
        pools[job] = StationView.NONE;
    }

    private void promise(StationView station, int job) {
        double bestSpeed = 0;
        startSeconds[job] = Double.POSITIVE_INFINITY;
        for (int pool = 0; pool < station.pools(); pool++) {
            double speed = station.speed(job, pool);
            if (speed == 0) {
                continue;
            }
            double lasts = station.expectedSeconds(job, pool);
            double start = plans.get(pool).earliest(station.nowSeconds(), lasts, station.gang(job));
            boolean isBetter =
                    start < startSeconds[job] || start == startSeconds[job] && speed > bestSpeed;
            if (isBetter && start < Double.POSITIVE_INFINITY) {
                startSeconds[job] = start;
                seconds[job] = lasts;
                pools[job] = pool;
                bestSpeed = speed;
            }
        }
        book(station, job, -1);
    }

    /** Starts a job whose time has come, if those before it are gone. */
    private void begin(StationView station, Orders orders, int job) {
        int pool = pools[job];
        if (pool != StationView.NONE
                && startSeconds[job] <= station.nowSeconds()
                && station.fits(job, pool, station.gang(job))) {
            orders.start(job, pool);
        }
    }

    private void awaitPromises(StationView station, Orders orders) {
        double next = Double.POSITIVE_INFINITY;
        int job = station.head();
        while (job != StationView.NONE) {
            boolean isAhead = startSeconds[job] > station.nowSeconds();
            next = isAhead ? Math.min(next, startSeconds[job]) : next;
            job = station.after(job);
        }
        if (next < Double.POSITIVE_INFINITY) {
            orders.wakeAt(next);
        }
    }
}
