package headroom.search;

import headroom.search.Standing.Decision;
import headroom.stat.Estimate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Whether constraints move with the value as the search takes for granted: neighbours are compared
 * in pairs of replications, and both a rise and a fall beyond their errors mean that no monotone
 * curve fits.
 */
final class Shape {
    private final List<Target> targets;
    private final List<Sample> samples;
    private final double error;

    /**
     * The shape of what was run.
     *
     * @param error probability of calling a monotone constraint not monotone
     */
    Shape(List<Target> targets, SortedMap<Integer, Sample> samples, double error) {
        this.targets = targets;
        this.samples = List.copyOf(samples.values());
        this.error = error / Math.max(1, samples.size() - 1) / targets.size();
    }

    /** What is odd, in sentences. */
    List<String> findings() {
        List<String> findings = new ArrayList<>();
        for (int t = 0; t < targets.size(); t++) {
            if (isAlwaysSame(t)) {
                findings.add(targets.get(t).metric() + " does not depend on the value sought: it is"
                        + " the same in every replication.");
            } else if (samples.stream().anyMatch(this::isUnobserved)) {
                findings.add(targets.get(t).metric() + " was not observed in some"
                        + " replications; values without any observation count as failing, others"
                        + " as open.");
            }
            turn(t).ifPresent(findings::add);
        }
        return findings;
    }

    private boolean isUnobserved(Sample sample) {
        return sample.values().stream()
                .anyMatch(values -> Arrays.stream(values).anyMatch(Double::isNaN));
    }

    private boolean isAlwaysSame(int t) {
        double[] first = samples.get(0).values().get(t);
        return samples.size() > 1
                && samples.stream().allMatch(each -> {
                    double[] values = each.values().get(t);
                    int n = Math.min(first.length, values.length);
                    return Arrays.equals(Arrays.copyOf(first, n), Arrays.copyOf(values, n));
                });
    }

    private Optional<String> turn(int t) {
        boolean rises = false;
        boolean falls = false;
        for (int i = 1; i < samples.size(); i++) {
            Decision move = move(samples.get(i - 1), samples.get(i), t);
            rises |= move == Decision.HOLDS;
            falls |= move == Decision.FAILS;
        }
        return rises && falls
                ? Optional.of(targets.get(t).metric() + " is not monotone in the value"
                        + " sought: it both rises and falls beyond its errors. Other values at"
                        + " which the constraints hold may lie between those that were run.")
                : Optional.empty();
    }

    /** HOLDS for a rise of the margin, FAILS for a fall, OPEN where errors hide it. */
    private Decision move(Sample a, Sample b, int t) {
        int n = Math.min(a.replications(), b.replications());
        double[] d = new double[n];
        for (int r = 0; r < n; r++) {
            d[r] = targets.get(t).margin(b.values().get(t)[r])
                    - targets.get(t).margin(a.values().get(t)[r]);
        }
        boolean same = Arrays.stream(d).allMatch(each -> each == d[0]);
        Estimate mean = Estimate.ofReplications(d, 1 - error);
        double half = same ? 0 : mean.halfWidth();
        if (!(Math.abs(mean.value()) > half)) {
            return Decision.OPEN;
        }
        return mean.value() > 0 ? Decision.HOLDS : Decision.FAILS;
    }
}
