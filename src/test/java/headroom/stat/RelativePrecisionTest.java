package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class RelativePrecisionTest {
    private final RelativePrecision tenth = new RelativePrecision(0.1, 0.95, 10, 1_000);

    @Test
    void theErrorAimedAtIsCorrected() {
        // Law 2015, section 9.4.1: gamma 0.10 stops at 0.09 after rounding down
        assertThat(tenth.corrected()).isCloseTo(0.0909090909, within(1e-9));
        assertThat(tenth.isReached(new Estimate(10, 0.909, 0.95, 10))).isTrue();
        assertThat(tenth.isReached(new Estimate(-10, 0.909, 0.95, 10))).isTrue();
        assertThat(tenth.isReached(new Estimate(10, 0.92, 0.95, 10))).isFalse();
    }

    @Test
    void thePilotComesFirstAndWhole() {
        assertThat(tenth.more(new double[0])).isEqualTo(10);
        assertThat(tenth.more(new double[] {3, 3, 3})).isEqualTo(7);
    }

    @Test
    void nothingMoreOnceItIsReached() {
        assertThat(tenth.more(alternating(10, 100, 5))).isZero();
        assertThat(tenth.more(alternating(10, 100, 13))).isPositive();
    }

    /** The total asked for is the least at which the spread so far would do. */
    @Test
    void asksForWhatTheSpreadAsksFor() {
        double[] values = alternating(10, 100, 16);
        Estimate now = Estimate.ofReplications(values, 0.95);
        int total = 10 + tenth.more(values);
        // from 10 to 16 the half-width falls by sqrt(10 / 16) and by t(15) / t(9)
        double wide = 2.262157;
        assertThat(total).isEqualTo(16);
        double at16 = now.halfWidth() * Math.sqrt(10 / 16.0) * 2.131450 / wide;
        double at15 = now.halfWidth() * Math.sqrt(10 / 15.0) * 2.144787 / wide;
        assertThat(at16 / 100).isLessThan(tenth.corrected());
        assertThat(at15 / 100).isGreaterThan(tenth.corrected());
    }

    @Test
    void theTotalIsTheLeastThatShouldDo() {
        RelativePrecision third = new RelativePrecision(0.3, 0.95, 4, 1_000);
        for (int away = 10; away < 60; away++) {
            double[] values = alternating(12, 100, away);
            double spread = away * Math.sqrt(12 / 11.0) / 100;
            int least = 12;
            while (Student.factor(least - 1, 0.95) * spread / Math.sqrt(least)
                    > third.corrected()) {
                least++;
            }
            assertThat(12 + third.more(values)).as("away %d", away).isEqualTo(Math.min(24, least));
        }
    }

    @Test
    void doublesAtMostAndEndsAtTheMost() {
        assertThat(tenth.more(alternating(10, 100, 99))).isEqualTo(10);
        assertThat(tenth.more(alternating(600, 100, 9_999))).isEqualTo(400);
        assertThat(tenth.more(alternating(1_000, 100, 9_999))).isZero();
    }

    @Test
    void whatIsRelativeToNothingRunsToTheEnd() {
        assertThat(tenth.more(new double[10])).isEqualTo(10);
        double[] unknown = new double[10];
        Arrays.fill(unknown, Double.NaN);
        assertThat(tenth.more(unknown)).isEqualTo(10);
        assertThat(tenth.more(new double[1_000])).isZero();
    }

    @Test
    void aReplicationThatSaysNothingIsReckonedWith() {
        double[] values = alternating(20, 100, 40);
        double[] half = new double[40];
        Arrays.fill(half, Double.NaN);
        System.arraycopy(values, 0, half, 0, 20);
        int all = 20 + tenth.more(values);
        assertThat(40 + tenth.more(half)).isBetween(2 * all - 1, 2 * all);
    }

    /** Of runs stopped at 5 % at least 95 % less a little are within 5 % of the truth. */
    @Test
    void theErrorIsWithinWhatWasAimedAt() {
        RelativePrecision five = new RelativePrecision(0.05, 0.95, 10, 10_000);
        SplittableRandom random = new SplittableRandom(6);
        int within = 0;
        long replications = 0;
        for (int trial = 0; trial < 1_000; trial++) {
            double[] values = {};
            for (int more = five.more(values); more > 0; more = five.more(values)) {
                double[] next =
                        random.doubles(more).map(u -> -Math.log1p(-u) + 1).toArray();
                double[] joined = Arrays.copyOf(values, values.length + more);
                System.arraycopy(next, 0, joined, values.length, more);
                values = joined;
            }
            double mean = Arrays.stream(values).sum() / values.length;
            within += Math.abs(mean - 2) <= 0.05 * 2 ? 1 : 0;
            replications += values.length;
        }
        // (1.96 / (2 x 0.05 / 1.05))^2 = 424 would be needed if the spread were known
        assertThat(replications / 1_000.0).isCloseTo(424, within(42.0));
        // binomial 1e-6 limit of 0.95 in 1,000 is 915
        assertThat(within).isGreaterThanOrEqualTo(915);
    }

    @Test
    void refusesWhatCannotBeAimedAt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelativePrecision(0, 0.95, 10, 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelativePrecision(1, 0.95, 10, 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelativePrecision(0.1, 0.95, 1, 20));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelativePrecision(0.1, 0.95, 10, 9));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelativePrecision(0.1, 1.95, 10, 20));
    }

    /** Values as far above a mean as below it. */
    private static double[] alternating(int n, double mean, double away) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = mean + (i % 2 == 0 ? away : -away);
        }
        return values;
    }
}
