package headroom.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;

import headroom.demand.DemandSection;
import headroom.joblist.JobsSection;
import headroom.metrics.SloSection;
import headroom.supply.ArchitectureSection;
import headroom.supply.DeploymentSection;
import headroom.supply.ModelSection;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.FailureSection;
import headroom.supply.RoutingSection;
import headroom.supply.SiteSection;
import headroom.yaml.Fraction;
import headroom.yaml.Key;
import headroom.yaml.Named;
import headroom.yaml.Quantity;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A whole scenario: the hardware, when more arrives, who asks for what, and what limits them. The
 * rules between its values are in {@link RunChecks}, where one that cannot be read hides no other.
 */
public record Scenario(
        @Key(name = "name", doc = "Short name; results are kept under it.")
        String name,

        @Key(name = "title", form = Key.Form.LINE, doc = "What the scenario asks, in a line.")
        String title,

        @Key(
                name = "start",
                doc = "Instant of t = 0. It fixes the place in the week and in the day.")
        Instant start,

        @Key(
                name = "horizon",
                unit = Quantity.DURATION,
                range = "(0 s, 3660 d]",
                doc = "How much time is simulated.")
        double horizonSeconds,

        @Key(
                name = "warmUp",
                unit = Quantity.DURATION,
                range = "[0 s, 366 d]",
                def = "0 s",
                doc = "Time at the start that summaries leave out.")
        double warmUpSeconds,

        @Key(
                name = "seed",
                range = "[0, 9007199254740992]",
                doc = "Seed of all randomness. Same file, same seed: same results, bit by bit.")
        long seed,

        @Key(
                name = "epoch",
                unit = Quantity.DURATION,
                range = "[1 ms, 1 h]",
                def = "10 s",
                doc = "How often the control plane and the cells meet.")
        double epochSeconds,

        @Key(
                name = "cells",
                range = "[1, 1 M]",
                def = "1",
                neededWithout = "jobs",
                doc = "Exchangeable slices of the deployment; each holds an equal share of"
                        + " users and replicas.")
        int cells,

        @Key(
                name = "sample",
                def = "1",
                doc = "Share of the cells that is simulated, such as 2/625; the sums are"
                        + " scaled up. It must name a whole number of cells.")
        Fraction sample,

        @Key(
                name = "occupancy",
                def = "false",
                doc = "Whether to measure, after the warm-up, how many requests there are at each"
                        + " replica over time: distribution, wait, idle share, batches.")
        boolean occupancy,

        @Key(
                name = "replications",
                range = "[1, 10000]",
                def = "1",
                doc = "Independent runs; their spread gives the half-widths.")
        int replications,

        @Key(
                name = "phases",
                def = "{}",
                doc = "Stretches of the run that are summed up by themselves, by name, instead of"
                        + " those that spike and additions make; of whole hours. What reports say"
                        + " of the names normal, spike and after they say of these too.")
        ImmutableMap<String, TimedSection.StretchSection> phases,

        @Key(
                name = "bounds",
                def = "false",
                doc = "Whether to run all of it again behind a clairvoyant router, with the same"
                        + " random numbers, and print its latencies beside the real ones. It is"
                        + " greedy with knowledge of all output lengths; not a proven bound.")
        boolean bounds,

        @Key(
                name = "serviceObjectives",
                def = "{}",
                doc = "Latencies a request must keep to count as goodput.")
        ServiceObjectivesSection serviceObjectives,

        @Key(
                name = "models",
                def = "{}",
                neededWithout = "jobs",
                doc = "Models served, by name; at most 64.")
        ImmutableMap<String, ModelSection> models,

        @Key(
                name = "architectures",
                def = "{}",
                doc = "Shapes of models, by name, beside those that are built in.")
        ImmutableMap<String, ArchitectureSection> architectures,

        @Key(
                name = "chips",
                def = "{}",
                doc = "What GPUs can do at most, by name, beside those that are built in.")
        ImmutableMap<String, ArchitectureSection.ChipSection> chips,

        @Key(name = "gpus", def = "{}", neededWithout = "jobs", doc = "Kinds of GPU, by name.")
        ImmutableMap<String, PoolSection.GpuSection> gpus,

        @Key(
                name = "sites",
                def = "{}",
                neededWithout = "jobs",
                doc = "Sites with their power, by name.")
        ImmutableMap<String, SiteSection> sites,

        @Key(
                name = "pools",
                def = "{}",
                neededWithout = "jobs",
                doc = "GPUs of one kind at one site, by name.")
        ImmutableMap<String, PoolSection> pools,

        @Key(name = "additions", def = "[]", doc = "Capacity that arrives.")
        ImmutableList<PoolSection.AdditionSection> additions,

        @Key(
                name = "capacityScale",
                range = "[0, 100]",
                def = "1",
                doc = "Factor on the GPUs of every addition: the knob of capacity.")
        double capacityScale,

        @Key(
                name = "contract",
                doc = "What the capacity that arrives costs, but for additions with a price of"
                        + " their own.")
        Optional<ContractSection> contract,

        @Key(
                name = "deployments",
                def = "[]",
                neededWithout = "jobs",
                doc = "Models placed on shares of pools.")
        ImmutableList<DeploymentSection> deployments,

        @Key(name = "failures", def = "[]", doc = "Failures of GPUs, by kind.")
        ImmutableList<FailureSection> failures,

        @Key(name = "routing", def = "{}", doc = "How requests find a replica.")
        RoutingSection routing,

        @Key(name = "overload", def = "{}", doc = "When requests are refused for want of capacity.")
        OverloadSection overload,

        @Key(
                name = "demand",
                def = "{}",
                neededWithout = "jobs",
                doc = "Who asks for what, and when.")
        DemandSection demand,

        @Key(
                name = "peakHours",
                doc = "Hours in which usage counts at a multiple against the five-hour cap.")
        Optional<ControllerSection.PeakHoursSection> peakHours,

        @Key(
                name = "controllers",
                def = "{}",
                doc = "What makes caps and the peak-hour multiplier respond to load.")
        ControllerSection.ControllersSection controllers,

        @Key(
                name = "occupancyAt",
                unit = Quantity.DURATION,
                form = Key.Form.MOMENT,
                range = "[0 s, 3660 d]",
                def = "[]",
                doc = "Instants, in order, at which to count the requests at each replica: mean and"
                        + " standard deviation over replicas, how many wait, and the share of"
                        + " replicas with all sequences taken. Needs occupancy.")
        ImmutableList<Double> occupancyAtSeconds,

        @Key(
                name = "policies",
                def = "{}",
                doc = "What is decided beforehand about limits: changes, promotions, resets.")
        PolicySection policies,

        @Key(
                name = "jobs",
                doc = "Jobs that queue for servers or GPUs, beside what is served or alone: then"
                        + " nothing about models and users is needed.")
        Optional<JobsSection> jobs,

        @Key(
                name = "batches",
                range = "[0, 1000]",
                def = "0",
                doc = "With one replication: into how many stretches of whole hours, as long as"
                        + " each other, to cut each window, so that its numbers get"
                        + " half-widths from"
                        + " the spread of the stretches (batch means); 10 to 30 are best, each many"
                        + " times as long as what happens in one lasts on. The demand must be alike"
                        + " in all: whole days or weeks where it has a daily or weekly course. 0:"
                        + " none, and half-widths are those between cells. Windows of fewer whole"
                        + " hours are not cut. Least and"
                        + " greatest values,"
                        + " what is counted once a user and period, and occupancy get none from"
                        + " batches.")
        int batches,

        @Key(
                name = "precision",
                doc = "Runs as many replications as a number needs to be precise, in place of"
                        + " 'replications': first a pilot, then batches whose size follows from the"
                        + " spread so far and at most doubles them. Which are run depends on no"
                        + " thread. 'check' goes by it too; each point of another study gets as"
                        + " many as the pilot.")
        Optional<PrecisionSection> precision,

        @Key(
                name = "warmUpFrom",
                doc = "Finds the warm-up before the run, by MSER-5 (White, Cobb, Spratt 2000) on an"
                        + " hourly series averaged over pilot replications; not less than warmUp,"
                        + " and told in the results. For demand without a daily course, over a"
                        + " horizon of 20 hours at least and twice the warm-up. A study finds it"
                        + " once, in the scenario as it is, and uses it for all values.")
        Optional<PrecisionSection.WarmUpSection> warmUpFrom,

        @Key(
                name = "slo",
                def = "[]",
                doc = "What is expected of the numbers of a run, for headroom check. Entries change"
                        + " no result.")
        ImmutableList<SloSection> slo) {

    /** The model of this name; there is one for every name that a section refers to. */
    public ModelSection model(String model) {
        return Named.known(models, model);
    }

    /** The kind of GPU of this name. */
    public PoolSection.GpuSection gpu(String gpu) {
        return Named.known(gpus, gpu);
    }

    /** The site of this name. */
    public SiteSection site(String site) {
        return Named.known(sites, site);
    }

    /** The pool of this name. */
    public PoolSection pool(String pool) {
        return Named.known(pools, pool);
    }

    /** Share of a pool that deployments have. */
    public double takenShare(String pool) {
        return deployments.stream()
                .filter(each -> each.pool().equals(pool))
                .mapToDouble(DeploymentSection::share)
                .sum();
    }

    /** Most GPUs of a pool that jobs can ever have. */
    public int mostForJobs(String pool) {
        double added = PoolSection.AdditionSection.most(additions, pool) * capacityScale;
        return pool(pool).mostForJobs(takenShare(pool), added);
    }

    /** How far the curves of jobs go: to the end, or to where all starts anew [s]. */
    public double jobsHorizonSeconds() {
        OptionalDouble restart =
                jobs.map(JobsSection::restartSeconds).orElse(OptionalDouble.empty());
        return Math.min(horizonSeconds, restart.orElse(horizonSeconds));
    }

    /** Replications of a point of a study, which all have as many: those of a pilot, if any. */
    public int studyReplications() {
        return precision.map(PrecisionSection::pilot).orElse(replications);
    }

    /** How many cells are simulated. */
    public int sampledCells() {
        return (int) ((long) cells * sample.taken() / sample.of());
    }

    /** Latencies a request must keep to count as goodput. */
    public record ServiceObjectivesSection(
            @Key(
                    name = "ttft",
                    unit = Quantity.DURATION,
                    range = "(0 s, 1 d]",
                    def = "10 s",
                    grade = Key.Grade.ASSUMED,
                    doc = "Longest time to the first token.")
            double ttftSeconds,

            @Key(
                    name = "tpot",
                    unit = Quantity.DURATION,
                    range = "(0 s, 1 h]",
                    def = "100 ms",
                    grade = Key.Grade.ASSUMED,
                    doc = "Longest mean time per token after the first.")
            double tpotSeconds) {}

    /** When requests are refused for want of capacity. */
    public record OverloadSection(
            @Key(
                    name = "maxQueuePerReplica",
                    range = "[1, 1 M]",
                    def = "64",
                    grade = Key.Grade.ASSUMED,
                    doc = "Waiting requests at a replica at which it refuses (529); each waits"
                            + " for the next step at least.")
            int maxQueuePerReplica,

            @Key(
                    name = "maxRequestsPerReplica",
                    range = "[1, 1 B]",
                    def = "1 B",
                    doc = "Requests at a replica, waiting or in service, at which it refuses.")
            int maxRequestsPerReplica,

            @Key(
                    name = "ttftDeadline",
                    unit = Quantity.DURATION,
                    range = "(0 s, 1 d]",
                    doc = "A request is refused at once if its first token is expected later than"
                            + " this at the chosen replica, by what waits there, its speed and the"
                            + " mean output so far; left out: no such rule. Tiers and streams may"
                            + " have their own under 'shed'.")
            OptionalDouble ttftDeadlineSeconds) {}
}
