package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Jain's index and the share of the top, by hand and against sorted arrays. */
final class EvennessTest {
    private static Evenness of(double... amounts) {
        Evenness e = new Evenness();
        Arrays.stream(amounts).forEach(e::add);
        return e;
    }

    @Test
    void fourUsersByHand() {
        // (1 + 2 + 3 + 0)^2 / (4 * (1 + 4 + 9)) = 36/56; without the idle one 36/42
        Evenness e = of(1, 2, 3, 0);
        assertThat(e.jain()).isEqualTo(36.0 / 56);
        assertThat(e.jainOfHaving()).isEqualTo(36.0 / 42);
        assertThat(e.topShare(0.25)).isEqualTo(0.5);
        assertThat(e.topShare(0.5)).isCloseTo(5.0 / 6, within(1e-15));
        assertThat(e.topShare(1)).isCloseTo(1, within(1e-15));
        assertThat(e.topShare(0.125)).as("half of the first").isEqualTo(0.25);
    }

    @Test
    void theEndsOfTheScale() {
        assertThat(of(7, 7, 7).jain()).isCloseTo(1, within(1e-15));
        assertThat(of(0, 0, 0, 0, 9).jain()).isEqualTo(0.2);
        assertThat(of(0, 0).jain()).isNaN();
        assertThat(of().topShare(0.05)).isNaN();
        assertThatThrownBy(() -> of(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void mergedGroupsAreOneGroup() {
        Evenness both = of(1, 2, 0);
        both.merge(of(3, 0));
        both.merge(of(0));
        Evenness one = of(1, 2, 3, 0, 0, 0);
        assertThat(both.users()).isEqualTo(6);
        assertThat(both.jain()).isEqualTo(one.jain());
        assertThat(both.topShare(0.4)).isEqualTo(one.topShare(0.4));
        both.reset();
        assertThat(both.users()).isZero();
        assertThat(both.jain()).isNaN();
    }

    @Test
    void theTopOfSkewedAmountsIsThatOfASortedArray() {
        SplittableRandom random = new SplittableRandom(5);
        for (int n : new int[] {20, 333, 20_000}) {
            double[] x = new double[n];
            for (int i = 0; i < n; i++) {
                x[i] = random.nextInt(4) == 0 ? 0 : StrictMath.exp(2 * random.nextGaussian() + 9);
            }
            Evenness e = of(x);
            Arrays.sort(x);
            double all = 0;
            double top = 0;
            int left = n / 20;
            for (int i = n - 1; i >= 0; i--, left--) {
                all += x[i];
                top += left > 0 ? x[i] : 0;
            }
            assertThat(e.topShare((n / 20) / (double) n))
                    .as("of %d users", n)
                    .isCloseTo(top / all, within(n < 100 ? 0.06 : 0.003));
        }
    }

    /** One with 80 and 99 with 0.2 each, the one in 50 groups that hold two of the others each. */
    @Test
    void whoIsInManyGroupsIsOneUser() {
        Evenness whole = new Evenness();
        Evenness parts = new Evenness();
        whole.add(80);
        for (int group = 0; group < 50; group++) {
            Evenness one = new Evenness();
            one.add(80 / 50.0, 50);
            for (int i = 0; i < (group == 0 ? 1 : 2); i++) {
                whole.add(0.2);
                one.add(0.2);
            }
            parts.merge(one);
        }
        assertThat(parts.users()).isCloseTo(100, within(1e-9));
        assertThat(parts.jain()).isCloseTo(whole.jain(), within(1e-9));
        assertThat(parts.topShare(0.05)).isCloseTo(whole.topShare(0.05), within(1e-9));
        assertThat(parts.topShare(0.05)).isCloseTo(80.8 / 99.8, within(1e-9));
    }
}
