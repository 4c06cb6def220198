package headroom.cluster;

import headroom.cluster.ReplicaBook.State;
import headroom.control.LendingPolicy;
import headroom.control.LendingView;
import headroom.control.SpareWindow;
import headroom.floor.NodeEvents;
import headroom.jobs.Lease;

import org.jspecify.annotations.Nullable;

/**
 * The GPUs of one pool that a station of jobs may hold.
 *
 * <pre>
 * spare = free - excess + borrowed - lacked - promised
 * </pre>
 *
 * <p>Borrowed are those lent beyond what jobs have for good; lacked those that deployments want
 * beyond what they have and what drains; promised those of replicas of fixed shares that still
 * arrive, and what jobs have for good but not yet; excess those held beyond what is there after
 * GPUs have left. All in real GPUs: jobs are all simulated, replicas sampled.
 *
 * <p>Where GPUs stand in nodes, jobs have whole ones: as many as fit into what they may have, and
 * as many are asked back as contain what is wanted. So up to a node less one GPU stays free.
 */
final class Loan implements LendingView {
    private final ClusterSpec.Loan terms;
    private final Lease lease;
    private final ClusterSpec spec;
    private final ReplicaBook book;
    private final ScalingPlane scaling;
    private final int pool;
    private final SpareWindow window;
    /** Null where nodes that serve neither fail nor are drained. */
    private @Nullable NodeStrikes strikes;
    /** GPU-seconds of failed nodes before the site last went down. */
    private double failedSeconds;

    Loan(
            ClusterSpec.Loan terms,
            Lease lease,
            ClusterSpec spec,
            ReplicaBook book,
            ScalingPlane scaling) {
        this.terms = terms;
        this.lease = lease;
        this.spec = spec;
        this.book = book;
        this.scaling = scaling;
        pool = terms.pool();
        LendingPolicy policy = terms.policy();
        window = new SpareWindow(policy == null ? 0 : policy.lookbackSeconds());
    }

    /** The pool whose GPUs they are. */
    int pool() {
        return pool;
    }

    /** Jobs have those there are at the start, and get what is theirs. */
    void start() {
        book.lend(pool, lease.lent());
        grantOwn();
    }

    /** From time 0 nodes that serve are drained, and fail unless failures strike what serves. */
    void strikeServing(Standing standing) {
        NodeEvents nodes = lease.nodeEvents();
        boolean fail = spec.servingFaults(pool) != null;
        if (nodes != null && (fail || nodes.hasDrains())) {
            strikes = new NodeStrikes(standing, book, pool, nodes, lease.unitGpus());
            nodes.tell(strikes, fail);
        }
    }

    /** Replicas go down and come back with their nodes. */
    void strike() {
        if (strikes != null) {
            strikes.settle();
        }
    }

    /** GPUs that jobs were asked for and still hold. */
    int dueGpus() {
        return lease.due();
    }

    /** GPU-seconds held by jobs since this was last asked [s]. */
    double drainBusySeconds() {
        return lease.drainBusySeconds();
    }

    /** GPU-seconds of failed nodes since this was last asked, while the site was not down [s]. */
    double drainFailedSeconds() {
        double here = lease.drainFailedSeconds();
        double drained = failedSeconds + (book.isDown(pool) ? 0 : here);
        failedSeconds = 0;
        return drained;
    }

    /** Takes what jobs have left; whether that is anything. */
    boolean collect() {
        int gpus = lease.collect();
        book.takeBack(pool, gpus);
        return gpus > 0;
    }

    /** Jobs get what is theirs, as far as it is there. */
    void grantOwn() {
        if (!book.isDown(pool)) {
            give(own() - kept());
        }
    }

    /** The site of the pool goes down. */
    void fail() {
        failedSeconds += lease.drainFailedSeconds();
        lease.fail();
        // those of failed nodes are due until they are repaired
        lease.reclaim(kept());
        collect();
    }

    /**
     * The site of the pool is back: what failed draws power again, jobs get what is theirs, and
     * others stand on the nodes that are left.
     */
    void comeBack() {
        lease.drainFailedSeconds();
        grantOwn();
        strike();
    }

    /** GPUs have left the pool: what jobs borrow and their part of what they have for good go. */
    void giveUp() {
        strike();
        int excess = book.excessGpus(pool) - lease.due();
        int gpus = Math.min(excess, kept() - own());
        if (gpus > 0) {
            lease.end(gpus);
            collect();
        }
    }

    /** Lends and asks back as the policy says; whether anything came back at once. */
    boolean review(double nowSeconds) {
        LendingPolicy policy = terms.policy();
        if (policy == null || book.isDown(pool)) {
            return false;
        }
        window.add(nowSeconds, spare());
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
                + book.count(State.VACATING, placement)
                + book.count(State.DRAINED, placement)
                + book.count(State.FAILED, placement);
    }

    private double spare() {
        int borrowed = Math.max(0, book.lent(pool) - own());
        int missing = Math.max(0, own() - kept());
        return book.freeGpus(pool)
                - book.excessGpus(pool)
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
