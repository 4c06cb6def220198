package headroom.routers;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.serving.ReplicaView;
import headroom.serving.Router;

import umontreal.ssj.simevents.Event;
import umontreal.ssj.simevents.Simulator;

/**
 * First-come first-served queues with exponential servers of mean 1 s behind a router, on SSJ's own
 * simulator; Poisson arrivals. Load is the number of jobs present.
 */
final class Queues implements ReplicaView {
    /** Queues with so many jobs and more are counted together. */
    private static final int MOST = 512;

    private final Simulator simulator = new Simulator();
    private final Router router;
    private final double arrivalsPerSecond;
    private final FastStream gaps;
    private final FastStream services;
    private final FastStream routing;
    private final int[] jobs;
    private final Event[] departures;
    /** Queues with at least k jobs, and its integral up to the last change of it [s]. */
    private final int[] atLeast = new int[MOST + 1];

    private final double[] area = new double[MOST + 1];
    private final double[] changedSeconds = new double[MOST + 1];
    private double measuredFromSeconds;
    private long turn;

    Queues(Router router, int queues, double rho, Streams streams) {
        this.router = router;
        arrivalsPerSecond = queues * rho;
        gaps = streams.of("gaps");
        services = streams.of("services");
        routing = streams.of("routing");
        jobs = new int[queues];
        departures = new Event[queues];
        simulator.init();
        for (int queue = 0; queue < queues; queue++) {
            departures[queue] = new Departure(queue);
        }
        new Arrival().schedule(exponential(gaps) / arrivalsPerSecond);
    }

    /** Puts jobs into every queue: as many as the shares of queues with at least k jobs say. */
    void fill(double[] shares, FastStream random) {
        for (int queue = 0; queue < jobs.length; queue++) {
            double u = random.nextDouble();
            for (int k = 1; k < shares.length && u < shares[k]; k++) {
                join(queue);
            }
        }
    }

    /** Warms up, then measures. */
    void run(double warmUpSeconds, double seconds) {
        Event end = new Stop();
        end.schedule(warmUpSeconds);
        simulator.start();
        for (int k = 0; k <= MOST; k++) {
            settle(k);
            area[k] = 0;
        }
        measuredFromSeconds = simulator.time();
        end.schedule(seconds);
        simulator.start();
        for (int k = 0; k <= MOST; k++) {
            settle(k);
        }
    }

    /** Mean share of queues with at least k jobs. */
    double share(int k) {
        return area[k] / (simulator.time() - measuredFromSeconds) / jobs.length;
    }

    /** Mean number of jobs present. */
    double meanJobs() {
        double sum = 0;
        for (int k = 1; k <= MOST; k++) {
            sum += share(k) * jobs.length;
        }
        return sum;
    }

    @Override
    public int tickets() {
        return jobs.length;
    }

    @Override
    public int replica(int ticket) {
        return ticket;
    }

    @Override
    public int replicas() {
        return jobs.length;
    }

    @Override
    public int serving(int place) {
        return place;
    }

    @Override
    public long turn() {
        return turn;
    }

    @Override
    public double load(int replica) {
        return jobs[replica];
    }

    @Override
    public int requests(int replica) {
        return jobs[replica];
    }

    @Override
    public double kvLoad(int replica) {
        return jobs[replica];
    }

    @Override
    public int deployment(int replica) {
        return 0;
    }

    @Override
    public int home() {
        return -1;
    }

    @Override
    public int promptTokens() {
        return 1;
    }

    private void join(int queue) {
        jobs[queue]++;
        if (jobs[queue] > MOST) {
            throw new IllegalStateException("more than " + MOST + " jobs in a queue");
        }
        settle(jobs[queue]);
        atLeast[jobs[queue]]++;
        if (jobs[queue] == 1) {
            departures[queue].schedule(exponential(services));
        }
    }

    private void settle(int k) {
        double now = simulator.time();
        area[k] += atLeast[k] * (now - changedSeconds[k]);
        changedSeconds[k] = now;
    }

    private static double exponential(FastStream stream) {
        return -StrictMath.log(stream.nextDouble());
    }

    /** A job arrives and is routed. */
    private final class Arrival extends Event {
        Arrival() {
            super(simulator);
        }

        @Override
        public void actions() {
            join(router.route(Queues.this, routing));
            turn++;
            schedule(exponential(gaps) / arrivalsPerSecond);
        }
    }

    /** The job in service at a queue leaves. */
    private final class Departure extends Event {
        private final int queue;

        Departure(int queue) {
            super(simulator);
            this.queue = queue;
        }

        @Override
        public void actions() {
            settle(jobs[queue]);
            atLeast[jobs[queue]]--;
            jobs[queue]--;
            if (jobs[queue] > 0) {
                schedule(exponential(services));
            }
        }
    }

    /** Ends a run. */
    private final class Stop extends Event {
        Stop() {
            super(simulator);
        }

        @Override
        public void actions() {
            simulator.stop();
        }
    }
}
