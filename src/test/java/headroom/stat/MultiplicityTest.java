package headroom.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

class MultiplicityTest {
    @Test
    void holmStepsDown() {
        // sorted 0.005, 0.01, 0.03, 0.04: times 4, 3, 2, 1, and never falling
        double[] holm = Multiplicity.holm(0.01, 0.04, 0.03, 0.005);
        assertThat(holm).containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        double[] bonferroni = Multiplicity.bonferroni(0.01, 0.04, 0.3, 0.005);
        assertThat(bonferroni).containsExactly(new double[] {0.04, 0.16, 1, 0.02}, within(1e-15));
    }

    @Test
    void oneStatementNeedsNoCorrection() {
        assertThat(Multiplicity.holm(0.2)).containsExactly(0.2);
        assertThat(Multiplicity.bonferroni(0.2)).containsExactly(0.2);
        assertThat(Multiplicity.eachLevel(0.95, 1)).isEqualTo(0.95, within(1e-15));
        assertThat(Multiplicity.holm()).isEmpty();
    }

    @Test
    void whatIsNotKnownCountsAsAStatement() {
        double[] holm = Multiplicity.holm(Double.NaN, 0.01, 0.02);
        assertThat(holm[0]).isNaN();
        assertThat(holm[1]).isCloseTo(0.03, within(1e-15));
        assertThat(holm[2]).isCloseTo(0.04, within(1e-15));
        assertThat(Multiplicity.bonferroni(Double.NaN, 0.01)[1]).isCloseTo(0.02, within(1e-15));
    }

    @Test
    void aProbabilityIsNeverAboveOne() {
        assertThat(Multiplicity.holm(0.9, 0.5, 0.7)).containsExactly(1, 1, 1);
    }

    @Test
    void intervalsAreThoseOfTheStricterLevel() {
        List<double[]> series = List.of(new double[] {1, 2, 3, 5}, new double[] {4, 4, 8, 9});
        assertThat(Multiplicity.eachLevel(0.95, 2)).isEqualTo(0.975);
        assertThat(Multiplicity.simultaneous(series, 0.95))
                .containsExactly(
                        Estimate.ofReplications(series.get(0), 0.975),
                        Estimate.ofReplications(series.get(1), 0.975));
        assertThatIllegalArgumentException().isThrownBy(() -> Multiplicity.eachLevel(0.95, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Multiplicity.eachLevel(1, 2));
    }

    /** Twenty true hypotheses in a family: some error in 64 % of them, corrected in 5 %. */
    @Test
    void aFamilyErrsAsOftenAsItSays() {
        SplittableRandom random = new SplittableRandom(8);
        int plain = 0;
        int holm = 0;
        int trials = 4_000;
        for (int trial = 0; trial < trials; trial++) {
            double[] p = random.doubles(20).toArray();
            plain += anyBelow(p) ? 1 : 0;
            holm += anyBelow(Multiplicity.holm(p)) ? 1 : 0;
        }
        // 1 - 0.95^20 and 1 - (1 - 0.05 / 20)^20; five standard errors
        assertThat((double) plain / trials).isCloseTo(0.6415, within(0.038));
        assertThat((double) holm / trials).isCloseTo(0.0488, within(0.017));
    }

    private static boolean anyBelow(double[] p) {
        for (double each : p) {
            if (each < 0.05) {
                return true;
            }
        }
        return false;
    }
}
