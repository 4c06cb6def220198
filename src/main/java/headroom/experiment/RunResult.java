package headroom.experiment;

import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.TimeSeries;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.metrics.Selector;
import headroom.metrics.Target;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.summary.Summaries;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything a finished run says, as reports need it.
 *
 * @param scenario name of the scenario, also the name of its results folder
 * @param title title of the scenario for people
 * @param runId name of the run, unique within the scenario
 * @param start simulated time 0
 * @param horizonSeconds simulated length [s]
 * @param seed seed of all random streams
 * @param replications independent repetitions
 * @param cells cells of the deployment
 * @param sampledCells cells that were simulated; sums are scaled by cells / sampledCells
 * @param threads threads that advanced cells; no result depends on it
 * @param wallSeconds real time taken [s]
 * @param requestsSimulated requests simulated in all replications, not scaled
 * @param resultHash SHA-256 of the canonical results, in hex
 * @param phases stretches of time summed up on their own, in order of time
 * @param summary numbers of the run by phase and label
 * @param occupancy shares of time with k requests at a replica, by deployment; may be empty
 * @param series the course of the run over time
 * @param limits limits to be drawn or compared with, such as {@code powerLimitMw.memphis} = 300,
 *     bounds of caps, and where not all cells are simulated {@code sampledReplicas.memphis} = 12
 * @param assumptions values that nobody published, each with its grade at the end: {@code pue 1.2
 *     (assumed)}
 * @param readings what each replication says by itself, in their order
 */
public record RunResult(
        String scenario,
        String title,
        String runId,
        Instant start,
        double horizonSeconds,
        long seed,
        int replications,
        int cells,
        int sampledCells,
        int threads,
        double wallSeconds,
        long requestsSimulated,
        String resultHash,
        List<Phase> phases,
        List<Measurement> summary,
        List<Measurement> occupancy,
        TimeSeries series,
        Map<String, Double> limits,
        List<String> assumptions,
        List<Reading> readings) {
    public RunResult {
        phases = List.copyOf(phases);
        summary = List.copyOf(summary);
        occupancy = List.copyOf(occupancy);
        // Sorted, so that no output depends on the order of a hash table.
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
        assumptions = List.copyOf(assumptions);
        readings = List.copyOf(readings);
    }

    /**
     * The number that a text asks for as on the command line, with its unit and half-width.
     *
     * @param selector such as {@code p99(ttft, tier=max, phase=after)}, or a share of hours such as
     *     {@code hours(ttft.p99, below=5 s)}
     * @throws IllegalArgumentException if it names no number of this run, or may mean several; the
     *     message says what would be right
     */
    public Measurement number(String selector) {
        try {
            Selector wanted = Selector.parse(selector);
            return wanted.isOfHours() && !readings.isEmpty()
                    ? ofHours(wanted, Catalogue.of(readings.get(0), phases).target(wanted))
                    : Catalogue.of(summary).find(wanted);
        } catch (MetricException e) {
            throw new IllegalArgumentException(e.line(), e);
        }
    }

    private Measurement ofHours(Selector wanted, Target target) {
        Estimate share = Known.ofReplications(
                readings.stream().mapToDouble(target::in).toArray(), Summaries.LEVEL);
        return new Measurement(
                wanted.name(),
                new TreeMap<>(wanted.labels()),
                wanted.statistic(),
                target.unit(),
                share.value(),
                share.halfWidth(),
                share.level(),
                share.n());
    }
}
