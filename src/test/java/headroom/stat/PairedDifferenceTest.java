package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.TTest;
import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class PairedDifferenceTest {
    private static final double[] A = {5, 7, 6, 9};
    private static final double[] B = {4, 5, 5, 6};

    @Test
    void byHand() {
        // differences 1, 2, 1, 3: mean 7/4, variance 11/12; variances 35/12 and 2/3
        PairedDifference d = PairedDifference.of(A, B, 0.95);
        assertThat(d.difference().value()).isEqualTo(1.75);
        assertThat(d.difference().halfWidth())
                .isCloseTo(3.182446 * Math.sqrt(11.0 / 12 / 4), within(1e-6));
        assertThat(d.varianceRatio()).isCloseTo((35.0 / 12 + 8.0 / 12) / (11.0 / 12), within(1e-9));
    }

    /** With a correlation of 1 the bound is met; of two that vary as 1 to 2 it is 5. */
    @Test
    void noSharingExceedsTheBound() {
        double[] a = {1, 2, 4, 8};
        double[] twice = {2, 4, 8, 16};
        PairedDifference perfect = PairedDifference.of(a, twice, 0.95);
        assertThat(perfect.varianceRatio()).isCloseTo(5, within(1e-9));
        assertThat(perfect.varianceRatioAtMost()).isCloseTo(5, within(1e-9));
        double[] fixed = {3, 3, 3, 3};
        assertThat(PairedDifference.of(a, fixed, 0.95).varianceRatioAtMost()).isEqualTo(1);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1000; i++) {
            PairedDifference any = PairedDifference.of(
                    random.doubles(5).toArray(), random.doubles(5).toArray(), 0.95);
            assertThat(any.varianceRatio()).isLessThanOrEqualTo(any.varianceRatioAtMost());
        }
    }

    @Test
    void theProbabilityIsThatOfThePairedTest() {
        SplittableRandom random = new SplittableRandom(9);
        for (int n : new int[] {2, 3, 10, 50}) {
            double[] a = random.doubles(n).toArray();
            double[] b = random.doubles(n).map(u -> u + 0.2).toArray();
            PairedDifference d = PairedDifference.of(a, b, 0.95);
            assertThat(d.p()).isCloseTo(new TTest().pairedTTest(a, b), within(1e-9));
            assertThat(d.correlation())
                    .isCloseTo(new PearsonsCorrelation().correlation(a, b), within(1e-9));
            // an interval that leaves out 0 and a p below 0.05 say the same
            assertThat(d.difference().covers(0)).isEqualTo(d.p() > 0.05);
        }
    }

    @Test
    void sharedNoiseCancelsAndIndependentNoiseDoesNot() {
        SplittableRandom random = new SplittableRandom(4);
        int n = 20_000;
        double[] a = new double[n];
        double[] b = new double[n];
        double[] alone = new double[n];
        for (int i = 0; i < n; i++) {
            double shared = random.nextDouble();
            a[i] = shared + 0.2 * random.nextDouble();
            b[i] = shared + 0.2 * random.nextDouble();
            alone[i] = random.nextDouble() + 0.2 * random.nextDouble();
        }
        // (2 x 1.04) / (2 x 0.04) in twelfths
        assertThat(PairedDifference.of(a, b, 0.95).varianceRatio()).isCloseTo(26, within(1.5));
        assertThat(PairedDifference.of(a, alone, 0.95).varianceRatio()).isCloseTo(1, within(0.05));
    }

    @Test
    void aPairOfWhichOneSaysNothingIsLeftOut() {
        double[] a = {5, Double.NaN, 7, 6, 8, 9};
        double[] b = {4, 3, 5, 5, Double.NaN, 6};
        assertThat(PairedDifference.of(a, b, 0.95)).isEqualTo(PairedDifference.of(A, B, 0.95));
    }

    @Test
    void systemsThatDifferByAConstant() {
        PairedDifference d =
                PairedDifference.of(new double[] {2, 3, 5}, new double[] {1, 2, 4}, 0.9);
        assertThat(d.difference()).isEqualTo(new Estimate(1, 0, 0.9, 3));
        assertThat(d.varianceRatio()).isInfinite();
        assertThat(d.correlation()).isCloseTo(1, within(1e-12));
        // three differences on one side are no proof: 2 x 2^-3
        assertThat(d.p()).isEqualTo(0.25);
        assertThat(PairedDifference.of(new double[] {2, 2}, new double[] {1, 1}, 0.9)
                        .p())
                .isZero();
        PairedDifference same = PairedDifference.of(A, A, 0.9);
        assertThat(same.p()).isEqualTo(1);
        PairedDifference constant =
                PairedDifference.of(new double[] {2, 2}, new double[] {2, 2}, 0.9);
        assertThat(constant.varianceRatio()).isNaN();
        assertThat(constant.correlation()).isNaN();
    }

    /** Spreads that differ in their last digit alone set no bound. */
    @Test
    void systemsThatVaryAlikeHaveNoBound() {
        double[] a = {541_999.1, 543_010.3, 542_203.7, 540_100.9};
        double[] b = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            b[i] = a[i] - 20_000;
        }
        assertThat(PairedDifference.of(a, b, 0.95).varianceRatioAtMost()).isInfinite();
        b[0] -= 1e-3;
        assertThat(PairedDifference.of(a, b, 0.95).varianceRatioAtMost()).isFinite();
    }

    /** Shares of one count, 25 users of so many, are the same difference, however they round. */
    @Test
    void whatDiffersByRoundingAloneIsOneDifference() {
        double[] a = {0.1 + 0.7, 0.3, 0.2 + 0.1};
        double[] b = {0.7 + 1e-16, 0.2, 0.2};
        PairedDifference d = PairedDifference.of(a, b, 0.9);
        assertThat(a[1] - b[1]).isNotEqualTo(a[2] - b[2]);
        assertThat(d.difference().halfWidth()).isZero();
        assertThat(d.varianceRatio()).isInfinite();
        assertThat(d.p()).isEqualTo(0.25);
        // a difference that is small and is there stays one
        a[0] += 1e-14;
        assertThat(PairedDifference.of(a, b, 0.9).difference().halfWidth()).isPositive();
    }

    @Test
    void onePairTellsNothingOfTheSpread() {
        PairedDifference d = PairedDifference.of(new double[] {2}, new double[] {1}, 0.9);
        assertThat(d.difference().value()).isEqualTo(1);
        assertThat(d.difference().halfWidth()).isNaN();
        assertThat(d.p()).isNaN();
        assertThat(d.varianceRatio()).isNaN();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PairedDifference.of(A, new double[3], 0.9));
    }
}
