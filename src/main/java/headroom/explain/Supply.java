package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.cluster.ClusterSpec.Addition;
import headroom.cluster.ClusterSpec.Placement;

import java.util.Comparator;
import java.util.List;

/**
 * GPUs and replicas by hour, additions along their ramps, as {@link headroom.cluster.Cluster}
 * brings them: the j-th of m replicas at begin + length (j + 1/2)/m + load time, GPUs in steps of
 * an hour.
 *
 * <p>Failures take the share that is away in the long run: a replica of g GPUs is up 1/(1 + g f (R
 * + l)) of the time, f failures of a GPU [1/s], R mean repair, l load time [s]; two at once count
 * as one after the other (Barlow and Proschan 1965, "Mathematical Theory of Reliability",
 * chapter 3).
 */
final class Supply {
    private final ClusterSpec spec;
    private final Hours hours;
    /** Mean within each hour, by placement. */
    private final double[][] replicas;
    /** Mean within each hour, by pool. */
    private final double[][] gpus;

    private final double[] up;

    Supply(Plan plan, Hours hours) {
        spec = plan.cluster();
        this.hours = hours;
        replicas = new double[spec.placements().size()][hours.count()];
        gpus = new double[spec.pools().size()][hours.count()];
        up = new double[replicas.length];
        int[] present = new int[gpus.length];
        for (int pool = 0; pool < gpus.length; pool++) {
            present[pool] = spec.pools().get(pool).gpus();
            from(0, present[pool], gpus[pool]);
        }
        for (int p = 0; p < replicas.length; p++) {
            up[p] = upShare(p);
            from(0, real(p, present[spec.placements().get(p).pool()]), replicas[p]);
        }
        for (Addition addition : spec.additions()) {
            gpus(addition);
            int before = present[addition.pool()];
            present[addition.pool()] = before + addition.gpus();
            for (int p = 0; p < replicas.length; p++) {
                Placement placement = spec.placements().get(p);
                if (placement.pool() == addition.pool() && placement.scale() == null) {
                    double more = real(p, present[addition.pool()]) - real(p, before);
                    replicas(addition, p, more);
                }
            }
        }
        leave(present);
        outages();
    }

    /** Takes away what leaves again, in the order of time. */
    private void leave(int[] present) {
        List<Addition> leaving = spec.additions().stream()
                .filter(each -> each.untilSeconds() < Double.POSITIVE_INFINITY)
                .sorted(Comparator.comparingDouble(Addition::untilSeconds))
                .toList();
        for (Addition addition : leaving) {
            int before = present[addition.pool()];
            present[addition.pool()] = before - addition.gpus();
            for (int p = 0; p < replicas.length; p++) {
                Placement placement = spec.placements().get(p);
                if (placement.pool() == addition.pool() && placement.scale() == null) {
                    double fewer = real(p, present[addition.pool()]) - real(p, before);
                    from(Math.max(0, addition.untilSeconds()), fewer, replicas[p]);
                }
            }
        }
    }

    /** Takes away what is down with its site; replicas then load anew. */
    private void outages() {
        for (int p = 0; p < replicas.length; p++) {
            Placement placement = spec.placements().get(p);
            down(placement.pool(), placement.loadSeconds(), replicas[p]);
        }
        for (int pool = 0; pool < gpus.length; pool++) {
            down(pool, 0, gpus[pool]);
        }
    }

    private void down(int pool, double longerSeconds, double[] of) {
        for (ClusterSpec.Outage each :
                spec.sites().get(spec.pools().get(pool).site()).outages()) {
            for (int h = 0; h < of.length; h++) {
                double from = Math.max(each.fromSeconds(), h * Hours.SECONDS);
                double until = Math.min(each.untilSeconds() + longerSeconds, hours.endSeconds(h));
                of[h] *= 1 - Math.max(0, until - from) / hours.lengthSeconds(h);
            }
        }
    }

    /** Replicas of a placement that the sampled cells stand for. */
    private double real(int p, int poolGpus) {
        return spec.sampledReplicas(p, poolGpus) * spec.weight();
    }

    private double upShare(int p) {
        Placement placement = spec.placements().get(p);
        double away = 0;
        for (ClusterSpec.FailureClass each : spec.failures()) {
            if (each.pools().contains(placement.pool())) {
                double seconds = each.repair().mean() + placement.loadSeconds();
                away += placement.replicaGpus() * each.perGpuSecond() * seconds;
            }
        }
        return 1 / (1 + away);
    }

    private void replicas(Addition a, int p, double more) {
        double load = spec.placements().get(p).loadSeconds();
        int count = (int) Math.rint(more / spec.weight());
        for (int j = 0; j < count; j++) {
            double arrives = a.atSeconds() + a.rampSeconds() * (j + 0.5) / count;
            from(Math.max(0, arrives + load), spec.weight(), replicas[p]);
        }
    }

    private void gpus(Addition a) {
        for (Addition.Step step : a.steps()) {
            from(step.atSeconds(), step.gpus(), gpus[a.pool()]);
        }
    }

    /** So many more from a time on. */
    private void from(double seconds, double more, double[] into) {
        for (int h = (int) Math.min(into.length, seconds / Hours.SECONDS); h < into.length; h++) {
            double within = hours.endSeconds(h) - Math.max(seconds, h * Hours.SECONDS);
            into[h] += more * Math.max(0, within) / hours.lengthSeconds(h);
        }
    }

    /** Mean replicas of a placement in an hour, failures apart. */
    double replicas(int placement, int hour) {
        return replicas[placement][hour];
    }

    /** Share of the time that a replica of a placement is not failed. */
    double up(int placement) {
        return up[placement];
    }

    /** Mean GPUs of a pool in an hour. */
    double gpus(int pool, int hour) {
        return gpus[pool][hour];
    }
}
