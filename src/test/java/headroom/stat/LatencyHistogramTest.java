package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.SplittableRandom;

class LatencyHistogramTest {
    private static final double[] FRACTIONS = {
        0, 0.001, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 1
    };

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 100, 1_000, 100_000})
    void quantilesAgreeWithTheSortedArray(int n) {
        double[] values = spread(n, n);
        LatencyHistogram histogram = histogramOf(values);
        Arrays.sort(values);
        for (double p : FRACTIONS) {
            double exact = values[Math.max(1, (int) Math.ceil(p * n - 1e-9)) - 1];
            assertThat(histogram.quantileSeconds(p))
                    .as("p %s of %s", p, n)
                    .isCloseTo(exact, withinPercentage(0.79));
        }
    }

    @Test
    void aSmoothLawIsMetWithinHalfABucket() {
        int n = 100_000;
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < n; i++) {
            histogram.record(0.2 + 3.0 * (i + 0.5) / n);
        }
        for (double p = 0.01; p < 1; p += 0.01) {
            assertThat(histogram.quantileSeconds(p))
                    .isCloseTo(0.2 + 3.0 * p, withinPercentage(0.02));
        }
    }

    @Test
    void equalValuesAreExact() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < 1_000; i++) {
            histogram.record(0.125);
        }
        for (double p : FRACTIONS) {
            assertThat(histogram.quantileSeconds(p)).isEqualTo(0.125);
        }
    }

    @Test
    void whoDoesNotWaitAtAllIsToldFromWhoHardlyDoes() {
        LatencyHistogram histogram = histogramOf(new double[] {0, 0, -0.0, 1e-6, 1e-6, 8});
        assertThat(histogram.quantileSeconds(0.5)).isZero();
        assertThat(histogram.quantileSeconds(0.6)).isCloseTo(1e-6, withinPercentage(0.79));
        LatencyHistogram none = histogramOf(new double[] {0, 0, 0});
        none.merge(histogram);
        assertThat(none.count()).isEqualTo(9);
        assertThat(none.quantileSeconds(2.0 / 3)).isZero();
        assertThat(none.quantileSeconds(0.7)).isPositive();
        none.reset();
        none.merge(histogramOf(new double[] {0, 0}));
        none.record(3);
        none.record(5);
        assertThat(none.quantileSeconds(0.5)).isZero();
        assertThat(none.quantileSeconds(0.75)).isCloseTo(3, withinPercentage(0.79));
        assertThat(none.maxSeconds()).isEqualTo(5);
        LatencyHistogram negative = histogramOf(new double[] {-0.0, 1, 2});
        none.reset();
        none.merge(negative);
        assertThat(none.quantileSeconds(0.5)).isCloseTo(1, withinPercentage(0.79));
        negative.reset();
        negative.record(7);
        negative.record(8);
        negative.record(9);
        assertThat(negative.quantileSeconds(0.5)).isCloseTo(8, withinPercentage(0.79));
    }

    @Test
    void aSampleOfThoseWhoDidNotWaitDidNotWait() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (int i = 0; i < 10_000; i++) {
            histogram.record(i % 4 == 0 ? 2 : 0);
        }
        LatencyHistogram sample = histogram.thinned(0.5, new Streams(1, 0).of("sample"));
        assertThat((double) sample.count()).isBetween(4_700.0, 5_300.0);
        assertThat(sample.quantileSeconds(0.7)).isZero();
        assertThat(sample.quantileSeconds(0.8)).isCloseTo(2, withinPercentage(0.79));
    }

    @Test
    void theWorstPlaceInABucketStaysWithinTheBound() {
        // 1.0 opens the widest bucket of its octave; most of its ranks stand too high
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.record(0.5);
        for (int i = 0; i < 1_000; i++) {
            histogram.record(1.0);
        }
        histogram.record(2.0);
        assertThat(histogram.quantileSeconds(0.998)).isBetween(1.0, 1.0079);
    }

    @Test
    void aSingleValueInItsBucketIsWithinHalf() {
        for (double value : spread(2_000, 3)) {
            LatencyHistogram histogram = new LatencyHistogram();
            histogram.record(value / 4);
            histogram.record(value);
            histogram.record(value * 4);
            assertThat(histogram.quantileSeconds(0.5)).isCloseTo(value, withinPercentage(0.40));
        }
    }

    @Test
    void countsDoNotDependOnTheOrderOfMerging() {
        double[] values = spread(30_000, 9);
        LatencyHistogram whole = histogramOf(values);
        LatencyHistogram[] parts = new LatencyHistogram[3];
        for (int i = 0; i < 3; i++) {
            parts[i] = histogramOf(Arrays.copyOfRange(values, 10_000 * i, 10_000 * (i + 1)));
        }
        for (int[] order : new int[][] {{0, 1, 2}, {2, 0, 1}, {1, 2, 0}}) {
            LatencyHistogram merged = new LatencyHistogram();
            merged.merge(new LatencyHistogram());
            for (int part : order) {
                merged.merge(parts[part]);
            }
            assertThat(merged.count()).isEqualTo(30_000);
            for (double p : FRACTIONS) {
                assertThat(merged.quantileSeconds(p)).isEqualTo(whole.quantileSeconds(p));
            }
            assertThat(merged.meanSeconds())
                    .isCloseTo(whole.meanSeconds(), withinPercentage(1e-10));
        }
    }

    @Test
    void theMeanComesFromTheValuesNotTheBuckets() {
        LatencyHistogram histogram = histogramOf(new double[] {1.0, 1.001, 1.002});
        assertThat(histogram.meanSeconds()).isCloseTo(1.001, withinPercentage(1e-12));
    }

    @Test
    void valuesOutsideTheRangeAreKeptAtItsEnds() {
        LatencyHistogram histogram = histogramOf(new double[] {0, -0.0, 1e-9, 1, 1e9});
        assertThat(histogram.count()).isEqualTo(5);
        assertThat(histogram.minSeconds()).isZero();
        assertThat(histogram.quantileSeconds(0)).isZero();
        assertThat(histogram.quantileSeconds(0.4)).isZero();
        assertThat(histogram.quantileSeconds(0.6)).isBetween(9e-7, 2e-6);
        assertThat(histogram.quantileSeconds(0.8)).isCloseTo(1, withinPercentage(0.4));
        assertThat(histogram.quantileSeconds(1)).isEqualTo(1e9);
        assertThat(histogram.maxSeconds()).isEqualTo(1e9);
    }

    @Test
    void resetEmptiesIt() {
        LatencyHistogram histogram = histogramOf(new double[] {1, 2, 3});
        histogram.reset();
        assertThat(histogram.count()).isZero();
        assertThat(histogram.meanSeconds()).isNaN();
        assertThat(histogram.quantileSeconds(0.5)).isNaN();
        histogram.record(8);
        assertThat(histogram.quantileSeconds(0.5)).isEqualTo(8);
        assertThat(histogram.minSeconds()).isEqualTo(8);
        histogram.record(16);
        histogram.record(32);
        // nothing of before is left in the buckets on the way
        assertThat(histogram.quantileSeconds(0.5)).isCloseTo(16, within(0.1));
    }

    @Test
    void refusesWhatIsNoDuration() {
        LatencyHistogram histogram = new LatencyHistogram();
        for (double bad : new double[] {-1e-9, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> histogram.record(bad));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> histogram.quantileSeconds(99));
    }

    /** Durations over twelve orders of magnitude. */
    private static double[] spread(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return random.doubles(n).map(u -> 2e-6 * StrictMath.pow(10, 10 * u)).toArray();
    }

    private static LatencyHistogram histogramOf(double[] values) {
        LatencyHistogram histogram = new LatencyHistogram();
        for (double value : values) {
            histogram.record(value);
        }
        return histogram;
    }

    /** Each duration is kept with the same probability: counts by bucket are binomial. */
    @Test
    void aSampleKeepsEachWithTheSameProbability() {
        LatencyHistogram all = new LatencyHistogram();
        for (int i = 0; i < 10_000; i++) {
            all.record(1);
            all.record(i % 4 == 0 ? 5 : 40);
        }
        FastStream random = new Streams(5, 0).of("sample");
        double[] share = {0.002, 0.3, 0.95};
        for (double q : share) {
            int runs = 40;
            double count = 0;
            double lower = 0;
            for (int r = 0; r < runs; r++) {
                LatencyHistogram sample = all.thinned(q, random);
                count += sample.count();
                // 62.5 % of all lie at 5 s or below
                lower += sample.quantileSeconds(0.6) < 6 ? 1 : 0;
                assertThat(sample.maxSeconds()).isLessThanOrEqualTo(40);
                assertThat(sample.minSeconds()).isGreaterThanOrEqualTo(1);
            }
            double sd = Math.sqrt(20_000 * q * (1 - q) / runs);
            assertThat(count / runs).isCloseTo(20_000 * q, within(4 * sd));
            assertThat(lower).as("q %s", q).isGreaterThan(q < 0.01 ? 20 : 39);
        }
        assertThat(all.count()).isEqualTo(20_000);
        assertThat(new LatencyHistogram().thinned(0.5, random).count()).isZero();
    }
}
