package headroom.experiment;

import headroom.assembly.Assembly;
import headroom.assembly.Plan;
import headroom.clients.TierSpec;
import headroom.measure.Measurement;
import headroom.measure.Reading;
import headroom.measure.TimeSeries;
import headroom.metrics.Catalogue;
import headroom.scenario.ControllerSection;
import headroom.scenario.Scenario;
import headroom.summary.Merged;
import headroom.theory.Theory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A scenario ready to run: the way in for programs.
 *
 * <pre>
 * Scenario scenario = ScenarioFile.read(path, Map.of()).scenario().orElseThrow();
 * RunResult result = Simulation.of(scenario, path.getParent()).run("my-run", 2, Progress.NONE);
 * </pre>
 */
public final class Simulation {
    private static final double NANOS = 1e9;

    private final Scenario scenario;
    private final Plan plan;

    private final List<String> assumptions;

    private Simulation(Scenario scenario, Plan plan, List<String> assumptions) {
        this.scenario = scenario;
        this.plan = plan;
        this.assumptions = List.copyOf(assumptions);
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

    /** Builds what a scenario describes; relative paths in it are relative to the folder. */
    public static Simulation of(Scenario scenario, Path folder) {
        return new Simulation(scenario, new Assembly(scenario, folder).plan(), List.of());
    }

    /** The same, with values nobody published and their grades, for the report to list. */
    public Simulation assuming(List<String> values) {
        return new Simulation(scenario, plan, values);
    }

    /** What is simulated. */
    public Scenario scenario() {
        return scenario;
    }

    /** The tiers, then the streams, of one cell: for whoever wants demand without serving it. */
    public List<TierSpec> tiers() {
        return plan.cell().tiers();
    }

    /** Runs all replications on some threads; the numbers do not depend on how many. */
    public RunResult run(String runId, int threads, Progress progress) {
        long began = System.nanoTime();
        int runs = scenario.bounds() ? 2 : 1;
        List<Reading> readings =
                new Experiment(plan).run(threads, new Sum(progress, 0, runs), this::reading);
        List<Measurement> bound =
                scenario.bounds() ? bound(threads, new Sum(progress, 1, runs)) : List.of();
        return result(runId, readings, bound, new Machine(threads, seconds(began)));
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

    /** What its replications depend on, in one word: equal words are equal replications. */
    public String fingerprint() {
        return Fingerprint.of(scenario);
    }

    /**
     * The numbers that a run will have, whose values mean nothing: for whoever asks for one before
     * the run. The first hour is simulated to know them.
     * Rows about what may not happen, such as upgrades, are among them.
     */
    public Catalogue catalogue() {
        return Catalogue.of(Readings.begun(scenario, plan).summary());
    }

    /** What queueing theory says of its stations, by phase; empty where no model is recognised. */
    public List<Measurement> theory() {
        return Theory.of(scenario, plan.windows());
    }

    /** The result of replications that have been run, without a bound. */
    public RunResult result(String runId, List<Reading> readings, Machine machine) {
        return result(runId, readings, List.of(), machine);
    }

    /** By what a result was made: nothing that it depends on. */
    public record Machine(int threads, double wallSeconds) {}

    private RunResult result(
            String runId, List<Reading> readings, List<Measurement> bound, Machine machine) {
        List<Measurement> summary = new ArrayList<>(Merged.summary(readings));
        TimeSeries series = Merged.course(readings);
        summary.addAll(bound);
        // what is printed beside what was simulated is no part of it
        String hash = CanonicalHash.of(summary, series);
        summary.addAll(theory());
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
                limits(),
                assumptions,
                readings);
    }

    /** Latencies of the same plan behind the clairvoyant router, under names of their own. */
    private List<Measurement> bound(int threads, Sum progress) {
        Plan routed = plan.routedBy(Assembly.bound(plan.cell().overload()));
        List<Reading> readings = new Experiment(routed).run(threads, progress, this::reading);
        return Merged.summary(readings).stream()
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

    private Map<String, Double> limits() {
        Map<String, Double> limits = new TreeMap<>();
        scenario.sites()
                .forEach((name, site) ->
                        limits.put("powerLimitMw." + name, site.powerLimitWatts() / 1e6));
        scenario.controllers()
                .caps()
                .filter(ControllerSection::enabled)
                .ifPresent(caps -> limits.put("caps.scale.max", caps.max()));
        return limits;
    }

    /** Adds up the progress of replications that run side by side, in one of some runs. */
    private final class Sum implements Replication.Progress {
        private final Progress listener;
        private final int run;
        private final int runs;
        private final double[] seconds = new double[plan.replications()];
        private final long[] requests = new long[plan.replications()];

        Sum(Progress listener, int run, int runs) {
            this.listener = listener;
            this.run = run;
            this.runs = runs;
        }

        @Override
        public synchronized void at(int replication, double simulated, long ended) {
            seconds[replication] = simulated;
            requests[replication] = ended;
            double mean = 0;
            long all = 0;
            for (int r = 0; r < seconds.length; r++) {
                mean += seconds[r] / seconds.length;
                all += requests[r];
            }
            listener.at((run + mean / scenario.horizonSeconds()) / runs, mean, all);
        }
    }
}
