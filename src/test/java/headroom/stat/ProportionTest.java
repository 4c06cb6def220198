package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionTest {
    @Test
    void theLimitsOfTables() {
        // R 4.3, binom.test
        Proportion tenth = Proportion.of(10, 100, 0.95);
        assertThat(tenth.low()).isCloseTo(0.04900469, within(1e-8));
        assertThat(tenth.high()).isCloseTo(0.17622260, within(1e-8));
        Proportion half = Proportion.of(5, 10, 0.95);
        assertThat(half.low()).isCloseTo(0.1870860, within(1e-7));
        assertThat(half.high()).isCloseTo(0.8129140, within(1e-7));
    }

    @Test
    void noneAndAllInClosedForm() {
        Proportion none = Proportion.of(0, 10, 0.95);
        assertThat(none.low()).isZero();
        assertThat(none.high()).isCloseTo(1 - Math.pow(0.025, 0.1), within(1e-12));
        Proportion all = Proportion.of(10, 10, 0.95);
        assertThat(all.low()).isCloseTo(Math.pow(0.025, 0.1), within(1e-12));
        assertThat(all.high()).isEqualTo(1);
    }

    /** What defines them: at the limits the tails of the binomial hold half the error. */
    @Test
    void theTailsAtTheLimitsHoldHalfTheError() {
        for (int n : new int[] {1, 7, 64, 1_000}) {
            for (int k = 0; k <= n; k += Math.max(1, n / 7)) {
                Proportion p = Proportion.of(k, n, 0.9);
                if (k > 0) {
                    assertThat(1 - below(k, n, p.low())).isCloseTo(0.05, within(1e-9));
                }
                if (k < n) {
                    assertThat(below(k + 1, n, p.high())).isCloseTo(0.05, within(1e-9));
                }
            }
        }
    }

    /** Exact coverage, summed over all outcomes, for each of a hundred true proportions. */
    @Test
    void coversAtLeastAsOftenAsItSays() {
        int n = 25;
        double least = 1;
        for (int i = 1; i < 100; i++) {
            double truth = i / 100.0;
            double covered = 0;
            for (int k = 0; k <= n; k++) {
                Proportion p = Proportion.of(k, n, 0.95);
                if (p.low() <= truth && truth <= p.high()) {
                    covered += below(k + 1, n, truth) - below(k, n, truth);
                }
            }
            least = Math.min(least, covered);
        }
        assertThat(least).isBetween(0.95, 0.965);
    }

    @Test
    void oneSidedBoundsUseTheWholeErrorOnTheirSide() {
        assertThat(Proportion.atLeast(10, 100, 0.975))
                .isEqualTo(Proportion.of(10, 100, 0.95).low());
        assertThat(Proportion.atMost(10, 100, 0.975))
                .isEqualTo(Proportion.of(10, 100, 0.95).high());
        // "rule of three": nothing in 300 is at most 1 % at 95 %
        assertThat(Proportion.atMost(0, 300, 0.95)).isCloseTo(0.00994, within(1e-5));
    }

    @Test
    void asAnEstimateItReachesToTheFartherEnd() {
        Proportion p = Proportion.of(10, 100, 0.95);
        Estimate e = p.estimate();
        assertThat(e.value()).isEqualTo(0.1);
        assertThat(e.high()).isCloseTo(p.high(), within(1e-15));
        assertThat(e.low()).isLessThan(p.low());
        assertThat(e.n()).isEqualTo(100);
        assertThat(e.level()).isEqualTo(0.95);
    }

    @Test
    void refusesWhatIsNoProportion() {
        assertThatIllegalArgumentException().isThrownBy(() -> Proportion.of(0, 0, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> Proportion.of(3, 2, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> Proportion.of(-1, 2, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> Proportion.of(1, 2, 0));
    }

    /** P(B < k), by the recurrence of the binomial probabilities. */
    private static double below(int k, int n, double p) {
        double log = n * Math.log1p(-p);
        double sum = 0;
        for (int i = 0; i < k; i++) {
            sum += Math.exp(log);
            log += Math.log((double) (n - i) / (i + 1) * p / (1 - p));
        }
        return sum;
    }
}
