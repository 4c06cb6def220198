package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.cluster.ReplicaBook.State;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.policy.LendFree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/** Jobs whose GPUs leave or whose site is down, worked by hand. */
final class JobsThatGoTest {
    private static final double FOREVER = 1e9;

    /** Eighty GPUs of jobs alone, and forty till 1000 s. */
    private static Pools alone(ClusterSpec.Loan loan, double sizeSeconds) {
        return Pools.of(new int[] {80}, 1, 1, List.of(), List.of())
                .with(Lent.jobs(Lent.stream("jobs", 100, 40, sizeSeconds, 0)), loan);
    }

    private static ClusterSpec.Addition until(double endSeconds) {
        return new ClusterSpec.Addition(0, 0, 0, 40, endSeconds);
    }

    /** Eighty GPUs of which replicas of eight have a share and jobs of one GPU a quarter. */
    private static Pools shared(Puppet puppet, ClusterSpec.Loan loan) {
        ClusterSpec.Scale scale = new ClusterSpec.Scale(1, 100, 60, 60, puppet);
        return Pools.of(
                        new int[] {80},
                        1,
                        1,
                        List.of(Pools.placement(0, 0.5, 8, 40, scale)),
                        List.of())
                .with(Lent.jobs(Lent.stream("jobs", 1, 1, FOREVER, 0)), loan);
    }

    private static StationCounts run(Lent lent, double seconds) {
        lent.run(seconds, () -> {});
        JobCounts counts = lent.counts();
        return counts.stations.get(0);
    }

    /** Two run from 100 and 200 s on, go at 1000 s and start again at 2000 s from nothing. */
    @Test
    void aSiteThatIsDownStopsItsJobs() {
        ClusterSpec.Loan loan = Lent.loan(1, null, FOREVER, true);
        Lent lent = new Lent(alone(loan, 5000).with(new ClusterSpec.Outage(1000, 2000)), 0);
        StationCounts station = run(lent, 2500);
        StreamCounts jobs = station.streams.get(0);
        assertThat(jobs.closeup.interrupted).isEqualTo(2);
        assertThat(jobs.preempted).isZero();
        assertThat(jobs.closeup.failureLossSeconds).isEqualTo(40 * (900.0 + 800));
        assertThat(jobs.heldSeconds).isEqualTo(40 * (900.0 + 800 + 500 + 500));
        assertThat(station.capacitySeconds).isEqualTo(80 * (1000.0 + 500));
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        assertThat(states.lentSeconds()).isEqualTo(80 * 1500.0);
        assertThat(states.failedSeconds()).isEqualTo(80 * 1000.0);
        assertThat(states.freeSeconds()).isZero();
    }

    /** Who ends as the site goes down has ended; who starts in its place loses no work. */
    @ParameterizedTest
    @ValueSource(doubles = {1000, 1005})
    void whatEndsAtTheSameInstantHasEnded(double at) {
        ClusterSpec.Loan loan = Lent.loan(1, null, FOREVER, true);
        Lent lent = new Lent(alone(loan, at - 100).with(new ClusterSpec.Outage(at, 2000)), 0);
        StreamCounts jobs = run(lent, 1999).streams.get(0);
        assertThat(jobs.completed).isEqualTo(1);
        assertThat(jobs.closeup.interrupted).isEqualTo(2);
        assertThat(jobs.closeup.failureLossSeconds).isEqualTo(40 * (at - 200));
        assertThat(jobs.heldSeconds).isEqualTo(40 * (2 * at - 300));
    }

    @Test
    void whoeverComesAsTheSiteGoesDownWaits() {
        ClusterSpec.Loan loan = Lent.loan(1, null, FOREVER, true);
        Pools pools = Pools.of(new int[] {80}, 1, 1, List.of(), List.of())
                .with(Lent.jobs(Lent.stream("jobs", 1005, 40, 500, 0)), loan)
                .with(new ClusterSpec.Outage(1005, 2003));
        StreamCounts jobs = run(new Lent(pools, 0), 3000).streams.get(0);
        assertThat(jobs.closeup.interrupted).isZero();
        assertThat(jobs.wait.mean()).isEqualTo((2003 - 1005) / 2.0);
        assertThat(jobs.heldSeconds).isEqualTo(40 * (500.0 + 500));
    }

