package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.stat.descriptive.moment.Variance;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

class TallyTest {
    @Test
    void agreesWithTwoPassFormulasFarFromZero() {
        double[] values = values(10_000, 1e9);
        Tally tally = tallyOf(values);
        assertThat(tally.count()).isEqualTo(10_000);
        assertThat(tally.mean())
                .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-6));
        assertThat(tally.variance()).isCloseTo(new Variance().evaluate(values), within(1e-7));
        assertThat(tally.min()).isEqualTo(Arrays.stream(values).min().orElseThrow());
        assertThat(tally.max()).isEqualTo(Arrays.stream(values).max().orElseThrow());
    }

    @Test
    void mergingAnySplitGivesTheWhole() {
        double[] values = values(1_000, 100);
        Tally whole = tallyOf(values);
        for (int split : new int[] {0, 1, 2, 333, 999, 1_000}) {
            Tally left = tallyOf(Arrays.copyOf(values, split));
            Tally right = tallyOf(Arrays.copyOfRange(values, split, values.length));
            left.merge(right);
            assertThat(left.count()).isEqualTo(1_000);
            assertThat(left.mean()).isCloseTo(whole.mean(), within(1e-11));
            assertThat(left.variance()).isCloseTo(whole.variance(), within(1e-11));
            assertThat(left.min()).isEqualTo(whole.min());
            assertThat(left.max()).isEqualTo(whole.max());
        }
    }

    @Test
    void countsBeyondAnInt() {
        Tally tally = new Tally();
        tally.add(1);
        tally.add(3);
        for (int doubling = 0; doubling < 40; doubling++) {
            Tally copy = new Tally();
            copy.merge(tally);
            tally.merge(copy);
        }
        assertThat(tally.count()).isEqualTo(1L << 41);
        assertThat(tally.mean()).isEqualTo(2);
        assertThat(tally.variance()).isCloseTo(1, within(1e-9));
    }

    @Test
    void knowsNothingWithoutValues() {
        Tally tally = tallyOf(new double[] {4});
        assertThat(tally.variance()).isNaN();
        tally.reset();
        assertThat(tally.mean()).isNaN();
        assertThat(tally.min()).isNaN();
        assertThat(tally.max()).isNaN();
        assertThat(tally.sum()).isZero();
    }

    @Test
    void resetForgetsTheExtremesAndTheSpread() {
        Tally tally = tallyOf(new double[] {-100, 100});
        tally.reset();
        tally.add(1);
        tally.add(3);
        assertThat(tally.min()).isEqualTo(1);
        assertThat(tally.max()).isEqualTo(3);
        assertThat(tally.variance()).isEqualTo(2);
    }

    @Test
    void refusesWhatWouldSpoilTheSums() {
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new Tally().add(bad));
        }
    }

    private static Tally tallyOf(double[] values) {
        Tally tally = new Tally();
        for (double value : values) {
            tally.add(value);
        }
        return tally;
    }

    private static double[] values(int n, double shift) {
        SplittableRandom random = new SplittableRandom(17);
        return random.doubles(n).map(u -> shift + u).toArray();
    }
}
