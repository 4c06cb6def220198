package headroom.experiment;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.clients.TierSpec;
import headroom.explain.Explanation;
import headroom.gangs.JobsSpec;
import headroom.jobbook.Movement;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.Reading;
import headroom.measure.TimeSeries;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.replicatheory.ReplicaTheory;
import headroom.scenario.PrecisionSection;
import headroom.scenario.Scenario;
import headroom.stat.RelativePrecision;
import headroom.summary.Merged;
import headroom.summary.Summaries;
import headroom.theory.Movements;
import headroom.theory.Theory;
import headroom.workload.RecordedJobs;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A scenario ready to run: the way in for programs.
 *
 * <pre>
 * Scenario scenario = ScenarioFile.read(path, Map.of()).scenario().orElseThrow();
 * RunResult result =
 *         Simulation.of(scenario, ScenarioFile.folder(path)).run("my-run", 2, Progress.NONE);
 * </pre>
 */
public final class Simulation {
    private static final double NANOS = 1e9;

    private final Scenario scenario;
    private final Plan plan;

    private final List<String> assumptions;
    private final Supplier<String> fingerprint;
    /** What the first hour tells, simulated when it is first asked for. */
    private final Supplier<Reading> begun;
    /** Made when it is first asked for. */
    private @Nullable Stopping stopping;

    private final WarmUp warm;

    private Simulation(
            Plan plan, Supplier<String> fingerprint, List<String> assumptions, WarmUp warm) {
        this.scenario = warm.scenario();
        this.plan = plan;
        this.fingerprint = fingerprint;
        this.assumptions = List.copyOf(assumptions);
        this.warm = warm;
        this.begun = Suppliers.memoize(() -> Readings.begun(scenario, plan));
    }

    /** Hears how far a run is; calls come from several threads. */
    @FunctionalInterface
    public interface Progress {
        /** Nobody listens. */
        Progress NONE = (share, simulatedSeconds, ended) -> {};

        /**
         * A run has come some way.
         *
         * @param share share of all replications done
         * @param simulatedSeconds mean simulated time of the replications [s]
         * @param ended requests and jobs simulated so far, in all replications
         */
        void at(double share, double simulatedSeconds, long ended);
    }

    /**
     * Builds what a scenario describes; relative paths in it are relative to the folder. Where it
     * asks for its warm-up to be found, pilots are run now, on all cores.
     *
     * @throws Refusal if the scenario asks for a series that it does not have
     */
    public static Simulation of(Scenario scenario, Path folder) {
        return of(scenario, folder, Runtime.getRuntime().availableProcessors(), Archive.NONE);
    }

    /**
     * The same, with pilots on some threads; they are kept in an archive, and those that are there
     * are not run again.
     */
    public static Simulation of(Scenario scenario, Path folder, int threads, Archive archive) {
        return built(WarmUp.of(scenario, folder, threads, archive), folder);
    }

    /** The same whose warm-up is as it is given: for whoever asks what there is. */
    public static Simulation cold(Scenario scenario, Path folder) {
        return built(WarmUp.given(scenario), folder);
    }

    /**
     * Another scenario. Where it asks for its warm-up as this one did, it gets the one that was
     * found for this one, and no pilots are run.
     */
    public Simulation alike(Scenario other, Path folder, int threads, Archive archive) {
        WarmUp shared =
                warm.shared(other).orElseGet(() -> WarmUp.of(other, folder, threads, archive));
        return built(shared, folder);
    }

    private static Simulation built(WarmUp warm, Path folder) {
        return new Simulation(
                new Assembly(warm.scenario(), folder).plan(),
                Suppliers.memoize(() -> Fingerprint.of(warm.scenario(), folder)),
                List.of(),
                warm);
    }

    /** The same, with values nobody published and their grades, for the report to list. */
    public Simulation assuming(List<String> values) {
        return new Simulation(plan, fingerprint, values, warm);
    }

    /**
     * The same, whose replications also say by how much chance moved their numbers, as far as that
     * is known from the laws of what comes in; all else that they say is the same.
     */
    public Simulation following() {
        SortedMap<String, Movement> movements = Movements.of(scenario);
        return movements.isEmpty()
                ? this
                : new Simulation(
                        plan.following(movements),
                        Suppliers.memoize(() -> Fingerprint.following(fingerprint())),
                        assumptions,
                        warm);
    }

