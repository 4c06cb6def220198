package headroom.testing;

import headroom.metrics.Judgement;
import headroom.metrics.Judgement.Verdict;
import headroom.page.Judged;

import java.util.ArrayList;
import java.util.List;

/**
 * Statements about a run that fail with value, interval and margin.
 *
 * <pre>
 * assertThatRun(run).metric("p99(ttft, tier=max)").withConfidence(0.99).isBelow("2 s");
 * assertThatRun(run).sloHolds();
 * </pre>
 *
 * <p>A statement holds only if the run shows it with the confidence; one that the run leaves open
 * fails too, and says how many replications would decide.
 */
public final class RunAssertion {
    private static final double CONFIDENCE = 0.95;
    private static final String ASK_FOR_TEN = "replications = 10 in @ScenarioTest";

    private final ScenarioRun run;

    private RunAssertion(ScenarioRun run) {
        this.run = run;
    }

    /** Begins statements about a run. */
    public static RunAssertion assertThatRun(ScenarioRun run) {
        return new RunAssertion(run);
    }

    /** A number of the run by its selector, such as {@code p99(ttft, tier=max)}. */
    public Metric metric(String selector) {
        return new Metric(selector, CONFIDENCE);
    }

    /** All slo entries of the scenario hold, each with its own confidence. */
    public RunAssertion sloHolds() {
        List<Judgement> judgements = run.slo();
        if (judgements.isEmpty()) {
            throw new AssertionError(
                    "nothing is expected: there are no slo entries\n  " + run.described());
        }
        List<String> failures = new ArrayList<>();
        for (int i = 0; i < judgements.size(); i++) {
            if (judgements.get(i).verdict() != Verdict.PASS) {
                failures.add(message(judgements.get(i), "\n  at        " + run.place(i)));
            }
        }
        if (!failures.isEmpty()) {
            throw new AssertionError(String.join("\n", failures) + "\n  " + run.described());
        }
        return this;
    }

    private static String message(Judgement judgement, String place) {
        Judged words = new Judged(judgement, ASK_FOR_TEN);
        boolean undecided = judgement.verdict() == Verdict.INCONCLUSIVE;
        return words.asked()
                + (undecided ? " is inconclusive: " + words.advice() : " does not hold")
                + "\n  value     " + words.value()
                + "\n  interval  " + words.interval() + ", from " + words.evidence()
                + "\n  margin    " + words.margin()
                + place;
    }

    /** A number of the run, about which something is stated. */
    public final class Metric {
        private final String selector;
        private final double confidence;

        private Metric(String selector, double confidence) {
            this.selector = selector;
            this.confidence = confidence;
        }

        /** How sure the next statements must be; 0.95 where nobody says. */
        public Metric withConfidence(double share) {
            if (!(share >= 0.5 && share < 1)) {
                throw new IllegalArgumentException("confidence " + share + " is not in [0.5, 1)");
            }
            return new Metric(selector, share);
        }

        /** The number is below a bound with its unit. */
        public Metric isBelow(String bound) {
            return holds("<", bound);
        }

        /** The number is at most a bound with its unit. */
        public Metric isAtMost(String bound) {
            return holds("<=", bound);
        }

        /** The number is above a bound with its unit. */
        public Metric isAbove(String bound) {
            return holds(">", bound);
        }

        /** The number is at least a bound with its unit. */
        public Metric isAtLeast(String bound) {
            return holds(">=", bound);
        }

        /** Goes on with another number of the run. */
        public Metric metric(String other) {
            return RunAssertion.this.metric(other);
        }

        private Metric holds(String sign, String bound) {
            Judgement judgement = run.judge(selector + " " + sign + " " + bound, confidence);
            if (judgement.verdict() != Verdict.PASS) {
                throw new AssertionError(message(judgement, "") + "\n  " + run.described());
            }
            return this;
        }
    }
}
