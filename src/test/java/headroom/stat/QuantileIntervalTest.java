package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.stat.QuantileInterval.Ranks;

import org.junit.jupiter.api.Test;

import java.util.Arrays;

class QuantileIntervalTest {
    /** The definition, term by term, for all that is small. */
    @Test
    void theRanksAreThoseOfTheDefinition() {
        for (int n = 1; n <= 40; n++) {
            for (double p : new double[] {0.05, 0.5, 0.9, 0.99}) {
                double[] below = cumulative(n, p);
                int low = 0;
                for (int l = 1; l <= n; l++) {
                    low = below[l - 1] <= 0.025 ? l : low;
                }
                int high = n + 1;
                for (int u = n; u >= 1; u--) {
                    high = 1 - below[u - 1] <= 0.025 ? u : high;
                }
                Ranks ranks = Ranks.of(n, p, 0.95);
                assertThat(ranks.low()).as("n %d, p %s", n, p).isEqualTo(low);
                assertThat(ranks.high()).as("n %d, p %s", n, p).isEqualTo(high);
                double covered = below[high - 1] - (low == 0 ? 0 : below[low - 1]);
                assertThat(ranks.coverage()).isCloseTo(covered, within(1e-9));
                assertThat(ranks.coverage()).isGreaterThan(0.95 - 1e-9);
            }
        }
    }

    @Test
    void theMedianOfTables() {
        // Conover 1999: n = 20, 6th and 15th cover the median with 0.9586
        Ranks ranks = Ranks.of(20, 0.5, 0.95);
        assertThat(ranks.low()).isEqualTo(6);
        assertThat(ranks.high()).isEqualTo(15);
        assertThat(ranks.coverage()).isCloseTo(0.9586, within(1e-4));
    }

    @Test
    void theBoundsAreObservations() {
        double[] observations = new double[200];
        Arrays.setAll(observations, i -> (i * 77) % 200 + 1.0);
        QuantileInterval interval = QuantileInterval.of(observations, 0.95, 0.95);
        assertThat(interval.low()).isEqualTo(184);
        assertThat(interval.high()).isEqualTo(197);
        assertThat(interval.value()).isEqualTo(190);
        assertThat(observations[1]).as("left as it is").isEqualTo(78);
    }

    @Test
    void tooFewObservationsBoundOnOneSideOnly() {
        QuantileInterval interval = QuantileInterval.of(new double[] {3, 1, 2}, 0.99, 0.95);
        assertThat(interval.value()).isEqualTo(3);
        assertThat(interval.high()).isInfinite();
        assertThat(interval.low()).isEqualTo(2);
        assertThat(QuantileInterval.of(new double[] {4}, 0.5, 0.95).low())
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void sectionsSpreadAroundTheQuantileOfAll() {
        // away from 10: -1, 1, 3; sum of squares 11
        Estimate e = QuantileInterval.sectioning(10, new double[] {9, 11, 13}, 0.95);
        assertThat(e.value()).isEqualTo(10);
        assertThat(e.halfWidth()).isCloseTo(4.302653 * Math.sqrt(11.0 / 6), within(1e-6));
        assertThat(e.n()).isEqualTo(3);
        assertThat(QuantileInterval.sectioning(10, new double[] {9}, 0.95).halfWidth())
                .isNaN();
    }

    @Test
    void refusesWhatIsNoQuantile() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ranks.of(0, 0.5, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> Ranks.of(10, 1, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> Ranks.of(10, 0.5, 1));
    }

    /** P(B <= i) for i = 0..n. */
    private static double[] cumulative(int n, double p) {
        double[] sums = new double[n + 1];
        double probability = Math.pow(1 - p, n);
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            sum += probability;
            sums[i] = sum;
            probability *= (double) (n - i) / (i + 1) * p / (1 - p);
        }
        return sums;
    }
}
