package headroom.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.faults.FaultClass.Spread;
import headroom.faults.FaultPlan.Lemons;
import headroom.faults.FaultPlan.RoughSpells;
import headroom.faults.FaultPlan.Upkeep;
import headroom.kernel.Streams;
import headroom.plant.Scope;
import headroom.plant.Topology;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Who fails together, and how unevenly failures come. */
class CorrelationTest {
    private static final Topology SITE = new Topology(96, 8, 8, 2, 0, 0);

    /** The nodes that failed in each instant in which any did. */
    private static final class Batches implements FaultListener {
        final List<List<Integer>> batches = new ArrayList<>();
        private double last = -1;

        @Override
        public void nodeFailed(int node, int cause, double timeSeconds) {
            if (timeSeconds != last) {
                batches.add(new ArrayList<>());
            }
            batches.get(batches.size() - 1).add(node);
            last = timeSeconds;
        }

        @Override
        public void nodeDetected(int node, int cause, double timeSeconds) {}

        @Override
        public void nodeBack(int node, double timeSeconds) {}
    }

    private static List<List<Integer>> batches(FaultClass type, int count) {
        Batches found = new Batches();
        Faults faults = new Faults(FaultPlan.of(SITE, type), found, new Streams(6, 0));
        while (found.batches.size() < count) {
            faults.fire();
        }
        return found.batches;
    }

    private static FaultClass type(Scope scope, double hitShare, Spread spread) {
        return new FaultClass(
                "type",
                scope,
                new Onset.Constant(1e-6),
                hitShare,
                spread,
                Times.repair(Times.NONE));
    }

    @Test
    void aFailureSpreadsInItsRackToSoManyOthers() {
        // in 30 % to 1 + K others, K geometric with mean 1, at most the 7 others of the rack
        double rate = StrictMath.log(2);
        Spread spread = new Spread(0.3, Scope.RACK, Times.exponential(1 / rate));
        int[] sizes = new int[9];
        int[] others = new int[8];
        for (List<Integer> batch : batches(type(Scope.NODE, 1, spread), 20_000)) {
            sizes[batch.size()]++;
            assertThat(batch).doesNotHaveDuplicates();
            int first = batch.get(0);
            for (int node : batch.subList(1, batch.size())) {
                assertThat(node / 8).isEqualTo(first / 8);
                others[(node - first + 8) % 8]++;
            }
        }
        double[] expected = {0, 0.7, 0.15, 0.075, 0.0375, 0.01875, 0.009375, 0.0046875, 0.0046875};
        for (int size = 1; size <= 8; size++) {
            double deviation = Math.sqrt(20_000 * expected[size] * (1 - expected[size]));
            assertThat((double) sizes[size])
                    .isEqualTo(20_000 * expected[size], within(5 * deviation));
        }
        double mean = Arrays.stream(others).sum() / 7.0;
        assertThat(others[0]).isZero();
        for (int distance = 1; distance < 8; distance++) {
            assertThat((double) others[distance]).isEqualTo(mean, within(5 * Math.sqrt(mean)));
        }
    }

    @Test
    void racksTakeRacksOfTheirPodWithThem() {
        Spread spread = new Spread(1, Scope.POD, Times.constant(5));
        for (List<Integer> batch : batches(type(Scope.RACK, 1, spread), 500)) {
            // both racks of the pod
            assertThat(batch).hasSize(16).doesNotHaveDuplicates();
            int pod = batch.get(0) / 16;
            assertThat(batch).allMatch(node -> node / 16 == pod);
        }
    }

    @Test
    void aCommonShockHitsEachNodeByItself() {
        double sum = 0;
        double squares = 0;
        List<List<Integer>> found = batches(type(Scope.SITE, 0.1, null), 20_000);
        for (List<Integer> batch : found) {
            assertThat(batch).doesNotHaveDuplicates();
            sum += batch.size();
            squares += batch.size() * batch.size();
        }
        // binomial(96, 0.1): mean 9.6, E[X^2] = 8.64 + 92.16; batches without a hit are e^-10
        assertThat(sum / found.size()).isEqualTo(9.6, within(5 * Math.sqrt(8.64 / 20_000)));
        assertThat(squares / found.size()).isEqualTo(100.8, within(2.2));
    }

    /**
     * Counts in windows of a Poisson process whose rate is r times 1/c in calm and m/c in rough
     * spells: index of dispersion 1 + 2 r v (T - T^2 (1 - e^(-w/T)) / w), v the squared variation
     * of the rate and T the time in which it forgets.
     */
    @Test
    void roughSpellsMakeCountsUneven() {
        RoughSpells rough = new RoughSpells(0.2, 6, 40);
        double rate = 0.5;
        FaultClass type = Times.nodes("type", new Onset.Constant(rate), Times.repair(Times.NONE));
        FaultPlan plan = new FaultPlan(
                Topology.flat(1, 8), List.of(type), Lemons.NONE, Upkeep.UNLIMITED, rough);
        double window = 50;
        Tally means = new Tally();
        Tally indices = new Tally();
        for (int replication = 0; replication < 64; replication++) {
            Faults faults = new Faults(plan, Times.silent(), new Streams(7, replication));
            Tally counts = new Tally();
            long before = 0;
            for (int i = 1; i <= 600; i++) {
                faults.runUntil(i * window);
                counts.add(faults.failures(0) - before);
                before = faults.failures(0);
            }
            means.add(counts.mean() / window);
            indices.add(counts.variance() / counts.mean());
        }
        double v = 0.2 * 0.8 * 25 / 4;
        double memory = 1 / (1.0 / 40 + 1.0 / 160);
        double tail = 1 - StrictMath.exp(-window / memory);
        double exact = 1 + 2 * rate * v * (memory - memory * memory * tail / window);
        assertThat(means.mean()).isEqualTo(rate, within(5 * means.standardDeviation() / 8));
        assertThat(indices.mean()).isEqualTo(exact, within(5 * indices.standardDeviation() / 8));
        assertThat(indices.standardDeviation() / 8).isLessThan(0.02 * exact);
    }

    /** Calm and rough have their shares from the start. */
    @Test
    void spellsAreUnderWayAtTheStart() {
        FaultClass type = Times.nodes("type", new Onset.Constant(0.5), Times.repair(Times.NONE));
        FaultPlan plan = new FaultPlan(
                Topology.flat(1, 8),
                List.of(type),
                Lemons.NONE,
                Upkeep.UNLIMITED,
                new RoughSpells(0.2, 6, 40));
        Tally counts = new Tally();
        for (int replication = 0; replication < 4000; replication++) {
            Faults faults = new Faults(plan, Times.silent(), new Streams(9, replication));
            faults.runUntil(5);
            counts.add(faults.failures(0));
        }
        assertThat(counts.mean())
                .isEqualTo(2.5, within(5 * counts.standardDeviation() / Math.sqrt(4000)));
        assertThat(counts.standardDeviation()).isLessThan(3);
    }
}
