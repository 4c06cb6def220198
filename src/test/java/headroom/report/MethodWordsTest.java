package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.measure.TimeSeries;
import headroom.stat.Estimate;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What is said of when a run stopped, of its batches and of its warm-up. */
class MethodWordsTest {
    private static final String METRIC = "metric=p99(ttft)";

    private static final TimeSeries NONE = new TimeSeries(Runs.START, 3600, List.of());

    private static List<String> said(Measurement... summary) {
        RunResult run = Runs.run("s", List.of(), List.of(summary), NONE);
        return MethodWords.sentences(run);
    }

    private static Measurement asked(double share) {
        return Runs.number("precision asked", METRIC, "share", share);
    }

    private static Measurement reached(double share) {
        return Runs.number("precision reached", METRIC, "share", share);
    }

    @Test
    void reachedIsAtMostTheShareOverOnePlusIt() {
        assertThat(said(asked(0.05), reached(0.0476)))
                .containsExactly("After 6 replications the half-width of p99(ttft) is 4.76 % of its"
                        + " mean; an error of at most 5.00 % was asked for.");
        assertThat(said(asked(0.05), reached(0.0477)).get(0))
                .startsWith("Even after 6 replications, the most allowed, the half-width of");
    }

    @Test
    void nothingIsAShareOfZero() {
        assertThat(said(asked(0.05), reached(Double.NaN)).get(0))
                .startsWith("All 6 replications were run: the mean of p99(ttft) is 0 or unknown");
    }

    @Test
    void batchesAreSpokenOfWhereTheyCorrelate() {
        Measurement lag = Runs.number("batches.lag max", "phase=run", "1", 0.71);
        Measurement few = Runs.number("batches.correlated share", "phase=run", "share", 0.05);
        Measurement many = Runs.number("batches.correlated share", "phase=run", "share", 0.4);
        assertThat(said(few, lag)).isEmpty();
        assertThat(said(many, lag).get(0))
                .contains("40.0 % of the numbers correlate", "0.710", "longer batches");
    }

    @Test
    void aWarmUpThatWasFoundIsTold() {
        Measurement found = Runs.number("warmUp found", "series=offered", "s", 7_200);
        Measurement no = Runs.number("warmUp undecided", "series=offered", "1", 0);
        Measurement yes = Runs.number("warmUp undecided", "series=offered", "1", 1);
        assertThat(said(found, no))
                .containsExactly("The warm-up of 2.00 h was found by MSER-5 from offered in 6 pilot"
                        + " replications.");
        assertThat(said(found, yes).get(0)).endsWith("take a longer one.");
        Measurement single = found.with(new Estimate(7_200, Double.NaN, 0.95, 1));
        assertThat(said(single, no).get(0)).endsWith("from offered in 1 pilot replication.");
    }

    @Test
    void aWarmUpThatWasGivenIsNotSaidToBeFound() {
        Measurement found = Runs.number("warmUp found", "series=offered", "s", 7_200);
        Measurement given = Runs.number("warmUp given", "series=offered", "s", 345_600);
        assertThat(said(found, given))
                .containsExactly("The warm-up of 96.0 h that was given stands; MSER-5 found 2.00 h"
                        + " from offered in 6 pilot replications.");
    }

    @Test
    void aPhaseTooShortForBatchesIsTold() {
        Measurement cut = Runs.number("batches.correlated share", "phase=normal", "share", 0.05);
        Measurement wait = Runs.number("ttft p99", "phase=spike", "s", Double.NaN);
        List<Phase> phases = List.of(new Phase("normal", 0, 36_000), new Phase("spike", 36_000, 0));
        RunResult run = Runs.run("s", phases, List.of(cut, wait), NONE);
        assertThat(MethodWords.sentences(run).get(0))
                .startsWith("In phase spike there are fewer whole hours than batches")
                .contains("take fewer batches")
                .doesNotContain("normal");
        assertThat(Verdict.of(run)).noneMatch(each -> each.contains("more cells"));
        RunResult plain = Runs.run("s", phases, List.of(wait), NONE);
        assertThat(MethodWords.sentences(plain)).isEmpty();
        assertThat(Verdict.of(plain)).anyMatch(each -> each.contains("more cells"));
    }

    /** Half-widths of one replication are between its cells, and its p99 is of all of them. */
    @Test
    void aTailIsTooLowInMeansOverReplicationsOnly() {
        Measurement wild = Runs.number("tpot p99", "phase=run", "s", 1, 0.5);
        RunResult many = Runs.run("s", List.of(), List.of(wild), NONE);
        assertThat(MethodWords.sentences(many).get(0)).contains("differs so much between");
        assertThat(MethodWords.sentences(Runs.once(many))).isEmpty();
    }

    @Test
    void aRunThatAskedForNothingSaysNothing() {
        assertThat(said(Runs.number("ttft p99", "phase=run", "s", 1))).isEmpty();
    }
}
