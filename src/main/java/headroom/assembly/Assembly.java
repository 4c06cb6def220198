package headroom.assembly;

import headroom.arrivals.DemandCurve;
import headroom.cell.CellSpec;
import headroom.clients.TierSpec;
import headroom.cluster.ClusterSpec;
import headroom.demand.DemandSection.SpikeSection;
import headroom.fleet.DeploymentSpec;
import headroom.joblist.JobStreamSection;
import headroom.measure.Names;
import headroom.measure.Phase;
import headroom.measure.Stretches;
import headroom.routers.Clairvoyant;
import headroom.routers.CostAware;
import headroom.routers.JoinShortestQueue;
import headroom.routers.LeastKvLoad;
import headroom.routers.LeastLoaded;
import headroom.routers.PowerOfD;
import headroom.routers.PowerOfTwo;
import headroom.routers.RandomRouter;
import headroom.routers.RoundRobin;
import headroom.routers.SessionAffinity;
import headroom.scenario.Scenario;
import headroom.serving.NominalCapacity;
import headroom.serving.Router;
import headroom.supply.DeploymentSection;
import headroom.supply.PoolSection.AdditionSection;
import headroom.supply.RoutingSection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Turns a scenario into what the simulation is built from; the one place that picks policies. */
public final class Assembly {
    private final Scenario scenario;
    private final Path folder;

    /** Relative paths of the scenario are relative to the folder. */
    public Assembly(Scenario scenario, Path folder) {
        this.scenario = scenario;
        this.folder = folder;
    }

    public Plan plan() {
        List<String> models = List.copyOf(scenario.models().keySet());
        DemandAssembly demand = new DemandAssembly(scenario, models, folder);
        List<TierSpec> tiers = demand.tiers();
        ClusterAssembly cluster = new ClusterAssembly(scenario, models, folder);
        List<DeploymentSpec> deployments = cluster.deployments();
        CellSpec cell = new CellSpec(
                cluster.models(),
                deployments,
                tiers,
                demand.replay(),
                router(scenario.routing().policy(), deployments),
                new Controls(scenario).peakHours(),
                overload(),
                watch(),
                new CellSpec.Objectives(
                        scenario.serviceObjectives().ttftSeconds(),
                        scenario.serviceObjectives().tpotSeconds()));
        List<Phase> windows = windows();
        ClusterSpec spec = cluster.cluster();
        return new Plan(
                cell,
                spec,
                names(tiers, deployments, spec),
                windows,
                windows.stream()
                        .map(each -> Stretches.batches(each, scenario.batches()))
                        .toList(),
                scenario.seed(),
                scenario.replications());
    }

    /** The stretches that are summed up by themselves. */
    private List<Phase> windows() {
        return new Stretches(
                        scenario.warmUpSeconds(),
                        scenario.horizonSeconds(),
                        scenario.demand().spikes().stream()
                                .map(SpikeSection::stretch)
                                .toList(),
                        scenario.additions().stream()
                                .map(AdditionSection::stretch)
                                .toList(),
                        scenario.capacityScale() > 0,
                        scenario.occupancy() || scenario.jobs().isPresent(),
                        scenario.phases().entrySet().stream()
                                .map(each -> each.getValue().named(each.getKey()))
                                .toList())
                .phases();
    }

    /** When the jobs of a stream come. */
    public static DemandCurve curve(Scenario scenario, JobStreamSection stream) {
        return new CurveAssembly(scenario).curve(stream);
    }

    private CellSpec.Watch watch() {
        return scenario.occupancy()
                ? new CellSpec.Watch(scenario.warmUpSeconds(), scenario.occupancyAtSeconds())
                : CellSpec.Watch.NEVER;
    }

    private CellSpec.Overload overload() {
        return new CellSpec.Overload(
                scenario.overload().maxQueuePerReplica(),
                scenario.overload().maxRequestsPerReplica(),
                scenario.overload().ttftDeadlineSeconds().orElse(Double.POSITIVE_INFINITY));
    }

    /** The router that is told the output lengths. */
    public static Router bound(CellSpec.Overload overload) {
        return new Clairvoyant(overload.maxQueue(), overload.maxRequests());
    }

    private Router router(RoutingSection.Policy policy, List<DeploymentSpec> deployments) {
        RoutingSection section = scenario.routing();
        return switch (policy) {
            case RANDOM -> new RandomRouter();
            case POWER_OF_TWO -> new PowerOfTwo();
            case POWER_OF_D -> new PowerOfD(section.choices());
            case LEAST_LOADED -> new LeastLoaded();
            case ROUND_ROBIN -> new RoundRobin();
            case JOIN_SHORTEST_QUEUE -> new JoinShortestQueue();
            case LEAST_KV -> new LeastKvLoad();
            case SESSION_AFFINITY ->
                new SessionAffinity(section.threshold(), router(section.fallback(), deployments));
            case COST_AWARE -> new CostAware(section.threshold(), dollarsPerToken(deployments));
            case CLAIRVOYANT -> bound(overload());
        };
    }

    /**
     * Price of an output token of each deployment, its replicas full, or of a prompt token where
     * they only prefill: a ranking, no forecast.
     */
    private double[] dollarsPerToken(List<DeploymentSpec> deployments) {
        double[] dollars = new double[deployments.size()];
        for (int d = 0; d < dollars.length; d++) {
            DeploymentSection section = scenario.deployments().get(d);
            double perGpuSecond =
                    scenario.pool(section.pool()).gpuDollarsPerSecond().orElseThrow();
            dollars[d] = perGpuSecond
                    * section.replicaGpus()
                    / NominalCapacity.tokensPerSecond(deployments.get(d).engine());
        }
        return dollars;
    }

    private Names names(
            List<TierSpec> specs, List<DeploymentSpec> deployments, ClusterSpec cluster) {
        List<String> tiers = new ArrayList<>();
        List<List<String>> limits = new ArrayList<>();
        List<Boolean> patient = new ArrayList<>();
        specs.forEach(spec -> {
            tiers.add(spec.name());
            limits.add(spec.limitNames(specs));
            patient.add(spec.patience() == null);
        });
        scenario.demand().replay().ifPresent(replay -> {
            tiers.add(replay.tier());
            limits.add(List.of());
            patient.add(true);
        });
        List<String> pools = List.copyOf(scenario.pools().keySet());
        List<String> sites = List.copyOf(scenario.sites().keySet());
        List<Integer> placements = new ArrayList<>();
        scenario.deployments().forEach(d -> placements.add(pools.indexOf(d.pool())));
        return new Names(
                tiers,
                limits,
                patient,
                placements,
                deployments.stream().map(DeploymentSpec::model).toList(),
                deployments,
                pools,
                scenario.pools().values().stream()
                        .map(pool -> sites.indexOf(pool.site()))
                        .toList(),
                sites,
                List.copyOf(scenario.models().keySet()),
                JobsAssembly.kinds(scenario),
                isOut(cluster)
                        || scenario.deployments().stream()
                                .anyMatch(d -> d.scale().isPresent()));
    }

    /** Whether replicas fail, by failures or with their nodes, or are drained with these. */
    private static boolean isOut(ClusterSpec spec) {
        return !spec.failures().isEmpty()
                || IntStream.range(0, spec.pools().size())
                        .anyMatch(pool ->
                                spec.servingFaults(pool) != null || spec.drainsServing(pool));
    }
}