    /** What is simulated; its warm-up is the one that was found, if it asks for that. */
    public Scenario scenario() {
        return scenario;
    }

    /** The tiers, then the streams, of one cell: for whoever wants demand without serving it. */
    public List<TierSpec> tiers() {
        return plan.cell().tiers();
    }

    /** Runs all replications on some threads; the numbers do not depend on how many. */
    public RunResult run(String runId, int threads, Progress progress) {
        return run(runId, threads, Archive.NONE, progress);
    }

    /**
     * The same, where each finished replication is kept in an archive before it is counted, and one
     * that is there already is not run again.
     */
    public RunResult run(String runId, int threads, Archive archive, Progress progress) {
        long began = System.nanoTime();
        int runs = scenario.bounds() ? 2 : 1;
        Kept kept = new Kept(archive, archive == Archive.NONE ? "" : fingerprint());
        ProgressSum sum = new ProgressSum(progress, scenario.horizonSeconds(), 0, runs);
        List<Reading> readings = new ArrayList<>();
        for (int more = more(readings); more > 0; more = more(readings)) {
            int from = readings.size();
            Experiment.Range range = new Experiment.Range(from, from + more);
            sum.expect(from + more);
            readings.addAll(readings(plan, range, threads, kept, sum));
        }
        List<Measurement> bound = scenario.bounds()
                ? bound(
                        threads,
                        readings.size(),
                        kept.ofBound(),
                        new ProgressSum(progress, scenario.horizonSeconds(), 1, runs))
                : List.of();
        return result(runId, readings, bound, new Machine(threads, seconds(began)));
    }

    /**
     * How many replications are wanted beside those that were run, the first ones in their order; 0
     * when they are enough. It follows from what they say and from nothing else.
     *
     * @throws Refusal if the scenario asks for the precision of a number that it does not have
     */
    public int more(List<Reading> readings) {
        return stopping()
                .map(stopping -> stopping.more(readings))
                .orElseGet(() -> Math.max(0, plan.replications() - readings.size()));
    }

    private Optional<Stopping> stopping() {
        if (scenario.precision().isPresent() && stopping == null) {
            PrecisionSection section = scenario.precision().get();
            try {
                stopping = new Stopping(
                        new RelativePrecision(
                                section.halfWidth(),
                                Summaries.LEVEL,
                                section.pilot(),
                                section.most()),
                        catalogue().key(section.selector()),
                        plan.windows());
            } catch (MetricException e) {
                throw new Refusal("precision", e);
            }
        }
        return Optional.ofNullable(stopping);
    }

    /** Replications by their numbers, kept in an archive or taken from there. */
    List<Reading> readings(Experiment.Range range, int threads, Archive archive) {
        Experiment experiment = new Experiment(plan);
        String word = archive == Archive.NONE ? "" : fingerprint();
        return Experiment.each(
                range,
                threads,
                number -> archive.findOr(
                        word,
                        number,
                        () -> reading(experiment.run(number, Replication.Progress.NONE))));
    }

    /** Where replications are kept, and under which word. */
    private record Kept(Archive archive, String fingerprint) {
        Kept ofBound() {
            return new Kept(archive, Fingerprint.ofBound(fingerprint));
        }
    }

    private List<Reading> readings(
            Plan of, Experiment.Range range, int threads, Kept kept, ProgressSum progress) {
        Experiment experiment = new Experiment(of);
        return Experiment.each(range, threads, number -> {
            Reading found = kept.archive()
                    .findOr(
                            kept.fingerprint(),
                            number,
                            () -> reading(experiment.run(number, progress)));
            progress.at(number, scenario.horizonSeconds(), found.requests());
            return found;
        });
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / NANOS;
    }

    /**
     * Runs one replication; to be called within a fork-join pool, whose threads share its cells.
     *
     * @param replication which one, from 0; all it draws depends on it and the seed alone
     */
    public Reading reading(int replication, Progress progress) {
        double horizon = scenario.horizonSeconds();
        Replication.Progress each =
                (number, seconds, ended) -> progress.at(seconds / horizon, seconds, ended);
        return reading(new Experiment(plan).run(replication, each));
    }

    private Reading reading(Replication.Result result) {
        return Readings.of(scenario, plan, result.replication(), result.record());
    }

