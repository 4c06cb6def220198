package headroom.variates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantileTableTest {
    private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1.28, 2.84, 5})
    void quantilesOfALognormalAreCloseFromP1ToP999(double sigma) {
        Lognormal law = new Lognormal(1020, sigma);
        QuantileTable table = QuantileTable.lognormal(law, 0, INFINITE);
        for (int i = 1_000; i <= 99_900; i++) {
            double p = (i + 0.37) / 100_001;
            assertThat(table.sample(p)).as("p %s", p).isCloseTo(law.quantile(p), within005(law, p));
        }
    }

    @Test
    void farTailsAreExact() {
        Lognormal law = new Lognormal(2, 3);
        QuantileTable table = QuantileTable.lognormal(law, 0, INFINITE);
        for (double tail = 0.99 * 0x1p-17; tail > 1e-15; tail /= 3) {
            // the uniform itself is rounded near 1
            double u = 1 - tail;
            assertThat(table.sample(u)).isEqualTo(law.upperQuantile(1 - u));
            assertThat(table.sample(tail)).isEqualTo(law.quantile(tail));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 1.28, 2.1, 2.84, 4})
    void theMeanIsThatOfTheClippedLaw(double sigma) {
        Lognormal law = new Lognormal(3, sigma);
        double[][] bounds = {{0, INFINITE}, {1, 1_000}, {0, 4}, {2.9, 3.1}, {1, INFINITE}};
        for (double[] bound : bounds) {
            QuantileTable table = QuantileTable.lognormal(law, bound[0], bound[1]);
            assertThat(table.mean())
                    .as("clipped to %s", bound)
                    .isCloseTo(clippedMean(law, bound[0], bound[1]), withinPercentage(0.02));
        }
    }

    @Test
    void theMeanIsThatOfTheSamples() {
        QuantileTable table = QuantileTable.lognormal(new Lognormal(0.3, 2.84), 0.01, 3600);
        int n = 1 << 22;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += table.sample((i + 0.5) / n);
        }
        assertThat(sum / n).isCloseTo(table.mean(), withinPercentage(0.01));
    }

    @Test
    void clippingAddsNoErrorWhereItBegins() {
        Lognormal law = new Lognormal(100, 2);
        double max = law.quantile(0.9) * 1.0001;
        QuantileTable table = QuantileTable.lognormal(law, 1, max);
        assertThat(table.sample(0.89999)).isCloseTo(law.quantile(0.89999), withinPercentage(0.05));
        assertThat(table.sample(0.9001)).isEqualTo(max);
        assertThat(table.sample(0)).isEqualTo(1);
        assertThat(table.sample(1)).isEqualTo(max);
        assertThat(table.min()).isEqualTo(1);
        assertThat(table.max()).isEqualTo(max);
    }

    @Test
    void samplesNeverFallAsTheUniformRises() {
        QuantileTable table = QuantileTable.lognormal(new Lognormal(86, 2.08), 0, 86_400);
        double last = 0;
        for (int i = 0; i <= 3_000_000; i++) {
            double value = table.sample(i / 3_000_000.0);
            assertThat(value >= last).as("at %s", i).isTrue();
            last = value;
        }
        for (int octave = 1; octave < 52; octave++) {
            double node = Math.scalb(1.0, -octave);
            assertThat(table.sample(Math.nextDown(node))).isLessThanOrEqualTo(table.sample(node));
            double mirror = 1 - node;
            assertThat(table.sample(mirror)).isLessThanOrEqualTo(table.sample(Math.nextUp(mirror)));
        }
    }

    @Test
    void exponentialsHaveTheirMeanAndQuantiles() {
        QuantileTable table = QuantileTable.exponential(40);
        assertThat(table.mean()).isCloseTo(40, withinPercentage(0.01));
        for (double p = 0.001; p < 0.9999; p += 0.001) {
            assertThat(table.sample(p))
                    .isCloseTo(-40 * StrictMath.log1p(-p), withinPercentage(0.05));
        }
        assertThat(table.min()).isZero();
        assertThat(table.max()).isInfinite();
    }

    @Test
    void constantsAreExact() {
        for (double value : new double[] {0, 1, 2048, -3.7}) {
            QuantileTable table = QuantileTable.constant(value);
            for (double u : new double[] {0, 1e-9, 0.3, 0.5, 0.7, 1 - 1e-12}) {
                assertThat(table.sample(u)).isEqualTo(value);
            }
            assertThat(table.mean()).isCloseTo(value, within(1e-12));
            assertThat(table.min()).isEqualTo(value);
            assertThat(table.max()).isEqualTo(value);
        }
        assertThat(QuantileTable.constant(8).sampleWhole(0.2)).isEqualTo(8);
        QuantileTable noSpread =
                QuantileTable.lognormal(Lognormal.ofMedianAndMean(7, 7), 0, INFINITE);
        assertThat(noSpread.sample(1e-12)).isEqualTo(7);
        assertThat(noSpread.sample(0.77)).isEqualTo(7);
    }

    @Test
    void lawsAreFittedToWhatIsPublished() {
        Lognormal byMean = Lognormal.ofMedianAndMean(1020, 1155);
        assertThat(byMean.quantile(0.5)).isEqualTo(1020);
        assertThat(byMean.mean()).isCloseTo(1155, within(1e-9));
        Lognormal byP90 = Lognormal.ofMedianAndP90(86, 1260);
        assertThat(byP90.quantile(0.5)).isEqualTo(86);
        assertThat(byP90.quantile(0.9)).isCloseTo(1260, within(1e-9));
    }

    @Test
    void bitsAreTheSameOnEveryJvm() {
        QuantileTable table = QuantileTable.lognormal(new Lognormal(252, 1.2), 1, 32_768);
        long hash = 0;
        for (int i = 0; i < 100_000; i++) {
            hash = hash * 31 + Double.doubleToLongBits(table.sample((i + 0.5) / 100_000));
        }
        assertThat(hash).isEqualTo(6_971_005_658_673_571_816L);
    }

    @Test
    void refusesWhatIsNoLaw() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Lognormal(0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Lognormal(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> Lognormal.ofMedianAndMean(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> Lognormal.ofMedianAndP90(2, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> QuantileTable.exponential(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QuantileTable.lognormal(new Lognormal(1, 1), 2, 1));
        QuantileTable table = QuantileTable.exponential(1);
        for (double bad : new double[] {Double.NaN, -0.1, 1.1}) {
            assertThatExceptionOfType(IndexOutOfBoundsException.class)
                    .isThrownBy(() -> table.sample(bad));
        }
    }

    private static Offset<Double> within005(Lognormal law, double p) {
        return within(0.0005 * law.quantile(p));
    }

    /** Mean of min(max, max(min, X)) in closed form. */
    private static double clippedMean(Lognormal law, double min, double max) {
        double a = (StrictMath.log(min) - StrictMath.log(law.median())) / law.sigma();
        double b = (StrictMath.log(max) - StrictMath.log(law.median())) / law.sigma();
        double above = NORMAL.cumulativeProbability(-b);
        double inside = NORMAL.cumulativeProbability(b - law.sigma())
                - NORMAL.cumulativeProbability(a - law.sigma());
        return min * NORMAL.cumulativeProbability(a)
                + law.mean() * inside
                + (above > 0 ? max * above : 0);
    }
}
