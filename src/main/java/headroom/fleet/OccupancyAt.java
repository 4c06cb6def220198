package headroom.fleet;

import java.util.Arrays;

/** How many replicas held how many requests at one instant, by deployment. */
public final class OccupancyAt {
    private final double timeSeconds;
    /** Replicas with k requests, waiting or in service, by deployment and k. */
    private final long[][] replicas;
    /** Requests that waited, by deployment. */
    private final long[] waiting;

    OccupancyAt(double timeSeconds, int deployments) {
        this.timeSeconds = timeSeconds;
        replicas = new long[deployments][16];
        waiting = new long[deployments];
    }

    void see(int d, int requests, int waitingHere) {
        count(d, requests, 1);
        waiting[d] += waitingHere;
    }

    private void count(int d, int requests, long times) {
        if (requests >= replicas[d].length) {
            int levels = Math.max(requests + 1, 2 * replicas[d].length);
            replicas[d] = Arrays.copyOf(replicas[d], levels);
        }
        replicas[d][requests] += times;
    }

    void add(OccupancyAt other) {
        for (int d = 0; d < replicas.length; d++) {
            for (int k = 0; k < other.replicas[d].length; k++) {
                count(d, k, other.replicas[d][k]);
            }
            waiting[d] += other.waiting[d];
        }
    }

    /** The instant [s]. */
    public double timeSeconds() {
        return timeSeconds;
    }

    /** Replicas there were. */
    public long replicas(int d) {
        return Arrays.stream(replicas[d]).sum();
    }

    /** Mean number at a replica. */
    public double mean(int d) {
        return moment(d, 1) / replicas(d);
    }

    /** Mean number that waited at a replica. */
    public double meanWaiting(int d) {
        return (double) waiting[d] / replicas(d);
    }

    /** Standard deviation of the number at a replica, over replicas; NaN for less than two. */
    public double deviation(int d) {
        long n = replicas(d);
        double mean = mean(d);
        return Math.sqrt((moment(d, 2) - n * mean * mean) / (n - 1));
    }

    private double moment(int d, int power) {
        double sum = 0;
        for (int k = 1; k < replicas[d].length; k++) {
            sum += replicas[d][k] * (power == 2 ? (double) k * k : k);
        }
        return sum;
    }

    /** Share of replicas with k requests or more. */
    public double shareAtLeast(int d, int k) {
        long sum = 0;
        for (int i = k; i < replicas[d].length; i++) {
            sum += replicas[d][i];
        }
        return (double) sum / replicas(d);
    }
}
