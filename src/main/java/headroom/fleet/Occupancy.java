package headroom.fleet;

import java.util.Arrays;
import java.util.List;

/**
 * How long replicas held how many requests, by deployment, over a stretch of time: what queueing
 * theory calls the number in system, as time averages.
 *
 * <pre>
 * share of time with k requests = seconds with k / replica-seconds
 * mean number                   = sum k x seconds with k / replica-seconds
 * mean wait                     = waiting-seconds / requests completed     (Little's law)
 * mean batch                    = output tokens / steps
 * </pre>
 *
 * <p>The last two count requests and steps when they end, so they err by what is under way at the
 * two ends of the stretch: a share of 1 over the number counted.
 */
public final class Occupancy {
    /** Replica-seconds with k requests waiting or in service, by deployment and k [s]. */
    private final double[][] seconds;
    /** Seconds that requests waited, by deployment [s]. */
    public final double[] waitingSeconds;
    /** Requests completed, by deployment. */
    public final long[] completed;
    /** Steps ended, by deployment. */
    public final long[] steps;
    /** Output tokens generated, by deployment [token]. */
    public final long[] outputTokens;

    /** Time with no request at any replica of a cell, summed over cells [s]. */
    private double emptySeconds;
    /** Time that cells were watched [s]. */
    private double cellSeconds;

    /** What replicas held at some instants. */
    private final List<OccupancyAt> instants;

    /** With nothing in it, also of some instants [s]. */
    public Occupancy(int deployments, List<Double> instantsSeconds) {
        seconds = new double[deployments][16];
        waitingSeconds = new double[deployments];
        completed = new long[deployments];
        steps = new long[deployments];
        outputTokens = new long[deployments];
        instants = instantsSeconds.stream()
                .map(instant -> new OccupancyAt(instant, deployments))
                .toList();
    }

    /** What replicas held at some instants, in their order. */
    public List<OccupancyAt> instants() {
        return instants;
    }

    void spend(int d, int requests, int waiting, double elapsedSeconds) {
        if (requests >= seconds[d].length) {
            seconds[d] = Arrays.copyOf(seconds[d], Math.max(requests + 1, 2 * seconds[d].length));
        }
        seconds[d][requests] += elapsedSeconds;
        waitingSeconds[d] += waiting * elapsedSeconds;
    }

    void watch(double elapsedSeconds, boolean empty) {
        cellSeconds += elapsedSeconds;
        emptySeconds += empty ? elapsedSeconds : 0;
    }

    void count(FleetUse from, FleetUse to) {
        for (int d = 0; d < steps.length; d++) {
            completed[d] += to.completed[d] - from.completed[d];
            steps[d] += to.steps[d] - from.steps[d];
            outputTokens[d] += to.decodedTokens[d] - from.decodedTokens[d];
        }
    }

    /** Adds what another cell saw. */
    public void add(Occupancy other) {
        for (int d = 0; d < steps.length; d++) {
            for (int k = 0; k < other.seconds[d].length; k++) {
                spend(d, k, 0, other.seconds[d][k]);
            }
            waitingSeconds[d] += other.waitingSeconds[d];
            completed[d] += other.completed[d];
            steps[d] += other.steps[d];
            outputTokens[d] += other.outputTokens[d];
        }
        for (int i = 0; i < instants.size(); i++) {
            instants.get(i).add(other.instants.get(i));
        }
        emptySeconds += other.emptySeconds;
        cellSeconds += other.cellSeconds;
    }

    /** Number of deployments. */
    public int deployments() {
        return steps.length;
    }

    /** One more than the most requests that a replica of a deployment held. */
    public int levels(int d) {
        int levels = seconds[d].length;
        while (levels > 0 && seconds[d][levels - 1] == 0) {
            levels--;
        }
        return levels;
    }

    /** Share of its time that a replica held exactly k requests. */
    public double share(int d, int k) {
        return k < seconds[d].length ? seconds[d][k] / replicaSeconds(d) : 0;
    }

    /** Share of its time that a replica held k requests or more. */
    public double shareAtLeast(int d, int k) {
        double sum = 0;
        for (int i = seconds[d].length - 1; i >= k; i--) {
            sum += seconds[d][i];
        }
        return sum / replicaSeconds(d);
    }

    /** Seconds that requests were at replicas, waiting or in service [s]. */
    public double requestSeconds(int d) {
        double sum = 0;
        for (int k = seconds[d].length - 1; k > 0; k--) {
            sum += k * seconds[d][k];
        }
        return sum;
    }

    /** Time that replicas were watched [s]. */
    public double replicaSeconds(int d) {
        return Arrays.stream(seconds[d]).sum();
    }

    /** Time that cells were watched [s]. */
    public double cellSeconds() {
        return cellSeconds;
    }

    /** Share of time with no request at any replica of a cell. */
    public double emptyShare() {
        return emptySeconds / cellSeconds;
    }
}
