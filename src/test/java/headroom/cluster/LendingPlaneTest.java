package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.control.LendingPolicy;
import headroom.gangs.JobsSpec;
import headroom.jobbook.JobCounts;
import headroom.jobbook.StationCounts;
import headroom.jobbook.StreamCounts;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.policy.LendAfterQuiet;
import headroom.policy.LendFree;
import headroom.policy.LendWithReserve;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Serving and jobs on the same GPUs: who holds them when, and that each is held once. */
final class LendingPlaneTest {
    /**
     * All times are whole seconds and samples powers of two, so that sums are exact: whatever
     * serving wants and jobs do, GPU-seconds of both are those owned, to the bit.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1", "4, 4, 0, 2", "4, 2, 1, 3", "8, 2, 2, 4", "16, 1, 0, 5"})
    void gpuSecondsOfServingAndJobsAreThoseOwned(int cells, int sampled, int which, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        Puppet a = new Puppet(32);
        Puppet b = new Puppet(64);
        JobsSpec jobs = Lent.jobs(Lent.mixed());
        ClusterSpec.Loan loan = Lent.loan(0.25, Lent.policy(which), 60, true, true, false);
        Lent lent = new Lent(
                Lent.pools(cells, sampled, 8, a, b)
                        .with(new ClusterSpec.Addition(5000, 7200, 0, 320))
                        .with(jobs, loan),
                95);
        ReplicaBook book = lent.pools.book;
        lent.run(20_000, () -> {
            if (random.nextDouble() < 0.02) {
                a.wanted = 100 * random.nextDouble();
                b.wanted = 150 * random.nextDouble();
            }
            double serving = lent.replicas() * 8.0 * cells / sampled;
            assertThat(serving + book.lent(0) + book.freeGpus(0)).isEqualTo(book.present()[0]);
        });
        HourFacts.PoolStates s = book.drain().get(0);
        JobCounts counts = lent.counts();
        StationCounts station = counts.stations.get(0);
        double held = station.streams.stream().mapToDouble(c -> c.heldSeconds).sum();
        assertThat(station.capacitySeconds).isEqualTo(s.lentSeconds());
        assertThat(lent.busySeconds).isEqualTo(held);
        assertThat(held).isGreaterThan(0.3 * s.lentSeconds()).isLessThan(s.lentSeconds());
        assertThat(station.streams.get(0).yields.savingSeconds).isPositive();
        assertThat(station.streams.get(1).yields.lostSeconds).isPositive();
        assertThat(station.streams.get(2).preempted).isZero();
        double sum = s.servingSeconds()
                + s.loadingSeconds()
                + s.drainingSeconds()
                + s.failedSeconds()
                + s.lentSeconds()
                + s.freeSeconds();
        // of the 320, one half arrives at 5,000 s and the other at 8,600 s
        assertThat(sum).isEqualTo(1600 * 20_000.0 + 160 * 15_000.0 + 160 * 11_400.0);
    }

    /** Serving wants 100 replicas more at 1,030 s; a full floor saves its work within 30 s. */
    @Test
    void aSpikeIsServedAfterSavingAndLoading() {
        Puppet puppet = new Puppet(50);
        Lent lent = new Lent(
                Lent.pools(1, 1, 8, puppet)
                        .with(
                                Lent.jobs(Lent.stream("jobs", 1, 8, 100_000, 0)),
                                Lent.loan(0, new LendFree(), 60, true)),
                0);
        lent.run(1200, () -> puppet.wanted = lent.pools.agenda.nowSeconds() < 1000 ? 50 : 150);
        List<Double> up = times(lent.pools, CellCommand.ReplicaUp.class);
        assertThat(up.subList(0, 50)).containsOnly(0.0);
        // asked back at the epoch's end at 1,030, vacated at 1,060, loaded 40 s later
        assertThat(up.subList(50, up.size())).containsOnly(1100.0).hasSize(100);
        JobCounts counts = lent.counts();
        StreamCounts jobs = counts.stations.get(0).streams.get(0);
        assertThat(jobs.preempted).isEqualTo(100);
        assertThat(jobs.yields.savingSeconds).isEqualTo(100 * 8 * 30.0);
        assertThat(jobs.yields.lostSeconds).isZero();
    }

