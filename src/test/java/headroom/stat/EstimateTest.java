package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

class EstimateTest {
    @Test
    void usesStudentsTable() {
        // t(4, 0.975) = 2.776445; the sample has mean 3, variance 2.5
        Estimate estimate = Estimate.ofReplications(new double[] {1, 2, 3, 4, 5}, 0.95);
        assertThat(estimate.value()).isEqualTo(3);
        assertThat(estimate.n()).isEqualTo(5);
        assertThat(estimate.level()).isEqualTo(0.95);
        assertThat(estimate.halfWidth()).isCloseTo(2.776445 * Math.sqrt(2.5 / 5), within(1e-6));
        assertThat(estimate.low()).isEqualTo(3 - estimate.halfWidth());
        assertThat(estimate.high()).isEqualTo(3 + estimate.halfWidth());
    }

    @Test
    void oneValueTellsNothingOfTheSpread() {
        assertThat(Estimate.ofReplications(new double[] {7}, 0.9).value()).isEqualTo(7);
        assertThat(Estimate.ofReplications(new double[] {7}, 0.9).halfWidth()).isNaN();
        assertThat(Estimate.ofReplications(new double[0], 0.9).value()).isNaN();
        assertThat(Estimate.ofSample(new double[] {7}, 100, 0.9).halfWidth()).isNaN();
    }

    @Test
    void aSampleOfEverythingHasNoSamplingError() {
        double[] values = {1, 2, 3, 4, 5};
        double infinite = Estimate.ofReplications(values, 0.95).halfWidth();
        assertThat(Estimate.ofSample(values, 5, 0.95).halfWidth()).isZero();
        assertThat(Estimate.ofSample(values, 20, 0.95).halfWidth())
                .isCloseTo(infinite * Math.sqrt(0.75), within(1e-12));
        assertThatIllegalArgumentException().isThrownBy(() -> Estimate.ofSample(values, 4, 0.95));
    }

    @Test
    void coversTheMeanAsOftenAsItSays() {
        // sums of twelve uniforms are close to normal
        SplittableRandom random = new SplittableRandom(5);
        int covered = 0;
        int trials = 4_000;
        for (int trial = 0; trial < trials; trial++) {
            double[] values = new double[6];
            for (int i = 0; i < values.length; i++) {
                values[i] = random.doubles(12).sum();
            }
            Estimate estimate = Estimate.ofReplications(values, 0.9);
            if (estimate.low() <= 6 && 6 <= estimate.high()) {
                covered++;
            }
        }
        // five standard errors of a proportion of 0.9
        assertThat((double) covered / trials).isCloseTo(0.9, within(0.024));
    }

    @Test
    void scalesToAnotherUnit() {
        Estimate scaled = new Estimate(2, 0.5, 0.95, 10).times(-4);
        assertThat(scaled).isEqualTo(new Estimate(-8, 2, 0.95, 10));
    }

    @Test
    void levelsLieBetweenZeroAndOne() {
        for (double level : new double[] {0, 1, 95, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Estimate.ofReplications(new double[] {1, 2}, level));
        }
    }
}
