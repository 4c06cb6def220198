package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.cluster.ClusterSpec.Placement;
import headroom.cluster.ClusterSpec.Scale;
import headroom.explain.ReplicaLoad.State;
import headroom.explain.SessionShape.Count;
import headroom.fleet.DeploymentSpec;
import headroom.scenario.Scenario;
import headroom.serving.EngineRules.Role;
import headroom.serving.RequestMix;
import headroom.supply.ScaleSection.ScaleTargetSection.Metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the replicas of each model are asked to do, hour by hour, and what they can.
 *
 * <p>Requests are dealt to the deployments of a model by their capacity, as routers do that look at
 * loads; each of equal replicas then is a {@link ReplicaLoad}. Of replicas that prefill and those
 * that decode the lesser counts; one that prefills completes no more than its link carries. A
 * scaled deployment has as many replicas as bring it to its target, between its bounds, if its pool
 * has GPUs for all that are scaled there. Replicas that are down for a part of an hour serve what
 * comes in the rest of it. Clocks are full, or those given by hour and site.
 */
final class FleetLoad {
    /** Standard deviations above the mean in the square-root rule: P(wait) 22 %. */
    private static final double QUALITY = 1;
    /** Of the interval in which the share of what is wanted is sought. */
    private static final int HALVINGS = 50;

    private final Plan plan;
    private final Scenario scenario;
    private final Demand demand;
    private final Supply supply;
    /** By hour and model. */
    private final List<List<Hour>> hours;
    /** By hour. */
    private final List<There> there;

    /**
     * At some clocks.
     *
     * @param clocks share of full clock of what serves, by hour and site
     */
    private FleetLoad(FleetLoad like, double[][] clocks) {
        this(like.plan, like.scenario, like.demand, like.supply, clocks);
    }

    private FleetLoad(
            Plan plan, Scenario scenario, Demand demand, Supply supply, double[][] clocks) {
        this.plan = plan;
        this.scenario = scenario;
        this.demand = demand;
        this.supply = supply;
        hours = new ArrayList<>();
        there = new ArrayList<>();
        for (int h = 0; h < clocks.length; h++) {
            there.add(there(h, clocks[h]));
            hours.add(models(h, 1, there.get(h)));
        }
    }

    /** At full clock. */
    static FleetLoad of(Plan plan, Scenario scenario, Demand demand, Supply supply) {
        int count = new Hours(plan.cluster().horizonSeconds()).count();
        double[][] clocks = new double[count][plan.cluster().sites().size()];
        for (double[] hour : clocks) {
            Arrays.fill(hour, 1);
        }
        return new FleetLoad(plan, scenario, demand, supply, clocks);
    }

    /** The same at other clocks of what serves, by hour and site. */
    FleetLoad at(double[][] clocks) {
        return new FleetLoad(this, clocks);
    }

    /**
     * A model in an hour.
     *
     * @param requests asked for [1/s]
     * @param capacity that replicas complete when never short of them, for this mix [1/s]
     * @param mix what is asked
     * @param parts its deployments
     */
    record Hour(double requests, double capacity, RequestMix mix, List<Part> parts) {
        /** Offered load over capacity. */
        double load() {
            return requests > 0 ? requests / capacity : 0;
        }
    }

    /**
     * A deployment in an hour.
     *
     * @param index of the deployment
     * @param replicas that serve
     * @param each what its replicas are
     * @param link requests whose KV the link of one of them carries [1/s]
     * @param requests it is asked for [1/s]
     * @param state of one of them
     */
    record Part(
            int index,
            double replicas,
            ReplicaLoad each,
            double link,
            double requests,
            State state) {
        /** What all of them can complete [1/s]. */
        double capacity() {
            return replicas * Math.min(each.capacityPerSecond(), link);
        }

        /** The same deployment where so much is asked of it, a share of which finds replicas. */
        Part asked(double perSecond, double served) {
            State at = each.at(served * perSecond / replicas);
            return new Part(index, replicas, each, link, perSecond, at);
        }

        /** What it is asked for over that [1]. */
        double load() {
            return requests / capacity();
        }

        /** Replicas by square-root staffing, a + sqrt(a) sequences for a busy ones. */
        double needed() {
            double busy = load() * replicas * each.most();
            return Math.ceil((busy + QUALITY * Math.sqrt(busy)) / each.most());
        }
    }

    /**
     * GPUs of a deployment in an hour, failed ones and those down with their site too; where it is
     * scaled, all that it may have while the others of its pool have what they need.
     */
    double gpus(Part part, int hour) {
        Placement placement = plan.cluster().placements().get(part.index);
        Scale scale = placement.scale();
        return placement.replicaGpus()
                * (scale == null
                        ? supply.there().replicas(part.index, hour)
                        : Math.min(scale.max(), spare(part.index, hour)));
    }

