package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.fleet.FleetUse;

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
        ScalingPlane scaling =
                new ScalingPlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading());
        pools.capacity.start();
        scaling.start();
        pools.agenda.runUntil(4999);
        assertThat(pools.book.assigned(0)).isEqualTo(15);
        pools.agenda.runUntil(5001);
        assertThat(pools.book.assigned(0)).isEqualTo(10);
        assertThat(pools.book.count(State.DRAINING, 0)).isEqualTo(5);
        pools.agenda.runUntil(9000);
        assertThat(pools.book.assigned(0)).isEqualTo(10);
    }
}