    /**
     * What its replications depend on, in one word: equal words are equal replications. Reads the
     * traces that the scenario names.
     */
    public String fingerprint() {
        return Objects.requireNonNull(fingerprint.get());
    }

    /**
     * The numbers that a run will have, whose values mean nothing: for whoever asks for one before
     * the run. The first hour is simulated to know them.
     * Rows about what may not happen, such as upgrades, are among them.
     */
    public Catalogue catalogue() {
        return Catalogue.of(Objects.requireNonNull(begun.get()), plan.windows());
    }

    /** The series by the hour that a run will have, as {@code warmUpFrom} names them. */
    public Catalogue hourly() {
        return WarmUp.hourly(Objects.requireNonNull(begun.get()).series().columns());
    }

    /** What queueing theory says of its stations, by phase; empty where no model is recognised. */
    public List<Measurement> theory() {
        return Theory.of(scenario, plan.windows(), stream -> Assembly.curve(scenario, stream));
    }

    /** Of each stream of recorded jobs how many of its file it leaves out, where there are some. */
    private List<Measurement> leftOut() {
        List<Measurement> told = new ArrayList<>();
        JobsSpec jobs = plan.cluster().jobs();
        for (JobsSpec.StreamSpec each :
                jobs == null ? List.<JobsSpec.StreamSpec>of() : jobs.streams()) {
            int count = each.visits().get(each.first()).size() instanceof RecordedJobs of
                    ? of.trace().skippedJobs()
                    : 0;
            if (count > 0) {
                SortedMap<String, String> labels = new TreeMap<>(Map.of("stream", each.name()));
                told.add(new Measurement(
                        "jobs.leftOut", labels, "total", "1", count, Double.NaN, Double.NaN, 0));
            }
        }
        return told;
    }

    /** The result of replications that have been run, without a bound. */
    public RunResult result(String runId, List<Reading> readings, Machine machine) {
        return result(runId, readings, List.of(), machine);
    }

    /** By what a result was made: nothing that it depends on. */
    public record Machine(int threads, double wallSeconds) {}

    private RunResult result(
            String runId, List<Reading> readings, List<Measurement> bound, Machine machine) {
        List<Measurement> summary = new ArrayList<>(Merged.summary(readings, plan.windows()));
        TimeSeries series = Merged.course(readings);
        summary.addAll(bound);
        // what is printed beside what was simulated is no part of it
        String hash = CanonicalHash.of(summary, series);
        summary.addAll(warm.told());
        stopping().ifPresent(each -> summary.addAll(each.told(readings)));
        summary.addAll(theory());
        summary.addAll(ReplicaTheory.of(
                scenario, plan.windows(), stream -> Assembly.curve(scenario, stream)));
        summary.addAll(Explanation.of(scenario, plan).expected());
        summary.addAll(leftOut());
        return new RunResult(
                scenario.name(),
                scenario.title(),
                runId,
                scenario.start(),
                scenario.horizonSeconds(),
                scenario.seed(),
                readings.size(),
                scenario.cells(),
                scenario.sampledCells(),
                machine.threads(),
                machine.wallSeconds(),
                readings.stream().mapToLong(Reading::requests).sum(),
                hash,
                plan.windows(),
                summary,
                Merged.occupancy(readings),
                series,
                Bounds.of(scenario, plan.cluster()),
                assumptions,
                readings);
    }

    /** Stretches of time that are summed up on their own. */
    public List<Phase> phases() {
        return plan.windows();
    }

    /** Latencies of the same plan behind the clairvoyant router, under names of their own. */
    private List<Measurement> bound(
            int threads, int replications, Kept kept, ProgressSum progress) {
        Plan routed = plan.routedBy(Assembly.bound(plan.cell().overload()));
        progress.expect(replications);
        Experiment.Range range = new Experiment.Range(0, replications);
        List<Reading> readings = readings(routed, range, threads, kept, progress);
        return Merged.summary(readings, plan.windows()).stream()
                .filter(m -> m.name().equals("ttft") || m.name().equals("e2e"))
                .map(m -> new Measurement(
                        m.name() + ".clairvoyant",
                        m.labels(),
                        m.statistic(),
                        m.unit(),
                        m.value(),
                        m.halfWidth(),
                        m.level(),
                        m.n()))
                .toList();
    }
}
