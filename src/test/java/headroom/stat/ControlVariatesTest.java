package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.stat.ControlVariates.Control;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

class ControlVariatesTest {
    private final SplittableRandom random = new SplittableRandom(12);

    /** The corrected mean is the intercept of a regression on the controls less their means. */
    @Test
    void isTheInterceptOfARegression() {
        for (int n : new int[] {6, 10, 64}) {
            double[] a = random.doubles(n).toArray();
            double[] b = random.doubles(n).map(u -> 100 + u).toArray();
            double[] y = new double[n];
            double[][] x = new double[n][];
            for (int i = 0; i < n; i++) {
                y[i] = 3 * a[i] - 2 * b[i] + random.nextDouble();
                x[i] = new double[] {a[i] - 0.5, b[i] - 100.5};
            }
            OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
            regression.newSampleData(y, x);
            double t = new TDistribution(null, n - 3).inverseCumulativeProbability(0.975);
            ControlVariates ours = ControlVariates.of(
                    y, List.of(new Control(a, 0.5), new Control(b, 100.5)), 0.95);
            assertThat(ours.estimate().value())
                    .isCloseTo(regression.estimateRegressionParameters()[0], within(1e-9));
            assertThat(ours.estimate().halfWidth())
                    .isCloseTo(
                            t * regression.estimateRegressionParametersStandardErrors()[0],
                            within(1e-9));
            assertThat(ours.explained()).isCloseTo(regression.calculateRSquared(), within(1e-9));
            assertThat(ours.lossFactor()).isEqualTo((n - 2.0) / (n - 4.0));
            assertThat(ours.plain()).isEqualTo(Estimate.ofReplications(y, 0.95));
            assertThat(ours.used()).containsExactly(0, 1);
        }
    }

    @Test
    void whatAControlExplainsWhollyHasNoErrorLeft() {
        double[] control = {1, 2, 4, 7, 3};
        double[] y = {5, 7, 11, 17, 9};
        ControlVariates all = ControlVariates.of(y, List.of(new Control(control, 10)), 0.95);
        assertThat(all.estimate().value()).isCloseTo(23, within(1e-12));
        assertThat(all.estimate().halfWidth()).isCloseTo(0, within(1e-12));
        assertThat(all.varianceReduction()).isGreaterThan(1e12);
    }

    @Test
    void aControlThatAddsNothingIsLeftOut() {
        int n = 20;
        double[] a = random.doubles(n).toArray();
        double[] b = random.doubles(n).toArray();
        double[] sum = new double[n];
        double[] constant = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            sum[i] = a[i] + b[i];
            constant[i] = 0.1;
            y[i] = a[i] + random.nextDouble();
        }
        List<Control> both = List.of(new Control(a, 0.5), new Control(b, 0.5));
        List<Control> four = List.of(
                new Control(constant, 0.1),
                new Control(a, 0.5),
                new Control(b, 0.5),
                new Control(sum, 1));
        ControlVariates with = ControlVariates.of(y, four, 0.95);
        assertThat(with.used()).containsExactly(1, 2);
        assertThat(with.estimate()).isEqualTo(ControlVariates.of(y, both, 0.95).estimate());
    }

    @Test
    void uselessControlsCostTheLossFactor() {
        int n = 8;
        Tally reduction = new Tally();
        Tally spread = new Tally();
        Tally plain = new Tally();
        for (int trial = 0; trial < 20_000; trial++) {
            double[] y = random.doubles(n).toArray();
            double[] c = random.doubles(n).toArray();
            double[] d = random.doubles(n).toArray();
            ControlVariates cv =
                    ControlVariates.of(y, List.of(new Control(c, 0.5), new Control(d, 0.5)), 0.95);
            reduction.add(cv.varianceReduction());
            spread.add(cv.estimate().value());
            plain.add(cv.plain().value());
            assertThat(cv.lossFactor()).isEqualTo(1.5);
        }
        // exact for normal values, and 5 % of the variance of a variance
        assertThat(spread.variance() / plain.variance()).isCloseTo(1.5, within(0.1));
        assertThat(spread.mean()).isCloseTo(0.5, within(0.005));
    }

    @Test
    void tooFewReplicationsKeepTheMean() {
        double[] y = {1, 2, 4};
        Control control = new Control(new double[] {1, 0, 2}, 1);
        ControlVariates three = ControlVariates.of(y, List.of(control), 0.95);
        assertThat(three.estimate()).isEqualTo(three.plain());
        assertThat(three.used()).isEmpty();
        assertThat(three.varianceReduction()).isEqualTo(1);
        assertThat(ControlVariates.of(y, List.of(), 0.95).estimate())
                .isEqualTo(Estimate.ofReplications(y, 0.95));
        // four are enough for one control, not for two
        double[] four = {1, 2, 4, 3};
        Control first = new Control(new double[] {1, 0, 2, 5}, 1);
        Control second = new Control(new double[] {0, 0, 1, 5}, 1);
        assertThat(ControlVariates.of(four, List.of(first, second), 0.95).used())
                .containsExactly(0);
    }

    @Test
    void everyReplicationHasItsControl() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlVariates.of(
                        new double[5], List.of(new Control(new double[4], 0)), 0.95));
    }
}
