package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.ControlView.Measure;
import headroom.kernel.FastStream;
import headroom.kernel.Streams;
import headroom.policy.TargetTracking.Law;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The controller of caps against its law, term by term and in a closed loop. */
final class TargetTrackingTest {
    private static final double HOUR = 3600;

    /** Caps: target 2, bounds 0.25 to 4, gain 0.5, 20 % an hour, dead band 25 %. */
    private static Law caps(double gain, double maxChangePerHour) {
        return law(Measure.UTILISATION, gain, maxChangePerHour, 0.25, false);
    }

    private static Law law(
            Measure measure, double gain, double maxChange, double deadBand, boolean rises) {
        return new Law(
                new Goal(measure, 2, 6, rises ? 1 : 0.25, 4, maxChange, rises), gain, deadBand);
    }

    private static double next(Law law, double current, double measured, double seconds) {
        return new TargetTracking(law).next(Seen.worst(law.goal(), current, measured, seconds));
    }

    /** The law written out once more, in ratios of powers instead of logarithms. */
    @Test
    void randomLawsAgreeWithTheirText() {
        FastStream random = new Streams(15, 0).of("laws");
        int still = 0;
        int moved = 0;
        for (int i = 0; i < 200_000; i++) {
            Law law = randomLaw(random);
            Goal goal = law.goal();
            double current = goal.min() + random.nextDouble() * (goal.max() - goal.min());
            double ratio = StrictMath.pow(10, 3 * random.nextDouble() - 1.5);
            double hours = 0.1 + 5 * random.nextDouble();
            double band = 1 + law.deadBand();
            double value = next(law, current, goal.target() * ratio, hours * HOUR);
            if (ratio < band * (1 - 1e-12) && ratio > (1 + 1e-12) / band) {
                assertThat(value).isEqualTo(current);
                still++;
            } else if (ratio > band * (1 + 1e-12) || ratio < (1 - 1e-12) / band) {
                double clipped = Math.max(1 / Math.E, Math.min(Math.E, ratio));
                double factor = StrictMath.pow(clipped, law.gain());
                double most = StrictMath.pow(1 + goal.maxChangePerHour(), hours);
                factor = Math.max(1 / most, Math.min(most, factor));
                double wanted = goal.rises() ? current * factor : current / factor;
                double expected = Math.max(goal.min(), Math.min(goal.max(), wanted));
                assertThat(value).as("%s", law).isCloseTo(expected, within(1e-12 * expected));
                moved++;
            }
        }
        assertThat(Math.min(still, moved)).isGreaterThan(10_000);
    }

    private static Law randomLaw(FastStream random) {
        double min = 0.1 + random.nextDouble();
        Goal goal = new Goal(
                random.nextInt(0, 1) == 0 ? Measure.TTFT_P99 : Measure.UTILISATION,
                0.1 + 10 * random.nextDouble(),
                random.nextInt(1, 24),
                min,
                min + 5 * random.nextDouble(),
                random.nextDouble(),
                random.nextInt(0, 1) == 0);
        return new Law(goal, 2 * random.nextDouble(), random.nextInt(0, 3) * 0.2);
    }

    @Test
    void pressureTightensCapsAndRaisesTheMultiplier() {
        Law caps = caps(0.5, 9);
        Law multiplier = law(Measure.TTFT_P99, 0.5, 9, 0.25, true);
        double root = StrictMath.sqrt(1.5);
        assertThat(next(caps, 1, 3, HOUR)).isCloseTo(1 / root, within(1e-15));
        assertThat(next(multiplier, 2, 3, HOUR)).isCloseTo(2 * root, within(1e-15));
        assertThat(next(caps, 1, 2 / 1.5, HOUR)).isCloseTo(root, within(1e-15));
        assertThat(next(multiplier, 2, 2 / 1.5, HOUR)).isCloseTo(2 / root, within(1e-15));
    }

    @Test
    void theDeadBandIsLeftAloneOnBothSides() {
        Law law = caps(0.5, 9);
        for (double inside : new double[] {2.4999999, 2.1, 2, 1.9, 1.6000001}) {
            assertThat(next(law, 0.7, inside, HOUR)).isEqualTo(0.7);
        }
        assertThat(next(law, 0.7, 2.5000001, HOUR)).isLessThan(0.64);
        assertThat(next(law, 0.7, 1.5999999, HOUR)).isGreaterThan(0.77);
    }

    @Test
    void anErrorCountsForAFactorOfEAtMost() {
        Law law = caps(0.5, 9);
        double most = next(law, 1, 2 * Math.E, HOUR);
        assertThat(most).isCloseTo(StrictMath.exp(-0.5), within(1e-15));
        assertThat(next(law, 1, 1000, HOUR)).isEqualTo(most);
        assertThat(next(law, 1, Double.POSITIVE_INFINITY, HOUR)).isEqualTo(most);
        assertThat(next(law, 1, 1e-9, HOUR)).isCloseTo(StrictMath.exp(0.5), within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 1, 3, 24})
    void theRateOfChangeIsBoundedByTheHour(double hours) {
        Law law = new Law(new Goal(Measure.TTFT_P99, 2, 6, 1e-9, 1e9, 0.2, false), 50, 0);
        double most = StrictMath.pow(1.2, hours);
        assertThat(next(law, 1, 100, hours * HOUR)).isCloseTo(1 / most, within(1e-12));
        assertThat(next(law, 1, 0.01, hours * HOUR)).isCloseTo(most, within(1e-12 * most));
    }

    @Test
    void theValueStaysWithinItsBounds() {
        Law law = caps(0.5, 9);
        assertThat(next(law, 0.26, 1000, HOUR)).isEqualTo(0.25);
        assertThat(next(law, 3.9, 0.01, HOUR)).isEqualTo(4);
    }

    @Test
    void withoutAMeasurementNothingMoves() {
        for (Measure measure : Measure.values()) {
            Law law = law(measure, 0.5, 9, 0, false);
            assertThat(next(law, 0.7, Double.NaN, HOUR)).isEqualTo(0.7);
        }
    }

    /** An idle fleet is measured, at zero: the caps are relaxed as for any large error. */
    @Test
    void anIdleFleetRelaxesTheCaps() {
        assertThat(next(caps(0.5, 9), 1, 0, HOUR)).isCloseTo(StrictMath.exp(0.5), within(1e-15));
    }

    /** Load that follows the caps as their square root: the loop settles within its dead band. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 3.5})
    void theLoopSettlesWithoutOvershoot(double initial) {
        Law law = caps(0.5, 9);
        double value = initial;
        double last = Double.NaN;
        int turns = 0;
        for (int hour = 0; hour < 60; hour++) {
            double then = next(law, value, 2.2 * Math.sqrt(value), HOUR);
            turns += (then - value) * (value - last) < 0 ? 1 : 0;
            last = value;
            value = then;
        }
        assertThat(turns).isZero();
        assertThat(value).as("settled").isEqualTo(last);
        assertThat(2.2 * Math.sqrt(value) / 2).isBetween(0.8, 1.25);
    }
}
