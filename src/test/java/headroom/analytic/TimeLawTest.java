package headroom.analytic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** Every law of times is one law, whichever way it is asked. */
final class TimeLawTest {
    static List<TimeLaw> continuous() {
        return List.of(
                TimeLaw.exponential(2.0),
                TimeLaw.erlang(3, 2.0),
                TimeLaw.erlang(700, 2.0),
                TimeLaw.erlang(10_000, 2.0),
                TimeLaw.hyperexponential(0.5, 9.0),
                TimeLaw.uniform(0.5, 1.5),
                TimeLaw.lognormal(2.0, 4.0),
                TimeLaw.boundedPareto(1.5, 0.35, 50.0),
                TimeLaw.boundedPareto(1.0, 1.0, 10.0));
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void momentsAreMeansOfPowers(TimeLaw law) {
        assertThat(law.mean(x -> 1.0)).isEqualTo(1.0, within(1e-11));
        for (int k = 1; k <= 3; k++) {
            int power = k;
            double numeric = law.mean(x -> StrictMath.pow(x, power));
            assertThat(numeric / law.moment(k)).as("%d", k).isEqualTo(1.0, within(1e-10));
        }
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void whatIsBelowAndAboveASizeIsTheWhole(TimeLaw law) {
        double x = 1.2 * law.meanSeconds();
        assertThat(law.momentUpTo(0, x) + law.exceeds(x)).isEqualTo(1.0, within(1e-13));
        assertThat(law.momentUpTo(1, 1e9)).isEqualTo(law.moment(1), within(1e-9));
        assertThat(law.momentUpTo(2, 1e-9)).isEqualTo(0.0, within(1e-12));
        // E[S] and E[min(S, x)] from the tail
        assertThat(law.integral(law::exceeds) / law.meanSeconds()).isEqualTo(1.0, within(1e-10));
        double slope = (law.momentUpTo(1, x + 1e-5) - law.momentUpTo(1, x - 1e-5)) / 2e-5;
        double density = (law.exceeds(x - 1e-5) - law.exceeds(x + 1e-5)) / 2e-5;
        assertThat(slope).isEqualTo(x * density, within(1e-8));
    }

    @ParameterizedTest
    @MethodSource("continuous")
    void transformsAreMeans(TimeLaw law) {
        for (double s : new double[] {0.0, 0.3, 2.0}) {
            assertThat(law.transform(s))
                    .isEqualTo(law.mean(x -> StrictMath.exp(-s * x)), within(1e-11));
            assertThat(law.cosine(s))
                    .isEqualTo(law.mean(x -> StrictMath.cos(s * x)), within(1e-10));
            assertThat(law.sine(s)).isEqualTo(law.mean(x -> StrictMath.sin(s * x)), within(1e-10));
        }
    }

    /** 1e4^90 is beyond doubles: the mean is 90 / 89 x 1e4 x (1 - 2^-89) / (1 - 2^-90). */
    @Test
    void steepPowersOfLongTimes() {
        TimeLaw steep = TimeLaw.boundedPareto(90.0, 1e4, 2e4);
        assertThat(steep.moment(1)).isEqualTo(10112.3595505618, within(1e-9));
        assertThat(steep.mean(x -> x)).isEqualTo(10112.3595505618, within(1e-6));
        // 1.01^-90
        assertThat(steep.exceeds(10_100)).isEqualTo(0.40839118515, within(1e-9));
    }

    @Test
    void textbookMoments() {
        TimeLaw mixed = TimeLaw.hyperexponential(1.0, 4.0);
        assertThat(mixed.moment(1)).isEqualTo(1.0, within(1e-15));
        assertThat(mixed.moment(2)).isEqualTo(5.0, within(1e-14));
        assertThat(TimeLaw.erlang(2, 1.0).moment(2)).isEqualTo(1.5, within(1e-15));
        assertThat(TimeLaw.lognormal(3.0, 2.0).moment(1)).isEqualTo(3.0, within(1e-14));
        assertThat(TimeLaw.lognormal(3.0, 2.0).moment(2)).isEqualTo(27.0, within(1e-13));
        assertThat(TimeLaw.uniform(0.5, 1.5).moment(2)).isEqualTo(13.0 / 12.0, within(1e-15));
        TimeLaw fixed = TimeLaw.deterministic(2.0);
        assertThat(fixed.moment(3)).isEqualTo(8.0);
        assertThat(fixed.transform(1.0)).isEqualTo(StrictMath.exp(-2.0));
        assertThat(fixed.momentUpTo(1, 1.9)).isZero();
        assertThat(fixed.integral(x -> fixed.exceeds(x))).isEqualTo(2.0, within(1e-14));
    }

    @Test
    void refusesWhatIsNoLaw() {
        assertThatThrownBy(() -> TimeLaw.deterministic(0)).hasMessageContaining("no law");
        assertThatThrownBy(() -> TimeLaw.exponential(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> TimeLaw.hyperexponential(1, 0.5)).hasMessageContaining("0.5");
        assertThatThrownBy(() -> TimeLaw.uniform(2, 1)).hasMessageContaining("no law");
        assertThatThrownBy(() -> TimeLaw.boundedPareto(1, 2, 1)).hasMessageContaining("no law");
    }
}