    /** What jobs borrowed they borrow again when it is lent again, what is theirs at once. */
    @Test
    void borrowedGpusGoWithTheSiteToo() {
        Puppet puppet = new Puppet(5);
        ClusterSpec.Loan loan = Lent.loan(0.25, new LendFree(), 60, true);
        Lent lent = new Lent(shared(puppet, loan).with(new ClusterSpec.Outage(1000, 2000)), 0);
        lent.run(3000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            boolean isDown = now >= 1000 && now < 2000;
            assertThat(lent.pools.book.lent(0)).as("at %s", now).isEqualTo(isDown ? 0 : 40);
        });
        assertThat(lent.counts().stations.get(0).streams.get(0).closeup.interrupted)
                .isEqualTo(40);
        assertThat(lent.pools.book.count(State.SERVING, 0)).isEqualTo(5);
    }

    /**
     * Of three jobs that began at 100, 200 and 300 s the last writes a checkpoint till 1030 s and
     * leaves; its GPUs are there for it meanwhile.
     */
    @Test
    void whoeverBeganLastLeavesGpusThatGo() {
        ClusterSpec.Loan loan = Lent.loan(1, null, FOREVER, true);
        Lent lent = new Lent(alone(loan, 5000).with(until(1000)), 0);
        StationCounts station = run(lent, 6000);
        StreamCounts jobs = station.streams.get(0);
        assertThat(jobs.preempted).isEqualTo(1);
        assertThat(jobs.closeup.interrupted).isZero();
        assertThat(jobs.closeup.preemptionLossSeconds).isZero();
        assertThat(jobs.yields.savingSeconds).isEqualTo(40 * 30.0);
        assertThat(station.capacitySeconds).isEqualTo(120 * 1030.0 - 400 + 80 * 4970.0);
        // the third goes on at 5100 s, and a fourth begins at 5200 s
        assertThat(jobs.completed).isEqualTo(2);
        assertThat(jobs.heldSeconds)
                .isEqualTo(40 * (5000.0 + 5000 + 730 + (6000 - 5100) + (6000 - 5200)));
    }

    /** Its 700 s of work are in the checkpoint: it ends 4300 s after it goes on. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsWrittenIsKept(boolean yields) {
        ClusterSpec.Loan loan = Lent.loan(1, null, FOREVER, yields);
        for (double end : new double[] {9399, 9401}) {
            Lent lent = new Lent(alone(loan, 5000).with(until(1000)), 0);
            StreamCounts jobs = run(lent, end).streams.get(0);
            assertThat(jobs.completed).as("who stays goes, too").isEqualTo(end < 9400 ? 2 : 3);
        }
    }

    @Test
    void whoeverCannotWriteInTimeIsStopped() {
        ClusterSpec.Loan loan = Lent.loan(1, null, 29, true);
        Lent lent = new Lent(alone(loan, 5000).with(until(1000)), 0);
        StationCounts station = run(lent, 2000);
        StreamCounts jobs = station.streams.get(0);
        assertThat(jobs.closeup.preemptionLossSeconds).isEqualTo(40 * 700.0);
        assertThat(station.capacitySeconds).isEqualTo(120 * 1000.0 - 400 + 80 * 1000.0);
    }

    @Test
    void aLeaseThatIsRenewedDisturbsNobody() {
        ClusterSpec.Loan loan = Lent.loan(1, null, FOREVER, true);
        ClusterSpec.Addition next = new ClusterSpec.Addition(1000, 0, 0, 40, 2000);
        Lent lent = new Lent(alone(loan, 5000).with(until(1000), next), 0);
        StationCounts station = run(lent, 2000);
        assertThat(station.streams.get(0).preempted).isEqualTo(1);
    }

    /** Of 120 jobs have 30 and borrow 50; of 80 they have 20 and borrow 20. */
    @Test
    void whatIsBorrowedGoesBeforeReplicas() {
        Puppet puppet = new Puppet(5);
        ClusterSpec.Loan loan = Lent.loan(0.25, new LendFree(), 60, true);
        Lent lent = new Lent(shared(puppet, loan).with(until(1000)), 0);
        lent.run(2000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            int lentGpus = now < 1030 ? 80 : 40;
            if (now >= 100) {
                assertThat(lent.pools.book.lent(0)).as("at %s", now).isEqualTo(lentGpus);
            }
            assertThat(lent.pools.book.count(State.SERVING, 0)).isEqualTo(5);
        });
        assertThat(lent.counts().stations.get(0).streams.get(0).preempted).isEqualTo(40);
    }

    /** Eleven replicas and 32 jobs on 120 GPUs; of 80, jobs have 20 and seven replicas 56. */
    @Test
    void replicasGoWhereThatIsNotEnough() {
        Puppet puppet = new Puppet(12);
        ClusterSpec.Loan loan = Lent.loan(0.25, new LendFree(), 60, true);
        Lent lent = new Lent(shared(puppet, loan).with(until(1000)), 0);
        lent.run(2000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            if (now > 200) {
                int serving = lent.pools.book.count(State.SERVING, 0);
                assertThat(serving).as("at %s", now).isEqualTo(now < 1000 ? 11 : 7);
            }
        });
        // serving lacks more than the four GPUs that are no replica
        assertThat(lent.pools.book.lent(0)).isEqualTo(20);
    }
}
