package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.kernel.Streams;
import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import umontreal.ssj.probdist.PoissonDist;

import java.util.ArrayList;
import java.util.List;

/** Failures come at their rate, strike every replica alike, and cost the availability they must. */
final class FailurePlaneTest {
    private static final double DAY = 86_400;
    private static final double LIMIT = 1e-6;

    private static Pools started(
            int gpus,
            int cells,
            int sampled,
            List<ClusterSpec.Placement> placements,
            ClusterSpec.FailureClass kind) {
        Pools pools = Pools.of(new int[] {gpus}, cells, sampled, placements, List.of(kind));
        pools.capacity.start();
        new FailurePlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading())
                .start(new Streams(7, 0));
        return pools;
    }

    private static ClusterSpec.FailureClass kind(double perGpuSecond, QuantileTable repair) {
        return new ClusterSpec.FailureClass("node", List.of(0), perGpuSecond, 1, repair);
    }

    /** Neither tail of the law is smaller than the limit. */
    private static void isPoisson(long count, double mean) {
        assertThat(PoissonDist.cdf(mean, (int) count))
                .as(count + " of " + mean)
                .isGreaterThan(LIMIT);
        assertThat(PoissonDist.barF(mean, (int) count))
                .as(count + " of " + mean)
                .isGreaterThan(LIMIT);
    }

    /** The set is never smaller: repair and load take no time. */
    @ParameterizedTest
    @CsvSource({"1, 1, 16384", "8, 8, 16384", "16, 2, 16384", "8, 8, 16388"})
    void theMeanTimeToFailureIsOneOverNodesTimesRate(int cells, int sampled, int gpus) {
        double perNodeDay = 6.5e-3;
        List<ClusterSpec.Placement> whole = List.of(Pools.placement(0, 1, 8, 0, null));
        Pools pools = started(
                gpus, cells, sampled, whole, kind(perNodeDay / 8 / DAY, QuantileTable.constant(0)));
        double days = 2000;
        pools.agenda.runUntil(days * DAY);
        long failures = pools.told(CellCommand.ReplicaFail.class);
        // of 2,048 nodes: 1/(2048*6.5e-3/d) = 1.80 h
        isPoisson(failures, 2048 * perNodeDay * days * sampled / cells);
        double mttf = days * DAY / failures * sampled / cells;
        assertThat(mttf / 3600).isCloseTo(1.803, within(0.1));
        double reported = pools.book.drain().get(0).failures();
        assertThat(reported).isEqualTo(failures * (double) cells / sampled);
    }

    /** Replicas of two sizes on four cells: each fails in proportion to its GPUs. */
    @Test
    void everyGpuIsStruckAlike() {
        List<ClusterSpec.Placement> two = List.of(
                Pools.placement(0, 0.75, 16, 0, null), Pools.placement(0, 0.25, 8, 0, null));
        double perGpuDay = 0.01;
        Pools pools = started(512, 4, 4, two, kind(perGpuDay / DAY, QuantileTable.constant(0)));
        double days = 4000;
        pools.agenda.runUntil(days * DAY);
        // by replica, in the order of the cells: 24 large ones and 16 small ones, in four cells
        long[][][] hits = new long[2][4][6];
        for (Pools.Order order : pools.orders) {
            if (order.command() instanceof CellCommand.ReplicaFail fail) {
                hits[fail.deployment()][order.cell()][fail.k()]++;
            }
        }
        for (int cell = 0; cell < 4; cell++) {
            for (int k = 0; k < 6; k++) {
                isPoisson(hits[0][cell][k], 16 * perGpuDay * days);
                if (k < 4) {
                    isPoisson(hits[1][cell][k], 8 * perGpuDay * days);
                } else {
                    assertThat(hits[1][cell][k]).isZero();
                }
            }
        }
    }

    /** 3 h of repair and 1 h of load, which can fail as well, after every 100 h of service. */
    @Test
    void availabilityIsThatOfTheClosedForm() {
        double mttf = 100 * 3600;
        double repair = 3 * 3600;
        double load = 3600;
        List<ClusterSpec.Placement> whole = List.of(Pools.placement(0, 1, 8, load, null));
        Pools pools =
                started(800, 2, 2, whole, kind(1 / mttf / 8, QuantileTable.exponential(repair)));
        double horizon = 400 * mttf;
        pools.agenda.runUntil(horizon);
        HourFacts.PoolStates states = pools.book.drain().get(0);
        double owned = 800 * horizon;
        // 1/q loads until one is not struck; each lasts (1 - q)*MTTF in the mean
        double q = StrictMath.exp(-load / mttf);
        double out = (repair + (1 - q) * mttf) / q;
        double up = mttf / (mttf + out);
        assertThat(states.servingSeconds() / owned).isCloseTo(up, within(0.0015));
        assertThat(up).isCloseTo(mttf / (mttf + repair + load), within(0.0005));
        assertThat(states.freeSeconds()).isZero();
        double sum = states.servingSeconds() + states.loadingSeconds() + states.failedSeconds();
        assertThat(sum).isCloseTo(owned, within(1e-9 * owned));
    }

    @Test
    void aLoadThatFailsNeverServesAndBeginsAgainAfterItsRepair() {
        List<ClusterSpec.Placement> none = List.of(Pools.placement(0, 1, 8, 100, null));
        Pools pools = Pools.of(new int[] {8}, 1, 1, none, List.of());
        Loading loading = pools.capacity.loading();
        loading.begin(0, 0);
        pools.agenda.runUntil(50);
        assertThat(loading.stop(0, 0, State.FAILED)).isZero();
        assertThat(pools.book.count(State.FAILED, 0)).isOne();
        pools.agenda.runUntil(1000);
        assertThat(pools.orders).isEmpty();
        assertThat(pools.book.assigned(0)).isZero();
    }

    /** Streams by name: another class takes nothing from the draws of this one. */
    @Test
    void failuresOfAClassDoNotDependOnOtherClasses() {
        ClusterSpec.FailureClass a = kind(1e-6, QuantileTable.constant(0));
        ClusterSpec.FailureClass b = new ClusterSpec.FailureClass(
                "other", List.of(0), 1e-6, 1, QuantileTable.constant(0));
        List<Double> alone = instants(List.of(a));
        List<Double> both = instants(List.of(b, a));
        assertThat(alone).hasSizeGreaterThan(50);
        assertThat(both).containsAll(alone).hasSizeGreaterThan(alone.size() + 50);
    }

    private static List<Double> instants(List<ClusterSpec.FailureClass> kinds) {
        List<ClusterSpec.Placement> whole = List.of(Pools.placement(0, 1, 8, 0, null));
        Pools pools = Pools.of(new int[] {800}, 1, 1, whole, kinds);
        pools.capacity.start();
        new FailurePlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading())
                .start(new Streams(7, 0));
        pools.agenda.runUntil(1e5);
        List<Double> instants = new ArrayList<>();
        for (Pools.Order order : pools.orders) {
            if (order.command() instanceof CellCommand.ReplicaFail fail) {
                instants.add(fail.timeSeconds());
            }
        }
        return instants;
    }
}
