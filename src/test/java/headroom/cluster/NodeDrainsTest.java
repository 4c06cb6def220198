package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.control.LendingPolicy;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset;
import headroom.faults.Onset.Outage;
import headroom.floor.FloorPlan;
import headroom.floor.FloorPlan.Drain;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.gangs.JobsSpec;
import headroom.jobbook.GpuUse;
import headroom.jobbook.PoolCounts;
import headroom.jobs.Plain;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.policy.LendFree;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;

/** Drains of nodes that deployments and jobs share: replicas end what they have and come back. */
final class NodeDrainsTest {
    private static final int NODE = 8;
    private static final double LOAD = 40;
    /** What replicas need to end what they have. */
    private static final double ENDS = 95;
    /** Of the tables of drains and outages [s]. */
    private static final double SPAN = 250;

    /** Nodes of which the first part is of jobs, of whom there are none; two cells. */
    private static Lent lent(
            int nodes,
            List<ClusterSpec.Placement> placements,
            List<Drain> drains,
            List<Outage> outages,
            double ends) {
        Pools pools = Pools.of(new int[] {nodes * NODE}, 2, 2, placements, List.of());
        return lent(pools, drains, outages, null, ends);
    }

    private static Lent lent(
            Pools pools,
            List<Drain> drains,
            List<Outage> outages,
            @Nullable LendingPolicy policy,
            double ends) {
        Topology topology = Topology.flat(pools.spec.pools().get(0).gpus() / NODE, NODE);
        FloorPlan plan = new FloorPlan(topology, Placement.BEST_FIT, SpanCost.NONE, drains);
        JobsSpec jobs =
                Lent.jobs(plan, faults(topology, outages), Lent.stream("none", 1e9, 8, 1, 0));
        Pools with = pools.with(jobs, Lent.loan(0.25, policy, 60, true));
        Lent lent = new Lent(with, ends);
        lent.lending.strikeServing(new Standing(with.spec, with.book, with.capacity.loading()));
        return lent;
    }

    private static @Nullable FaultPlan faults(Topology topology, List<Outage> outages) {
        return outages.isEmpty()
                ? null
                : FaultPlan.of(topology, FaultClass.recorded("recorded", outages));
    }

    /** Of 16 nodes jobs have the first four, and the other twelve serve. */
    private static Lent twelve(int replicaGpus, List<Drain> drains, Outage... outages) {
        return lent(
                16,
                List.of(Pools.placement(0, 0.75, replicaGpus, LOAD, null)),
                drains,
                List.of(outages),
                ENDS);
    }

    private static void adds(Lent lent, double draining, double failed, double loading) {
        lent.run(4000, () -> {});
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        assertThat(states.drainingSeconds()).isEqualTo(draining);
        assertThat(states.failedSeconds()).isEqualTo(failed);
        assertThat(states.loadingSeconds()).isEqualTo(loading);
        assertThat(states.servingSeconds()).isEqualTo(96 * 4000 - draining - failed - loading);
        assertThat(lent.pools.book.count(State.SERVING, 0))
                .isEqualTo(lent.pools.book.held(0))
                .isPositive();
    }

    /** From the end of an epoch to that of another, and then weights load. */
    @Test
    void aReplicaEndsWhatItHasAndLoadsWhenTheDrainIsOver() {
        Lent lent = twelve(8, List.of(new Drain(1003, 2007, 12, 1)));
        double[] vacating = {0, 0};
        lent.run(4000, () -> {
            boolean vacates = lent.pools.book.count(State.VACATING, 0) > 0;
            vacating[0] += vacates ? 10 : 0;
            vacating[1] = vacates ? lent.pools.agenda.nowSeconds() : vacating[1];
        });
        // told at 1010, empty at 1105
        assertThat(vacating).containsExactly(100, 1100);
        assertThat(lent.pools.told(CellCommand.ReplicaDrain.class)).isOne();
        assertThat(lent.pools.told(CellCommand.ReplicaFail.class)).isZero();
        List<Pools.Order> orders = lent.pools.orders;
        Pools.Order last = orders.get(orders.size() - 1);
        assertThat(last.command()).isEqualTo(new CellCommand.ReplicaUp(2010 + LOAD, 0));
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        assertThat(states.drainingSeconds()).isEqualTo(8 * 1000);
        assertThat(states.loadingSeconds()).isEqualTo(8 * LOAD);
        assertThat(states.servingSeconds()).isEqualTo(96 * 4000 - 8 * 1000 - 8 * LOAD);
    }

