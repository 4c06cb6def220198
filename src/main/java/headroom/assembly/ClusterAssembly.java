package headroom.assembly;

import headroom.clients.ModelSpec;
import headroom.cluster.Cluster;
import headroom.cluster.ClusterSpec;
import headroom.control.Yielding;
import headroom.fleet.DeploymentSpec;
import headroom.plant.GpuModel;
import headroom.plant.Site;
import headroom.policy.FrequencyCap;
import headroom.policy.ReplicaTarget;
import headroom.scenario.Scenario;
import headroom.serving.EngineRules;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.StepTime;
import headroom.supply.DeploymentSection;
import headroom.supply.DeploymentSection.StepTimeSection;
import headroom.supply.EngineSection;
import headroom.supply.EngineSection.PrefixCacheSection;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.FailureSection;
import headroom.supply.PoolSection.GpuSection;
import headroom.supply.ScaleSection;
import headroom.supply.SiteSection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The supply side of a plan: models, deployments, pools, sites, additions and controllers. */
final class ClusterAssembly {
    private final Scenario scenario;
    private final List<String> models;
    private final Path folder;
    private final List<String> pools;
    private final List<String> sites;

    ClusterAssembly(Scenario scenario, List<String> models, Path folder) {
        this.scenario = scenario;
        this.folder = folder;
        this.models = models;
        pools = List.copyOf(scenario.pools().keySet());
        sites = List.copyOf(scenario.sites().keySet());
    }

    List<ModelSpec> models() {
        List<ModelSpec> specs = new ArrayList<>();
        scenario.models()
                .forEach((name, model) -> specs.add(new ModelSpec(
                        name, model.credits().weights(), model.price().weights())));
        return specs;
    }

    List<DeploymentSpec> deployments() {
        return scenario.deployments().stream().map(this::deployment).toList();
    }

    private DeploymentSpec deployment(DeploymentSection d) {
        StepTimeSection t = d.stepTime();
        StepTime stepTime = new StepTime(
                t.c0Seconds(),
                t.c1Seconds(),
                t.c2Seconds(),
                t.c3Seconds(),
                t.c4Seconds(),
                t.c5Seconds());
        ReplicaLimits limits =
                new ReplicaLimits(d.maxSequences(), d.tokenBudget(), (long) d.kvCapacityTokens());
        return new DeploymentSpec(
                models.indexOf(d.model()),
                new Replica.Engine(stepTime, limits, rules(d)),
                d.overheads().arrivalSeconds(),
                d.overheads().completionSeconds(),
                d.overheads().perTokenSeconds(),
                new DeploymentSpec.Link(
                        d.kvBytesPerToken().orElse(0),
                        d.linkBytesPerSecond(),
                        d.linkLatencySeconds()),
                d.prefixCache().map(ClusterAssembly::prefixes).orElse(null));
    }

    private static EngineRules rules(DeploymentSection d) {
        EngineSection e = d.engine();
        boolean paged = e.memory() == EngineSection.Memory.PAGED;
        return new EngineRules(
                EngineRules.Order.valueOf(e.order().name()),
                EngineRules.Memory.valueOf(e.memory().name()),
                paged ? (int) e.blockTokens() : 1,
                paged ? e.watermark() : 0,
                EngineRules.Role.valueOf(d.role().name()),
                EngineRules.Noise.valueOf(e.prefillNoise().name()));
    }

    private static DeploymentSpec.Prefixes prefixes(PrefixCacheSection p) {
        return new DeploymentSpec.Prefixes(
                p.of() == PrefixCacheSection.Content.BLOCKS,
                (int) p.blockTokens(),
                p.lifetimeSeconds().orElse(Double.POSITIVE_INFINITY),
                p.spareKv(),
                (long) p.hostTokens());
    }

    /** Where no pool is, nothing happens between hours but jobs on a clock of their own. */
    private double epochSeconds() {
        return scenario.pools().isEmpty() ? Cluster.HOUR_SECONDS : scenario.epochSeconds();
    }

    ClusterSpec cluster() {
        Controls controls = new Controls(scenario);
        List<ClusterSpec.SiteSpec> siteSpecs = new ArrayList<>();
        scenario.sites().forEach((name, site) -> siteSpecs.add(site(name, site)));
        List<ClusterSpec.PoolSpec> poolSpecs = new ArrayList<>();
        scenario.pools().forEach((name, pool) -> poolSpecs.add(pool(name, pool)));
        return new ClusterSpec(
                scenario.horizonSeconds(),
                scenario.warmUpSeconds(),
                epochSeconds(),
                scenario.cells(),
                scenario.sampledCells(),
                siteSpecs,
                poolSpecs,
                scenario.deployments().stream().map(this::placement).toList(),
                additions(scenario),
                controls.caps(),
                controls.peak(),
                scenario.failures().stream().map(this::failures).toList(),
                controls.dated(),
                JobsAssembly.of(scenario, folder),
                LendingAssembly.loans(scenario));
    }

