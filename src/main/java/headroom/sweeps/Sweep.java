package headroom.sweeps;

import headroom.measure.Measurement;
import headroom.measure.MetricKey;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.stat.PairedDifference;
import headroom.study.Trial;
import headroom.summary.Summaries;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A sweep that was run: the numbers at each of its points. */
public final class Sweep {
    private final SweepPlan plan;
    private final List<Trial> trials;
    /** By point and shown number. */
    private final List<List<Estimate>> numbers = new ArrayList<>();

    Sweep(SweepPlan plan, List<Trial> trials) {
        this.plan = plan;
        this.trials = List.copyOf(trials);
        for (Trial trial : trials) {
            List<Measurement> summary = trial.summary();
            numbers.add(plan.shown().stream()
                    .map(shown -> estimate(trial, summary, shown.key()))
                    .toList());
        }
    }

    /** As a run by itself tells it; what that leaves out, because it is nothing, is told too. */
    private static Estimate estimate(Trial trial, List<Measurement> summary, MetricKey key) {
        return summary.stream()
                .filter(each -> each.is(key))
                .map(Measurement::estimate)
                .findFirst()
                .orElseGet(() -> trial.estimate(key));
    }

    /** What was asked. */
    public SweepPlan plan() {
        return plan;
    }

    /** What was run at each point. */
    public List<Trial> trials() {
        return trials;
    }

    /** A number at a point. */
    public Estimate number(int point, int shown) {
        return numbers.get(point).get(shown);
    }

    /** A number at a point in each replication; NaN where one does not tell it. */
    public double[] values(int point, int shown) {
        return trials.get(point).values(plan.shown().get(shown).key());
    }

    /** By how much a number differs between two points, from replications with the same numbers. */
    public Estimate difference(int from, int to, int shown) {
        return difference(from, to, shown, Summaries.LEVEL);
    }

    /** The same with an interval of another level. */
    public Estimate difference(int from, int to, int shown, double level) {
        return PairedDifference.of(values(to, shown), values(from, shown), level)
                .difference();
    }

    /** The point in words. */
    public String words(int point) {
        return SweepPlan.words(trials.get(point).changes());
    }

    /**
     * Pairs of neighbours: points that differ in one variable by one step; of one variable at a
     * time the scenario as it is and each other point; of a Latin hypercube, which has no steps,
     * points that follow each other.
     */
    public List<int[]> neighbours() {
        List<int[]> pairs = new ArrayList<>();
        for (int a = 0; a < trials.size(); a++) {
            for (int b = a + 1; b < trials.size(); b++) {
                if (isStep(a, b)) {
                    pairs.add(new int[] {a, b});
                }
            }
        }
        return pairs;
    }

    private boolean isStep(int a, int b) {
        if (plan.design().kind() == Design.Kind.ONE_AT_A_TIME) {
            return a == 0;
        }
        if (plan.design().kind() == Design.Kind.LATIN_HYPERCUBE) {
            return b == a + 1;
        }
        int steps = 0;
        for (Variation each : plan.variations()) {
            Map<String, String> from = trials.get(a).changes();
            Map<String, String> to = trials.get(b).changes();
            steps += Math.abs(each.values().indexOf(to.get(each.path()))
                    - each.values().indexOf(from.get(each.path())));
        }
        return steps == 1;
    }

    /**
     * How many times less the differences of neighbours vary than with independent numbers: the sum
     * over pairs of var(a) + var(b), over that of var(b - a). NaN where there is nothing to tell
     * it from; infinite where differences do not vary at all.
     */
    public double sharing(int shown) {
        double independent = 0;
        double shared = 0;
        for (int[] pair : neighbours()) {
            independent += variance(number(values(pair[0], shown)))
                    + variance(number(values(pair[1], shown)));
            shared += variance(difference(pair[0], pair[1], shown));
        }
        return independent > 0 ? independent / shared : Double.NaN;
    }

    private static Estimate number(double[] values) {
        return Known.ofReplications(values, Summaries.LEVEL);
    }

    /** Of the mean, but for a factor that is the same for equal numbers of values. */
    private static double variance(Estimate estimate) {
        return Double.isFinite(estimate.halfWidth())
                ? estimate.halfWidth() * estimate.halfWidth()
                : 0;
    }
}
