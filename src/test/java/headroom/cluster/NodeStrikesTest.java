package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.faults.Downtime;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.floor.FloorPlan;
import headroom.gangs.JobsSpec;
import headroom.jobs.Plain;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.policy.LendFree;
import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/** Faults of nodes that deployments and jobs share take the replicas on them. */
final class NodeStrikesTest {
    private static final int NODE = 8;
    private static final int GPUS = 1600;
    private static final double REPAIR = 500;
    private static final double RATE = 1 / 40_000.0;

    private static Lent struck(Pools pools, double drainSeconds) {
        Lent lent = new Lent(pools, drainSeconds);
        lent.lending.strikeServing(new Standing(pools.spec, pools.book, pools.capacity.loading()));
        return lent;
    }

    private static FaultClass fault(Scope scope, double rate) {
        FaultClass.Remedy remedy =
                new FaultClass.Remedy(Plain.fixed(0), 0, Plain.fixed(0), Plain.fixed(REPAIR), true);
        return new FaultClass("nodes", scope, new Onset.Constant(rate), 1, null, remedy);
    }

    private static FloorPlan plan(Topology topology) {
        return FloorPlan.of(topology);
    }

    /** 16 nodes, of which jobs have the first eight; a gang on all of those from 100 s on. */
    private static Lent half(int replicaGpus, Topology topology, FaultClass fault) {
        JobsSpec jobs = Lent.jobs(
                plan(topology),
                FaultPlan.of(topology, fault),
                Lent.stream("gang", 100, 64, 1e9, 0));
        Pools pools = Pools.of(
                new int[] {16 * NODE},
                2,
                2,
                List.of(Pools.placement(0, 0.5, replicaGpus, 0, null)),
                List.of());
        return struck(pools.with(jobs, Lent.loan(0.5, null, 60, true)), 0);
    }

    /**
     * Racks of six nodes: the first is of jobs, the second has nodes 6 and 7 of the gang and the
     * first four that serve, the third the other four. Each takes what stands on 32 GPUs, all in
     * one of two cells, for the 500 s of its repair; a failure of the first two takes the gang.
     */
    @ParameterizedTest
    @CsvSource({"4, 8", "8, 4", "16, 2", "32, 1"})
    void aRackTakesItsReplicasAndItsGang(int replicaGpus, int taken) {
        double rate = 1 / 50_000.0;
        double seconds = 1e7;
        Topology topology = new Topology(16, NODE, 6, 0, 0, 0);
        Lent lent = half(replicaGpus, topology, fault(Scope.RACK, rate));
        int[] before = {0, 0};
        long[] strikes = {0, 0};
        lent.run(seconds, () -> {
            int fails = 0;
            int cell = -1;
            for (; before[0] < lent.pools.orders.size(); before[0]++) {
                Pools.Order each = lent.pools.orders.get(before[0]);
                boolean isFail = each.command() instanceof CellCommand.ReplicaFail;
                fails += isFail ? 1 : 0;
                cell = isFail ? each.cell() : cell;
            }
            int down = lent.pools.book.count(State.FAILED, 0);
            if (fails > 0 && before[1] == 0 && down == taken) {
                assertThat(lent.pools.book.count(State.FAILED, 0, cell)).isEqualTo(taken);
                strikes[cell]++;
            }
            assertThat(down % taken).isZero();
            before[1] = down;
        });
        // of each rack 200 but what overlaps: within four standard deviations
        assertThat(strikes[0]).isBetween(140L, 255L);
        assertThat(strikes[1]).isBetween(140L, 255L);
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        assertThat(states.failedSeconds())
                .isCloseTo(states.failures() * replicaGpus * REPAIR, within(1e-3));
        double perUp = Downtime.perUp(
                FaultPlan.of(topology, fault(Scope.RACK, rate)), replicaGpus / 8.0, 0, seconds);
        assertThat(perUp).isEqualTo(rate * REPAIR);
        // of some 400 strikes of half the GPUs
        assertThat(states.failedSeconds() / (64 * seconds))
                .isCloseTo(1 - 1 / (1 + perUp), within(0.2 * perUp));
        double killed = lent.counts().stations.get(0).pools.get(0).interruptions(0);
        assertThat(killed).isBetween(2 * 200 - 80.0, 2 * 200 + 80.0);
    }

    /** A replica on nodes 8 and 9, which fail together: down until both are back. */
    @Test
    void aReplicaIsBackWithAllNodesThatTookIt() {
        Lent lent = recorded(105);
        assertThat(lent.pools.told(CellCommand.ReplicaFail.class)).isEqualTo(1);
        // from the end of an epoch to that of another, 110 to 900
        assertThat(lent.pools.book.drain().get(0).failedSeconds()).isEqualTo(16 * 790);
    }

