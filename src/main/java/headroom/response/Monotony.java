package headroom.response;

import headroom.stat.Estimate;
import headroom.stat.Known;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether curves run the way theory sends them: more capacity never tightens caps, raises the
 * multiplier or refuses more.
 *
 * <p>Neighbouring points are compared by the differences within each replication, which shared
 * random numbers make narrow. A step the wrong way is one whose interval lies wholly on the wrong
 * side; intervals are at the level 1 - 0.05/m for m steps, so that all of them together err once in
 * twenty studies (Bonferroni). A latency is judged only between points whose controllers stand
 * still, caps at the limit and the multiplier at 1: elsewhere they trade it for caps.
 *
 * @param steps how many steps were judged
 * @param against those that go the wrong way beyond their error
 * @param means those that go the wrong way in their mean
 * @param alone those of them beyond an error that holds for each by itself
 */
record Monotony(int steps, List<Step> against, int means, int alone) {
    private static final double ERROR = 0.05;
    /** Of sizes below this nothing is said: rounding of sums. */
    private static final double NEGLIGIBLE = 1e-9;

    /** A step from one point to the next along a curve, and what a measure does on it. */
    record Step(Measure measure, Point from, Point to, Estimate difference) {}

    static Monotony of(Response response) {
        List<Step> judged = new ArrayList<>();
        for (double spike : response.question().spikes()) {
            List<Point> curve = response.curve(spike);
            for (int i = 1; i < curve.size(); i++) {
                for (Measure measure : response.measures()) {
                    if (isJudged(response, measure, curve.get(i - 1))) {
                        judged.add(step(measure, curve.get(i - 1), curve.get(i), ERROR));
                    }
                }
            }
        }
        double each = ERROR / Math.max(1, judged.size());
        List<Step> against = judged.stream()
                .map(s -> step(s.measure(), s.from(), s.to(), each))
                .filter(Monotony::isAgainst)
                .toList();
        int means = (int) judged.stream().filter(s -> wrong(s) > NEGLIGIBLE).count();
        int alone = (int) judged.stream().filter(Monotony::isAgainst).count();
        return new Monotony(judged.size(), against, means, alone);
    }

    private static boolean isJudged(Response response, Measure measure, Point from) {
        if (measure != Measure.TTFT) {
            return true;
        }
        boolean loose = !response.has(Measure.CAP_SCALE) || response.isUncapped(from);
        boolean off = !response.has(Measure.MULTIPLIER)
                || from.estimate(Measure.MULTIPLIER).value() <= 1 + NEGLIGIBLE;
        return loose && off;
    }

    private static Step step(Measure measure, Point from, Point to, double error) {
        double[] differences = to.values(measure);
        double[] before = from.values(measure);
        for (int r = 0; r < differences.length; r++) {
            differences[r] -= before[r];
        }
        return new Step(measure, from, to, Known.ofReplications(differences, 1 - error));
    }

    /** With one replication nothing is known to be wrong. */
    private static boolean isAgainst(Step step) {
        return wrong(step) - step.difference().halfWidth() > NEGLIGIBLE;
    }

    private static double wrong(Step step) {
        return -step.measure().course().sign() * step.difference().value();
    }
}
