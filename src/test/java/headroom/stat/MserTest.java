package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

class MserTest {
    @Test
    void isWhatTheFormulaSays() {
        SplittableRandom random = new SplittableRandom(2);
        for (int n : new int[] {20, 23, 57, 200}) {
            for (int m : new int[] {1, 3, 5}) {
                double[] series = random.doubles(n).map(u -> u * u).toArray();
                series[0] += 5;
                series[n / 4] += 3;
                double[] direct = direct(series, m);
                Mser ours = Mser.of(series, m);
                assertThat((double) ours.truncated()).isEqualTo(direct[0]);
                assertThat(ours.statistic()).isCloseTo(direct[1], within(1e-12));
                assertThat(ours.batches()).isEqualTo(n / m);
                assertThat(ours.observations()).isEqualTo(ours.truncated() * m);
            }
        }
    }

    @Test
    void aConstantSeriesLosesNothing() {
        double[] series = new double[40];
        Arrays.fill(series, 7);
        assertThat(Mser.of(series)).isEqualTo(new Mser(0, 8, 5, 0));
    }

    @Test
    void aSeriesThatOnlyRisesIsNotDecided() {
        double[] series = new double[100];
        Arrays.setAll(series, i -> i);
        assertThat(Mser.of(series).isUndecided()).isTrue();
        assertThat(Mser.of(series).truncated()).isEqualTo(10);
        Arrays.setAll(series, i -> i < 30 ? i : 30 + i % 2);
        assertThat(Mser.of(series).isUndecided()).isFalse();
        assertThat(Mser.of(series).observations()).isEqualTo(30);
    }

    @Test
    void theMeanOverReplicationsGoesAsFarAsTheShortest() {
        List<double[]> series = List.of(new double[] {1, 2, 3}, new double[] {3, 6});
        assertThat(Mser.meanSeries(series)).containsExactly(2, 4);
        assertThat(Mser.meanSeries(List.of())).isEmpty();
    }

    @Test
    void fewerThanFourBatchesSayNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Mser.of(new double[19]));
        assertThatIllegalArgumentException().isThrownBy(() -> Mser.of(new double[19], 0));
    }

    /** Truncation and statistic by the double sum. */
    private static double[] direct(double[] series, int m) {
        int k = series.length / m;
        double[] z = new double[k];
        for (int i = 0; i < k * m; i++) {
            z[i / m] += series[i] / m;
        }
        double[] best = {-1, Double.POSITIVE_INFINITY};
        for (int d = 0; d <= k / 2; d++) {
            double mean = Arrays.stream(z, d, k).average().orElseThrow();
            double squares =
                    Arrays.stream(z, d, k).map(x -> (x - mean) * (x - mean)).sum();
            double statistic = squares / ((double) (k - d) * (k - d));
            if (statistic < best[1]) {
                best = new double[] {d, statistic};
            }
        }
        return best;
    }
}