    private ClusterSpec.SiteSpec site(String name, SiteSection s) {
        SiteSection.PowerPolicySection p = s.powerPolicy();
        double least = minClock(name);
        return new ClusterSpec.SiteSpec(
                new Site(name, s.powerLimitWatts(), s.pue()),
                new FrequencyCap(p.margin(), p.hysteresis(), least),
                p.actuationDelaySeconds(),
                new Yielding(p.yields(), least),
                s.outages().stream()
                        .map(each ->
                                new ClusterSpec.Outage(each.fromSeconds(), each.untilSeconds()))
                        .toList());
    }

    /** The highest of the least clocks of all kinds of GPUs that a site ever has; 0 without any. */
    private double minClock(String site) {
        return scenario.pools().entrySet().stream()
                .filter(each -> each.getValue().site().equals(site))
                .filter(each -> each.getValue().gpus() > 0
                        || scenario.additions().stream()
                                .anyMatch(addition -> addition.pool().equals(each.getKey())))
                .mapToDouble(each -> gpu(each.getValue().gpu()).minClock())
                .max()
                .orElse(0);
    }

    private GpuModel gpu(String name) {
        GpuSection g = scenario.gpus().get(name);
        if (g == null) {
            throw new IllegalStateException("gpu " + name);
        }
        return new GpuModel(
                name,
                g.idlePowerWatts(),
                g.decodePowerWatts(),
                g.prefillPowerWatts(),
                g.hostPowerWatts(),
                g.clockExponent(),
                g.minClock());
    }

    private ClusterSpec.PoolSpec pool(String name, PoolSection p) {
        return new ClusterSpec.PoolSpec(
                name,
                sites.indexOf(p.site()),
                gpu(p.gpu()),
                (int) p.gpus(),
                scenario.gpu(p.gpu()).repairPower(),
                scenario.gpu(p.gpu()).trainingPower(),
                scenario.gpu(p.gpu()).trainingExponent());
    }

    private ClusterSpec.Placement placement(DeploymentSection d) {
        return new ClusterSpec.Placement(
                pools.indexOf(d.pool()),
                d.share(),
                d.replicaGpus(),
                d.loadSeconds(),
                (long) d.kvCapacityTokens(),
                d.scale().map(ClusterAssembly::scale).orElse(null));
    }

    private static ClusterSpec.Scale scale(ScaleSection s) {
        ReplicaTarget.Metric metric =
                s.target().metric() == ScaleSection.ScaleTargetSection.Metric.QUEUE_DELAY
                        ? ReplicaTarget.Metric.QUEUE_DELAY
                        : ReplicaTarget.Metric.UTILISATION;
        ReplicaTarget.Law law = new ReplicaTarget.Law(
                metric,
                s.target().value(),
                s.tolerance(),
                s.maxGrowth(),
                s.maxShrink(),
                s.cooldownSeconds());
        return new ClusterSpec.Scale(
                s.min(), s.max(), s.everySeconds(), s.lookbackSeconds(), new ReplicaTarget(law));
    }

    private ClusterSpec.FailureClass failures(FailureSection f) {
        List<Integer> struck = new ArrayList<>();
        for (int pool = 0; pool < pools.size(); pool++) {
            if (f.strikes(pools.get(pool), scenario.pool(pools.get(pool)))) {
                struck.add(pool);
            }
        }
        return new ClusterSpec.FailureClass(
                f.name(),
                struck,
                f.ratePerSecond() / f.nodeGpus(),
                f.together() ? f.nodeGpus() : 1,
                DemandAssembly.table(f.repair(), 0));
    }

    /** What arrives in the pools, in the order of the scenario. */
    static List<ClusterSpec.Addition> additions(Scenario scenario) {
        List<String> pools = List.copyOf(scenario.pools().keySet());
        return scenario.additions().stream()
                .map(a -> new ClusterSpec.Addition(
                        a.atSeconds(),
                        a.rampSeconds(),
                        pools.indexOf(a.pool()),
                        (int) Math.rint(a.gpus() * scenario.capacityScale()),
                        a.untilSeconds().orElse(Double.POSITIVE_INFINITY)))
                .toList();
    }
}
