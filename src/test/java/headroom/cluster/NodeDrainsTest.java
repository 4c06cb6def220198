package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.faults.FaultClass;
import headroom.faults.FaultPlan;
import headroom.faults.Onset.Outage;
import headroom.floor.FloorPlan;
import headroom.floor.FloorPlan.Drain;
import headroom.floor.Placement;
import headroom.floor.SpanCost;
import headroom.gangs.JobsSpec;
import headroom.jobbook.GpuUse;
import headroom.jobbook.PoolCounts;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.plant.Topology;

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

    /** Nodes of which the first part is of jobs, of whom there are none; two cells. */
    private static Lent lent(
            int nodes,
            List<ClusterSpec.Placement> placements,
            List<Drain> drains,
            List<Outage> outages,
            double ends) {
        return lent(
                Pools.of(new int[] {nodes * NODE}, 2, 2, placements, List.of()),
                drains,
                outages,
                ends);
    }

    private static Lent lent(Pools pools, List<Drain> drains, List<Outage> outages, double ends) {
        Topology topology = Topology.flat(pools.spec.pools().get(0).gpus() / NODE, NODE);
        FloorPlan plan = new FloorPlan(topology, Placement.BEST_FIT, SpanCost.NONE, drains);
        JobsSpec jobs =
                Lent.jobs(plan, faults(topology, outages), Lent.stream("none", 1e9, 8, 1, 0));
        Pools with = pools.with(jobs, Lent.loan(0.25, null, 60, true));
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
     * 200 nodes, 50 of jobs, 100 that serve, 50 free; a hundred drains of up to 20 nodes and for up
     * to a tenth of the time: nodes drained are just those that the drains name.
     */
    @ParameterizedTest
    @CsvSource({"8, 1", "8, 2", "4, 3", "2, 4"})
    void asManyGpusAreDrainedAsNodesAre(int replicaGpus, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        boolean[][] drained = new boolean[200][200];
        List<Drain> drains = drains(random, drained, 100);
        Lent lent = lent(
                200,
                List.of(Pools.placement(0, 0.5, replicaGpus, LOAD, null)),
                drains,
                List.of(),
                0);
        lent.run(100_000, () -> {});
        assertThat(drainingSeconds(lent)).isEqualTo(NODE * 500.0 * count(drained));
    }

    /** So they are, on average, where a few of the replicas are simulated. */
    @ParameterizedTest
    @CsvSource({"4, 2, 8", "8, 1, 8", "8, 2, 4"})
    void aSampleDrainsAsMany(int cells, int sampled, int replicaGpus) {
        FastStream random = new Streams(7, 0).of("test");
        boolean[][] drained = new boolean[200][200];
        List<Drain> drains = drains(random, drained, 400);
        Pools pools = Pools.of(
                new int[] {200 * NODE},
                cells,
                sampled,
                List.of(Pools.placement(0, 0.5, replicaGpus, LOAD, null)),
                List.of());
        Lent lent = lent(pools, drains, List.of(), 0);
        lent.run(100_000, () -> {});
        double all = NODE * 500.0 * count(drained);
        assertThat(drainingSeconds(lent)).isCloseTo(all, within(0.05 * all));
    }

    private static double drainingSeconds(Lent lent) {
        PoolCounts pool = lent.counts().stations.get(0).pools.get(0);
        HourFacts.PoolStates states = lent.pools.book.drain().get(0);
        double sum = states.servingSeconds()
                + states.loadingSeconds()
                + states.drainingSeconds()
                + states.failedSeconds()
                + states.lentSeconds()
                + states.freeSeconds();
        assertThat(sum).isEqualTo(200.0 * NODE * 100_000);
        return states.drainingSeconds() + pool.seconds(GpuUse.DRAINING);
    }

    /** At random, marked in a table of nodes and spans of 500 s. */
    private static List<Drain> drains(FastStream random, boolean[][] drained, int count) {
        List<Drain> drains = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(1, 170);
            int until = from + random.nextInt(1, 20);
            int nodes = random.nextInt(1, 20);
            int first = random.nextInt(0, 199 - nodes);
            drains.add(new Drain(500.0 * from, 500.0 * until, first, nodes));
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
