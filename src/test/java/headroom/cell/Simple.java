package headroom.cell;

import headroom.arrivals.ArrivalLaw;
import headroom.arrivals.DemandCurve;
import headroom.arrivals.WeeklyProfile;
import headroom.clients.ModelSpec;
import headroom.clients.Reactions;
import headroom.clients.TierSpec;
import headroom.fleet.DeploymentSpec;
import headroom.quota.AtLimit;
import headroom.quota.Counts.Weights;
import headroom.quota.PeakHours;
import headroom.serving.EngineRules;
import headroom.serving.EngineRules.Noise;
import headroom.serving.EngineRules.Role;
import headroom.serving.Replica;
import headroom.serving.ReplicaLimits;
import headroom.serving.Router;
import headroom.serving.StepTime;
import headroom.variates.QuantileTable;
import headroom.workload.RetryPolicy;
import headroom.workload.Workload;

import java.util.List;

/** Cells as simple as a queueing model: one model, Poisson arrivals of equal requests. */
final class Simple {
    static final double NONE = Double.POSITIVE_INFINITY;

    private Simple() {}

    /** Always the first ticket. */
    static final Router FIRST = (view, random) -> view.replica(0);

    /** Every request its own session: one prompt token new, so many out. */
    static TierSpec tier(
            String name, double perSecond, int outputTokens, double timeoutSeconds, int priority) {
        Workload w = new Workload(
                "w",
                0,
                false,
                QuantileTable.constant(1),
                QuantileTable.constant(1),
                QuantileTable.constant(0),
                QuantileTable.constant(0),
                QuantileTable.constant(0),
                QuantileTable.constant(1),
                QuantileTable.constant(outputTokens),
                1_000_000,
                1,
                0);
        return new TierSpec(
                name,
                1,
                perSecond,
                0,
                new DemandCurve(WeeklyProfile.named("flat"), 0, 0, List.of(), 1e9),
                new ArrivalLaw.Poisson(),
                List.of(w),
                List.of(1.0),
                List.of(),
                Reactions.only(new AtLimit(1, 0, 0)),
                QuantileTable.constant(0),
                new RetryPolicy(0, 0.5, 8),
                timeoutSeconds,
                null,
                priority,
                false,
                false,
                List.of(),
                TierSpec.Shed.LAST,
                false,
                false);
    }

    /** A server whose service times are exponential of mean 1 s, one request at a time. */
    static DeploymentSpec exponentialServer() {
        EngineRules p = EngineRules.PLAIN;
        EngineRules rules = new EngineRules(
                p.order(),
                p.memory(),
                p.blockTokens(),
                p.watermark(),
                Role.WHOLE,
                Noise.EXPONENTIAL);
        return deployment(1, 1, rules);
    }

    /** Steps that take a constant time, whatever is in them. */
    static DeploymentSpec deployment(int maxSequences, double stepSeconds, EngineRules rules) {
        StepTime step = new StepTime(stepSeconds, 0, 0, 0, 0, 0);
        ReplicaLimits limits = new ReplicaLimits(maxSequences, maxSequences + 1, 1_000_000_000L);
        return new DeploymentSpec(0, new Replica.Engine(step, limits, rules), 0, 0, 0);
    }

    static CellSpec cell(
            List<DeploymentSpec> deployments,
            List<TierSpec> tiers,
            CellSpec.Overload overload,
            Router router) {
        return new CellSpec(
                List.of(new ModelSpec("m", new Weights(1, 1, 0, 1), new Weights(0, 0, 0, 0))),
                deployments,
                tiers,
                null,
                router,
                PeakHours.never(),
                overload,
                CellSpec.Watch.NEVER,
                new CellSpec.Objectives(NONE, NONE));
    }

    static CellSpec.Overload unbounded() {
        return new CellSpec.Overload(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }
}
