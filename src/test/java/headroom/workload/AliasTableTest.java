package headroom.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.variates.Lognormal;

import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;

import umontreal.ssj.rng.MRG32k3a;

import java.util.Arrays;
import java.util.SplittableRandom;

class AliasTableTest {
    @Test
    void frequenciesFollowTheWeights() {
        SplittableRandom random = new SplittableRandom(21);
        double[] weights =
                random.doubles(500).map(u -> 0.2 + StrictMath.pow(u, 8) * 50).toArray();
        AliasTable table = new AliasTable(weights);
        long[] counts = new long[weights.length];
        for (int i = 0; i < 2_000_000; i++) {
            counts[table.sample(random.nextDouble())]++;
        }
        assertThat(new ChiSquareTest().chiSquareTest(weights, counts)).isGreaterThan(1e-6);
    }

    @Test
    void everyIndexOwnsExactlyItsShareOfTheUnitInterval() {
        double[] weights = {1, 0, 7, 0.001, 3, 100, 3, 0, 12.5, 1};
        AliasTable table = new AliasTable(weights);
        int steps = 1_000_000;
        double[] share = new double[weights.length];
        for (int i = 0; i < steps; i++) {
            share[table.sample((i + 0.5) / steps)] += 1.0 / steps;
        }
        double total = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            assertThat(share[i]).isCloseTo(weights[i] / total, within(2e-5));
        }
        assertThat(share[1] + share[7]).isZero();
    }

    @Test
    void endsOfTheUnitIntervalAreInRange() {
        AliasTable table = new AliasTable(new double[] {1, 2, 3});
        assertThat(table.size()).isEqualTo(3);
        assertThat(table.sample(0)).isBetween(0, 2);
        assertThat(table.sample(Math.nextDown(1.0))).isBetween(0, 2);
        assertThat(new AliasTable(new double[] {5}).sample(0.7)).isZero();
    }

    @Test
    void refusesWeightsThatAreNone() {
        double[][] bad = {{}, {0, 0}, {1, -1}, {Double.NaN}, {Double.POSITIVE_INFINITY, 1}};
        for (double[] weights : bad) {
            assertThatIllegalArgumentException().isThrownBy(() -> new AliasTable(weights));
        }
    }

    @Test
    void activityHasExpectationOneAndALongTail() {
        Activity activity = Activity.draw(200_000, 1.28, stream(1));
        assertThat(activity.users()).isEqualTo(200_000);
        assertThat(meanWeight(activity)).isCloseTo(1, within(1e-12));
        SplittableRandom random = new SplittableRandom(22);
        int[] sessions = new int[200_000];
        for (int i = 0; i < 4_000_000; i++) {
            sessions[activity.chooser().sample(random.nextDouble())]++;
        }
        Arrays.sort(sessions);
        int topTenth = Arrays.stream(sessions, 180_000, 200_000).sum();
        // share of the most active tenth: 1 - Phi(z90 - sigma) = 0.4994
        assertThat(topTenth / 4e6).isCloseTo(0.4994, within(0.01));
    }

    @Test
    void aSmallGroupHoldsItsShareOfEveryQuantile() {
        Activity activity = Activity.draw(100, 1.5, stream(5));
        double[] weights = new double[100];
        Arrays.setAll(weights, activity::weight);
        assertThat(weights).isNotEqualTo(Arrays.stream(weights).sorted().toArray());
        Arrays.sort(weights);
        double scale = weights[50];
        Lognormal law = new Lognormal(1, 1.5);
        for (int i = 5; i < 95; i += 10) {
            assertThat(weights[i] / scale)
                    .isBetween(
                            law.quantile(i / 100.0) / law.quantile(0.51),
                            law.quantile((i + 1) / 100.0) / law.quantile(0.50));
        }
    }

    private static double meanWeight(Activity activity) {
        double sum = 0;
        for (int i = 0; i < activity.users(); i++) {
            sum += activity.weight(i);
        }
        return sum / activity.users();
    }

    @Test
    void withoutSpreadAllUsersAreEqual() {
        Activity activity = Activity.draw(7, 0, stream(2));
        assertThat(meanWeight(activity)).isEqualTo(1);
        for (int i = 0; i < 7; i++) {
            assertThat(activity.chooser().sample((i + 0.5) / 7)).isEqualTo(i);
        }
    }

    @Test
    void activityDependsOnTheStreamAlone() {
        assertThat(Activity.draw(100, 1, stream(3)).weight(0))
                .isEqualTo(Activity.draw(100, 1, stream(3)).weight(0))
                .isNotEqualTo(Activity.draw(100, 1, stream(4)).weight(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Activity.draw(0, 1, stream(3)));
        assertThatIllegalArgumentException().isThrownBy(() -> Activity.draw(1, -1, stream(3)));
    }

    static MRG32k3a stream(long seed) {
        MRG32k3a stream = new MRG32k3a();
        stream.setSeed(new long[] {seed, seed, seed, seed, seed, seed});
        return stream;
    }
}
