package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.fleet.FleetUse;
import headroom.kernel.Rank;

import org.junit.jupiter.api.Test;

import java.util.List;

/** GPUs that come at 1000 s and leave at 5000 s, worked by hand. */
final class LeavingTest {
    private static final double LOAD = 100;
    private static final double DRAIN = 50;

    private static Pools fixed(ClusterSpec.Addition... additions) {
        Pools pools = Pools.of(
                        new int[] {80},
                        2,
                        2,
                        List.of(Pools.placement(0, 1, 8, LOAD, null)),
                        List.of())
                .with(additions);
        pools.capacity.start();
        return pools;
    }

    private static ClusterSpec.Addition lease(int gpus, double until) {
        return new ClusterSpec.Addition(1000, 0, 0, gpus, until);
    }

    @Test
    void theirReplicasDrainAndThenTheyAreGone() {
        Pools pools = fixed(lease(40, 5000));
        NaiveCells cells = new NaiveCells(pools, DRAIN);
        pools.agenda.runUntil(4999);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(15);
        pools.agenda.runUntil(5000);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
        assertThat(pools.book.count(State.DRAINING, 0)).isEqualTo(5);
        // the two cells stay as even as they can
        assertThat(pools.book.count(State.SERVING, 0, 0)).isEqualTo(5);
        assertThat(pools.told(CellCommand.ReplicaDrain.class)).isEqualTo(5);
        assertThat(pools.book.present()[0]).isEqualTo(80);
        List<FleetUse> uses = cells.advance(5100);
        pools.agenda.runUntil(5100);
        pools.book.collect(uses);
        assertThat(pools.book.count(State.DRAINING, 0)).isZero();
        pools.agenda.runUntil(10_000);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
        assertThat(pools.capacity.drainGpuSeconds()[0])
                .isCloseTo(80 * 10_000.0 + 40 * 4000.0, within(1e-6));
    }

    /** Of two leases the first to end is the second to be named. */
    @Test
    void leasesEndInTheOrderOfTime() {
        Pools pools = fixed(lease(40, 6000), lease(24, 5000));
        pools.agenda.runUntil(4000);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(18);
        pools.agenda.runUntil(5500);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(15);
        pools.agenda.runUntil(6500);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
    }

    @Test
    void whatStillLoadsGoesFirst() {
        Pools pools = fixed(lease(40, 1050));
        pools.agenda.runUntil(1060);
        assertThat(pools.book.count(State.LOADING, 0)).isZero();
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
        assertThat(pools.told(CellCommand.ReplicaDrain.class)).isZero();
    }

    /** All have failed when the lease ends: of those that are repaired as many do not come back. */
    @Test
    void whatHasFailedDoesNotComeBack() {
        Pools pools = fixed(lease(40, 5000));
        pools.agenda.runUntil(4999);
        pools.capacity.loading().lose(0);
        pools.capacity.setDown(0, true);
        pools.agenda.runUntil(6000);
        pools.capacity.setDown(0, false);
        pools.capacity.loading().restore(0);
        pools.agenda.runUntil(6200);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
    }

    /** Ten cells with one replica of their own and two leased each. */
    private static Pools tenCells(ClusterSpec.Outage... outages) {
        Pools pools = Pools.of(
                        new int[] {80},
                        10,
                        10,
                        List.of(Pools.placement(0, 1, 8, LOAD, null)),
                        List.of())
                .with(lease(160, 5000))
                .with(outages);
        return pools.started();
    }

    private static void assertOneServesInEachCell(Pools pools) {
        for (int cell = 0; cell < pools.spec.sampledCells(); cell++) {
            assertThat(pools.book.count(State.SERVING, 0, cell))
                    .as("cell %d", cell)
                    .isEqualTo(1);
        }
    }

    /** Down from 4000 to 6000 s: the lease ends within, and takes its failed replicas along. */
    @Test
    void aLeaseThatEndsWhileItsSiteIsDownLeavesEachCellItsOwn() {
        Pools pools = tenCells(new ClusterSpec.Outage(4000, 6000));
        pools.agenda.runUntil(4001);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(30);
        pools.agenda.runUntil(5000);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(10);
        pools.agenda.runUntil(6101);
        assertOneServesInEachCell(pools);
        HourFacts.PoolStates states = pools.book.drain().get(0);
        assertThat(states.failedSeconds()).isCloseTo(240 * 1000.0 + 80 * 1000.0, within(1e-6));
        assertThat(states.servingSeconds()
                        + states.loadingSeconds()
                        + states.failedSeconds()
                        + states.freeSeconds())
                .as("as many as are there")
                .isCloseTo(80 * 6101.0 + 160 * 4000.0, within(1e-6));
    }

