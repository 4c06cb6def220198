package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import org.junit.jupiter.api.Test;

import java.util.List;

class DemandCurveTest {
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final WeeklyProfile FLAT = WeeklyProfile.named("flat");

    @Test
    void aSpikeRisesStaysAndDecays() {
        Spike spike = new Spike(100, 50, 200, 1_000, 3);
        assertThat(spike.factor(99)).isEqualTo(1);
        assertThat(spike.factor(100)).isEqualTo(1);
        assertThat(spike.factor(125)).isEqualTo(2);
        assertThat(spike.factor(150)).isEqualTo(3);
        assertThat(spike.factor(349)).isEqualTo(3);
        assertThat(spike.factor(350)).isEqualTo(3);
        assertThat(spike.factor(1_350)).isCloseTo(1 + 2 / StrictMath.E, within(1e-12));
        assertThat(spike.scaled(2).factor(200)).isEqualTo(5);
        assertThat(spike.scaled(0).factor(200)).isEqualTo(1);
    }

    @Test
    void aSpikeWithoutSlopesIsABox() {
        Spike box = new Spike(10, 0, 5, 0, 0.25);
        assertThat(box.factor(Math.nextDown(10))).isEqualTo(1);
        assertThat(box.factor(10)).isEqualTo(0.25);
        assertThat(box.factor(Math.nextDown(15))).isEqualTo(0.25);
        assertThat(box.factor(15)).isEqualTo(1);
    }

    @Test
    void growthIsCompoundedOverAMonth() {
        DemandCurve curve = new DemandCurve(FLAT, 0, 0.35, List.of(), 61 * DAY);
        assertThat(curve.multiplier(0)).isEqualTo(1);
        assertThat(curve.multiplier(365.25 / 12 * DAY)).isCloseTo(1.35, within(1e-12));
        assertThat(curve.multiplier(2 * 365.25 / 12 * DAY)).isCloseTo(1.35 * 1.35, within(1e-12));
    }

    @Test
    void profileGrowthAndSpikesMultiply() {
        WeeklyProfile profile = WeeklyProfile.named("azure-2024-coding");
        Spike one = new Spike(DAY, HOUR, DAY, DAY, 1.8);
        Spike two = new Spike(1.5 * DAY, 0, DAY, 0, 1.1);
        double start = 2.25 * DAY;
        DemandCurve curve = new DemandCurve(profile, start, 0.3, List.of(one, two), 14 * DAY);
        for (double t = 0; t < 14 * DAY; t += 5_000) {
            double expected = profile.at(start + t) * StrictMath.pow(1.3, t / (365.25 / 12 * DAY));
            expected *= one.factor(t) * two.factor(t);
            assertThat(curve.multiplier(t)).isCloseTo(expected, withinPercentage(1e-9));
        }
    }

    @Test
    void aSpikeOfHeightOneIsNoSpike() {
        Spike none = new Spike(DAY, HOUR, DAY, DAY, 1);
        WeeklyProfile profile = WeeklyProfile.named("azure-2024-conversation");
        DemandCurve with = new DemandCurve(profile, 0, 0.1, List.of(none), 3 * DAY);
        DemandCurve without = new DemandCurve(profile, 0, 0.1, List.of(), 3 * DAY);
        assertThat(with.pieces()).isEqualTo(without.pieces());
    }

    @Test
    void thePiecesKeepTheIntegralOfTheCurve() {
        WeeklyProfile profile = WeeklyProfile.named("azure-2024-coding");
        Spike spike = new Spike(1.013 * DAY, 2_345, 7_654, 12_345, 2.5);
        DemandCurve curve = new DemandCurve(profile, 777, 0.35, List.of(spike), 3 * DAY);
        // the spike begins, tops out and ends within steps
        assertThat(curve.pieceCount()).isEqualTo(864 + 3);
        for (int hour = 0; hour < 72; hour += 1) {
            double from = hour * HOUR;
            double fine = 0;
            for (int i = 0; i < 3_600; i++) {
                fine += curve.multiplier(from + i + 0.5);
            }
            double steps = curve.integralSeconds(from + HOUR) - curve.integralSeconds(from);
            assertThat(steps).as("hour %s", hour).isCloseTo(fine, withinPercentage(0.1));
        }
    }

    @Test
    void theIntegralIsLinearInsideAPiece() {
        DemandCurve curve = new DemandCurve(FLAT, 0, 0, List.of(), 700);
        assertThat(curve.pieceCount()).isEqualTo(3);
        assertThat(curve.integralSeconds(0)).isZero();
        assertThat(curve.integralSeconds(450)).isCloseTo(450, within(1e-9));
        assertThat(curve.integralSeconds(900)).isCloseTo(900, within(1e-9));
        assertThatIllegalArgumentException().isThrownBy(() -> curve.integralSeconds(901));
    }

    @Test
    void refusesWhatIsNoCurve() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemandCurve(FLAT, 0, -1, List.of(), DAY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DemandCurve(FLAT, 0, 0, List.of(), 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Spike(0, -1, 0, 0, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Spike(0, 1, 0, 0, -2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Spike(0, 1, 0, 0, 0.5).scaled(3));
    }
}
