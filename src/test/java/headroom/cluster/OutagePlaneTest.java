package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.kernel.Streams;
import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;

import java.util.List;

/** A site that is down from 1000 to 4000 s, worked by hand. */
final class OutagePlaneTest {
    private static final double LOAD = 100;

    private static Pools fixed(int gpus, List<ClusterSpec.FailureClass> failures) {
        return Pools.of(
                new int[] {gpus}, 2, 2, List.of(Pools.placement(0, 1, 8, LOAD, null)), failures);
    }

    @Test
    void fixedSharesAreLostAndLoadAnewWhenItIsOver() {
        Pools pools =
                fixed(80, List.of()).with(new ClusterSpec.Outage(1000, 4000)).started();
        pools.agenda.runUntil(999);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
        pools.agenda.runUntil(1001);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(10);
        assertThat(pools.told(CellCommand.ReplicaFail.class)).isEqualTo(10);
        pools.agenda.runUntil(4001);
        assertThat(pools.book.count(State.LOADING, 0)).isEqualTo(10);
        pools.agenda.runUntil(4101);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(10);
        assertThat(pools.book.count(State.SERVING, 0, 0)).isEqualTo(5);
        assertThat(pools.book.drain().get(0).failures())
                .as("none failed by itself")
                .isZero();
    }

    @Test
    void whatIsDownDrawsNothing() {
        Pools pools =
                fixed(84, List.of()).with(new ClusterSpec.Outage(1000, 4000)).started();
        pools.agenda.runUntil(5000);
        // also the four GPUs that no replica has
        assertThat(pools.capacity.drainGpuSeconds()[0]).isEqualTo(84.0 * 2000);
        assertThat(pools.book.drainFailedSeconds()[0]).isZero();
        assertThat(pools.book.drain().get(0).failedSeconds()).isEqualTo(84.0 * 3000);
    }

    /** Forty GPUs arrive in it; they load when it is over. */
    @Test
    void whatArrivesMeanwhileWaits() {
        Pools pools = fixed(80, List.of())
                .with(new ClusterSpec.Addition(2000, 0, 0, 40))
                .with(new ClusterSpec.Outage(1000, 4000))
                .started();
        pools.agenda.runUntil(3999);
        assertThat(pools.book.assigned(0)).isZero();
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(15);
        pools.agenda.runUntil(4101);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(15);
    }

    /** A load under way begins again; one from before the outage does not end in it. */
    @Test
    void aLoadUnderWayBeginsAgain() {
        Pools pools = fixed(80, List.of())
                .with(new ClusterSpec.Addition(950, 0, 0, 8))
                .with(new ClusterSpec.Outage(1000, 4000))
                .started();
        pools.agenda.runUntil(3000);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(11);
        pools.agenda.runUntil(4101);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(11);
    }

    /** One that failed before and is repaired in the outage comes back with the others. */
    @Test
    void aRepairInTheOutageWaitsForItsEnd() {
        ClusterSpec.FailureClass often = new ClusterSpec.FailureClass(
                "often", List.of(0), 1.0 / 8 / 500, 1, QuantileTable.constant(1500));
        Pools pools = fixed(80, List.of(often)).with(new ClusterSpec.Outage(1000, 4000));
        pools.started();
        new FailurePlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading())
                .start(new Streams(3, 0));
        pools.agenda.runUntil(1000);
        double before = pools.book.drain().get(0).failures();
        assertThat(before).isBetween(5.0, 30.0);
        pools.agenda.runUntil(3999);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(10);
        assertThat(pools.book.drain().get(0).failures())
                .as("nothing fails there")
                .isZero();
        pools.agenda.runUntil(4000);
        assertThat(pools.book.count(State.LOADING, 0)).isEqualTo(10);
        pools.agenda.runUntil(200_000);
        HourFacts.PoolStates states = pools.book.drain().get(0);
        double sum = states.servingSeconds() + states.loadingSeconds() + states.failedSeconds();
        assertThat(sum).isCloseTo(80.0 * 196_001, within(1e-6 * sum));
    }

    /** A scaled deployment gets back what it wanted, whatever its policy made of the silence. */
    @Test
    void scaledDeploymentsGetBackWhatTheyWanted() {
        Puppet puppet = new Puppet(7);
        ClusterSpec.Scale scale = new ClusterSpec.Scale(1, 10, 60, 60, puppet);
        Pools pools = Pools.of(
                        new int[] {80},
                        1,
                        1,
                        List.of(Pools.placement(0, 1, 8, LOAD, scale)),
                        List.of())
                .with(new ClusterSpec.Outage(1000, 4000))
                .started();
        pools.agenda.runUntil(999);
        int had = pools.book.assigned(0);
        pools.agenda.runUntil(1500);
        puppet.wanted = 1;
        assertThat(pools.book.assigned(0)).isZero();
        pools.agenda.runUntil(3999);
        assertThat(pools.book.assigned(0)).isZero();
        puppet.wanted = had;
        pools.agenda.runUntil(4101);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(had);
    }
}
