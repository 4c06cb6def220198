package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.control.Autoscaler;
import headroom.fleet.FleetUse;
import headroom.kernel.FastStream;
import headroom.kernel.Rank;
import headroom.kernel.Streams;
import headroom.kernel.Timer;
import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.List;

/**
 * Who gets which GPUs when, against cells written down a second time: they count the replicas that
 * commands bring and take, and let drained ones go after a while.
 */
final class ScalingPlaneTest {
    private static ClusterSpec.Scale scale(int min, int max, Autoscaler policy) {
        return new ClusterSpec.Scale(min, max, 60, 120, policy);
    }

    /** Runs a control plane over naive cells; the check is made at the end of every epoch. */
    private static NaiveCells run(Pools pools, double drain, double until, Runnable check) {
        NaiveCells cells = new NaiveCells(pools, drain);
        pools.capacity.start();
        ScalingPlane scaling =
                new ScalingPlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading());
        scaling.start();
        new FailurePlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading())
                .start(new Streams(3, 0));
        Timer[] epoch = new Timer[1];
        epoch[0] = pools.agenda.timer(Rank.EPOCH, () -> {
            List<FleetUse> uses = cells.advance(pools.agenda.nowSeconds());
            pools.book.collect(uses);
            FleetUse all = new FleetUse(pools.spec.placements().size());
            uses.forEach(all::add);
            scaling.epoch(all);
            check.run();
            epoch[0].start(10);
        });
        epoch[0].start(10);
        pools.agenda.runUntil(until);
        return cells;
    }

    /** GPUs of one pool by what they are held for, in real GPUs, by a count of its own. */
    private static double held(Pools pools, int pool) {
        double held = 0;
        for (int p = 0; p < pools.spec.placements().size(); p++) {
            for (State state : State.values()) {
                if (state != State.FREE && pools.spec.placements().get(p).pool() == pool) {
                    held += pools.book.count(state, p)
                            * (double) pools.spec.placements().get(p).replicaGpus()
                            * pools.spec.cells()
                            / pools.spec.sampledCells();
                }
            }
        }
        return held;
    }

    /** Ups, drains and failures at random: nothing held twice, nothing lost, cells even. */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, 1", "4, 4, 0, 2", "4, 4, 30, 3", "15, 2, 15, 4", "9, 3, 700, 5"})
    void gpusAreHeldOnceAndTheCellsAgree(int cells, int sampled, double load, int seed) {
        FastStream random = new Streams(seed, 0).of("test");
        Puppet a = new Puppet(60);
        Puppet b = new Puppet(30);
        List<ClusterSpec.Placement> placements = List.of(
                Pools.placement(0, 0.5, 8, load, scale(15, 90, a)),
                Pools.placement(0, 0.5, 16, load, scale(15, 45, b)),
                Pools.placement(1, 1, 8, load, null));
        ClusterSpec.FailureClass kind = new ClusterSpec.FailureClass(
                "node", List.of(0, 1), 2e-7 * cells / sampled, 1, QuantileTable.exponential(500));
        Pools pools = Pools.of(new int[] {960, 480}, cells, sampled, placements, List.of(kind))
                .with(new ClusterSpec.Addition(5000, 7200, 0, 320));
        NaiveCells[] naive = new NaiveCells[1];
        int[] moves = new int[1];
        naive[0] = run(pools, 95, 40_000, () -> {
            if (random.nextDouble() < 0.1) {
                a.wanted = 120 * random.nextDouble();
                b.wanted = 60 * random.nextDouble();
                moves[0]++;
            }
            for (int pool = 0; pool < 2; pool++) {
                double owned = pools.book.present()[pool];
                double free = pools.book.freeGpus(pool);
                assertThat(held(pools, pool) + free).isCloseTo(owned, within(1e-9));
            }
        });
        assertThat(moves[0]).isGreaterThan(200);
        List<FleetUse> last = naive[0].advance(Double.POSITIVE_INFINITY);
        for (int p = 0; p < 3; p++) {
            for (int c = 0; c < sampled; c++) {
                assertThat(last.get(c).replicas[p])
                        .isEqualTo(pools.book.count(State.SERVING, p, c));
            }
        }
        assertThat(pools.told(CellCommand.ReplicaDrain.class)).isGreaterThan(100);
        assertThat(pools.told(CellCommand.ReplicaFail.class)).isGreaterThan(5);
        HourFacts.PoolStates s = pools.book.drain().get(0);
        double sum = s.servingSeconds()
                + s.loadingSeconds()
                + s.drainingSeconds()
                + s.failedSeconds()
                + s.freeSeconds();
        // of the 320, one half arrives at 5,000 s and the other at 8,600 s
        double owned = 960 * 40_000.0 + 160 * 35_000.0 + 160 * 31_400.0;
        assertThat(sum).isCloseTo(owned, within(1e-9 * owned));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 8})
    void cellsStayEvenWithinOneReplica(int cells) {
        FastStream random = new Streams(1, 0).of("even");
        Puppet a = new Puppet(20);
        List<ClusterSpec.Placement> one = List.of(Pools.placement(0, 0.5, 8, 20, scale(8, 100, a)));
        Pools pools = Pools.of(new int[] {800}, cells, cells, one, List.of());
        run(pools, 30, 20_000, () -> {
            a.wanted = random.nextDouble() < 0.1 ? 8 + 90 * random.nextDouble() : a.wanted;
            int[] own = new int[cells];
            Arrays.setAll(
                    own,
                    c -> pools.book.count(State.SERVING, 0, c)
                            + pools.book.count(State.LOADING, 0, c));
            int most = Arrays.stream(own).max().orElseThrow();
            int least = Arrays.stream(own).min().orElseThrow();
            assertThat(most - least).isLessThanOrEqualTo(1);
        });
        assertThat(pools.told(CellCommand.ReplicaDrain.class)).isGreaterThan(100);
    }

    /** Three replicas come free at once where one deployment lacks 4 of 8 and another 5 of 17. */
    @Test
    void theNeediestGoesFirst() {
        List<ClusterSpec.Placement> three = List.of(
                Pools.placement(0, 0.2, 8, 0, scale(1, 100, new Puppet(8))),
                Pools.placement(0, 0.6, 8, 0, scale(1, 100, new Puppet(17))),
                Pools.placement(0, 0.2, 8, 0, scale(1, 100, new Puppet(0))));
        Pools pools = Pools.of(new int[] {160}, 1, 1, three, List.of());
        run(pools, 30, 200, () -> {});
        // lacking 1/2, 3/8, then 5/17 rather than 1/4
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(6);
        assertThat(pools.book.count(State.SERVING, 1)).isEqualTo(13);
        assertThat(pools.book.count(State.SERVING, 2)).isEqualTo(1);
        assertThat(pools.book.freeGpus(0)).isZero();
    }

    /** One shrinks; the other grows when the cell is empty, and serves when its weights are in. */
    @Test
    void gpusMoveFromOneModelToAnotherAfterDrainAndLoad() {
        Puppet down = new Puppet(4);
        Puppet up = new Puppet(16);
        List<ClusterSpec.Placement> both = List.of(
                Pools.placement(0, 0.5, 8, 40, scale(1, 100, down)),
                Pools.placement(0, 0.5, 8, 40, scale(1, 100, up)));
        Pools pools = Pools.of(new int[] {160}, 1, 1, both, List.of());
        run(pools, 95, 300, () -> {});
        List<Double> drained = times(pools, CellCommand.ReplicaDrain.class);
        // the first decision falls an interval and an epoch after the start
        assertThat(drained).containsOnly(70.0).hasSize(6);
        // empty at 165, reported by the epoch that ends at 170, loaded 40 s later
        List<Double> served = times(pools, CellCommand.ReplicaUp.class);
        assertThat(served.subList(20, served.size())).containsOnly(210.0).hasSize(6);
        HourFacts.PoolStates s = pools.book.drain().get(0);
        assertThat(s.drainingSeconds()).isCloseTo(6 * 8 * 100.0, within(1e-6));
        assertThat(s.loadingSeconds()).isCloseTo(6 * 8 * 40.0, within(1e-6));
        assertThat(s.freeSeconds()).isZero();
    }

    private static List<Double> times(Pools pools, Class<? extends CellCommand> kind) {
        return pools.orders.stream()
                .map(Pools.Order::command)
                .filter(kind::isInstance)
                .map(CellCommand::timeSeconds)
                .toList();
    }

    @Test
    void whoWantsFewerGivesUpLoadsFirstAndStopsAtItsBounds() {
        Puppet puppet = new Puppet(50);
        List<ClusterSpec.Placement> one =
                List.of(Pools.placement(0, 0.5, 8, 1000, scale(6, 16, puppet)));
        Pools pools = Pools.of(new int[] {160}, 1, 1, one, List.of());
        run(pools, 0, 500, () -> {
            puppet.wanted = pools.agenda.nowSeconds() < 100 ? 50 : 0;
            assertThat(pools.book.assigned(0)).isBetween(6, 16);
        });
        assertThat(times(pools, CellCommand.ReplicaUp.class)).containsOnly(0.0).hasSize(10);
        assertThat(pools.told(CellCommand.ReplicaDrain.class)).isEqualTo(4);
        assertThat(pools.book.count(State.LOADING, 0)).isZero();
        assertThat(pools.book.freeGpus(0)).isEqualTo(160 - 6 * 8);
    }
}
