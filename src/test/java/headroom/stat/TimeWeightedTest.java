package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class TimeWeightedTest {
    @Test
    void integratesStepsExactly() {
        TimeWeighted queue = new TimeWeighted(10, 2);
        queue.set(13, 5);
        queue.add(14, -1);
        assertThat(queue.integral(16)).isEqualTo(2 * 3 + 5 * 1 + 4 * 2);
        assertThat(queue.mean(16)).isCloseTo(19.0 / 6, within(1e-15));
        assertThat(queue.value()).isEqualTo(4);
        assertThat(queue.min()).isEqualTo(2);
        assertThat(queue.max()).isEqualTo(5);
    }

    @Test
    void askingDoesNotChangeAnything() {
        TimeWeighted asked = new TimeWeighted(0, 1);
        assertThat(asked.integral(5)).isEqualTo(5);
        asked.set(3, 10);
        assertThat(asked.integral(5)).isEqualTo(3 + 20);
    }

    @Test
    void negativeValuesHaveANegativeMaximum() {
        TimeWeighted balance = new TimeWeighted(0, -5);
        balance.set(1, -2);
        balance.set(2, -9);
        assertThat(balance.max()).isEqualTo(-2);
        assertThat(balance.min()).isEqualTo(-9);
        assertThat(balance.integral(3)).isEqualTo(-16);
    }

    @Test
    void aValueHeldForNoTimeDoesNotCount() {
        TimeWeighted level = new TimeWeighted(0, 1);
        level.set(1, 1_000);
        level.set(1, 2);
        assertThat(level.max()).isEqualTo(2);
        assertThat(level.integral(2)).isEqualTo(3);
    }

    @Test
    void restartKeepsTheValueAndForgetsThePast() {
        TimeWeighted level = new TimeWeighted(0, 100);
        level.set(4, 3);
        level.restart(10);
        assertThat(level.integral(12)).isEqualTo(6);
        assertThat(level.mean(12)).isEqualTo(3);
        assertThat(level.max()).isEqualTo(3);
        assertThat(level.mean(10)).isNaN();
    }

    @Test
    void tenMillionChangesKeepTheirLastDigit() {
        TimeWeighted level = new TimeWeighted(0, 0.1);
        for (int i = 1; i <= 10_000_000; i++) {
            level.set(i, 0.1);
        }
        assertThat(level.integral(10_000_000)).isCloseTo(1e6, within(1e-9));
    }

    @Test
    void timeNeverGoesBack() {
        TimeWeighted level = new TimeWeighted(5, 1);
        level.set(6, 2);
        assertThatIllegalArgumentException().isThrownBy(() -> level.set(5.9, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> level.set(Double.NaN, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> level.set(Double.POSITIVE_INFINITY, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> level.integral(5));
        assertThatIllegalArgumentException().isThrownBy(() -> level.set(7, Double.NaN));
    }
}
