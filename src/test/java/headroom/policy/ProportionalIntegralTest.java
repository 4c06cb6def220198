package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.ControlView.Measure;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.policy.ProportionalIntegral.Law;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PI against its position form, and in closed loop with a plant of first order. */
final class ProportionalIntegralTest {
    private static final double HOUR = 3600;
    private static final double TARGET = 0.8;

    private static Law law(boolean rises, double maxChange) {
        return new Law(
                new Goal(Measure.UTILISATION, TARGET, 1, 0.1, 10, maxChange, rises), 0.4, 0.15);
    }

    /** A load whose logarithm follows that of the value, pressed by a disturbance. */
    private static final class Plant {
        private final Law law;
        private final double sign;
        private double log;
        private double before = Double.NaN;
        double value = 1;

        Plant(Law law) {
            this.law = law;
            sign = law.goal().rises() ? -1 : 1;
            log = Math.log(TARGET);
        }

        double measured() {
            return Math.exp(log);
        }

        /** One hour under a disturbance, and the decision after it. */
        void hour(double pressure) {
            double settled = Math.log(TARGET) + pressure + sign * 0.7 * Math.log(value);
            log = 0.5 * log + 0.5 * settled;
            Seen seen = new Seen(law.goal(), value, HOUR, before, measured());
            before = measured();
            value = new ProportionalIntegral(law).next(seen);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theErrorSettlesAtZeroAfterEveryDisturbance(boolean rises) {
        Plant plant = new Plant(law(rises, 9));
        for (double pressure : new double[] {0.3, -0.5, 0.1}) {
            for (int hour = 0; hour < 400; hour++) {
                plant.hour(pressure);
            }
            assertThat(plant.measured()).isCloseTo(TARGET, within(1e-9));
            double expected = Math.exp((rises ? 1 : -1) * pressure / 0.7);
            assertThat(plant.value).isCloseTo(expected, within(1e-8));
        }
    }

    /** However long the load was out of reach, the value leaves its bound at the same pace. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingWindsUpAtABound(boolean rises) {
        double[] once = afterOutOfReach(rises, 60);
        double[] ever = afterOutOfReach(rises, 6000);
        assertThat(once[0]).isEqualTo(rises ? 10 : 0.1);
        for (int i = 0; i < once.length; i++) {
            assertThat(ever[i]).isCloseTo(once[i], within(1e-9));
        }
        assertThat(once[20]).isBetween(rises ? 0.1 : 0.4, rises ? 3 : 10.0);
    }

    private static double[] afterOutOfReach(boolean rises, int hours) {
        Plant plant = new Plant(law(rises, 9));
        for (int hour = 0; hour < hours; hour++) {
            plant.hour(5);
        }
        double[] path = new double[40];
        for (int i = 0; i < path.length; i++) {
            path[i] = plant.value;
            plant.hour(-0.2);
        }
        return path;
    }

    /** ln v = c - Kp e - Ki sum(e), as long as no bound is met. */
    @Test
    void withinBoundsItIsThePositionForm() {
        FastStream random = new Streams(3, 0).of("pi");
        for (int run = 0; run < 200; run++) {
            Law law = law(run % 2 == 0, 9);
            double sign = law.goal().rises() ? 1 : -1;
            double every = (1 + run % 3) * HOUR;
            double[] hours = new double[40];
            for (int i = 0; i < hours.length; i++) {
                hours[i] = TARGET * Math.exp(0.6 * (random.nextDouble() - 0.5));
            }
            double value = 1;
            double sum = 0;
            int stride = 1 + run % 3;
            for (int k = 2 * stride; k < hours.length; k += stride) {
                double[] past = java.util.Arrays.copyOf(hours, k + 1);
                value = new ProportionalIntegral(law)
                        .next(new Seen(law.goal(), value, every, past));
                sum += Math.log(hours[k] / TARGET) * stride;
                double first = Math.log(hours[stride] / TARGET);
                double rise = Math.log(hours[k] / TARGET) - first;
                double expected = Math.exp(sign * (0.4 * rise + 0.15 * sum));
                assertThat(value).isCloseTo(expected, within(1e-12 * expected));
            }
        }
    }

    @Test
    void theRateIsBoundedAndNothingMeasuredMovesNothing() {
        Law law = law(false, 0.05);
        ProportionalIntegral pi = new ProportionalIntegral(law);
        double most = pi.next(new Seen(law.goal(), 1, 2 * HOUR, 0.1, 0.1, 99));
        assertThat(most).isCloseTo(1 / (1.05 * 1.05), within(1e-12));
        assertThat(pi.next(new Seen(law.goal(), 0.7, HOUR, 0.9, Double.NaN))).isEqualTo(0.7);
        double jammed = pi.next(new Seen(law.goal(), 1, HOUR, Double.POSITIVE_INFINITY));
        assertThat(jammed).isCloseTo(1 / 1.05, within(1e-12));
    }
}
