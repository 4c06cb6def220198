package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.distribution.TDistribution;
import org.junit.jupiter.api.Test;

/** OutputAnalysisCasesTest holds the constants to case OA-06. */
class RankingConstantsTest {
    /** For two systems h is the quantile of the sum of two independent t variables. */
    @Test
    void ofTwoSystemsRinottsIsTheQuantileOfASum() {
        for (int n0 : new int[] {5, 10, 40}) {
            double h = RankingConstants.rinott(2, n0, 0.9);
            TDistribution t = new TDistribution(null, n0 - 1);
            double below = 0;
            double step = 0.01;
            for (double x = -60; x < 60; x += step) {
                below += step * t.density(x) * t.cumulativeProbability(h - x);
            }
            assertThat(below).as("n0 = %d", n0).isCloseTo(0.9, within(1e-6));
        }
    }

    @Test
    void moreSystemsAndFewerReplicationsAskForMore() {
        double h = RankingConstants.rinott(4, 20, 0.95);
        assertThat(RankingConstants.rinott(5, 20, 0.95)).isGreaterThan(h);
        assertThat(RankingConstants.rinott(4, 10, 0.95)).isGreaterThan(h);
        assertThat(RankingConstants.rinott(4, 20, 0.99)).isGreaterThan(h);
        assertThat(RankingConstants.rinott(4, 3, 0.95)).isBetween(5.0, 30.0);
    }

    @Test
    void theSecondStageIsNeverShorterThanTheFirst() {
        assertThat(RankingConstants.rinottReplications(3, 20, 2, 1)).isEqualTo(36);
        assertThat(RankingConstants.rinottReplications(3, 20, 2.01, 1)).isEqualTo(37);
        assertThat(RankingConstants.rinottReplications(3, 20, 0, 1)).isEqualTo(20);
    }

    @Test
    void refusesWhatCannotBeSelected() {
        assertThatIllegalArgumentException().isThrownBy(() -> RankingConstants.rinott(1, 20, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> RankingConstants.rinott(4, 2, 0.95));
        assertThatIllegalArgumentException().isThrownBy(() -> RankingConstants.rinott(4, 20, 0.25));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RankingConstants.kimNelsonEta(4, 20, 1));
    }
}