    /** Down until 4950 s: the lease ends while weights load. */
    @Test
    void aLeaseThatEndsJustAfterAnOutageLeavesEachCellItsOwn() {
        Pools pools = tenCells(new ClusterSpec.Outage(4000, 4950));
        pools.agenda.runUntil(4999);
        assertThat(pools.book.count(State.LOADING, 0)).isEqualTo(30);
        pools.agenda.runUntil(5051);
        assertOneServesInEachCell(pools);
        assertThat(pools.told(CellCommand.ReplicaDrain.class)).isZero();
    }

    /** Two of the three of cell 3 are under repair at the end: their GPUs are those that leave. */
    @Test
    void whatIsRepairedCountsForItsCell() {
        Pools pools = tenCells();
        pools.agenda.runUntil(4900);
        for (int i = 0; i < 2; i++) {
            assertThat(pools.book.failServing(0, 9)).isEqualTo(3);
        }
        pools.agenda.timer(Rank.ARRIVE_CAPACITY, () -> repaired(pools, 2)).startAt(5200);
        pools.agenda.runUntil(5001);
        assertOneServesInEachCell(pools);
        assertThat(pools.book.count(State.FAILED, 0)).isZero();
        pools.agenda.runUntil(5400);
        assertOneServesInEachCell(pools);
        assertThat(pools.book.count(State.LOADING, 0)).isZero();
    }

    private static void repaired(Pools pools, int times) {
        for (int i = 0; i < times; i++) {
            pools.capacity.loading().repaired(0, 3);
        }
    }

    /** Five replicas come for cells 0 to 4 and go, again and again, and five stay. */
    @Test
    void cellsStayEvenThroughManyLeases() {
        Pools pools = Pools.of(
                        new int[] {0},
                        10,
                        10,
                        List.of(Pools.placement(0, 1, 8, 0, null)),
                        List.of())
                .with(
                        new ClusterSpec.Addition(1000, 0, 0, 40, 3000),
                        new ClusterSpec.Addition(2000, 0, 0, 40),
                        new ClusterSpec.Addition(4000, 0, 0, 40));
        pools.capacity.start();
        pools.agenda.runUntil(3500);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(5);
        pools.agenda.runUntil(4001);
        assertOneServesInEachCell(pools);
    }

    private static ClusterSpec.Addition from(double at, int gpus, double until) {
        return new ClusterSpec.Addition(at, 0, 0, gpus, until);
    }

    private static void assertServing(Pools pools, double at, int replicas) {
        pools.agenda.runUntil(at);
        assertThat(pools.book.count(State.SERVING, 0)).as("at %s s", at).isEqualTo(replicas);
    }

    private static Pools eightGpus(ClusterSpec.Addition... additions) {
        Pools pools = Pools.of(
                        new int[] {8}, 1, 1, List.of(Pools.placement(0, 1, 8, 0, null)), List.of())
                .with(additions);
        pools.capacity.start();
        return pools;
    }

    /** Eight GPUs of its own, and twice twelve more: two replicas, then one, then two, then one. */
    @Test
    void leasesThatFollowEachOtherAreCountedOnWhatIsThere() {
        Pools pools = eightGpus(from(1000, 12, 2000), from(3000, 12, 4000));
        assertServing(pools, 999, 1);
        assertServing(pools, 1999, 2);
        assertServing(pools, 2999, 1);
        assertServing(pools, 3999, 2);
        assertServing(pools, 9000, 1);
    }

    /** Four GPUs twice, never together, named in the order that is not that of time. */
    @Test
    void theOrderInWhichLeasesAreNamedIsNoMatter() {
        Pools pools = eightGpus(from(4000, 4, 5000), from(1000, 4, 3000));
        for (double at : new double[] {1500, 3500, 4500, 9000}) {
            assertServing(pools, at, 1);
        }
    }

    /** Four GPUs from 1000 to 3000 s and four from 2000 to 4000 s make a replica between. */
    @Test
    void leasesThatOverlapMakeAReplicaWhileBothAreThere() {
        for (boolean inOrder : new boolean[] {true, false}) {
            ClusterSpec.Addition one = from(1000, 4, 3000);
            ClusterSpec.Addition other = from(2000, 4, 4000);
            Pools pools = inOrder ? eightGpus(one, other) : eightGpus(other, one);
            assertServing(pools, 1999, 1);
            assertServing(pools, 2999, 2);
            assertServing(pools, 3001, 1);
            assertServing(pools, 9000, 1);
        }
    }

    /** Where one ends as the next begins nothing is ever missing. */
    @Test
    void aLeaseThatIsRenewedServesOn() {
        Pools pools = eightGpus(from(1000, 8, 2000), from(2000, 8, 3000));
        for (double at : new double[] {1999, 2000, 2001, 2999}) {
            assertServing(pools, at, 2);
        }
        assertServing(pools, 3001, 1);
    }

