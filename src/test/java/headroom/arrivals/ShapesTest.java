package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

class ShapesTest {
    private static final WeeklyProfile FLAT = WeeklyProfile.named("flat");

    private static DemandCurve curve(double horizonSeconds, Shape... shapes) {
        return new DemandCurve(FLAT, 0, 0, List.of(shapes), horizonSeconds);
    }

    @Test
    void jumpsAreWhereTheyAreSaidToBe() {
        Steps steps = new Steps(new double[] {14_401.25, 21_600}, new double[] {2, 0.5});
        assertThat(steps.factor(14_401.2)).isEqualTo(1);
        assertThat(steps.factor(14_401.25)).isEqualTo(2);
        assertThat(steps.factor(21_599)).isEqualTo(2);
        assertThat(steps.factor(21_600)).isEqualTo(0.5);
        DemandCurve curve = curve(30_000, steps);
        assertThat(curve.integralSeconds(14_401.25)).isCloseTo(14_401.25, within(1e-7));
        double there = curve.integralSeconds(21_600) - curve.integralSeconds(14_401.25);
        assertThat(there).isCloseTo(2 * (21_600 - 14_401.25), within(1e-7));
        assertThat(curve.integralSeconds(30_000) - curve.integralSeconds(21_600))
                .isCloseTo(4_200, within(1e-7));
    }

    @Test
    void aSpikeShorterThanAStepKeepsItsAreaAndItsPlace() {
        Spike box = new Spike(1_000, 0, 2, 0, 101);
        DemandCurve curve = curve(3_000, box);
        assertThat(curve.integralSeconds(1_000)).isCloseTo(1_000, within(1e-7));
        assertThat(curve.integralSeconds(1_002)).isCloseTo(1_202, within(1e-7));
        Spike soft = new Spike(1_000, 20, 0, 30, 11);
        DemandCurve softer = curve(3_000, soft);
        // 10 x (20 / 2 + 30)
        assertThat(softer.integralSeconds(3_000)).isCloseTo(3_400, within(1.0));
        assertThat(softer.integralSeconds(1_020)).isCloseTo(1_120, within(1e-6));
    }

    @Test
    void aFastSwingIsFollowed() {
        double period = 60;
        DemandCurve curve = curve(6_000, new Sinusoid(period, 1, 15));
        for (double t = 0; t < 600; t += 7.3) {
            double g = 2 * Math.PI / period;
            double exact = t - (Math.cos(g * (t - 15)) - Math.cos(-g * 15)) / g;
            assertThat(curve.integralSeconds(t)).isCloseTo(exact, within(2e-3));
        }
    }

    @Test
    void aSwingPassesOneOnItsWayUp() {
        Sinusoid swing = new Sinusoid(86_400, 0.4, 3_600);
        assertThat(swing.factor(3_600)).isEqualTo(1);
        assertThat(swing.factor(3_600 + 21_600)).isCloseTo(1.4, within(1e-12));
        assertThat(swing.factor(3_600 - 21_600)).isCloseTo(0.6, within(1e-12));
        assertThat(swing.factor(3_600 + 43_200 + 100)).isLessThan(1);
    }

    @Test
    void refusesWhatIsNoShape() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Sinusoid(0, 0.5, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Sinusoid(10, 1.5, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Steps(new double[] {5, 5}, new double[] {1, 2}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Steps(new double[] {5}, new double[] {-1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> curve(1e9, new Sinusoid(0.01, 0.5, 0)));
    }
}
