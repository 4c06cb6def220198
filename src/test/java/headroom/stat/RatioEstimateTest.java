package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

class RatioEstimateTest {
    private static final double[] Y = {1, 2, 3};
    private static final double[] X = {1, 1, 2};
    /** t(2, 0.975), from tables. */
    private static final double T = 4.302653;

    @Test
    void theDeltaMethodByHand() {
        // r = 6/4; residuals -1/2, 1/2, 0; mean x 4/3
        Estimate r = RatioEstimate.delta(Y, X, 0.95);
        assertThat(r.value()).isEqualTo(1.5);
        assertThat(r.halfWidth()).isCloseTo(T * Math.sqrt(0.5 / (3 * 2)) / (4.0 / 3), within(1e-6));
        assertThat(r.n()).isEqualTo(3);
        assertThat(r.level()).isEqualTo(0.95);
    }

    /** 3/2 and the residuals over the mean of x: -3/8, 3/8, 0. */
    @Test
    void whatEachReplicationAddsToTheRatio() {
        assertThat(RatioEstimate.linear(Y, X)).containsExactly(1.125, 1.875, 1.5);
    }

    @Test
    void theJackknifeByHand() {
        // left out in turn: 5/3, 4/3, 3/2; pseudo-values 7/6, 11/6, 3/2
        Estimate r = RatioEstimate.jackknife(Y, X, 0.95);
        assertThat(r.value()).isCloseTo(1.5, within(1e-12));
        assertThat(r.halfWidth()).isCloseTo(T / 3 / Math.sqrt(3), within(1e-6));
    }

    @Test
    void ofEqualDenominatorsIsTheMean() {
        double[] y = {3, 1, 4, 1, 5, 9};
        double[] x = {2, 2, 2, 2, 2, 2};
        Estimate mean = Estimate.ofReplications(y, 0.9).times(0.5);
        for (Estimate r :
                new Estimate[] {RatioEstimate.delta(y, x, 0.9), RatioEstimate.jackknife(y, x, 0.9)
                }) {
            assertThat(r.value()).isCloseTo(mean.value(), within(1e-12));
            assertThat(r.halfWidth()).isCloseTo(mean.halfWidth(), within(1e-12));
        }
    }

    @Test
    void aRatioOfDenominatorsOfEitherSignHasAPositiveWidth() {
        Estimate r = RatioEstimate.delta(Y, new double[] {-1, -1, -2}, 0.95);
        assertThat(r.value()).isEqualTo(-1.5);
        assertThat(r.halfWidth()).isEqualTo(RatioEstimate.delta(Y, X, 0.95).halfWidth());
    }

    /**
     * y = x^2 with x exponential of mean 1 has a ratio of means of 2; to order 1/n the ratio of
     * sums is off by (2 var x - cov(x, y)) / n = (2 - 4) / n, the jackknife by nothing.
     */
    @Test
    void theJackknifeTakesTheBiasAway() {
        SplittableRandom random = new SplittableRandom(3);
        int n = 8;
        Tally delta = new Tally();
        Tally jackknife = new Tally();
        Tally ratios = new Tally();
        for (int trial = 0; trial < 40_000; trial++) {
            double[] x = random.doubles(n).map(u -> -Math.log1p(-u)).toArray();
            double[] y = IntStream.range(0, n).mapToDouble(i -> x[i] * x[i]).toArray();
            delta.add(RatioEstimate.delta(y, x, 0.95).value());
            jackknife.add(RatioEstimate.jackknife(y, x, 0.95).value());
            ratios.add(IntStream.range(0, n).mapToDouble(i -> y[i] / x[i]).sum() / n);
        }
        double error = 5 * delta.standardDeviation() / Math.sqrt(40_000);
        // next order is 2 var^2 - ... over n^2: seen to be some 0.03
        assertThat(delta.mean()).isCloseTo(2 - 2.0 / n, within(0.05 + error));
        assertThat(Math.abs(jackknife.mean() - 2)).isLessThan(0.06);
        assertThat(Math.abs(delta.mean() - 2)).isGreaterThan(0.18);
        // the mean of the ratios is that of x, whatever n
        assertThat(ratios.mean()).isCloseTo(1, within(0.01));
    }

    @Test
    void nothingToDivideByIsNoNumber() {
        double[] zeros = new double[3];
        assertThat(RatioEstimate.delta(Y, zeros, 0.95).value()).isNaN();
        assertThat(RatioEstimate.jackknife(Y, zeros, 0.95).halfWidth()).isNaN();
        // without the first, nothing is left to divide by
        Estimate one = RatioEstimate.jackknife(Y, new double[] {5, 0, 0}, 0.95);
        assertThat(one.value()).isEqualTo(6.0 / 5);
        assertThat(one.halfWidth()).isNaN();
        Estimate single = RatioEstimate.delta(new double[] {3}, new double[] {2}, 0.95);
        assertThat(single.value()).isEqualTo(1.5);
        assertThat(single.halfWidth()).isNaN();
        assertThat(RatioEstimate.delta(new double[0], new double[0], 0.95).value())
                .isNaN();
    }

    @Test
    void everyNumeratorHasItsDenominator() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RatioEstimate.delta(Y, new double[2], 0.95))
                .withMessage("3 numerators, 2 denominators");
        assertThatIllegalArgumentException().isThrownBy(() -> RatioEstimate.delta(Y, X, 95));
    }
}
