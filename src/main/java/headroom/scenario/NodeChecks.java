package headroom.scenario;

import headroom.gangs.GangSpec;
import headroom.joblist.CheckpointSection;
import headroom.joblist.JobStreamSection;
import headroom.joblist.JobsSection;
import headroom.joblist.StationSection;
import headroom.plant.Scope;
import headroom.supply.DeploymentSection;
import headroom.supply.NodesSection;
import headroom.supply.OutageSection;
import headroom.supply.PoolSection;
import headroom.supply.PoolSection.AdditionSection;
import headroom.supply.PoolSection.FailureSection;
import headroom.supply.PoolSection.GpuSection;
import headroom.supply.SiteSection;
import headroom.yaml.Problems;
import headroom.yaml.Quantity;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Rules between the nodes of a pool and what uses them, and between a site and its GPUs. */
final class NodeChecks {
    private static final double EPSILON = 1e-9;

    private final Bound bound;
    private final Problems problems;

    NodeChecks(Bound bound, Problems problems) {
        this.bound = bound;
        this.problems = problems;
    }

    void run() {
        Optional<JobsSection> jobs = bound.value("jobs", JobsSection.class);
        bound.all(PoolSection.class).forEach((path, pool) -> pool.nodes().ifPresent(nodes -> {
            String name = path.substring(path.indexOf('.') + 1);
            whole(path, pool, nodes);
            drains(path, pool, nodes);
            outages(path, nodes.inService(pool.gpus()), nodes.outages());
            added(name);
            shared(path, pool, nodes, name);
            lemons(path, pool, nodes);
            jobs.ifPresent(of -> used(of, path, name));
            if (jobs.isEmpty() && !bound.has("jobs")) {
                unused(path, name);
            }
        }));
        jobs.ifPresent(this::intervals);
        bound.all(SiteSection.class).forEach(this::idle);
    }

    /** No clock is low enough where GPUs that do nothing draw too much: the run will be above. */
    private void idle(String path, SiteSection site) {
        double watts = 0;
        long gpus = 0;
        for (PoolSection pool : bound.all(PoolSection.class).values()) {
            Optional<GpuSection> gpu = bound.value("gpus." + pool.gpu(), GpuSection.class);
            if (path.equals("sites." + pool.site()) && gpu.isPresent()) {
                double each = gpu.get().idlePowerWatts() + gpu.get().hostPowerWatts();
                watts += pool.gpus() * each * site.pue();
                gpus += pool.gpus();
            }
        }
        if (watts > site.powerLimitWatts()) {
            problems.warning(
                    bound.place(path + ".powerLimit"),
                    "powerLimit: the " + gpus + " GPUs of the start draw "
                            + Quantity.POWER.format(watts) + " when they are idle, cooling"
                            + " included, so power is above the limit whatever the clocks",
                    "");
        }
    }

    private void whole(String path, PoolSection pool, NodesSection nodes) {
        if (pool.gpus() % nodes.gpus() != 0) {
            error(
                    path + ".gpus",
                    "gpus: " + pool.gpus() + " are no whole nodes of " + nodes.gpus(),
                    "such as " + (pool.gpus() / nodes.gpus() + 1) * nodes.gpus());
        } else if (nodes.inService(pool.gpus()) < 1) {
            error(
                    path + ".nodes",
                    "nodes: of " + pool.gpus() / nodes.gpus() + " nodes " + nodes.spares()
                            + " are spares, so none serves",
                    "gpus are those of all nodes, spares among them");
        }
    }

    /** Lemons are whole nodes, and one by one. */
    private void lemons(String path, PoolSection pool, NodesSection nodes) {
        double share = nodes.lemons().map(NodesSection.LemonsSection::share).orElse(0.0);
        long all = pool.gpus() / nodes.gpus();
        boolean isAlone = nodes.faults().stream().anyMatch(f -> f.scope() == Scope.NODE);
        if (share > 0 && all > 0 && !isAlone) {
            problems.warning(
                    bound.place(path + ".nodes.lemons.share"),
                    "share: without effect, no fault is of scope node",
                    "racks, pods, switches, power domains and sites are all alike");
        } else if (share > 0 && all > 0 && Math.round(share * all) == 0) {
            problems.warning(
                    bound.place(path + ".nodes.lemons.share"),
                    "share: rounds to none of " + all + " nodes, so that none fails more often"
                            + " than others",
                    "such as " + Math.ceil(1e4 / all) / 1e2 + " %");
        }
    }

    private void drains(String path, PoolSection pool, NodesSection nodes) {
        long all = nodes.inService(pool.gpus());
        for (int i = 0; i < nodes.drains().size(); i++) {
            NodesSection.DrainSection drain = nodes.drains().get(i);
            if ((long) drain.first() + drain.nodes() > all) {
                error(
                        path + ".nodes.drains[" + i + "]",
                        "drains: nodes " + drain.first() + " to "
                                + ((long) drain.first() + drain.nodes() - 1) + " of " + all
                                + " in service, counted from 0",
                        "");
            }
        }
    }

