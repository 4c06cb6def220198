package headroom.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import headroom.metrics.Objective.Relation;
import headroom.search.Standing.Decision;
import headroom.study.StudyException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.Random;

final class SolveTest {
    /** Falls from 1 at 0; at most 0.2 from 400 on. */
    private static double falling(double x) {
        return 1 - x / 500;
    }

    @Test
    void aKnownRootIsFoundByHalving() throws Exception {
        FakeRuns runs = new FakeRuns(FakeRuns.least("k in 0:1024"), SolveTest::falling);
        Solution found = runs.solve(2, 1000, FakeRuns.atMost(0.2));
        assertThat(found.found()).isTrue();
        assertThat(found.answer()).isEqualTo(400);
        assertThat(found.ends()).isEqualTo(new Solution.Ends(400, 400, true));
        // five values of the scan, then the gap of 256 halved eight times
        assertThat(runs.runs).hasSize(5 + 8);
        // without any spread it takes 8 replications on both sides to be sure
        assertThat(found.replications()).isEqualTo(26 + 2 * 6);
        assertThat(found.findings()).isEmpty();
    }

    @Test
    void everyWholeAnswerIsExactAtBothSides() throws Exception {
        for (int root = 1; root <= 40; root++) {
            double at = root;
            FakeRuns up = new FakeRuns(FakeRuns.least("k in 0:40"), x -> at - x);
            assertThat(up.solve(2, 500, FakeRuns.atMost(0)).answer()).isEqualTo(root);
            SearchGrid most = FakeRuns.most("k in 1:41");
            FakeRuns down = new FakeRuns(most, x -> x - at);
            Solution found = down.solve(2, 500, FakeRuns.atMost(0));
            assertThat(most.number(found.answer())).isEqualTo(root);
            Target below = new Target("f < 0", "f", Relation.BELOW, 0, "1");
            if (root > 1) {
                assertThat(most.number(down.solve(2, 500, below).answer())).isEqualTo(root - 1);
            }
        }
    }

    @Test
    void ofSeveralConstraintsTheTightestBinds() throws Exception {
        FakeRuns runs = new FakeRuns(FakeRuns.least("k in 0:100"), x -> 30 - x, x -> 70 - x);
        Solution found = runs.solve(2, 500, FakeRuns.atMost(0), FakeRuns.atMost(5));
        assertThat(found.answer()).isEqualTo(65);
        assertThat(found.binding()).isEqualTo(1);
    }

    @Test
    void whereNothingHoldsTheClosestIsTold() throws Exception {
        FakeRuns runs = new FakeRuns(FakeRuns.least("k in 0:100"), SolveTest::falling);
        Solution found = runs.solve(2, 500, FakeRuns.atMost(0.5));
        assertThat(found.found()).isFalse();
        assertThat(found.answer()).isEqualTo(100);
        assertThat(found.at(100).decision()).isEqualTo(Decision.FAILS);
        assertThat(found.question().targets().get(0).miss(0.8)).isCloseTo(0.6, within(1e-12));
        FakeRuns bowl = new FakeRuns(FakeRuns.least("k in 0:100"), x -> (x - 37) * (x - 37));
        Solution nearest = bowl.solve(2, 500, FakeRuns.atMost(-1));
        assertThat(nearest.found()).isFalse();
        assertThat(nearest.answer()).isEqualTo(37);
    }

    @Test
    void whatIsNotMonotoneOrDoesNotMoveIsTold() throws Exception {
        FakeRuns bowl = new FakeRuns(FakeRuns.least("k in 0:100"), x -> (x - 50) * (x - 50));
        Solution found = bowl.solve(2, 500, FakeRuns.atMost(100));
        assertThat(found.answer()).isEqualTo(40);
        assertThat(found.findings()).singleElement().asString().contains("not monotone");
        FakeRuns flat = new FakeRuns(FakeRuns.least("k in 0:100"), x -> 3).noise(1, 0, 0, 5);
        assertThat(flat.solve(4, 100, FakeRuns.atMost(10)).findings())
                .singleElement()
                .asString()
                .contains("does not depend on the value sought");
        assertThat(flat.solve(4, 100, FakeRuns.atMost(10)).answer()).isZero();
    }

    @Test
    void noiseAloneIsNotTakenForATurn() throws Exception {
        int told = 0;
        for (int seed = 1; seed <= 100; seed++) {
            FakeRuns runs = new FakeRuns(FakeRuns.least("k in 0:64"), SolveTest::falling)
                    .noise(0.1, 0.02, 0, seed);
            told += runs.solve(6, 60, FakeRuns.atMost(0.95)).findings().size();
        }
        assertThat(told).isLessThanOrEqualTo(5);
    }

