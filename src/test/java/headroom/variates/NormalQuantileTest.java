package headroom.variates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalQuantileTest {
    @ParameterizedTest
    @CsvSource({
        "0.5, 0",
        "0.9, 1.2815515655446004",
        "0.975, 1.959963984540054",
        "0.99, 2.3263478740408408",
        "0.999, 3.090232306167813",
        "0.025, -1.959963984540054"
    })
    void agreesWithPublishedTables(double p, double z) {
        assertThat(NormalQuantile.of(p)).isCloseTo(z, within(2e-15));
    }

    @ParameterizedTest
    @CsvSource({"1e-10, 6.361340902404056", "1e-20, 9.262340089798408", "0.3, 0.5244005127080407"})
    void agreesWithPublishedTails(double tail, double z) {
        assertThat(NormalQuantile.ofUpperTail(tail)).isCloseTo(z, within(1e-14));
    }

    @Test
    void invertsTheDistributionFunctionEverywhere() {
        NormalDistribution normal = new NormalDistribution(null, 0, 1);
        for (double tail = 0.9999; tail > 1e-290; tail *= 0.97) {
            double z = NormalQuantile.ofUpperTail(tail);
            double back = normal.cumulativeProbability(-z);
            // what an error of 1e-14 in z makes of the probability, plus that of the oracle
            double relative = 1e-13 + 1e-14 * (1 + z * z);
            assertThat(back).as("tail %s", tail).isCloseTo(tail, within(relative * tail));
        }
    }

    @Test
    void isOddAndContinuousWhereItsPiecesMeet() {
        for (double p : new double[] {0.07499999, 0.075, 0.07500001, 1e-5, 0.4999, 1e-11}) {
            assertThat(NormalQuantile.of(p))
                    .isCloseTo(-NormalQuantile.ofUpperTail(p), within(2e-15));
            assertThat(NormalQuantile.of(p)).isCloseTo(-NormalQuantile.of(1 - p), within(1e-5));
        }
        for (double split : new double[] {0.075, 0.925, StrictMath.exp(-25)}) {
            double below = NormalQuantile.of(split * (1 - 1e-12));
            double above = NormalQuantile.of(split * (1 + 1e-12));
            assertThat(above - below).isBetween(0.0, 2e-11);
        }
    }

    @Test
    void endsAreInfiniteAndTheRestIsRefused() {
        assertThat(NormalQuantile.of(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(NormalQuantile.of(1)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(NormalQuantile.ofUpperTail(0)).isEqualTo(Double.POSITIVE_INFINITY);
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> NormalQuantile.of(bad));
            assertThatIllegalArgumentException().isThrownBy(() -> NormalQuantile.ofUpperTail(bad));
        }
    }
}
