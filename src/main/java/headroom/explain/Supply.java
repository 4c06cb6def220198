package headroom.explain;

import headroom.assembly.Plan;
import headroom.cluster.ClusterSpec;
import headroom.cluster.ClusterSpec.Addition;
import headroom.cluster.ClusterSpec.Placement;
import headroom.cluster.Timetable;
import headroom.faults.Downtime;
import headroom.faults.FaultPlan;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * GPUs and replicas by hour, as {@link headroom.cluster.Cluster} brings them: replicas by its
 * {@link Timetable}, serving a load time later, GPUs in steps of an hour.
 *
 * <p>Failures take the share that is away in the long run: a replica of g GPUs, in groups of G that
 * fail together (1: alone), is up 1/(1 + max(g, G) f (R + l)) of the time, f failures of a GPU
 * [1/s], R mean repair, l load time [s]; two at once count as one after the other (Barlow and
 * Proschan 1965, "Mathematical Theory of Reliability", chapter 3). Where faults of nodes strike it
 * {@link Downtime} takes the place of that.
 */
final class Supply {
    private final ClusterSpec spec;
    private final Hours hours;
    /** Mean within each hour, by placement. */
    private final double[][] replicas;
    /** Mean within each hour, by pool. */
    private final double[][] gpus;

    private final double[] up;
    /** Share of each hour in which its replicas are not away with their site, by placement. */
    private final double[][] served;
    /** The same as if no site were ever down. */
    private final Supply there;

    Supply(Plan plan, Hours hours) {
        spec = plan.cluster();
        this.hours = hours;
        replicas = new double[spec.placements().size()][hours.count()];
        gpus = new double[spec.pools().size()][hours.count()];
        up = new double[replicas.length];
        served = new double[replicas.length][hours.count()];
        for (int pool = 0; pool < gpus.length; pool++) {
            from(0, spec.pools().get(pool).gpus(), gpus[pool]);
        }
        spec.additions().forEach(this::gpus);
        for (int p = 0; p < replicas.length; p++) {
            up[p] = upShare(p);
            Arrays.fill(served[p], 1);
            int own = spec.pools().get(spec.placements().get(p).pool()).gpus();
            from(0, spec.sampledReplicas(p, own) * spec.weight(), replicas[p]);
            if (spec.placements().get(p).scale() == null) {
                comeAndGo(p);
            }
        }
        there = new Supply(this);
        outages();
    }

    private Supply(Supply other) {
        spec = other.spec;
        hours = other.hours;
        replicas = Arrays.stream(other.replicas).map(double[]::clone).toArray(double[][]::new);
        gpus = Arrays.stream(other.gpus).map(double[]::clone).toArray(double[][]::new);
        up = other.up;
        served = Arrays.stream(other.served).map(double[]::clone).toArray(double[][]::new);
        there = this;
    }

    /** Replicas of a fixed share that come and go: those that came last go first. */
    private void comeAndGo(int p) {
        double load = spec.placements().get(p).loadSeconds();
        Deque<Double> serve = new ArrayDeque<>();
        for (Timetable.Change change : Timetable.of(spec, p)) {
            double at = change.atSeconds();
            if (change.replicas() > 0) {
                serve.addLast(Math.max(0, at + load));
            }
            for (int i = change.replicas(); i < 0; i++) {
                between(serve.removeLast(), at, spec.weight(), replicas[p]);
            }
        }
        serve.forEach(seconds -> from(seconds, spec.weight(), replicas[p]));
    }

    /** Takes away what is down with its site; replicas then load anew. */
    private void outages() {
        for (int p = 0; p < replicas.length; p++) {
            Placement placement = spec.placements().get(p);
            down(placement.pool(), placement.loadSeconds(), replicas[p]);
            down(placement.pool(), placement.loadSeconds(), served[p]);
        }
        for (int pool = 0; pool < gpus.length; pool++) {
            down(pool, 0, gpus[pool]);
        }
    }

    private void down(int pool, double longerSeconds, double[] of) {
        for (ClusterSpec.Outage each :
                spec.sites().get(spec.pools().get(pool).site()).outages()) {
            ClusterSpec.Outage away =
                    new ClusterSpec.Outage(each.fromSeconds(), each.untilSeconds() + longerSeconds);
            for (int h = 0; h < of.length; h++) {
                double seconds = away.secondsWithin(h * Hours.SECONDS, hours.endSeconds(h));
                of[h] *= 1 - seconds / hours.lengthSeconds(h);
            }
        }
    }

    private double upShare(int p) {
        Placement placement = spec.placements().get(p);
        double away = 0;
        for (ClusterSpec.FailureClass each : spec.failures()) {
            if (each.pools().contains(placement.pool())) {
                double seconds = each.repair().mean() + placement.loadSeconds();
                away += each.perReplicaSecond(placement.replicaGpus()) * seconds;
            }
        }
        FaultPlan faults = spec.servingFaults(placement.pool());
        if (faults != null) {
            double nodes = (double) placement.replicaGpus() / faults.topology().gpusPerNode();
            away += Downtime.perUp(faults, nodes, placement.loadSeconds(), spec.horizonSeconds());
        }
        return 1 / (1 + away);
    }

    private void gpus(Addition a) {
        for (Addition.Step step : a.steps()) {
            from(step.atSeconds(), step.gpus(), gpus[a.pool()]);
        }
    }

    /** So many more from a time on. */
    private void from(double seconds, double more, double[] into) {
        between(seconds, Double.POSITIVE_INFINITY, more, into);
    }

    /** So many more from one time to another; none if that is not after it. */
    private void between(double from, double until, double more, double[] into) {
        for (int h = (int) Math.min(into.length, from / Hours.SECONDS); h < into.length; h++) {
            double within =
                    Math.min(until, hours.endSeconds(h)) - Math.max(from, h * Hours.SECONDS);
            into[h] += more * Math.max(0, within) / hours.lengthSeconds(h);
        }
    }

    /** Mean replicas of a placement in an hour, failures apart. */
    double replicas(int placement, int hour) {
        return replicas[placement][hour];
    }

    /** Share of an hour in which replicas of a placement are not away with their site. */
    double served(int placement, int hour) {
        return served[placement][hour];
    }

    /** Share of the time that a replica of a placement is not failed. */
    double up(int placement) {
        return up[placement];
    }

    /** The same with what is down with its site, which is there and does not serve. */
    Supply there() {
        return there;
    }

    ClusterSpec spec() {
        return spec;
    }

    /** Mean GPUs of a pool in an hour. */
    double gpus(int pool, int hour) {
        return gpus[pool][hour];
    }

    /** Mean GPUs of a pool over the run. */
    double gpus(int pool) {
        double start = spec.pools().get(pool).gpus();
        // what comes and goes is added, so that nothing is rounded where nothing does
        return start + hours.mean(hours.whole(), hour -> gpus[pool][hour] - start);
    }
}
