package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;

class BatchMeansTest {
    @Test
    void whatDoesNotFitIsLeftOutAtTheBeginning() {
        double[] series = {100, 1, 3, 5, 5, 9, 7};
        assertThat(BatchMeans.means(series, 3)).containsExactly(2, 5, 8);
        BatchMeans means = BatchMeans.of(series, 3, 0.95);
        assertThat(means.estimate())
                .isEqualTo(Estimate.ofReplications(new double[] {2, 5, 8}, 0.95));
        assertThat(means.batchSize()).isEqualTo(2);
    }

    @Test
    void theCorrelationOfNeighboursByHand() {
        // away from 3: -2, -1, 0, 1, 2; products 2 + 0 + 0 + 2 over 10
        assertThat(BatchMeans.lagOne(new double[] {1, 2, 3, 4, 5})).isEqualTo(0.4, within(1e-15));
        assertThat(BatchMeans.lagOne(new double[] {1, 5, 1, 5})).isEqualTo(-0.75, within(1e-15));
        assertThat(BatchMeans.lagOne(new double[] {2, 2, 2})).isNaN();
        assertThat(BatchMeans.isCorrelated(Double.NaN, 20)).isFalse();
        assertThat(BatchMeans.isCorrelated(0.36, 20)).isFalse();
        assertThat(BatchMeans.isCorrelated(0.37, 20)).isTrue();
    }

    /** The correlation of the means of batches of AR(1): phi^... summed over all pairs. */
    @Test
    void theCorrelationOfBatchesIsThatOfTheLaw() {
        Autoregressive law = Autoregressive.ofCase();
        int size = 10;
        int batches = 20_000;
        double[] series = law.path(new Streams(1, 0).of("series"), size * batches);
        double own = 0;
        double next = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                own += Math.pow(law.phi(), Math.abs(i - j));
                next += Math.pow(law.phi(), size + j - i);
            }
        }
        BatchMeans means = BatchMeans.of(series, batches, 0.95);
        assertThat(means.lagOne()).isCloseTo(next / own, within(0.03));
        assertThat(means.isCorrelated()).isTrue();
        assertThat(BatchMeans.of(series, 20, 0.95).isCorrelated()).isFalse();
    }

    @Test
    void independentBatchesWarnOnceInTwenty() {
        Streams streams = new Streams(2, 0);
        Autoregressive law = new Autoregressive(0, 0, 1);
        int warned = 0;
        for (int trial = 0; trial < 2_000; trial++) {
            double[] series = law.path(streams.of("trial-" + trial), 20);
            warned += BatchMeans.of(series, 20, 0.95).isCorrelated() ? 1 : 0;
        }
        // the mean of r is -1/k: somewhat less than 5 %
        assertThat(warned / 2_000.0).isBetween(0.015, 0.055);
    }

    @Test
    void refusesWhatIsNoBatch() {
        assertThatIllegalArgumentException().isThrownBy(() -> BatchMeans.means(new double[10], 1));
        assertThatIllegalArgumentException().isThrownBy(() -> BatchMeans.means(new double[10], 11));
    }
}