    /**
     * Four GPUs come from 2000 to 12000 s, twelve are there till 3000 s: then 8.4 are left, and the
     * rest of the ramp makes 12, no replica more.
     */
    @Test
    void whatLeavesWithinARampIsCountedOnWhatHasCome() {
        Pools pools = eightGpus(
                from(0, 12, 3000),
                new ClusterSpec.Addition(2000, 10_000, 0, 4, Double.POSITIVE_INFINITY));
        assertServing(pools, 2999, 2);
        assertServing(pools, 3001, 1);
        assertServing(pools, 20_000, 1);
    }

    /** Thirty-two GPUs in 4000 s: replicas after 500, 1500, 2500 and 3500 s, whatever leaves. */
    @Test
    void aRampGoesOnWhileOthersLeave() {
        Pools pools = eightGpus(new ClusterSpec.Addition(1000, 4000, 0, 32), from(0, 80, 3000));
        double[] times = {1499, 1501, 2501, 2999, 3001, 3501, 4501};
        int[] replicas = {11, 12, 13, 13, 3, 4, 5};
        for (int i = 0; i < times.length; i++) {
            assertServing(pools, times[i], replicas[i]);
        }
    }

    /** It holds what it held until the lease is over, and then no GPU that has left. */
    @Test
    void scaledDeploymentsThatAreDownGiveBackWhatLeaves() {
        ClusterSpec.Scale scale = new ClusterSpec.Scale(1, 100, 60, 60, new Puppet(100));
        Pools pools = Pools.of(
                        new int[] {80},
                        1,
                        1,
                        List.of(Pools.placement(0, 1, 8, LOAD, scale)),
                        List.of())
                .with(lease(40, 5000))
                .with(new ClusterSpec.Outage(4000, 6000));
        pools.started();
        pools.agenda.runUntil(4999);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(15);
        pools.book.drain();
        pools.agenda.runUntil(5999);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(10);
        HourFacts.PoolStates states = pools.book.drain().get(0);
        assertThat(states.failedSeconds()).isCloseTo(120 + 80 * 999.0, within(1e-6));
        assertThat(states.freeSeconds()).isZero();
        pools.agenda.runUntil(6101);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
    }

    @Test
    void scaledDeploymentsAreSqueezedIntoWhatIsLeft() {
        ClusterSpec.Scale scale = new ClusterSpec.Scale(1, 100, 60, 60, new Puppet(100));
        Pools pools = Pools.of(
                        new int[] {80},
                        1,
                        1,
                        List.of(Pools.placement(0, 1, 8, LOAD, scale)),
                        List.of())
                .with(lease(40, 5000));
        pools.started();
        pools.agenda.runUntil(4999);
        assertThat(pools.book.assigned(0)).isEqualTo(15);
        pools.agenda.runUntil(5001);
        assertThat(pools.book.assigned(0)).isEqualTo(10);
        assertThat(pools.book.count(State.DRAINING, 0)).isEqualTo(5);
        pools.agenda.runUntil(9000);
        assertThat(pools.book.assigned(0)).isEqualTo(10);
    }

    /** Fourteen replicas and one that loads; five of them drain and hold their GPUs still. */
    @Test
    void aReplicaThatLoadsServesBesideThoseThatDrain() {
        Puppet one = new Puppet(14);
        Puppet other = new Puppet(0);
        Pools pools = Pools.of(
                        new int[] {80},
                        1,
                        1,
                        List.of(
                                Pools.placement(
                                        0,
                                        0.9,
                                        8,
                                        LOAD,
                                        new ClusterSpec.Scale(0, 100, 60, 60, one)),
                                Pools.placement(
                                        0,
                                        0,
                                        8,
                                        LOAD,
                                        new ClusterSpec.Scale(0, 100, 60, 60, other))),
                        List.of())
                .with(lease(40, 5000));
        pools.started();
        pools.agenda.runUntil(4980);
        other.wanted = 1;
        pools.agenda.runUntil(5001);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(9);
        assertThat(pools.book.count(State.DRAINING, 0)).isEqualTo(5);
        assertThat(pools.book.count(State.LOADING, 1)).isEqualTo(1);
        pools.agenda.runUntil(6000);
        assertThat(pools.book.count(State.SERVING, 1)).isEqualTo(1);
    }

    /** Controllers that look ahead see a lease come, load its weights and go. */
    @Test
    void whatIsOrderedIsKnownAhead() {
        Pools pools = fixed(lease(40, 5000));
        double[][] expected = {{0, 10}, {1099, 10}, {1100, 15}, {4999, 15}, {5000, 10}};
        for (double[] each : expected) {
            assertThat(pools.spec.orderedTokens(each[0]))
                    .as("at %s", each[0])
                    .isEqualTo(1000 * each[1]);
        }
    }
}
