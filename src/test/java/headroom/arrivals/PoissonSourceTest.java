package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class PoissonSourceTest {
    private static final double DAY = 86_400;
    private static final int HOURS = 72;
    private static final DemandCurve CURVE = new DemandCurve(
            WeeklyProfile.named("azure-2024-coding"),
            DAY,
            0.35,
            List.of(new Spike(DAY, 3_600, DAY / 2, DAY / 4, 2)),
            HOURS * 3600.0);

    @Test
    void countsPerHourFollowTheIntegral() {
        double base = 0.1;
        SplittableRandom random = new SplittableRandom(11);
        long[] counts = new long[HOURS];
        PoissonSource source = new PoissonSource(base, CURVE);
        for (double t = source.next(open(random)); t < 3 * DAY; t = source.next(open(random))) {
            counts[(int) (t / 3_600)]++;
        }
        double[] expected = new double[HOURS];
        double chiSquare = 0;
        for (int hour = 0; hour < HOURS; hour++) {
            expected[hour] = base
                    * (CURVE.integralSeconds((hour + 1) * 3_600.0)
                            - CURVE.integralSeconds(hour * 3_600.0));
            double difference = counts[hour] - expected[hour];
            chiSquare += difference * difference / expected[hour];
        }
        assertThat(Arrays.stream(expected).min().orElseThrow()).isGreaterThan(5);
        // the shape, and the total too: independent Poisson counts have 72 degrees of freedom
        assertThat(new ChiSquareTest().chiSquareTest(expected, counts)).isGreaterThan(1e-6);
        assertThat(chiSquare).isLessThan(145.7);
    }

    @Test
    void rescaledTimesAreExponential() {
        double base = 0.05;
        SplittableRandom random = new SplittableRandom(12);
        PoissonSource source = new PoissonSource(base, CURVE);
        double[] gaps = new double[5_000];
        double before = 0;
        for (int i = 0; i < gaps.length; i++) {
            double now = base * CURVE.integralSeconds(source.next(open(random)));
            gaps[i] = now - before;
            before = now;
        }
        double p = new KolmogorovSmirnovTest()
                .kolmogorovSmirnovTest(new ExponentialDistribution(null, 1), gaps, false);
        assertThat(p).isGreaterThan(1e-6);
    }

    @Test
    void everyArrivalIsWhereTheIntegralReachesTheSumOfTheVariates() {
        for (double base : new double[] {1e-4, 0.003, 1, 50}) {
            SplittableRandom random = new SplittableRandom(13);
            PoissonSource source = new PoissonSource(base, CURVE);
            double reached = 0;
            for (int i = 0; i < 3_000; i++) {
                double u = open(random);
                reached -= StrictMath.log(u);
                double t = source.next(u);
                if (t == Double.POSITIVE_INFINITY) {
                    assertThat(reached).isGreaterThan(base * CURVE.integralSeconds(3 * DAY));
                    break;
                }
                assertThat(base * CURVE.integralSeconds(t))
                        .isCloseTo(reached, within(1e-9 * (1 + reached)));
                assertThat(source.nowSeconds()).isEqualTo(t);
            }
        }
    }

    @Test
    void nobodyComesWhileTheRateIsZero() {
        List<Spike> closed = List.of(new Spike(600, 0, 1_200, 0, 0));
        DemandCurve curve = new DemandCurve(WeeklyProfile.named("flat"), 0, 0, closed, 3_000);
        SplittableRandom random = new SplittableRandom(14);
        PoissonSource source = new PoissonSource(0.1, curve);
        int before = 0;
        int after = 0;
        for (double t = source.next(open(random)); t < 1e9; t = source.next(open(random))) {
            assertThat(t > 600 && t < 1_800).isFalse();
            before += t <= 600 ? 1 : 0;
            after += t >= 1_800 ? 1 : 0;
        }
        assertThat(before).isBetween(20, 110);
        assertThat(after).isBetween(60, 190);
        assertThat(new PoissonSource(0, curve).next(0.5)).isInfinite();
    }

    @Test
    void afterTheEndNobodyComes() {
        DemandCurve curve = new DemandCurve(WeeklyProfile.named("flat"), 0, 0, List.of(), 300);
        PoissonSource source = new PoissonSource(1, curve);
        assertThat(source.next(StrictMath.exp(-299))).isCloseTo(299, within(1e-9));
        assertThat(source.next(StrictMath.exp(-2))).isInfinite();
        assertThat(source.next(0.999)).isInfinite();
    }

    @Test
    void aHigherRateMovesEveryArrivalEarlier() {
        SplittableRandom random = new SplittableRandom(15);
        PoissonSource slow = new PoissonSource(0.1, CURVE);
        PoissonSource fast = new PoissonSource(0.11, CURVE);
        for (int i = 0; i < 2_000; i++) {
            double u = open(random);
            assertThat(fast.next(u)).isLessThan(slow.next(u));
        }
    }

    @Test
    void refusesWhatIsNoRateOrUniform() {
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonSource(-1, CURVE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonSource(Double.NaN, CURVE));
        assertThatIllegalArgumentException().isThrownBy(() -> new PoissonSource(1, CURVE).next(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PoissonSource(1, CURVE).next(Double.NaN));
    }

    private static double open(SplittableRandom random) {
        return (random.nextLong() >>> 12) * 0x1p-52 + 0x1p-53;
    }
}