    /** The weights of the next one wait for the GPUs of this one. */
    @Test
    void aDrainMayBeOverBeforeItsReplicaIsEmpty() {
        adds(twelve(8, List.of(new Drain(1003, 1024, 12, 1))), 8 * 100, 0, 8 * LOAD);
    }

    /** Drained twice at once, a node is back at the end of the second. */
    @Test
    void drainsOfANodeMayOverlap() {
        adds(
                twelve(8, List.of(new Drain(1000, 2000, 12, 1), new Drain(1500, 3000, 11, 2))),
                8 * 2000 + 8 * 1500,
                0,
                2 * 8 * LOAD);
    }

    @Test
    void aReplicaOfTwoNodesWaitsForBoth() {
        adds(
                twelve(16, List.of(new Drain(1000, 2000, 12, 1), new Drain(1000, 3000, 13, 1))),
                16 * 2000,
                0,
                16 * LOAD);
    }

    @Test
    void twoReplicasOfANodeGoTogether() {
        adds(twelve(4, List.of(new Drain(1000, 2000, 12, 1))), 8 * 1000, 0, 8 * LOAD);
    }

    /** The first half of the drain passes, then the node fails; the replica had left it. */
    @Test
    void whatIsDrainedMayFail() {
        Lent lent = twelve(8, List.of(new Drain(1003, 2007, 12, 1)), new Outage(12, 1505, 2505));
        adds(lent, 8 * 500, 8 * 1000, 8 * LOAD);
        assertThat(lent.pools.told(CellCommand.ReplicaFail.class)).isZero();
    }

    @Test
    void whatFailedMayBeDrained() {
        Lent lent = twelve(8, List.of(new Drain(1203, 2007, 12, 1)), new Outage(12, 1005, 1505));
        adds(lent, 8 * 500, 8 * 500, 8 * LOAD);
        assertThat(lent.pools.told(CellCommand.ReplicaFail.class)).isOne();
    }

    /** Its weights begin to load again when the second drain is over. */
    @Test
    void aLoadOnADrainedNodeIsGivenUp() {
        Lent lent = twelve(8, List.of(new Drain(1000, 2000, 12, 1), new Drain(2020, 3000, 15, 1)));
        // the one that loads is the last in line, on the last node
        adds(lent, 8 * 1000 + 8 * 980, 0, 8 * 20 + 8 * LOAD);
        assertThat(lent.pools.told(CellCommand.ReplicaDrain.class)).isOne();
    }

