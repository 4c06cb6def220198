package headroom.study;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.Archive;
import headroom.measure.Reading;
import headroom.metrics.Catalogue;
import headroom.metrics.Expectation;
import headroom.metrics.Judgement;
import headroom.metrics.Judgement.Verdict;
import headroom.metrics.Objective;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Verdicts on M/M/1, whose mean time in the system is 1 / (mu - lambda) = 0.2 s, over 150
 * independent checks of 6 replications each.
 */
class SloCheckTest {
    private static final int CHECKS = 150;
    private static final int EACH = 6;
    private static final double EXACT_SECONDS = 0.2;

    private static final List<List<Reading>> GROUPS = new ArrayList<>();
    private static double standardError;

    @BeforeAll
    static void run() throws Exception {
        Laboratory laboratory = new Laboratory(
                Path.of("scenarios/queueing/mm1.yaml"),
                Map.of("horizon", "15 min", "warmUp", "1 min", "occupancy", "false"),
                Archive.NONE,
                2,
                Laboratory.Progress.NONE);
        Trial trial = laboratory.trials(List.of(Map.of()), CHECKS * EACH).get(0);
        for (int i = 0; i < CHECKS; i++) {
            GROUPS.add(trial.readings().subList(i * EACH, (i + 1) * EACH));
        }
        Catalogue catalogue = trial.simulation().catalogue();
        double[] values =
                trial.values(catalogue.key(Objective.parse("mean(e2e) < 1 s").metric()));
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value / values.length;
            squares += (value - EXACT_SECONDS) * (value - EXACT_SECONDS) / values.length;
        }
        standardError = Math.sqrt(squares / EACH);
        assertThat(sum)
                .isBetween(
                        EXACT_SECONDS - 4 * Math.sqrt(squares / values.length),
                        EXACT_SECONDS + 4 * Math.sqrt(squares / values.length));
    }

    private static int[] verdicts(double standardErrors) throws Exception {
        String bound = String.format(
                Locale.ROOT, "%.9f s", EXACT_SECONDS + standardErrors * standardError);
        int[] counts = new int[3];
        for (List<Reading> group : GROUPS) {
            Expectation expected = Expectation.of(
                    Objective.parse("mean(e2e) < " + bound),
                    0.95,
                    Catalogue.of(group.get(0), List.of()));
            counts[Judgement.of(expected, group, 1).verdict().ordinal()]++;
        }
        return counts;
    }

    /**
     * The true mean is the given number of standard errors below the bound. On the bound either
     * verdict is wrong, in 5 % of the checks at most: 20 of 150 is the binomial limit at 1e-6. Away
     * from it the wrong verdict gets rarer still, and the right one more frequent.
     */
    @ParameterizedTest
    @CsvSource({
        // standard errors, pass at least, pass at most, fail at least, fail at most
        "-4, 0, 0, 115, 150",
        "-1, 0, 6, 12, 60",
        "0, 1, 20, 1, 20",
        "1, 12, 60, 0, 6",
        "4, 115, 150, 0, 0",
    })
    void wrongVerdictsAreAsRareAsPromised(
            double standardErrors, int passLow, int passHigh, int failLow, int failHigh)
            throws Exception {
        int[] counts = verdicts(standardErrors);
        String all = standardErrors + " standard errors: " + Arrays.toString(counts);
        assertThat(counts[Verdict.PASS.ordinal()]).as(all).isBetween(passLow, passHigh);
        assertThat(counts[Verdict.FAIL.ordinal()]).as(all).isBetween(failLow, failHigh);
    }

    @Test
    void looksDoubleUpToTheMost() {
        assertThat(new SloCheck.Effort(3, 0, false).looks()).containsExactly(3);
        assertThat(new SloCheck.Effort(3, 20, false).looks()).containsExactly(3, 6, 12, 20);
        assertThat(new SloCheck.Effort(4, 16, false).looks()).containsExactly(4, 8, 16);
    }
}
