package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec.Placement;
import headroom.cluster.ClusterSpec.Scale;
import headroom.explain.ReplicaLoad.Lengths;
import headroom.explain.ReplicaLoad.State;
import headroom.explain.SessionShape.Count;
import headroom.fleet.DeploymentSpec;
import headroom.scenario.Scenario;
import headroom.serving.EngineRules.Role;
import headroom.supply.ScaleSection.ScaleTargetSection.Metric;

import java.util.ArrayList;
import java.util.List;

/**
 * What the replicas of each model are asked to do, hour by hour, and what they can.
 *
 * <p>Requests are dealt to the deployments of a model by their capacity, as routers do that look at
 * loads; each of equal replicas then is a {@link ReplicaLoad}. Of replicas that prefill and those
 * that decode the lesser counts. A scaled deployment has as many replicas as bring it to its
 * target, between its bounds.
 */
final class FleetLoad {
    /** Standard deviations above the mean in the square-root rule: P(wait) 22 %. */
    private static final double QUALITY = 1;

    private final Plan plan;
    private final Scenario scenario;
    private final Demand demand;
    private final Supply supply;
    /** By model and hour. */
    private final Hour[][] hours;

    FleetLoad(Plan plan, Scenario scenario, Demand demand, Supply supply) {
        this.plan = plan;
        this.scenario = scenario;
        this.demand = demand;
        this.supply = supply;
        int count = new Hours(plan.cluster().horizonSeconds()).count();
        hours = new Hour[plan.cell().models().size()][count];
        for (int m = 0; m < hours.length; m++) {
            for (int h = 0; h < count; h++) {
                hours[m][h] = hour(m, h);
            }
        }
    }

    /**
     * A model in an hour.
     *
     * @param requests asked for [1/s]
     * @param capacity that replicas complete when never short of them, for this mix [1/s]
     * @param lengths the mean request
     * @param parts its deployments
     */
    record Hour(double requests, double capacity, Lengths lengths, List<Part> parts) {
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
     * @param requests it is asked for [1/s]
     * @param state of one of them
     */
    record Part(int index, double replicas, ReplicaLoad each, double requests, State state) {
        Part(int index, double replicas, ReplicaLoad each, double requests) {
            this(index, replicas, each, requests, each.at(requests / replicas));
        }

        /** What all of them can complete [1/s]. */
        double capacity() {
            return replicas * each.capacityPerSecond();
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
     * GPUs of a deployment in an hour, failed ones too; where it is scaled, all that it may have.
     */
    double gpus(Part part, int hour) {
        Placement placement = plan.cluster().placements().get(part.index);
        Scale scale = placement.scale();
        double replicas = scale == null
                ? supply.replicas(part.index, hour)
                : Math.min(scale.max(), room(placement, hour));
        return replicas * placement.replicaGpus();
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
        return hours[model][hour].parts.stream()
                .mapToDouble(part -> missingGpus(part, hour))
                .sum();
    }

    /** Replicas for which a pool has GPUs. */
    private double room(Placement placement, int hour) {
        return supply.gpus(placement.pool(), hour) / placement.replicaGpus();
    }

    Hour at(int model, int hour) {
        return hours[model][hour];
    }

    /** A model in an hour if so many times as much were asked for. */
    Hour at(int model, int hour, double times) {
        Hour of = hours[model][hour];
        List<Part> parts = of.parts.stream()
                .map(p -> new Part(p.index, p.replicas, p.each, times * p.requests))
                .toList();
        return new Hour(times * of.requests, of.capacity, of.lengths, parts);
    }

    private Role role(int deployment) {
        return plan.cell().deployments().get(deployment).role();
    }

    private Hour hour(int model, int hour) {
        double asked = demand.perSecond(Count.REQUESTS, model, hour);
        Lengths lengths = demand.lengths(model, hour);
        if (!(asked > 0)) {
            return new Hour(0, Double.NaN, lengths, List.of());
        }
        List<Part> there = new ArrayList<>();
        double[] roles = new double[Role.values().length];
        for (int d = 0; d < plan.cell().deployments().size(); d++) {
            DeploymentSpec deployment = plan.cell().deployments().get(d);
            if (deployment.model() == model) {
                ReplicaLoad each =
                        new ReplicaLoad(deployment.engine(), lengths.of(deployment.role()));
                double replicas = replicas(d, each, asked, hour);
                if (replicas > 0) {
                    there.add(new Part(d, replicas, each, 0));
                    roles[role(d).ordinal()] += replicas * each.capacityPerSecond();
                }
            }
        }
        double pairs = Math.min(roles[Role.PREFILL.ordinal()], roles[Role.DECODE.ordinal()]);
        double capacity = roles[Role.WHOLE.ordinal()] + pairs;
        List<Part> parts = there.stream()
                .map(p -> {
                    Role role = role(p.index);
                    double spare = role == Role.WHOLE ? 1 : roles[role.ordinal()] / pairs;
                    double share = p.capacity() / (capacity * spare);
                    return new Part(p.index, p.replicas, p.each, asked * share);
                })
                .toList();
        return new Hour(asked, capacity, lengths, parts);
    }

    private double replicas(int d, ReplicaLoad each, double asked, int hour) {
        Placement placement = plan.cluster().placements().get(d);
        Scale scale = placement.scale();
        double up = supply.up(d);
        if (scale == null) {
            return up * supply.replicas(d, hour);
        }
        var target = scenario.deployments().get(d).scale().orElseThrow().target();
        double share = target.metric() == Metric.UTILISATION ? target.value() : 1;
        double wanted = Math.ceil(asked / (each.capacityPerSecond() * share));
        return up
                * Math.min(
                        room(placement, hour),
                        Math.max(scale.min(), Math.min(scale.max(), wanted)));
    }
}