    /** Replicas of a scaled deployment for which others leave room when all have what they need. */
    private double spare(int deployment, int hour) {
        int pool = plan.cluster().placements().get(deployment).pool();
        double[] needed = new double[plan.cluster().placements().size()];
        for (Hour model : hours.get(hour)) {
            for (Part part : model.parts) {
                needed[part.index] = Math.ceil(part.needed() / supply.up(part.index));
            }
        }
        double left = room(supply.there(), pool, hour);
        double[] had = deal(pool, left, needed);
        for (int d : scaled(pool)) {
            int gpus = plan.cluster().placements().get(d).replicaGpus();
            left -= d == deployment ? 0 : had[d] * gpus;
        }
        return left / plan.cluster().placements().get(deployment).replicaGpus();
    }

    /** GPUs of which as many replicas are up, failures apart, as are needed. */
    double neededGpus(Part part) {
        Placement placement = plan.cluster().placements().get(part.index);
        return Math.ceil(part.needed() / supply.up(part.index)) * placement.replicaGpus();
    }

    /** GPUs that a deployment would need beyond those there. */
    double missingGpus(Part part, int hour) {
        return Math.max(0, neededGpus(part) - gpus(part, hour));
    }

    /** The same of all deployments of a model. */
    double missingGpus(int model, int hour) {
        return at(model, hour).parts.stream()
                .mapToDouble(part -> missingGpus(part, hour))
                .sum();
    }

    Hour at(int model, int hour) {
        return hours.get(hour).get(model);
    }

    /** All models in an hour. */
    List<Hour> at(int hour) {
        return hours.get(hour);
    }

    private Role role(int deployment) {
        return plan.cell().deployments().get(deployment).role();
    }

    /** Replicas of a deployment that are up in an hour, whatever is asked of them. */
    double replicas(int deployment, int hour) {
        return there.get(hour).replicas[deployment];
    }

    /**
     * What there is in an hour.
     *
     * @param each what replicas are, by deployment
     * @param replicas that are up, by deployment
     */
    private record There(List<ReplicaLoad> each, double[] replicas) {}

    /** What an hour has at these clocks of what serves, by site. */
    private There there(int hour, double[] clocks) {
        List<ReplicaLoad> each = new ArrayList<>();
        double[] wanted = new double[plan.cell().deployments().size()];
        for (int d = 0; d < wanted.length; d++) {
            DeploymentSpec deployment = plan.cell().deployments().get(d);
            RequestMix mix = demand.mix(deployment.model(), hour).of(deployment.role());
            Placement placement = plan.cluster().placements().get(d);
            int site = plan.cluster().pools().get(placement.pool()).site();
            each.add(new ReplicaLoad(deployment.engine(), mix, clocks[site]));
            double asked = demand.perSecond(Count.REQUESTS, deployment.model(), hour);
            wanted[d] = asked > 0 ? wanted(d, each.get(d), asked) : 0;
        }
        double[] replicas = new double[wanted.length];
        for (int pool = 0; pool < plan.cluster().pools().size(); pool++) {
            double[] had = deal(pool, room(supply.there(), pool, hour), wanted);
            for (int d = 0; d < replicas.length; d++) {
                Placement placement = plan.cluster().placements().get(d);
                if (placement.pool() == pool) {
                    double there = placement.scale() == null
                            ? supply.replicas(d, hour)
                            : supply.served(d, hour) * had[d];
                    replicas[d] = supply.up(d) * there;
                }
            }
        }
        return new There(each, replicas);
    }

    /**
     * All models in an hour, with the replicas that this hour has at these clocks.
     *
     * @param times how many times as much is asked for
     * @param clocks share of full clock of what serves, by site
     */
    List<Hour> models(int hour, double times, double[] clocks) {
        return models(hour, times, there(hour, clocks));
    }

    private List<Hour> models(int hour, double times, There are) {
        List<Hour> models = new ArrayList<>();
        for (int m = 0; m < plan.cell().models().size(); m++) {
            double asked = times * demand.perSecond(Count.REQUESTS, m, hour);
            RequestMix mix = demand.mix(m, hour);
            models.add(
                    asked > 0
                            ? hour(hour, asked, mix, parts(m, mix.promptTokens(), are))
                            : new Hour(0, Double.NaN, mix, List.of()));
        }
        return models;
    }

    private List<Part> parts(int model, double prompt, There are) {
        List<Part> parts = new ArrayList<>();
        for (int d = 0; d < are.replicas.length; d++) {
            DeploymentSpec deployment = plan.cell().deployments().get(d);
            if (deployment.model() == model && are.replicas[d] > 0) {
                ReplicaLoad each = are.each.get(d);
                double link = deployment.sentPerSecond(prompt);
                parts.add(new Part(d, are.replicas[d], each, link, 0, each.at(0)));
            }
        }
        return parts;
    }

