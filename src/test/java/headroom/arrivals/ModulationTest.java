package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.arrivals.Modulation.Scale;
import headroom.kernel.Streams;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;

import java.util.List;

class ModulationTest {
    private static final Modulation TWO = new Modulation(
            List.of(new Scale(0.6, 40, "fast", true), new Scale(0.4, 1_000, "slow", true)));

    /** Variance and fourth moment give the error of an estimated variance. */
    private static void assertVariance(double[] values, double mean, double expected) {
        Tally squares = new Tally();
        for (double value : values) {
            squares.add((value - mean) * (value - mean));
        }
        double error = squares.standardDeviation() / Math.sqrt(values.length);
        assertThat(squares.mean()).isCloseTo(expected, within(5 * error));
        assertThat(error / expected).isLessThan(0.06);
    }

    @Test
    void theIntegralOverAWindowHasTheVarianceStated() {
        for (double window : new double[] {7, 100, 2_000}) {
            double[] integrals = new double[12_000];
            for (int i = 0; i < integrals.length; i++) {
                integrals[i] = integral(new ModulationPath(TWO, new Streams(3, i)), window);
            }
            assertVariance(integrals, window, TWO.integralVariance(window));
        }
    }

    private static double integral(ModulationPath path, double window) {
        double now = 0;
        double sum = 0;
        while (path.endSeconds() < window) {
            sum += (path.endSeconds() - now) * path.factor();
            now = path.endSeconds();
            path.advance();
        }
        return sum + (window - now) * path.factor();
    }

    @Test
    void countsHaveTheIndexOfDispersionStated() {
        double rate = 0.8;
        double window = 300;
        DemandCurve flat = new DemandCurve(WeeklyProfile.named("flat"), 0, 0, List.of(), window);
        double[] counts = new double[12_000];
        for (int i = 0; i < counts.length; i++) {
            Streams streams = new Streams(4, i);
            ArrivalProcess source = new ArrivalLaw.Poisson()
                    .open(new ArrivalLaw.Rate(rate, flat.modulatedBy(TWO)), streams, "arrivals");
            while (source.next() < window) {
                counts[i]++;
            }
        }
        double expected = TWO.dispersion(rate, window);
        assertThat(expected).isGreaterThan(50);
        assertVariance(counts, rate * window, rate * window * expected);
    }

    @Test
    void theCovarianceIsThatOfTheStepsCutAtRandom() {
        // one scale: E[F(t) F(t + u)] over the place of t in its step, step by step
        Scale scale = new Scale(0.7, 20, "x", true);
        double step = scale.stepSeconds();
        for (double lag : new double[] {0, 1.2, 5, 13.7, 80}) {
            int places = 100_000;
            double sum = 0;
            for (int i = 0; i < places; i++) {
                long steps = (long) Math.floor(((i + 0.5) / places * step + lag) / step);
                sum += Math.exp(0.49 * Math.exp(-(double) steps / Modulation.STEPS));
            }
            assertThat(new Modulation(List.of(scale)).covariance(lag))
                    .isCloseTo(sum / places - 1, within(1e-4));
        }
    }

    @Test
    void withoutScalesNothingIsModulated() {
        assertThat(Modulation.NONE.dispersion(5, 60)).isEqualTo(1);
        ModulationPath path = new ModulationPath(Modulation.NONE, new Streams(1, 0));
        assertThat(path.factor()).isEqualTo(1);
        assertThat(path.endSeconds()).isInfinite();
    }

    @Test
    void cellsShareWhatIsCommon() {
        Modulation own = new Modulation(List.of(new Scale(0.6, 40, "fast", false)));
        Streams streams = new Streams(5, 2);
        Streams first = streams.child("cell.0");
        Streams second = streams.child("cell.1");
        assertThat(integral(new ModulationPath(TWO, first), 500))
                .isEqualTo(integral(new ModulationPath(TWO, second), 500));
        assertThat(integral(new ModulationPath(own, first), 500))
                .isNotEqualTo(integral(new ModulationPath(own, second), 500));
    }

    @Test
    void refusesWhatIsNoScale() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(-1, 1, "x", true));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(Double.NaN, 1, "x", true));
        assertThatIllegalArgumentException().isThrownBy(() -> new Scale(1, 0, "x", true));
    }
}