    /** GPUs come back when replicas have drained, and go to who waits. */
    @Test
    void whatServingNoLongerNeedsGoesBackToJobs() {
        Puppet puppet = new Puppet(150);
        Lent lent = new Lent(
                Lent.pools(1, 1, 8, puppet)
                        .with(
                                Lent.jobs(Lent.stream("jobs", 1, 8, 100_000, 0)),
                                Lent.loan(0, new LendFree(), 60, true)),
                95);
        double[] back = {0};
        lent.run(2000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            puppet.wanted = now < 1000 ? 150 : 50;
            int held = lent.pools.book.lent(0);
            assertThat(held).isIn(400, 1200);
            back[0] = held == 1200 && back[0] == 0 ? now : back[0];
        });
        // told at 1,030, empty at 1,125, seen at the next epoch's end
        assertThat(back[0]).isEqualTo(1130);
        StationCounts station = lent.counts().stations.get(0);
        double held = station.streams.get(0).heldSeconds;
        // 50 jobs start one a second from 10 s on, where ten have come; 100 more at 1,130 s
        double first = 10 * 8 * 1990.0 + 8 * (40 * 1990.0 - 40 * 41 / 2.0);
        assertThat(held).isEqualTo(first + 800 * 870.0);
        assertThat(station.streams.get(0).preempted).isZero();
    }

    /** The lowest priority goes first, then the youngest; who cannot be made to leave stays. */
    @Test
    void theLeastAndYoungestLeaveFirst() {
        Puppet puppet = new Puppet(0);
        JobsSpec jobs = Lent.jobs(
                Lent.stream("stays", 400, 400, 1e6, -1),
                Lent.stream("low", 300, 500, 1e6, 0),
                Lent.stream("high", 500, 400, 1e6, 1));
        Lent lent = new Lent(
                Lent.pools(1, 1, 8, puppet)
                        .with(jobs, Lent.loan(0, new LendFree(), 20, false, true, true)),
                0);
        // low from 300 s, stays from 400 s, high from 500 s, low once more in line with 300 free
        lent.run(900, () -> puppet.wanted = lent.pools.agenda.nowSeconds() < 700 ? 0 : 60);
        JobCounts counts = lent.counts();
        List<StreamCounts> streams = counts.stations.get(0).streams;
        assertThat(streams.get(0).preempted).isZero();
        assertThat(streams.get(1).preempted).isEqualTo(1);
        assertThat(streams.get(2).preempted).isZero();
        // 30 s to save are more than a grace of 20 s: all since 300 s is lost at 730 s
        assertThat(streams.get(1).yields.lostSeconds).isEqualTo(500 * 430.0);
        assertThat(lent.pools.book.count(State.SERVING, 0)).isEqualTo(60);
        // 480 were needed, of which 300 were idle; the rest of the 500 stays with jobs
        assertThat(lent.pools.book.lent(0)).isEqualTo(1600 - 480);
    }

    /** What jobs have for good is never asked back, and grows with the pool. */
    @Test
    void jobsKeepTheirShare() {
        Puppet puppet = new Puppet(100);
        Lent lent = new Lent(
                Lent.pools(1, 1, 8, puppet)
                        .with(new ClusterSpec.Addition(500, 0, 0, 400))
                        .with(
                                Lent.jobs(Lent.stream("jobs", 1, 8, 1e6, 0)),
                                Lent.loan(0.25, new LendFree(), 20, true)),
                0);
        lent.run(1000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            puppet.wanted = now < 100 ? 100 : 1000;
            int lowest = now < 500 ? 400 : 500;
            assertThat(lent.pools.book.lent(0)).isGreaterThanOrEqualTo(lowest);
        });
        assertThat(lent.pools.book.lent(0)).isEqualTo(500);
        assertThat(lent.pools.book.count(State.SERVING, 0)).isEqualTo(1500 / 8);
    }

    /** Demand that swings every five minutes: who waits for quiet preempts nobody. */
    @ParameterizedTest
    @CsvSource({"0, 1000, 2000", "2, 0, 0"})
    void swingsShorterThanTheQuietTimeDisturbNobody(int which, int fewest, int most) {
        Puppet puppet = new Puppet(100);
        LendingPolicy policy = which == 0 ? new LendFree() : new LendAfterQuiet(0, 3600, 0);
        Lent lent = new Lent(
                Lent.pools(1, 1, 8, puppet)
                        .with(
                                Lent.jobs(Lent.stream("jobs", 1, 8, 1e6, 0)),
                                Lent.loan(0, policy, 60, true)),
                0);
        StreamCounts[] settled = new StreamCounts[1];
        lent.run(40_000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            puppet.wanted = 100 + 20 * ((int) (now / 300) % 2);
            if (now == 7200) {
                settled[0] = lent.counts().stations.get(0).streams.get(0);
            }
        });
        StationCounts station = lent.counts().stations.get(0);
        assertThat(station.streams.get(0).preempted).isBetween((long) fewest, (long) most);
        // 640 GPUs are spare at every instant
        assertThat(station.capacitySeconds).isGreaterThanOrEqualTo(640 * 32_800.0);
        assertThat(settled[0].started).isPositive();
    }

    /**
     * A few cells of eight stand for all. A sampled replica takes up to 64 GPUs where the whole
     * takes 8 by 8 what jobs leave, so that GPUs change hands a little later.
     */
    @ParameterizedTest
    @CsvSource({"1", "2", "4"})
    void aSampleLendsWhatTheWholeLends(int sampled) {
        List<Double> sample = lentSeconds(sampled);
        List<Double> whole = lentSeconds(8);
        for (int i = 0; i < whole.size(); i++) {
            double one = whole.get(i);
            assertThat(sample.get(i)).isCloseTo(one, within(1e-3 * one));
        }
    }

    private static List<Double> lentSeconds(int sampled) {
        FastStream random = new Streams(9, 0).of("test");
        Puppet puppet = new Puppet(80);
        Lent lent = new Lent(
                Lent.pools(8, sampled, 8, puppet)
                        .with(
                                Lent.jobs(Lent.stream("jobs", 7, 24, 501, 0)),
                                Lent.loan(0.1, new LendWithReserve(0.02), 60, true)),
                75);
        lent.run(10_000, () -> {
            if (random.nextDouble() < 0.02) {
                puppet.wanted = 8 * Math.rint(20 * random.nextDouble());
            }
        });
        StationCounts station = lent.counts().stations.get(0);
        StreamCounts jobs = station.streams.get(0);
        assertThat(jobs.preempted).isGreaterThan(20);
        return List.of(
                lent.pools.book.drain().get(0).lentSeconds(),
                jobs.heldSeconds,
                (double) jobs.preempted,
                jobs.wait.mean());
    }

    private static List<Double> times(Pools pools, Class<? extends CellCommand> kind) {
        return pools.orders.stream()
                .map(Pools.Order::command)
                .filter(kind::isInstance)
                .map(CellCommand::timeSeconds)
                .toList();
    }
}
