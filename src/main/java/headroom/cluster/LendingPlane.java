package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.control.LendingPolicy;
import headroom.control.LendingView;
import headroom.control.SpareWindow;
import headroom.jobs.JobHours;
import headroom.jobs.Lease;
import headroom.kernel.Agenda;

import java.util.ArrayList;
import java.util.List;

/**
 * The GPUs of pools that jobs hold: some for good, some as long as serving does not need them.
 *
 * <pre>
 * spare = free + borrowed - lacked - promised
 * </pre>
 *
 * <p>Borrowed are those lent beyond what jobs have for good; lacked those that deployments want
 * beyond what they have and what drains; promised those of replicas of fixed shares that still
 * arrive, and what jobs have for good but not yet. All in real GPUs: jobs are all simulated,
 * replicas sampled. Decisions fall at ends of epochs; deployments take free GPUs first, and what
 * jobs left since the last epoch is free from then on.
 *
 * <p>Where GPUs stand in nodes, jobs have whole ones: as many as fit into what they may have, and
 * as many are asked back as contain what is wanted. So up to a node less one GPU stays free.
 */
final class LendingPlane {
    private final Agenda agenda;
    private final ClusterSpec spec;
    private final ReplicaBook book;
    private final ScalingPlane scaling;
    private final List<Loan> loans = new ArrayList<>();
    /** GPU-seconds held by jobs, by pool [s]. */
    private final double[] busySeconds;

    LendingPlane(
            Agenda agenda,
            ClusterSpec spec,
            ReplicaBook book,
            ScalingPlane scaling,
            JobHours jobs) {
        this.agenda = agenda;
        this.spec = spec;
        this.book = book;
        this.scaling = scaling;
        busySeconds = new double[spec.pools().size()];
        for (ClusterSpec.Loan loan : spec.loans()) {
            loans.add(new Loan(loan, jobs.lend(loan.station(), loan.floor(), loan.terms())));
        }
    }

    /** Jobs get what is theirs. */
    void start() {
        for (Loan each : loans) {
            book.lend(each.pool, each.lease.lent());
            each.grantOwn();
        }
    }

    /** An epoch ended: takes what jobs have left, and gives them what is theirs. */
    void collect() {
        for (Loan each : loans) {
            each.collect();
            each.grantOwn();
        }
    }

    /** After deployments took what is free: lends, and asks back. */
    void review() {
        boolean came = false;
        for (Loan each : loans) {
            came |= each.review();
        }
        if (came) {
            scaling.grant();
        }
    }

    /** GPU-seconds held by jobs by pool since this was last asked [s]; valid until then. */
    double[] drainBusySeconds() {
        for (Loan each : loans) {
            busySeconds[each.pool] = each.lease.drainBusySeconds();
        }
        return busySeconds;
    }

    /** The GPUs of one pool that a station may hold. */
    private final class Loan implements LendingView {
        private final ClusterSpec.Loan terms;
        private final Lease lease;
        private final int pool;
        private final SpareWindow window;

        Loan(ClusterSpec.Loan terms, Lease lease) {
            this.terms = terms;
            this.lease = lease;
            pool = terms.pool();
            LendingPolicy policy = terms.policy();
            window = new SpareWindow(policy == null ? 0 : policy.lookbackSeconds());
        }

        boolean collect() {
            int gpus = lease.collect();
            book.takeBack(pool, gpus);
            return gpus > 0;
        }

        void grantOwn() {
            give(own() - kept());
        }

        boolean review() {
            LendingPolicy policy = terms.policy();
            if (policy == null) {
                return false;
            }
            window.add(agenda.nowSeconds(), spare());
            double target = Math.max(0, policy.lent(this));
            double more = target - lentGpus();
            if (more > 0) {
                give((int) Math.floor(more + 1e-9));
            } else if (more < 0) {
                lease.reclaim(-whole((int) Math.floor(more + 1e-9)));
            }
            return collect();
        }

        /** So many more, as far as there are: those asked back and still held come first. */
        private void give(int most) {
            int gpus = whole(most);
            if (gpus <= 0) {
                return;
            }
            int rest = gpus - lease.forgive(gpus);
            int free = (int) Math.floor(book.freeGpus(pool) - promisedGpus() + 1e-9);
            int lent = whole(Math.min(rest, free));
            if (lent > 0) {
                book.lend(pool, lease.offer(lent));
            }
        }

        /** GPUs of whole nodes, rounded down. */
        private int whole(int gpus) {
            return Math.floorDiv(gpus, lease.unitGpus()) * lease.unitGpus();
        }

        /** GPUs that jobs have for good. */
        private int own() {
            return whole((int) Math.floor(terms.share() * book.present()[pool] + 1e-6));
        }

        /** GPUs lent and not asked back. */
        private int kept() {
            return book.lent(pool) - lease.due();
        }

        /** GPUs of replicas of fixed shares that are still to come. */
        private double promisedGpus() {
            double promised = 0;
            for (int p = 0; p < spec.placements().size(); p++) {
                ClusterSpec.Placement placement = spec.placements().get(p);
                if (placement.pool() == pool && placement.scale() == null) {
                    int missing = spec.sampledReplicas(p, book.present()[pool]) - replicas(p);
                    promised += Math.max(0, missing) * placement.replicaGpus() * spec.weight();
                }
            }
            return promised;
        }

        private int replicas(int placement) {
            return book.assigned(placement)
                    + book.count(State.DRAINING, placement)
                    + book.count(State.FAILED, placement);
        }

        private double spare() {
            int borrowed = Math.max(0, book.lent(pool) - own());
            int missing = Math.max(0, own() - kept());
            return book.freeGpus(pool)
                    + borrowed
                    - scaling.lackedGpus(pool)
                    - promisedGpus()
                    - missing;
        }

        @Override
        public double poolGpus() {
            return book.present()[pool];
        }

        @Override
        public double lentGpus() {
            return Math.max(0, kept() - own());
        }

        @Override
        public double spareGpus() {
            return window.extreme(0, 1);
        }

        @Override
        public double leastSpareGpus(double lookbackSeconds) {
            return window.extreme(lookbackSeconds, 1);
        }

        @Override
        public double mostSpareGpus(double lookbackSeconds) {
            return window.extreme(lookbackSeconds, -1);
        }
    }
}
