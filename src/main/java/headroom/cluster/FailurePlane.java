package headroom.cluster;

import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.kernel.Timer;

import umontreal.ssj.rng.RandomStream;

import java.util.ArrayList;
import java.util.List;

/**
 * Failures of replicas, one by one or of all that stand together, and their repair.
 *
 * <pre>
 * rate of a replica [1/s] = rate of a GPU * max(GPUs of the replica, GPUs of a group)
 * MTTF of n groups [s]    = 1/(rate of a GPU * GPUs of a group * n)
 * availability            = MTTF/(MTTF + mean repair + load)    where replicas return by themselves
 * index of dispersion     = availability * max(1, GPUs of a group / GPUs of the replica)
 * </pre>
 *
 * <p>The last is the variance of the number of replicas down over its mean, where replicas fill
 * groups: n independent groups of m replicas, each down with probability q, have a mean of n m q
 * and a variance of n m^2 q (1 - q).
 *
 * <p>Domain: independent failures at a constant rate, of replicas that serve or load; GPUs that
 * drain, that nobody holds or that are being repaired do not fail, nor do those that jobs have,
 * whose nodes fail by faults of their pool. A replica fails as one: all its GPUs are out until the
 * repair ends. Source: rate by node-day of Meta's RSC clusters (arXiv 2410.21680), inverse in the
 * number of nodes; grade of the rates: measured there, of the independence: assumed (3 to 5 % of
 * failures come together there), of repair times: assumed.
 *
 * <p>Groups are of GPUs that stand side by side ({@link Standing}), of one pool. Grade: assumed. Of
 * K of C cells they are those of the simulated GPUs: means hold, and the number down of all
 * scatters sqrt(C/K) times as much, as it does where replicas fail one by one.
 *
 * <p>One timer for each class, and pool where there are groups, however many replicas there are: it
 * fires at the rate of all GPUs the class will ever see, and each time a point drawn uniformly on
 * them says which replica or group is hit, or none (thinning: Lewis and Shedler 1979, Naval
 * Research Logistics 26(3), section 2).
 */
final class FailurePlane {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final Standing standing;

    FailurePlane(Agenda agenda, ClusterSpec spec, ReplicaBook book, Loading loading) {
        this.agenda = agenda;
        this.spec = spec;
        standing = new Standing(spec, book, loading);
    }

    /** Puts the first failure of every class on the agenda. */
    void start(Streams streams) {
        for (ClusterSpec.FailureClass kind : spec.failures()) {
            Streams own = streams.child("failures." + kind.name());
            if (kind.groupGpus() == 1) {
                new Source(kind, kind.pools(), own).start();
                continue;
            }
            for (int pool : kind.pools()) {
                Streams here = own.child(spec.pools().get(pool).name());
                new Source(kind, List.of(pool), here).start();
            }
        }
    }

    /** Most GPUs of a pool that simulated replicas ever hold, as parts of the sample. */
    private double mostGpus(int pool) {
        double fixed = 0;
        for (int p = 0; p < spec.placements().size(); p++) {
            ClusterSpec.Placement placement = spec.placements().get(p);
            if (placement.pool() == pool && placement.scale() == null) {
                fixed += (double) placement.replicaGpus()
                        * spec.sampledReplicas(p, spec.finalGpus(pool));
            }
        }
        return Math.max(fixed, spec.finalGpus(pool) / spec.weight());
    }

    /** Where the failures of one class come from. */
    private final class Source {
        private final ClusterSpec.FailureClass kind;
        private final List<Integer> pools;
        private final RandomStream gaps;
        private final RandomStream victims;
        private final RandomStream repairs;
        private final Timer strike = agenda.timer(Rank.FAIL, this::strike);
        private double gpus;
        private final double ratePerSecond;

        Source(ClusterSpec.FailureClass kind, List<Integer> pools, Streams streams) {
            this.kind = kind;
            this.pools = pools;
            gaps = streams.of("gaps");
            victims = streams.of("victims");
            repairs = streams.of("repairs");
            for (int pool : pools) {
                gpus += mostGpus(pool);
            }
            int group = kind.groupGpus();
            // a group that is not full fails as often as any
            gpus = group == 1 ? gpus : Math.ceil(gpus / group) * group;
            ratePerSecond = kind.perGpuSecond() * gpus;
        }

        void start() {
            if (ratePerSecond > 0) {
                next();
            }
        }

        private void next() {
            strike.start(-StrictMath.log(gaps.nextDouble()) / ratePerSecond);
        }

        private void strike() {
            double at = victims.nextDouble() * gpus;
            double repair = kind.repair().sample(repairs.nextDouble());
            List<Standing.Down> down = new ArrayList<>();
            standing.fail(standing.at(pools, at, kind.groupGpus()), down::add);
            if (!down.isEmpty()) {
                agenda.timer(Rank.ARRIVE_CAPACITY, () -> down.forEach(standing::repaired))
                        .start(repair);
            }
            next();
        }
    }
}