    /** Of twelve nodes eight serve, four are free, and the last of these is drained. */
    @Test
    void nothingComesOntoADrainedNode() {
        Puppet puppet = new Puppet(8);
        ClusterSpec.Scale scale = new ClusterSpec.Scale(0, 12, 60, 120, puppet);
        Lent lent = lent(
                16,
                List.of(Pools.placement(0, 0.5, 8, LOAD, scale)),
                List.of(new Drain(1000, 2000, 15, 1)),
                List.of(),
                0);
        double[] full = {0};
        lent.run(3000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            puppet.wanted = now < 1500 ? 8 : 12;
            int assigned = lent.pools.book.assigned(0);
            assertThat(assigned).isLessThanOrEqualTo(now < 2000 ? 11 : 12);
            full[0] = full[0] == 0 && assigned == 12 ? now : full[0];
        });
        assertThat(full[0]).isEqualTo(2000);
        assertThat(lent.pools.book.drain().get(0).drainingSeconds()).isEqualTo(8 * 1000);
    }

    /** Of six nodes that serving leaves all but the drained one come home before the end. */
    @Test
    void whatIsDrainedAwayComesHomeAfterwards() {
        Puppet puppet = new Puppet(12);
        ClusterSpec.Scale scale = new ClusterSpec.Scale(0, 12, 60, 120, puppet);
        List<ClusterSpec.Placement> all = List.of(Pools.placement(0, 0.75, 8, LOAD, scale));
        Lent lent = lent(
                Pools.of(new int[] {16 * NODE}, 2, 2, all, List.of()),
                List.of(new Drain(1000, 2000, 4, 1)),
                List.of(),
                new LendFree(),
                0);
        double[] most = {0, 0};
        lent.run(3000, () -> {
            double now = lent.pools.agenda.nowSeconds();
            puppet.wanted = now < 1500 ? 12 : 6;
            int then = now < 2000 ? 0 : 1;
            most[then] = Math.max(most[then], lent.pools.book.lent(0));
        });
        assertThat(most).containsExactly(9 * NODE, 10 * NODE);
        PoolCounts pool = lent.counts().stations.get(0).pools.get(0);
        assertThat(pool.seconds(GpuUse.DRAINING)).isZero();
        assertThat(lent.pools.book.drain().get(0).freeSeconds()).isLessThan(10 * NODE * 20.0);
    }

    /** A node drained while its site is down: jobs get all the others when it is back. */
    @Test
    void aDrainMayBeginWhileTheSiteIsDown() {
        Pools pools = Pools.of(new int[] {4 * NODE}, 2, 2, List.of(), List.of())
                .with(new ClusterSpec.Outage(2000, 3000));
        Topology topology = Topology.flat(4, NODE);
        FloorPlan plan = new FloorPlan(
                topology, Placement.BEST_FIT, SpanCost.NONE, List.of(new Drain(2500, 3500, 2, 1)));
        JobsSpec jobs = Lent.jobs(plan, null, Lent.stream("none", 1e9, 8, 1, 0));
        Pools with = pools.with(jobs, Lent.loan(1, null, 60, true));
        Lent lent = new Lent(with, 0);
        lent.lending.strikeServing(new Standing(with.spec, with.book, with.capacity.loading()));
        lent.run(4000, () -> {});
        HourFacts.PoolStates states = with.book.drain().get(0);
        assertThat(states.lentSeconds()).isEqualTo(32 * 2000 + 24 * 500 + 32 * 500);
        assertThat(states.failedSeconds()).isEqualTo(32 * 1000);
        assertThat(states.drainingSeconds()).isEqualTo(8 * 500);
    }

    /** Jobs have no use of a drained node: it does not come home before the end. */
    @Test
    void drainedNodesAreNotLent() {
        Lent lent = lent(16, List.of(), List.of(new Drain(0, 2000, 2, 4)), List.of(), 0);
        lent.run(3000, () -> {});
        PoolCounts pool = lent.counts().stations.get(0).pools.get(0);
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        assertThat(states.lentSeconds()).isEqualTo(32 * 3000);
        // two of them were brought home before they were drained
        assertThat(pool.seconds(GpuUse.DRAINING)).isEqualTo(16 * 2000);
        assertThat(states.drainingSeconds()).isEqualTo(16 * 1990);
    }

    /**
     * 200 nodes, 50 of jobs, 100 that serve, 50 free; a hundred drains of up to 20 nodes and two
     * hundred outages, for up to a tenth of the time: GPUs that failed, or else are drained, are
     * just those of the nodes that are named.
     */
    @ParameterizedTest
    @CsvSource({"8, 1, 0", "8, 2, 200", "4, 3, 200", "2, 4, 200"})
    void asManyGpusAreOutAsNodesAre(int replicaGpus, int seed, int outages) {
        FastStream random = new Streams(seed, 0).of("test");
        boolean[][] drained = new boolean[200][400];
        boolean[][] failed = new boolean[200][400];
        List<Drain> drains = drains(random, drained, 100);
        List<Outage> recorded = new ArrayList<>();
        for (int i = 0; i < outages; i++) {
            int node = random.nextInt(0, 199);
            int from = 2 * random.nextInt(1, 170) + 1;
            int until = from + 2 * random.nextInt(1, 20);
            recorded.add(new Outage(node, SPAN * from, SPAN * until));
            mark(failed, node, 1, from, until);
        }
        Lent lent = lent(
                200,
                List.of(Pools.placement(0, 0.5, replicaGpus, LOAD, null)),
                drains,
                recorded,
                0);
        lent.run(100_000, () -> {});
        PoolCounts jobs = lent.counts().stations.get(0).pools.get(0);
        HourFacts.PoolStates states = drained(lent);
        int bothDown = count(drained) + count(failed) - count(either(drained, failed));
        assertThat(states.drainingSeconds() + jobs.seconds(GpuUse.DRAINING))
                .isEqualTo(NODE * SPAN * (count(drained) - bothDown));
        assertThat(states.failedSeconds() + jobs.seconds(GpuUse.FAILED))
                .isEqualTo(NODE * SPAN * count(failed));
    }

    /** At rate h and repair r a share of h r/(1 + h r) is down, whoever has what of the nodes. */
    @ParameterizedTest
    @CsvSource({"1, 1, 8, 0.06", "1, 1, 4, 0.06", "4, 2, 8, 0.12"})
    void nodesFailWhoeverHasThem(int cells, int sampled, int replicaGpus, double error) {
        double rate = 1 / 40_000.0;
        double repair = 1000;
        FaultClass.Remedy remedy =
                new FaultClass.Remedy(Plain.fixed(0), 0, Plain.fixed(0), Plain.fixed(repair), true);
        Topology topology = Topology.flat(200, NODE);
        FaultPlan faults = FaultPlan.of(
                topology,
                new FaultClass("f", Scope.NODE, new Onset.Constant(rate), 1, null, remedy));
        Puppet puppet = new Puppet(60.0 * NODE / replicaGpus);
        JobsSpec jobs =
                Lent.jobs(FloorPlan.of(topology), faults, Lent.stream("none", 1e9, 8, 1, 0));
        Pools pools = Lent.pools(cells, sampled, replicaGpus, puppet)
                .with(jobs, Lent.loan(0.1, null, 60, true));
        Lent lent = new Lent(pools, 20);
        lent.lending.strikeServing(new Standing(pools.spec, pools.book, pools.capacity.loading()));
        FastStream random = new Streams(3, 0).of("test");
        lent.run(1e6, () -> {
            if (random.nextDouble() < 0.005) {
                puppet.wanted = 120 * random.nextDouble() * NODE / replicaGpus;
            }
        });
        PoolCounts floor = lent.counts().stations.get(0).pools.get(0);
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        double down = (states.failedSeconds() + floor.seconds(GpuUse.FAILED)) / (1600 * 1e6);
        double expected = rate * repair / (1 + rate * repair);
        assertThat(down).isCloseTo(expected, within(error * expected));
        assertThat(states.freeSeconds()).isGreaterThan(0.3 * 1600 * 1e6);
    }

    /** So they are, on average, where a few of the replicas are simulated. */
    @ParameterizedTest
    @CsvSource({"4, 2, 8", "8, 1, 8", "8, 2, 4"})
    void aSampleDrainsAsMany(int cells, int sampled, int replicaGpus) {
        FastStream random = new Streams(7, 0).of("test");
        boolean[][] drained = new boolean[200][400];
        List<Drain> drains = drains(random, drained, 400);
        Pools pools = Pools.of(
                new int[] {200 * NODE},
                cells,
                sampled,
                List.of(Pools.placement(0, 0.5, replicaGpus, LOAD, null)),
                List.of());
        Lent lent = lent(pools, drains, List.of(), null, 0);
        lent.run(100_000, () -> {});
        PoolCounts jobs = lent.counts().stations.get(0).pools.get(0);
        double all = NODE * SPAN * count(drained);
        assertThat(drained(lent).drainingSeconds() + jobs.seconds(GpuUse.DRAINING))
                .isCloseTo(all, within(0.05 * all));
    }

    /** What the GPUs were held for, which adds up. */
    private static HourFacts.PoolStates drained(Lent lent) {
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        double sum = states.servingSeconds()
                + states.loadingSeconds()
                + states.drainingSeconds()
                + states.failedSeconds()
                + states.lentSeconds()
                + states.freeSeconds();
        assertThat(sum).isEqualTo(200.0 * NODE * 100_000);
        return states;
    }

    /** At random, from and until even spans, marked in a table of nodes and spans. */
    private static List<Drain> drains(FastStream random, boolean[][] drained, int count) {
        List<Drain> drains = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = 2 * random.nextInt(1, 170);
            int until = from + 2 * random.nextInt(1, 20);
            int nodes = random.nextInt(1, 20);
            int first = random.nextInt(0, 199 - nodes);
            drains.add(new Drain(SPAN * from, SPAN * until, first, nodes));
            mark(drained, first, nodes, from, until);
        }
        return drains;
    }

    private static void mark(boolean[][] marks, int first, int nodes, int from, int until) {
        for (int node = first; node < first + nodes; node++) {
            for (int span = from; span < until; span++) {
                marks[node][span] = true;
            }
        }
    }

    private static boolean[][] either(boolean[][] marks, boolean[][] others) {
        boolean[][] either = new boolean[marks.length][marks[0].length];
        for (int node = 0; node < either.length; node++) {
            for (int span = 0; span < either[node].length; span++) {
                either[node][span] = marks[node][span] || others[node][span];
            }
        }
        return either;
    }

    private static int count(boolean[][] marks) {
        int count = 0;
        for (boolean[] node : marks) {
            for (boolean isMarked : node) {
                count += isMarked ? 1 : 0;
            }
        }
        return count;
    }
}