    /** Share of an hour in which a model has replicas; what comes in the rest of it is shed. */
    private double served(int hour, List<Part> there) {
        double[] roles = new double[Role.values().length];
        for (Part p : there) {
            int role = role(p.index).ordinal();
            roles[role] = Math.max(roles[role], supply.served(p.index, hour));
        }
        double pairs = Math.min(roles[Role.PREFILL.ordinal()], roles[Role.DECODE.ordinal()]);
        return Math.max(roles[Role.WHOLE.ordinal()], pairs);
    }

    /** Deals what is asked of a model to its replicas, by their capacity. */
    private Hour hour(int hour, double asked, RequestMix mix, List<Part> there) {
        double served = served(hour, there);
        double[] roles = new double[Role.values().length];
        for (Part p : there) {
            roles[role(p.index).ordinal()] += p.capacity();
        }
        double pairs = Math.min(roles[Role.PREFILL.ordinal()], roles[Role.DECODE.ordinal()]);
        double capacity = roles[Role.WHOLE.ordinal()] + pairs;
        List<Part> parts = there.stream()
                .map(p -> {
                    Role role = role(p.index);
                    double spare = role == Role.WHOLE ? 1 : roles[role.ordinal()] / pairs;
                    double share = p.capacity() / (capacity * spare);
                    return p.asked(asked * share, served);
                })
                .toList();
        return new Hour(asked, capacity, mix, parts);
    }

    /** Replicas that a scaled deployment aims at, its bounds and its pool apart. */
    private double wanted(int d, ReplicaLoad each, double asked) {
        if (plan.cluster().placements().get(d).scale() == null) {
            return 0;
        }
        var target = scenario.deployments().get(d).scale().orElseThrow().target();
        double share = target.metric() == Metric.UTILISATION ? target.value() : 1;
        return Math.ceil(asked / each.ratePerSecondAt(share));
    }

    private int[] scaled(int pool) {
        return IntStream.range(0, plan.cluster().placements().size())
                .filter(d -> plan.cluster().placements().get(d).pool() == pool)
                .filter(d -> plan.cluster().placements().get(d).scale() != null)
                .toArray();
    }

    /** GPUs of a pool that its scaled deployments share: neither fixed nor of jobs for good. */
    private double room(Supply of, int pool, int hour) {
        double gpus = of.gpus(pool, hour);
        double room = gpus;
        for (int d = 0; d < plan.cluster().placements().size(); d++) {
            Placement placement = plan.cluster().placements().get(d);
            if (placement.pool() == pool && placement.scale() == null) {
                room -= of.replicas(d, hour) * placement.replicaGpus();
            }
        }
        for (ClusterSpec.Loan loan : plan.cluster().loans()) {
            room -= loan.pool() == pool ? loan.share() * gpus : 0;
        }
        return Math.max(0, room);
    }

    /** GPUs of a pool that neither jobs have for good nor deployments want in an hour. */
    double spareGpus(int pool, int hour) {
        double spare = room(supply, pool, hour);
        for (int d : scaled(pool)) {
            double held = there.get(hour).replicas[d] / supply.up(d);
            spare -= held * plan.cluster().placements().get(d).replicaGpus();
        }
        return Math.max(0, spare);
    }

    /**
     * Replicas that the scaled deployments of a pool get of what each wants, by deployment, where
     * they share so many GPUs.
     *
     * <p>Each keeps what it begins with as far as it wants it; the rest goes to whoever lacks the
     * largest share of what it wants, as {@link headroom.cluster.Cluster} deals free GPUs. Who came
     * earlier in a run may hold more than that.
     */
    private double[] deal(int pool, double room, double[] wanted) {
        double[] had = new double[wanted.length];
        int[] scaled = scaled(pool);
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS && scaled.length > 0; i++) {
            // all of what is wanted first: it mostly is there
            double level = i == 0 ? 1 : 0.5 * (low + high);
            if (gpus(level, scaled, wanted, had) <= room) {
                low = level;
            } else {
                high = level;
            }
            if (low == high) {
                break;
            }
        }
        double held = gpus(low, scaled, wanted, had);
        for (int d : scaled) {
            had[d] *= held > room ? room / held : 1;
        }
        return had;
    }

    /** GPUs held where each has a share of what it wants, or what it begins with of that. */
    private double gpus(double level, int[] scaled, double[] wanted, double[] had) {
        double gpus = 0;
        for (int d : scaled) {
            Placement placement = plan.cluster().placements().get(d);
            Scale scale = placement.scale();
            double most =
                    scale == null ? 0 : Math.max(scale.min(), Math.min(scale.max(), wanted[d]));
            int begins = plan.cluster().pools().get(placement.pool()).gpus();
            double own = Math.min(most, plan.cluster().realReplicas(d, begins));
            had[d] = Math.max(own, level * most);
            gpus += had[d] * placement.replicaGpus();
        }
        return gpus;
    }
}
