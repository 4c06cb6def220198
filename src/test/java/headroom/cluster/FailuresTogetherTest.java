package headroom.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.cell.CellCommand;
import headroom.cluster.ReplicaBook.State;
import headroom.kernel.Streams;
import headroom.stat.Tally;
import headroom.variates.QuantileTable;

import org.junit.jupiter.api.Test;

import umontreal.ssj.probdist.PoissonDist;

import java.util.List;
import java.util.stream.IntStream;

/** Replicas of a rack fail together, each at the rate of one rack, and are back together. */
final class FailuresTogetherTest {
    private static final double HOUR = 3600;
    private static final double LIMIT = 1e-6;

    private static ClusterSpec.FailureClass racks(
            List<Integer> pools, int groupGpus, double perHour, double repairHours) {
        return new ClusterSpec.FailureClass(
                "rack",
                pools,
                perHour / HOUR / groupGpus,
                groupGpus,
                QuantileTable.constant(repairHours * HOUR));
    }

    private static Pools started(Pools pools) {
        pools.capacity.start();
        new FailurePlane(pools.agenda, pools.spec, pools.book, pools.capacity.loading())
                .start(new Streams(7, 0));
        return pools;
    }

    private static void isPoisson(long count, double mean, String what) {
        String as = what + ": " + count + " of " + mean;
        assertThat(PoissonDist.cdf(mean, (int) count)).as(as).isGreaterThan(LIMIT);
        assertThat(PoissonDist.barF(mean, (int) count)).as(as).isGreaterThan(LIMIT);
    }

    /** Of 16 replicas in four cells the eight of one rack: down at once, 2 h, half an hour. */
    @Test
    void aRackGoesAndComesAsOne() {
        List<ClusterSpec.Placement> whole = List.of(Pools.placement(0, 1, 8, 0.5 * HOUR, null));
        Pools pools = started(
                Pools.of(new int[] {128}, 4, 4, whole, List.of(racks(List.of(0), 64, 1e-4, 2))));
        double hours = 0;
        while (pools.book.count(State.FAILED, 0) == 0) {
            hours++;
            pools.agenda.runUntil(hours * HOUR);
        }
        List<Pools.Order> fails = pools.orders.stream()
                .filter(each -> each.command() instanceof CellCommand.ReplicaFail)
                .toList();
        double at = fails.get(0).command().timeSeconds();
        assertThat(fails).hasSize(8).allMatch(each -> each.command().timeSeconds() == at);
        long[] byCell = IntStream.range(0, 4)
                .mapToLong(cell ->
                        fails.stream().filter(each -> each.cell() == cell).count())
                .toArray();
        // two whole cells of four replicas each
        assertThat(byCell).isIn(new long[] {4, 4, 0, 0}, new long[] {0, 0, 4, 4});
        pools.agenda.runUntil(at + 2 * HOUR - 1);
        assertThat(pools.book.count(State.FAILED, 0)).isEqualTo(8);
        pools.agenda.runUntil(at + 2 * HOUR + 1);
        assertThat(pools.book.count(State.LOADING, 0)).isEqualTo(8);
        pools.agenda.runUntil(at + 2.5 * HOUR + 1);
        assertThat(pools.book.count(State.SERVING, 0)).isEqualTo(16);
        assertThat(pools.book.drain().get(0).failedSeconds())
                .isCloseTo(64 * 2 * HOUR, within(1e-3));
    }

    /** Replicas of 8, 24 and 96 GPUs in racks of 64, none of which begins where a rack does. */
    @Test
    void eachFailsAtTheRateOfItsRack() {
        List<ClusterSpec.Placement> three = List.of(
                Pools.placement(0, 0.1, 8, 0, null),
                Pools.placement(0, 0.45, 24, 0, null),
                Pools.placement(0, 0.45, 96, 0, null));
        double hours = 1e5;
        double perHour = 0.01;
        Pools pools = started(Pools.of(
                new int[] {1000}, 2, 2, three, List.of(racks(List.of(0), 64, perHour, 0))));
        pools.agenda.runUntil(hours * HOUR);
        long[][][] hits = new long[3][2][9];
        for (Pools.Order order : pools.orders) {
            if (order.command() instanceof CellCommand.ReplicaFail fail) {
                hits[fail.deployment()][order.cell()][fail.k()]++;
            }
        }
        int[] count = {12, 18, 4};
        double[] racks = {1, 1, 1.5};
        for (int p = 0; p < 3; p++) {
            for (int cell = 0; cell < 2; cell++) {
                for (int k = 0; k < count[p] / 2; k++) {
                    isPoisson(hits[p][cell][k], racks[p] * perHour * hours, p + ", " + k);
                }
            }
        }
    }

    /** Two pools of one small replica each: a rack stands in one of them, and is never full. */
    @Test
    void aRackStandsInOnePool() {
        List<ClusterSpec.Placement> two =
                List.of(Pools.placement(0, 1, 8, 0, null), Pools.placement(1, 1, 8, 0, null));
        Pools pools = started(
                Pools.of(new int[] {8, 8}, 1, 1, two, List.of(racks(List.of(0, 1), 64, 0.01, 0))));
        pools.agenda.runUntil(1e5 * HOUR);
        List<CellCommand.ReplicaFail> fails = pools.orders.stream()
                .map(Pools.Order::command)
                .filter(CellCommand.ReplicaFail.class::isInstance)
                .map(CellCommand.ReplicaFail.class::cast)
                .toList();
        long first = fails.stream().filter(each -> each.deployment() == 0).count();
        isPoisson(first, 1000, "first");
        isPoisson(fails.size() - first, 1000, "second");
        assertThat(fails.stream().map(CellCommand.ReplicaFail::timeSeconds).distinct())
                .hasSameSizeAs(fails);
    }

    /**
     * 100 racks of eight replicas, each up 95 h, repaired 4 h and loading 1 h: 5 % are down, 40
     * replicas, with the variance of racks, 100 * 8^2 * 0.05 * 0.95 = 304. Seen every 20 h, 4,000
     * times: standard errors of 0.7 % of the mean and 2.3 % of the variance; the bounds are four.
     */
    @Test
    void theNumberDownScattersAsRacksDo() {
        List<ClusterSpec.Placement> whole = List.of(Pools.placement(0, 1, 8, HOUR, null));
        Pools pools = started(Pools.of(
                new int[] {6400}, 2, 2, whole, List.of(racks(List.of(0), 64, 1.0 / 95, 4))));
        Tally down = new Tally();
        for (int i = 1; i <= 4000; i++) {
            pools.agenda.runUntil(i * 20 * HOUR);
            down.add(800 - pools.book.count(State.SERVING, 0));
        }
        assertThat(down.mean()).isCloseTo(40, within(1.2));
        double index = down.variance() / down.mean();
        assertThat(index).isCloseTo(8 * 0.95, within(8 * 0.95 * 0.1));
    }
}
