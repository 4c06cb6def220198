package headroom.demandfit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.arrivals.Modulation;
import headroom.arrivals.WeeklyProfile;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The estimators and solvers of a fit, each against numbers by hand. */
class SmallPartsTest {
    @Test
    void dispersionOfCountsByHand() {
        Dispersion dispersion = new Dispersion(List.of(1.0, 2.0), 5.5);
        for (double time : new double[] {0, 0.5, 1, 3.9, 3.95, 4, 5.2}) {
            dispersion.add(time);
        }
        // by seconds 2 1 0 2 1, the half second left out: mean 1.2, variance 0.7; by twos 3 2
        assertThat(dispersion.indices()[0]).isCloseTo(0.7 / 1.2, within(1e-12));
        assertThat(dispersion.indices()[1]).isCloseTo(0.5 / 2.5, within(1e-12));
    }

    @Test
    void leastSquaresThatWouldGoBelowZeroStayThere() {
        double[][] a = {{1, 1}, {1, -1}, {0, 1}};
        double[] free = NonNegative.solve(a, new double[] {3, 1, 1});
        assertThat(free).containsExactly(new double[] {2, 1}, within(1e-4));
        double[] bound = NonNegative.solve(a, new double[] {1, 3, -1});
        assertThat(bound).containsExactly(new double[] {2, 0}, within(1e-4));
        assertThat(NonNegative.solve(a, new double[] {-1, -1, 0})).containsExactly(0, 0);
    }

    @Test
    void aMixtureOfTwoUniforms() {
        Mixture mixture = new Mixture(new double[] {0, 0.5, 1});
        mixture.add(3, new double[] {0, 50, 100});
        mixture.add(1, new double[] {100, 150, 200});
        assertThat(mixture.quantile(0)).isEqualTo(0);
        assertThat(mixture.quantile(0.6)).isCloseTo(80, within(0.01));
        assertThat(mixture.quantile(0.875)).isCloseTo(150, within(0.01));
        assertThat(mixture.quantile(1)).isCloseTo(200, within(0.01));
    }

    @Test
    void windowsThatARecordIsTooShortOrItsClockTooCoarseForAreTold() {
        List<String> notes = new ArrayList<>();
        assertThat(Recording.windows(3_500, 3, notes)).containsExactly(10.0, 60.0, 600.0);
        assertThat(notes)
                .containsExactly(
                        "1 s is left out: the clock of the trace ticks every 3 s",
                        "1 h is left out: the trace has 0 whole windows of it; 5 are needed");
    }

    @Test
    void arrivalsOutOfOrderAreNotCounted() {
        Dispersion dispersion = new Dispersion(List.of(1.0), 10);
        dispersion.add(3);
        assertThatThrownBy(() -> dispersion.add(2)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Probabilities that are denser in the tail do not weigh it more. */
    @Test
    void theMeanOfAUniformLaw() {
        double[] values = TokenQuantiles.at(p -> 1 + 1000 * p);
        assertThat(TokenQuantiles.mean(values)).isCloseTo(501, within(1e-9));
    }

    private static Modulation fitted(double... indices) {
        double[] lengths = TokenQuantiles.at(p -> 10);
        Recording recording = new Recording(
                "made",
                36_000,
                2,
                List.of(1.0, 10.0, 60.0, 600.0).subList(0, indices.length),
                indices,
                null,
                List.of(new Recording.Client("made", 1, lengths, lengths)),
                new double[0],
                lengths,
                lengths,
                new Recording.Means(1, 1),
                List.of());
        return new DispersionFit(recording).fit(indices);
    }

    /** Linear from p99.9 to the longest, the mean would be 1 + 0.001 x 8,999 / 2: 5.5, not 1.4. */
    @Test
    void theTailKeepsItsMean() {
        double[] sample = new double[20_000];
        Arrays.fill(sample, 1);
        sample[7] = 9_000;
        double[] values = TokenQuantiles.ofSample(sample);
        double mean = 1 + 8_999 / 20_000.0;
        assertThat(TokenQuantiles.mean(values)).isCloseTo(mean, within(1e-9));
        sample[8] = 9_000;
        assertThat(TokenQuantiles.mean(TokenQuantiles.ofSample(sample)))
                .isCloseTo(1 + 2 * 8_999 / 20_000.0, within(1e-9));
    }

    @Test
    void meansOfAMixture() {
        Mixture mixture = new Mixture(new double[] {0, 0.5, 1});
        mixture.add(3, new double[] {0, 50, 100});
        mixture.add(1, new double[] {100, 150, 200});
        assertThat(mixture.meanAbove(0)).isCloseTo(75, within(1e-9));
        assertThat(mixture.meanAbove(0.75)).isCloseTo(150, within(0.01));
        assertThat(mixture.meanAbove(0.875)).isCloseTo(175, within(0.01));
        // 80 to 100 of the one, at 15 % of all, and the other: (0.15 x 90 + 0.25 x 150) / 0.4
        assertThat(mixture.meanAbove(0.6)).isCloseTo(127.5, within(0.01));
        Mixture constant = new Mixture(new double[] {0, 0.5, 1});
        constant.add(1, new double[] {7, 7, 7});
        assertThat(constant.meanAbove(0.999)).isCloseTo(7, within(1e-9));
    }

    /** Half as much in one hour as in all others: its profile has just that mean over it. */
    @Test
    void aProfileHasTheMeansOfTheHours() {
        double[] means = new double[168];
        Arrays.fill(means, 4);
        means[0] = 2;
        means[100] = 7;
        WeeklyProfile profile = WeeklyProfile.ofHours(HourlyMeans.values(means));
        double whole = Arrays.stream(means).average().orElseThrow();
        for (int hour : new int[] {0, 1, 2, 99, 100, 101, 167}) {
            double sum = 0;
            for (int i = 0; i < 3600; i++) {
                sum += profile.at(3600 * hour + i + 0.5);
            }
            assertThat(sum / 3600 * whole).isCloseTo(means[hour], within(1e-6));
        }
    }

    @Test
    void aProfileIsNeverBelowZero() {
        double[] means = new double[168];
        means[10] = 6;
        double[] values = HourlyMeans.values(means);
        assertThat(values[9]).isZero();
        assertThat(values[10]).isCloseTo(8, within(1e-9));
    }

    /** Generated counts are never more even than chance: there is nothing to modulate. */
    @Test
    void countsWithoutVarianceNeedNoModulation() {
        assertThat(fitted(0, 0).scales()).isEmpty();
        assertThat(fitted(0.2, 0.5, 0.9).scales()).isEmpty();
    }

    /** A short window more even than chance does not hide what swings at a longer one. */
    @Test
    void anEvenWindowLeavesTheOthersTheirDispersion() {
        // none is left where an error at 1 s counts twenty times as much as it is large
        assertThat(fitted(0.05, 1, 6, 50).dispersion(2, 600)).isBetween(25.0, 60.0);
    }
}
