package headroom.response;

import headroom.scenario.Scenario;
import headroom.supply.DeploymentSection;
import headroom.supply.PoolSection.AdditionSection;

import java.util.Objects;

/**
 * GPUs that a scenario owns and gets. Where a sample of the cells is simulated only whole replicas
 * of it can be, so that the fleet that is simulated differs from the one that was asked for.
 */
final class Expansion {
    private Expansion() {}

    /** GPUs there before any addition. */
    static double owned(Scenario s) {
        return s.pools().values().stream().mapToDouble(pool -> pool.gpus()).sum();
    }

    /** GPUs of all additions within the run, at capacityScale 1. */
    static double planned(Scenario s) {
        return s.additions().stream()
                .filter(each -> each.atSeconds() < s.horizonSeconds())
                .mapToDouble(AdditionSection::gpus)
                .sum();
    }

    /** GPUs added that the simulated cells stand for. */
    static double simulated(Scenario s) {
        double weight = (double) s.cells() / s.sampledCells();
        double gpus = 0;
        for (DeploymentSection d : s.deployments()) {
            double first = Objects.requireNonNull(s.pools().get(d.pool())).gpus();
            double added = 0;
            for (AdditionSection each : s.additions()) {
                if (each.pool().equals(d.pool()) && each.atSeconds() < s.horizonSeconds()) {
                    added += Math.rint(each.gpus() * s.capacityScale());
                }
            }
            if (d.scale().isPresent()) {
                gpus += d.share() * added;
            } else {
                double replicas = whole(first + added, d, weight) - whole(first, d, weight);
                gpus += replicas * weight * d.replicaGpus();
            }
        }
        return gpus;
    }

    private static double whole(double poolGpus, DeploymentSection d, double weight) {
        return Math.rint(Math.floor(poolGpus * d.share() / d.replicaGpus() + 1e-9) / weight);
    }

    /** When the first of it arrives [s]. */
    static double arrivalSeconds(Scenario s) {
        return s.additions().stream()
                .mapToDouble(AdditionSection::atSeconds)
                .min()
                .orElse(s.horizonSeconds());
    }

    /** When all of it is there [s]. */
    static double completeSeconds(Scenario s) {
        return s.additions().stream()
                .filter(each -> each.atSeconds() < s.horizonSeconds())
                .mapToDouble(each -> each.atSeconds() + each.rampSeconds())
                .max()
                .orElse(s.horizonSeconds());
    }

    /** When the first of it leaves again, or the run ends [s]. */
    static double leavesSeconds(Scenario s) {
        return s.additions().stream()
                .filter(each -> each.atSeconds() < s.horizonSeconds())
                .mapToDouble(each -> each.untilSeconds().orElse(Double.POSITIVE_INFINITY))
                .reduce(s.horizonSeconds(), Math::min);
    }
}