    @Test
    void intervalsCover() throws Exception {
        int runs = 150;
        int covered = 0;
        int wide = 0;
        for (int seed = 1; seed <= runs; seed++) {
            FakeRuns fake = new FakeRuns(FakeRuns.least("k in 300:500"), SolveTest::falling)
                    .noise(0.05, 0.002, 0.05, seed);
            Solution found = fake.solve(6, 300, FakeRuns.atMost(0.2005));
            int truth = 100;
            Solution.Ends ends = found.ends();
            covered += ends.low() <= truth && truth <= ends.high() ? 1 : 0;
            wide += ends.high() - ends.low() + 1;
        }
        // the least of a binomial of 150 and 95 % at 1e-6
        assertThat(covered).isGreaterThanOrEqualTo(127);
        // an interval that says nothing would cover too: a replication scatters by 25 values, of
        // the budget at least 48 replications lie at the crossing, t is 2.75 at 99.2 %, and the
        // ends are found within a quarter: 1.25 (2 x 2.75 x 25 / sqrt(48) + 1)
        assertThat(wide / runs).isLessThan(26);
    }

    @Test
    void controlsAndTheAnchorSharpenTheAnswer() throws Exception {
        double plain = errors(0.05, 0);
        double controlled = errors(0, 0.05);
        assertThat(controlled).isLessThan(plain / 10);
    }

    /** Mean square distance of the answer from the root, in values. */
    private static double errors(double shared, double byControl) throws Exception {
        double sum = 0;
        for (int seed = 1; seed <= 40; seed++) {
            FakeRuns fake = new FakeRuns(FakeRuns.least("k in 300:500"), SolveTest::falling)
                    .noise(shared, 0.0005, byControl, seed);
            Solution found = fake.solve(8, 100, FakeRuns.atMost(0.2005));
            double off = fake.runs.isEmpty() ? 0 : found.answer() - 99.75;
            sum += off * off;
        }
        return sum / 40;
    }

    @Test
    void replicationsGoWhereItIsOpenAndStayWithinTheBudget() throws Exception {
        FakeRuns fake = new FakeRuns(FakeRuns.least("k in 300:500"), SolveTest::falling)
                .noise(0.05, 0.0001, 0, 3);
        Solution found = fake.solve(4, 200, FakeRuns.atMost(0.2005));
        long most = found.evaluated().stream()
                .mapToLong(Solution.Evaluated::replications)
                .max()
                .orElseThrow();
        assertThat(most).isGreaterThanOrEqualTo(64);
        assertThat(found.evaluated().stream()
                        .filter(each -> each.replications() == 4)
                        .count())
                .isGreaterThan(4);
        // the search keeps to it; the interval's ends cost some first replications more
        assertThat(found.replications()).isLessThanOrEqualTo(200 + 14 * 4);
    }

    @Test
    void anyValueWithinTheToleranceEndsTheSearch() throws Exception {
        SearchGrid grid =
                SearchGrid.parse("k in 0:10 MW", true, Optional.empty(), Optional.of("0.5 MW"));
        FakeRuns fake = new FakeRuns(grid, x -> 3.3 - x).noise(0.01, 0.001, 0, 1);
        Solution found = fake.solve(4, 10_000, FakeRuns.atMost(0));
        assertThat(grid.text(found.answer())).isEqualTo("3.5 MW");
        assertThat(grid.number(found.crossing().place())).isCloseTo(3.3, within(0.05));
        assertThat(found.replications()).isLessThan(200);
    }

    /** Scan at 0, 2.5, 5, 7.5 and 10, then 3.5 and 3; both take 8 replications to be sure. */
    @Test
    void anyValueIsAsSureAsAWholeOneWithoutSpread() throws Exception {
        SearchGrid grid =
                SearchGrid.parse("k in 0:10 MW", true, Optional.empty(), Optional.of("0.5 MW"));
        Solution found = new FakeRuns(grid, x -> 3.3 - x).solve(2, 80, FakeRuns.atMost(0));
        assertThat(found.at(7).decision()).isEqualTo(Decision.HOLDS);
        assertThat(found.at(6).decision()).isEqualTo(Decision.FAILS);
        assertThat(found.at(7).replications()).isEqualTo(8);
        assertThat(words(found)).contains("is 3.5 MW; 95 % interval 3 MW to 3.5 MW;");
    }

