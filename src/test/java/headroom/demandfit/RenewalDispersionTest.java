package headroom.demandfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.Streams;
import headroom.stat.Tally;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import umontreal.ssj.rng.RandomStream;

class RenewalDispersionTest {
    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 0.1, 1, 17, 2_000})
    void poissonHasOneAtEveryWindow(double x) {
        assertThat(RenewalDispersion.index(x, 1)).isCloseTo(1, within(1e-6 + 1e-7 * x));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.2, 1, 5, 100})
    void erlangTwoHasItsClosedForm(double x) {
        // Cox 1962, section 4.5: variance t/2 + (1 - exp(-4 t)) / 8 for mean 1
        double exact = 0.5 + (1 - Math.exp(-4 * x)) / (8 * x);
        assertThat(RenewalDispersion.index(x, Math.sqrt(0.5))).isCloseTo(exact, within(1e-5));
    }

    @Test
    void burstsShowBetweenOneAndTheSquareOfTheVariation() {
        assertThat(RenewalDispersion.index(1e-6, 2)).isBetween(1.0, 1.1);
        assertThat(RenewalDispersion.index(1e5, 8)).isCloseTo(64, within(0.1));
        assertThat(RenewalDispersion.index(10, 30)).isBetween(1.0, 900.0);
    }

    @Test
    void gammaAgainstSimulation() {
        double variation = 2;
        double x = 3;
        RandomStream stream = new Streams(7, 0).of("gamma");
        Tally counts = new Tally();
        double now = 0;
        double until = 0;
        int count = 0;
        while (counts.count() < 200_000) {
            now += gap(stream);
            while (now >= until + x) {
                counts.add(count);
                count = 0;
                until += x;
            }
            count++;
        }
        double simulated = counts.variance() / counts.mean();
        assertThat(RenewalDispersion.index(x, variation)).isCloseTo(simulated, within(0.03));
    }

    /** Gamma of shape 1/4 and mean 1 by rejection (Ahrens and Dieter 1974, algorithm GS). */
    private static double gap(RandomStream stream) {
        double shape = 0.25;
        double b = (Math.E + shape) / Math.E;
        while (true) {
            double p = b * stream.nextDouble();
            double u = stream.nextDouble();
            double y = p <= 1 ? Math.pow(p, 1 / shape) : -Math.log((b - p) / shape);
            if (u <= (p <= 1 ? Math.exp(-y) : Math.pow(y, shape - 1))) {
                return y / shape;
            }
        }
    }
}
