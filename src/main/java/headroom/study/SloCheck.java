package headroom.study;

import headroom.measure.Reading;
import headroom.metrics.Expectation;
import headroom.metrics.Judgement;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges what is expected of a scenario, with as many replications as asked for.
 *
 * <p>Where replications may be added until all is decided, the numbers are looked at after n, 2 n,
 * 4 n ... replications and at the most. Each look may err, so each takes its equal share of the
 * error probability: with all looks together a number on the wrong side of its bound still passes
 * with 1 - confidence at most (Bonferroni).
 */
public final class SloCheck {
    private SloCheck() {}

    /**
     * How much is run.
     *
     * @param replications replications at the first look
     * @param most replications at the last look; no more than the first: one look
     * @param family whether all verdicts together hold with the confidence, not each by itself
     */
    public record Effort(int replications, int most, boolean family) {
        /** Replications at each look. */
        public List<Integer> looks() {
            List<Integer> looks = new ArrayList<>();
            for (long n = replications; n < most; n *= 2) {
                looks.add((int) n);
            }
            looks.add(Math.max(replications, most));
            return looks;
        }
    }

    /**
     * What came of it.
     *
     * @param trial what was run
     * @param judgements a verdict for each expectation, in their order
     */
    public record Outcome(Trial trial, List<Judgement> judgements) {
        public Outcome {
            judgements = List.copyOf(judgements);
        }
    }

    /** Runs and judges. */
    public static Outcome run(
            Laboratory laboratory, Trial trial, List<Expectation> expected, Effort effort) {
        List<Integer> looks = effort.looks();
        int verdicts = looks.size() * (effort.family() ? Math.max(1, expected.size()) : 1);
        Trial run = trial;
        List<Judgement> judgements = List.of();
        for (int replications : looks) {
            run = laboratory.extended(List.of(run), replications).get(0);
            judgements = judge(expected, run.readings(), 1.0 / verdicts);
            if (judgements.stream().allMatch(SloCheck::isDecided)) {
                break;
            }
        }
        return new Outcome(run, judgements);
    }

    /** Judges replications that have been run. */
    public static List<Judgement> judge(
            List<Expectation> expected, List<Reading> readings, double share) {
        return expected.stream()
                .map(each -> Judgement.of(each, readings, share))
                .toList();
    }

    private static boolean isDecided(Judgement judgement) {
        return judgement.verdict() != Judgement.Verdict.INCONCLUSIVE;
    }
}