    /** Near the root noise decides nothing; where nobody waits any more 8 replications do. */
    @Test
    void whatIsTheSameFurtherOutIsDecided() throws Exception {
        SearchGrid grid = FakeRuns.least("k in 0:100");
        Sample.Sampler runs = (position, replications) -> {
            double[] y = new double[replications];
            for (int r = 0; r < replications && position < 60; r++) {
                y[r] = 0.6 - position / 100.0 + 0.3 * new Random(7919L * r).nextGaussian();
            }
            return new Sample(position, List.of(y), List.of(List.of()), replications);
        };
        Solution found = Solve.solve(FakeRuns.question(grid, 2, 200, FakeRuns.atMost(0.1)), runs);
        assertThat(found.ends().closed()).isTrue();
        assertThat(found.at(found.ends().high()).replications()).isEqualTo(8);
    }

    @Test
    void whatIsNotKnownIsNotClaimed() throws Exception {
        FakeRuns few = new FakeRuns(FakeRuns.least("k in 0:4"), x -> 3 - x);
        assertThat(words(few.solve(2, 10, FakeRuns.atMost(0))))
                .contains("is 3; at 95 % no value is known to keep it, or not to;");
    }

    /** Who never saw anybody wait cannot say how much sharper what is known makes it. */
    @Test
    void withoutASpreadNobodyKnowsWhatACorrectionIsWorth() {
        Sample.Chance chance = new Sample.Chance(List.of(new double[] {0, 0, 0}), List.of());
        Sample seen = new Sample(
                1, List.of(new double[] {0.001, 0.002, 0.0015}), List.of(List.of()), 9, chance);
        assertThat(AnchoredEstimate.reduction(seen, 0)).isNaN();
        // queues empty at both ends of all windows: what is left is the exact number
        Sample exact = new Sample(
                1,
                List.of(new double[] {1, 1, 1}),
                List.of(List.of()),
                9,
                new Sample.Chance(List.of(new double[] {0.9, 1.2, 1}), List.of()));
        assertThat(AnchoredEstimate.reduction(exact, 0)).isNaN();
    }

    private static String words(Solution found) {
        return SolveWords.of(found, Optional.empty(), List.of()).get(0);
    }

    /** Five values of two replications of ten requests each are a hundred requests. */
    @Test
    void aBudgetOfRequestsHoldsFromTheBeginning() throws Exception {
        SearchGrid grid = FakeRuns.least("k in 0:1024");
        FakeRuns runs = new FakeRuns(grid, SolveTest::falling);
        List<Target> targets = List.of(FakeRuns.atMost(0.2));
        SearchBudget few = SearchBudget.parse("99 requests");
        assertThatThrownBy(() -> Solve.solve(new Solve.Question(grid, targets, 0.95, 2, few), runs))
                .isInstanceOf(StudyException.class)
                .hasMessageEndingWith("with 2 replications each: about 100 requests or jobs");
        assertThat(runs.runs).hasSize(1);
        SearchBudget enough = SearchBudget.parse("100 requests");
        Solution found = Solve.solve(new Solve.Question(grid, targets, 0.95, 2, enough), runs);
        // nothing is left to halve the gap between 256 and 512
        assertThat(grid.number(found.answer())).isEqualTo(512);
    }

    /**
     * 100 - x in replications that differ by 10: of a p99 of m they may miss 5 x 10^2 / m. So 50
     * is kept for certain where m + 500 / m is at most 50, from m = 36 and x = 64 on.
     */
    @Test
    void whatShortReplicationsMissOfATailWidensTheInterval() throws Exception {
        SearchGrid grid = FakeRuns.least("k in 1:100");
        FakeRuns runs = new FakeRuns(grid, x -> 100 - x).noise(10, 0, 0, 3);
        Target mean = new Target("f <= 50", "mean(f)", Relation.AT_MOST, 50, "1");
        Solution of = runs.solve(64, 2000, mean);
        assertThat(grid.number(of.ends().high())).isLessThan(60);
        assertThat(of.findings()).isEmpty();
        Target tail = new Target("f <= 50", "p99(f)", Relation.AT_MOST, 50, "1");
        Solution wide = runs.solve(64, 2000, tail);
        assertThat(wide.answer()).isEqualTo(of.answer());
        assertThat(wide.ends().low()).isEqualTo(of.ends().low());
        assertThat(grid.number(wide.ends().high())).isBetween(62.0, 75.0);
        assertThat(wide.findings())
                .singleElement()
                .asString()
                .startsWith("Warning: replications are short against what makes p99(f) large.");
    }
}
