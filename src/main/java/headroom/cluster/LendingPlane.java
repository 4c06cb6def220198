package headroom.cluster;

import headroom.jobs.JobHours;
import headroom.jobs.Lease;
import headroom.kernel.Agenda;
import headroom.kernel.Rank;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The GPUs of pools that jobs hold: some for good, some as long as serving does not need them.
 *
 * <p>Decisions fall at ends of epochs; deployments take free GPUs first, and what jobs left since
 * the last epoch is free from then on.
 *
 * <p>Where a site goes down its jobs lose what no checkpoint holds and wait in line; what is theirs
 * they have again when it is over, what they borrow when it is next lent. GPUs that leave for good
 * are those that jobs borrow, then a part of what they have for good: jobs leave them as they leave
 * those asked back, but none stays.
 */
final class LendingPlane {
    private final Agenda agenda;
    private final ScalingPlane scaling;
    private final JobHours jobs;
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
        this.scaling = scaling;
        this.jobs = jobs;
        busySeconds = new double[spec.pools().size()];
        for (ClusterSpec.Loan loan : spec.loans()) {
            Lease lease = jobs.lend(loan.station(), loan.floor(), loan.terms());
            loans.add(new Loan(loan, lease, spec, book, scaling));
        }
    }

    /** From time 0 nodes that serve are drained, and fail by the faults of their pools. */
    void strikeServing(Standing standing) {
        loans.forEach(each -> each.strikeServing(standing));
    }

    /** Jobs get what is theirs. */
    void start() {
        loans.forEach(Loan::start);
    }

    /** An epoch ended: takes what jobs have left, and gives them what is theirs. */
    void collect() {
        for (Loan each : loans) {
            each.strike();
            each.collect();
            each.grantOwn();
        }
    }

    /** After deployments took what is free: lends, and asks back. */
    void review() {
        boolean came = false;
        for (Loan each : loans) {
            came |= each.review(agenda.nowSeconds());
        }
        if (came) {
            scaling.grant();
        }
    }

    /** The site of a pool goes down: what jobs hold there fails, and they have none of it. */
    void goDown(int pool) {
        at(pool, Rank.FAIL, Loan::fail);
    }

    /** The site of a pool is back: jobs get what is theirs. */
    void comeBack(int pool) {
        at(pool, Rank.ARRIVE_CAPACITY, Loan::comeBack);
    }

    /** GPUs have left a pool: jobs give up what they borrow before replicas go, and their part. */
    void giveUp(int pool) {
        at(pool, Rank.ARRIVE_CAPACITY, Loan::giveUp);
    }

    private void at(int pool, Rank rank, Consumer<Loan> todo) {
        for (Loan each : loans) {
            if (each.pool() == pool) {
                jobs.advanceBefore(agenda.nowSeconds(), rank);
                todo.accept(each);
            }
        }
    }

    /** GPUs of a pool that jobs were asked for and still hold. */
    int dueGpus(int pool) {
        return loans.stream()
                .filter(each -> each.pool() == pool)
                .mapToInt(Loan::dueGpus)
                .sum();
    }

    /** GPU-seconds held by jobs by pool since this was last asked [s]; valid until then. */
    double[] drainBusySeconds() {
        for (Loan each : loans) {
            busySeconds[each.pool()] = each.drainBusySeconds();
        }
        return busySeconds;
    }

    /** Adds GPU-seconds of failed nodes by pool since this was last asked [s]. */
    void addFailedSeconds(double[] byPool) {
        for (Loan each : loans) {
            byPool[each.pool()] += each.drainFailedSeconds();
        }
    }
}
