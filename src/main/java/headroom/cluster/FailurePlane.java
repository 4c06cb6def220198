package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.kernel.Timer;

import umontreal.ssj.rng.RandomStream;

/**
 * Failures of replicas, and their repair.
 *
 * <pre>
 * rate of a replica [1/s] = rate of a GPU * GPUs of the replica
 * MTTF of n GPUs [s]      = 1/(rate of a GPU * n)
 * availability            = MTTF/(MTTF + mean repair + load)    where replicas return by themselves
 * </pre>
 *
 * <p>Domain: independent failures at a constant rate, of replicas that serve or load; GPUs that
 * drain, that nobody holds or that are being repaired do not fail, nor do those that jobs have,
 * whose nodes fail by faults of their pool. A replica fails as one: all its GPUs are out until the
 * repair ends. Source: rate by node-day of Meta's RSC clusters (arXiv 2410.21680), inverse in the
 * number of nodes; grade of the rates: measured there, of the independence: assumed (3 to 5 % of
 * failures come together there), of repair times: assumed.
 *
 * <p>One timer for each class, however many replicas there are: it fires at the rate of all GPUs
 * the class will ever see, and each time a point drawn uniformly on them says which replica is
 * hit, or none (thinning: Lewis and Shedler 1979, Naval Research Logistics 26(3), section 2).
 */
final class FailurePlane {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final ReplicaBook book;
    private final Loading loading;

    FailurePlane(Agenda agenda, ClusterSpec spec, ReplicaBook book, Loading loading) {
        this.agenda = agenda;
        this.spec = spec;
        this.book = book;
        this.loading = loading;
    }

    /** Puts the first failure of every class on the agenda. */
    void start(Streams streams) {
        for (ClusterSpec.FailureClass kind : spec.failures()) {
            Source source = new Source(kind, streams.child("failures." + kind.name()));
            if (source.ratePerSecond > 0) {
                source.next();
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
        private final RandomStream gaps;
        private final RandomStream victims;
        private final RandomStream repairs;
        private final Timer strike = agenda.timer(Rank.FAIL, this::strike);
        private double gpus;
        private final double ratePerSecond;

        Source(ClusterSpec.FailureClass kind, Streams streams) {
            this.kind = kind;
            gaps = streams.of("gaps");
            victims = streams.of("victims");
            repairs = streams.of("repairs");
            for (int pool : kind.pools()) {
                gpus += mostGpus(pool);
            }
            ratePerSecond = kind.perGpuSecond() * gpus;
        }

        void next() {
            strike.start(-StrictMath.log(gaps.nextDouble()) / ratePerSecond);
        }

        private void strike() {
            double at = victims.nextDouble() * gpus;
            double repair = kind.repair().sample(repairs.nextDouble());
            for (int p = 0; p < spec.placements().size(); p++) {
                ClusterSpec.Placement placement = spec.placements().get(p);
                if (kind.pools().contains(placement.pool())) {
                    double held = (double) placement.replicaGpus() * book.assigned(p);
                    if (at < held) {
                        fail(p, (int) (at / placement.replicaGpus()), repair);
                        break;
                    }
                    at -= held;
                }
            }
            next();
        }
    }

    private void fail(int placement, int k, double repairSeconds) {
        int serving = book.count(State.SERVING, placement);
        int cell =
                k < serving ? book.failServing(placement, k) : loading.fail(placement, k - serving);
        agenda.timer(Rank.ARRIVE_CAPACITY, () -> loading.repaired(placement, cell))
                .start(repairSeconds);
    }
}