    /** Where node 9 fails 100 s later, another replica has closed up to stand on it. */
    @Test
    void whoIsDownStandsNowhere() {
        Lent lent = recorded(205);
        assertThat(lent.pools.told(CellCommand.ReplicaFail.class)).isEqualTo(2);
        assertThat(lent.pools.book.drain().get(0).failedSeconds()).isEqualTo(16 * (390 + 690));
    }

    private static Lent recorded(double otherFrom) {
        FaultClass recorded = FaultClass.recorded(
                "recorded",
                List.of(new Onset.Outage(8, 105, 500), new Onset.Outage(9, otherFrom, 900)));
        Lent lent = half(16, Topology.flat(16, NODE), recorded);
        lent.run(2000, () -> assertThat(lent.pools.book.count(State.FAILED, 0)).isBetween(0, 2));
        return lent;
    }

    /** Lent and asked back, a sample of cells: what serves fails as often as its nodes do. */
    @ParameterizedTest
    @CsvSource({"1, 1, 8", "4, 4, 8", "4, 1, 8", "1, 1, 16", "2, 2, 4"})
    void whatServesFailsAtTheRateOfItsNodes(int cells, int sampled, int replicaGpus) {
        FastStream random = new Streams(9, 0).of("test");
        Puppet puppet = new Puppet(60.0 * NODE / replicaGpus);
        Topology topology = new Topology(GPUS / NODE, NODE, 4, 7, 0, 0);
        JobsSpec jobs = Lent.jobs(
                plan(topology),
                FaultPlan.of(topology, fault(Scope.NODE, RATE)),
                Lent.stream("jobs", 7, 24, 501, 0));
        ClusterSpec.Loan loan = Lent.loan(0.1, new LendFree(), 60, true);
        Lent lent = struck(Lent.pools(cells, sampled, replicaGpus, puppet).with(jobs, loan), 20);
        ReplicaBook book = lent.pools.book;
        lent.run(400_000, () -> {
            if (random.nextDouble() < 0.005) {
                puppet.wanted = 170 * random.nextDouble() * NODE / replicaGpus;
            }
            double serving = lent.replicas() * (double) replicaGpus * cells / sampled;
            // the rest is of nodes that failed and that no replica has
            double rest = GPUS - serving - book.lent(0) - book.freeGpus(0);
            assertThat(rest).isBetween(0.0, 0.1 * GPUS);
        });
        HourFacts.PoolStates states = book.drain().get(0);
        assertThat(states.servingSeconds()
                        + states.loadingSeconds()
                        + states.drainingSeconds()
                        + states.failedSeconds()
                        + states.lentSeconds()
                        + states.freeSeconds())
                .isEqualTo(GPUS * 400_000.0);
        double nodeSeconds = states.servingSeconds() / Math.max(NODE, replicaGpus);
        double perNode = RATE * Math.max(NODE, replicaGpus) / NODE;
        double expected = perNode * nodeSeconds * Math.max(1, NODE / replicaGpus);
        double each = Math.max(1.0, NODE / replicaGpus) * cells / sampled;
        assertThat(expected).isGreaterThan(300);
        assertThat(states.failures()).isCloseTo(expected, within(4 * Math.sqrt(expected * each)));
        assertThat(states.failedSeconds() / (states.failures() * replicaGpus))
                .isCloseTo(REPAIR, within(0.03 * REPAIR));
    }

    /** Where failures strike what serves, be it never, faults of nodes pass it over. */
    @Test
    void nothingIsStruckTwice() {
        Topology topology = Topology.flat(16, NODE);
        FaultPlan faults = FaultPlan.of(topology, fault(Scope.NODE, RATE));
        JobsSpec jobs = Lent.jobs(plan(topology), faults, Lent.stream("gang", 100, 8, 50, 0));
        Pools pools = Pools.of(
                new int[] {16 * NODE},
                1,
                1,
                List.of(Pools.placement(0, 0.5, 8, 0, null)),
                List.of(new ClusterSpec.FailureClass(
                        "never", List.of(0), 0, 1, QuantileTable.constant(1))));
        Lent lent = struck(pools.with(jobs, Lent.loan(0.5, null, 60, true)), 0);
        lent.run(1e6, () -> assertThat(lent.pools.book.count(State.FAILED, 0)).isZero());
        assertThat(lent.counts().stations.get(0).pools.get(0).interruptions(0)).isPositive();
    }
}