    private void outages(String path, long all, List<OutageSection> outages) {
        for (int i = 0; i < outages.size(); i++) {
            int node = outages.get(i).node();
            if (node >= all) {
                error(
                        path + ".nodes.outages[" + i + "].node",
                        "node: " + node + " of " + all + " in service, counted from 0",
                        "");
            }
        }
    }

    /** Nodes are there from the start. */
    private void added(String name) {
        bound.all(AdditionSection.class).forEach((at, addition) -> {
            if (addition.pool().equals(name)) {
                error(
                        at + ".pool",
                        "pool: '" + name + "' has nodes, which are all there from the start",
                        "take a pool of its own for what is added");
            }
        });
    }

    /** Share of a pool that deployments have. */
    static double takenShare(Bound bound, String pool) {
        return bound.all(DeploymentSection.class).values().stream()
                .filter(d -> d.pool().equals(pool))
                .mapToDouble(DeploymentSection::share)
                .sum();
    }

    /** What happens to certain nodes, and to whoever has them, as far as that can be told. */
    private void shared(String path, PoolSection pool, NodesSection nodes, String name) {
        double share = takenShare(bound, name);
        boolean isDown = bound.value("sites." + pool.site(), SiteSection.class)
                .map(site -> !site.outages().isEmpty())
                .orElse(false);
        boolean isShared = share > 0 || pool.lending().isPresent();
        boolean byFailures = bound.all(FailureSection.class).values().stream()
                .anyMatch(each -> each.strikes(name, pool));
        String with = "may be with serving, whose replicas are not placed on nodes";
        String down = "are with nobody while their site is down";
        if (isShared && (share == 0 || byFailures)) {
            recorded(path, nodes, with + (byFailures ? " and fail by failures" : ""));
        } else if (isDown && !isShared) {
            recorded(path, nodes, down);
        }
        if (share == 0) {
            return;
        }
        double spare = (double) nodes.spares() * nodes.gpus() / pool.gpus();
        if (share <= 1 + EPSILON && share + spare > 1 + EPSILON) {
            error(
                    path + ".nodes.spares",
                    "spares: deployments have " + percent(share) + " of pool '" + name
                            + "' and spares " + percent(spare) + ", which is more than there is",
                    "lower the shares to " + percent(1 - spare)
                            + " together, or have fewer spares");
        }
    }

    private void recorded(String path, NodesSection nodes, String why) {
        if (!nodes.outages().isEmpty()) {
            nobodys(path, "outages", why);
        }
        if (nodes.outageFile().isPresent()) {
            nobodys(path, "outageFile", why);
        }
    }

    /** What is said of certain nodes. */
    private void nobodys(String path, String key, String why) {
        error(
                path + ".nodes." + key,
                key + ": certain nodes " + why,
                "give faults instead, or a pool to jobs alone at a site that stays up");
    }

    private static String percent(double share) {
        return Math.rint(share * 1e4) / 1e2 + " %";
    }

    private void used(JobsSection jobs, String path, String name) {
        boolean none = jobs.stations().values().stream()
                .noneMatch(station -> station.pools().contains(name));
        if (none) {
            unused(path, name);
        }
    }

    private void unused(String path, String name) {
        boolean serves = takenShare(bound, name) > 0;
        error(
                path + ".nodes",
                "nodes: no station of jobs has pool '" + name + "'",
                serves
                        ? "where only deployments are, give failures with pools: [" + name
                                + "] instead, together: true if racks fail; or name it under"
                                + " pools of a station"
                        : "name it under pools of a station");
    }

    /** Young and Daly ask how many nodes a gang has. */
    private void intervals(JobsSection jobs) {
        for (int i = 0; i < jobs.streams().size(); i++) {
            JobStreamSection stream = jobs.streams().get(i);
            boolean asks = stream.checkpoint()
                    .map(CheckpointSection::law)
                    .filter(law -> law != GangSpec.Interval.FIXED)
                    .isPresent();
            int of = i;
            if (asks) {
                interval(jobs, stream.at(), of);
                stream.visits().keySet().stream()
                        .filter(name -> isSaved(jobs.stations().get(name)))
                        .forEach(name -> interval(jobs, name, of));
            }
        }
    }

    /** Whether jobs can write checkpoints at a station. */
    private static boolean isSaved(@Nullable StationSection station) {
        return station != null
                && station.sharing().isEmpty()
                && station.servers().orElse(0) < Double.POSITIVE_INFINITY;
    }

    private void interval(JobsSection jobs, String at, int stream) {
        StationSection station = jobs.stations().get(at);
        List<String> pools = station == null ? List.of() : station.pools();
        boolean hasNodes = pools.stream().allMatch(this::hasNodes);
        if (station != null && (pools.isEmpty() || !hasNodes)) {
            error(
                    "jobs.streams[" + stream + "].checkpoint.law",
                    "law: '" + at + "' has no pools with nodes, whose failures this interval"
                            + " follows from",
                    "give the pool nodes, or take law fixed");
        }
    }

    private boolean hasNodes(String pool) {
        return bound.value("pools." + pool, PoolSection.class)
                .map(p -> p.nodes().isPresent())
                .orElse(true);
    }

    private void error(String path, String message, String hint) {
        problems.error(bound.place(path), message, hint);
    }
}
