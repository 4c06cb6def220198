package headroom.demandfit;

import headroom.clients.Population;
import headroom.clients.TierSpec;
import headroom.experiment.Simulation;
import headroom.kernel.Streams;
import headroom.scenario.Scenario;
import headroom.workload.Workload;

import umontreal.ssj.rng.RandomStream;

import java.nio.file.Path;
import java.util.List;

/**
 * The requests that the streams of a scenario send to its first cell, without serving them: the
 * arrivals are those of a run, to the bit.
 */
final class DemandSample {
    private final Population[] populations;
    private final double[] nextSeconds;
    private final RandomStream lengths;
    private int current = -1;

    /** What streams of a scenario send, built once for all replications. */
    static List<TierSpec> streams(Scenario scenario) {
        return Simulation.of(scenario, Path.of("")).tiers().stream()
                .filter(TierSpec::isOpen)
                .toList();
    }

    DemandSample(List<TierSpec> streams, long seed, int replication) {
        Streams own = new Streams(seed, replication).child("cell.0");
        populations = Population.all(streams, List.of(), own);
        nextSeconds = new double[populations.length];
        for (int i = 0; i < populations.length; i++) {
            nextSeconds[i] = populations[i].nextSessionSeconds();
        }
        lengths = own.of("lengths");
    }

    /** Goes to the next request; its arrival, infinite when there is none left [s]. */
    double next() {
        if (current >= 0) {
            nextSeconds[current] = populations[current].nextSessionSeconds();
        }
        current = 0;
        for (int i = 1; i < nextSeconds.length; i++) {
            if (nextSeconds[i] < nextSeconds[current]) {
                current = i;
            }
        }
        return nextSeconds[current];
    }

    /** The stream of the current request. */
    int stream() {
        return current;
    }

    /** Draws the answer's length [token]. */
    int drawOutputTokens() {
        return workload().outputTokens().sampleWhole(lengths.nextDouble());
    }

    /** Draws the prompt's length [token]. */
    int drawInputTokens() {
        return workload().inputTokens().sampleWhole(lengths.nextDouble());
    }

    private Workload workload() {
        return populations[current].workloads[0];
    }
}
