package headroom.experiment;

import java.util.Arrays;

/** Adds up the progress of replications that run side by side, in one of some runs. */
final class ProgressSum implements Replication.Progress {
    private final Simulation.Progress listener;
    private final double horizonSeconds;
    private final int run;
    private final int runs;
    private double[] seconds = {};
    private long[] requests = {};

    ProgressSum(Simulation.Progress listener, double horizonSeconds, int run, int runs) {
        this.listener = listener;
        this.horizonSeconds = horizonSeconds;
        this.run = run;
        this.runs = runs;
    }

    /** So many replications there are as yet. */
    synchronized void expect(int replications) {
        seconds = Arrays.copyOf(seconds, replications);
        requests = Arrays.copyOf(requests, replications);
    }

    @Override
    public synchronized void at(int replication, double simulated, long ended) {
        seconds[replication] = simulated;
        // of a finished one jobs are not told again
        requests[replication] = Math.max(requests[replication], ended);
        double mean = 0;
        long all = 0;
        for (int r = 0; r < seconds.length; r++) {
            mean += seconds[r] / seconds.length;
            all += requests[r];
        }
        listener.at((run + mean / horizonSeconds) / runs, mean, all);
    }
}
