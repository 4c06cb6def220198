package headroom.replicatheory;

import headroom.analytic.MarkovChain;
import headroom.arrivals.DemandCurve;
import headroom.joblist.JobStreamSection;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.scenario.Scenario;

import java.util.List;
import java.util.function.Function;

/**
 * What queueing theory says of serving replicas that are a classical model, in the long run and at
 * the instants that are looked at, under the names of what is simulated.
 *
 * <p>The scenario is about bare replicas and whoever asks them: one more key, and there is no
 * model. See {@link PlainReplicas} for how long answers must be for steps to stand for a flow.
 */
public final class ReplicaTheory {
    private ReplicaTheory() {}

    /**
     * The numbers, without half-widths; empty where nothing is recognised.
     *
     * @param curves when the requests of a stream come, told as a stream of jobs
     */
    public static List<Measurement> of(
            Scenario scenario,
            List<Phase> windows,
            Function<JobStreamSection, DemandCurve> curves) {
        if (windows.size() != 1) {
            return List.of();
        }
        return PlainReplicas.of(scenario)
                .map(replicas -> {
                    ReplicaRows rows = new ReplicaRows(replicas, windows.get(0));
                    try {
                        tell(replicas, rows, curves, windows.get(0));
                    } catch (MarkovChain.TooManyStates e) {
                        return List.<Measurement>of();
                    }
                    return rows.all();
                })
                .orElse(List.of());
    }

    private static void tell(
            PlainReplicas replicas,
            ReplicaRows rows,
            Function<JobStreamSection, DemandCurve> curves,
            Phase window) {
        boolean plain = replicas.stream().filter(ReplicaKeys::isPlain).isPresent();
        boolean random = replicas.isDealtAtRandom();
        if (replicas.isOneToken()) {
            batches(replicas, rows, plain && random);
            return;
        }
        if (random && replicas.isEven()) {
            new StationModels(replicas, window, curves).tell(rows);
        }
        if (!plain || !replicas.isExponential()) {
            return;
        }
        SharedSteps shared = new SharedSteps(replicas);
        if (!random) {
            new SharedQueues(replicas).tell(rows);
        } else if (shared.isStable()) {
            shared.tell(rows);
        }
    }

    private static void batches(PlainReplicas replicas, ReplicaRows rows, boolean plain) {
        BatchedSteps batched = new BatchedSteps(replicas);
        if (plain && batched.isKnown()) {
            batched.tell(rows);
        }
        replicas.stream()
                .filter(ReplicaKeys::isPlainButLimited)
                .filter(stream -> stream.limits().size() == 1)
                .map(stream -> new TokenBuckets(replicas, stream.limits().get(0)))
                .filter(TokenBuckets::isKnown)
                .ifPresent(bucket -> bucket.tell(rows));
    }
}
