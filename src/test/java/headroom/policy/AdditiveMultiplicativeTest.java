package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.ControlView.Measure;
import headroom.policy.AdditiveMultiplicative.Law;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Equal steps one way, a factor the other, against the saw-tooth they must make. */
final class AdditiveMultiplicativeTest {
    private static final double HOUR = 3600;

    private static Law law(boolean rises, double step, double factor) {
        return new Law(new Goal(Measure.UTILISATION, 0.8, 1, 0.1, 10, 0.01, rises), step, factor);
    }

    private static double next(Law law, double current, double measured, double seconds) {
        return new AdditiveMultiplicative(law)
                .next(Seen.worst(law.goal(), current, measured, seconds));
    }

    @Test
    void stepsByHandInBothDirections() {
        Law caps = law(false, 0.05, 0.9);
        Law multiplier = law(true, 0.05, 0.5);
        assertThat(next(caps, 1, 0.5, HOUR)).isEqualTo(1.05);
        assertThat(next(caps, 1, 0.8, 3 * HOUR)).isEqualTo(1 + 0.05 * 3);
        assertThat(next(caps, 1, 0.81, 3 * HOUR)).isEqualTo(0.9);
        assertThat(next(multiplier, 2, 0.5, HOUR)).isEqualTo(1.95);
        assertThat(next(multiplier, 2, 0.9, HOUR)).isEqualTo(4);
        assertThat(next(caps, 0.7, Double.NaN, HOUR)).isEqualTo(0.7);
        assertThat(next(caps, 1, Double.POSITIVE_INFINITY, HOUR)).isEqualTo(0.9);
    }

    @Test
    void theBoundsAreNeverLeft() {
        assertThat(next(law(false, 5, 0.9), 9, 0, HOUR)).isEqualTo(10);
        assertThat(next(law(false, 5, 0.9), 0.105, 1, HOUR)).isEqualTo(0.1);
        assertThat(next(law(true, 5, 0.9), 1, 0, HOUR)).isEqualTo(0.1);
        assertThat(next(law(true, 5, 0.9), 9.9, 1, HOUR)).isEqualTo(10);
    }

    /** Load c*v: peaks lie in (v*, v* + a], each trough is b times its peak, and so the period. */
    @ParameterizedTest
    @CsvSource({"0.4, 0.03, 0.9, 1", "0.4, 0.03, 0.5, 2", "0.1, 0.5, 0.9, 1", "1.3, 0.01, 0.8, 4"})
    void theSawToothHasItsKnownAmplitudeAndPeriod(
            double load, double step, double factor, double hours) {
        Law law = law(false, step, factor);
        double threshold = 0.8 / load;
        double rise = step * hours;
        double value = 0.3;
        double peak = Double.NaN;
        int since = 0;
        int cycles = 0;
        for (int k = 0; k < 2000; k++) {
            double then = next(law, value, load * value, hours * HOUR);
            if (then < value) {
                assertThat(value).isBetween(threshold, threshold + rise + 1e-12);
                assertThat(then).isCloseTo(factor * value, within(1e-12));
                if (!Double.isNaN(peak)) {
                    double climb = threshold - factor * peak;
                    int period = 1 + Math.max(0, (int) Math.floor(climb / rise + 1e-9) + 1);
                    assertThat(since).isEqualTo(period);
                }
                peak = value;
                since = 0;
                cycles++;
            }
            since++;
            value = then;
        }
        assertThat(cycles).isGreaterThan(20);
    }
}
