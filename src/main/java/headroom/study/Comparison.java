package headroom.study;

import headroom.measure.MetricKey;
import headroom.measure.Phase;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.stat.Multiplicity;
import headroom.stat.PairedDifference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Runs beside a baseline: the difference of each number, replication by replication.
 *
 * <pre>
 * d_r = other_r - baseline_r       r  replication; those of one seed draw the same random numbers
 * interval: paired t at level 1 - 0.05 / m        verdict: Holm's p over all m at most 0.05
 *   m  differences told: numbers times sides beside the baseline
 * </pre>
 *
 * <p>The intervals hold all at once with probability 0.95 (Bonferroni). Holm's tests are made
 * beside them because they find at least as much at the same probability of any error: a difference
 * may be told whose interval still holds 0.
 *
 * @param baseline what others are compared with
 * @param others what is compared
 * @param differences by number, then by side
 * @param leftOut numbers that not all sides have; of phases that are of different times there are
 *     none
 */
public record Comparison(
        Side baseline, List<Side> others, List<Difference> differences, List<MetricKey> leftOut) {
    /** Probability that all intervals hold. */
    public static final double LEVEL = 0.95;

    private static final List<String> ADDED = List.of("after", "later");

    public Comparison {
        others = List.copyOf(others);
        differences = List.copyOf(differences);
        leftOut = List.copyOf(leftOut);
    }

    /** What can be said of a difference. */
    public enum Verdict {
        LOWER,
        HIGHER,
        /** Equal to the bit in every replication. */
        SAME,
        /** It may be either way. */
        UNTOLD,
        /** Fewer than two replications have it on both sides. */
        UNKNOWN
    }

    /**
     * The difference of one number between a side and the baseline.
     *
     * @param side index of the other side
     * @param key which number
     * @param unit its unit
     * @param before its mean on the baseline
     * @param after its mean on the other side
     * @param paired other minus baseline, its interval simultaneous with all others
     * @param p Holm's p
     */
    public record Difference(
            int side,
            MetricKey key,
            String unit,
            Estimate before,
            Estimate after,
            PairedDifference paired,
            double p) {
        public Verdict verdict() {
            Estimate d = paired.difference();
            if (d.n() < 2 || Double.isNaN(d.value())) {
                return Verdict.UNKNOWN;
            }
            if (d.value() == 0 && d.halfWidth() == 0) {
                return Verdict.SAME;
            }
            if (!(p <= 1 - LEVEL)) {
                return Verdict.UNTOLD;
            }
            return d.value() < 0 ? Verdict.LOWER : Verdict.HIGHER;
        }

        /** Whether the other side is better: 1, worse: -1, or neither can be said: 0. */
        public int betterness() {
            int up =
                    switch (verdict()) {
                        case HIGHER -> 1;
                        case LOWER -> -1;
                        default -> 0;
                    };
            return switch (Better.of(key)) {
                case MORE -> up;
                case LESS -> -up;
                case EITHER -> 0;
            };
        }
    }

    /**
     * Compares some numbers; pairs are the replications that both sides have. Phases are matched by
     * name, but that the phase after an addition is called later where none arrives.
     */
    public static Comparison of(Side baseline, List<Side> others, List<MetricKey> keys) {
        List<MetricKey> told = new ArrayList<>();
        List<MetricKey> leftOut = new ArrayList<>();
        for (MetricKey key : keys) {
            boolean everywhere = baseline.numbers().containsKey(key)
                    && others.stream().allMatch(side -> side.numbers().containsKey(on(side, key)));
            boolean alike =
                    others.stream().allMatch(side -> isOfTheSameTime(baseline, side, phase(key)));
            if (!everywhere) {
                leftOut.add(key);
            } else if (alike) {
                told.add(key);
            }
        }
        int m = Math.max(1, told.size() * others.size());
        double each = Multiplicity.eachLevel(LEVEL, m);
        List<Difference> raw = new ArrayList<>();
        for (MetricKey key : told) {
            for (int s = 0; s < others.size(); s++) {
                raw.add(difference(baseline, others.get(s), s, key, each));
            }
        }
        double[] p =
                Multiplicity.holm(raw.stream().mapToDouble(d -> d.paired().p()).toArray());
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < p.length; i++) {
            Difference d = raw.get(i);
            differences.add(new Difference(
                    d.side(), d.key(), d.unit(), d.before(), d.after(), d.paired(), p[i]));
        }
        return new Comparison(baseline, others, differences, leftOut);
    }

    /** Two runs may differ in length; of what is a part of a run, other days tell nothing. */
    private static boolean isOfTheSameTime(Side baseline, Side side, String phase) {
        List<Phase> before = baseline.phases(phase);
        List<Phase> after = matched(side, phase);
        return before.size() != 1
                || after.size() != 1
                || phase.equals("run")
                || before.get(0).hours().equals(after.get(0).hours());
    }

    private static List<Phase> matched(Side side, String phase) {
        List<Phase> same = side.phases(phase);
        return same.isEmpty() && ADDED.contains(phase) ? side.phases(other(phase)) : same;
    }

    /** Whether phases of two runs are matched: by name, or as what follows an addition. */
    public static boolean isSamePhase(String one, String other) {
        return one.equals(other) || ADDED.contains(one) && ADDED.contains(other);
    }

    private static String other(String phase) {
        return ADDED.get(1 - ADDED.indexOf(phase));
    }

    private static Difference difference(
            Side baseline, Side other, int side, MetricKey key, double level) {
        int pairs = Math.min(baseline.replications(), other.replications());
        double[] before = Arrays.copyOf(values(baseline, key), pairs);
        double[] after = Arrays.copyOf(values(other, key), pairs);
        PairedDifference paired = PairedDifference.of(after, before, level);
        return new Difference(
                side,
                key,
                baseline.units().getOrDefault(key, ""),
                Known.ofReplications(before, LEVEL),
                Known.ofReplications(after, LEVEL),
                paired,
                paired.p());
    }

    private static double[] values(Side side, MetricKey key) {
        return side.numbers().getOrDefault(on(side, key), new double[0]);
    }

    private static String phase(MetricKey key) {
        return key.labels().getOrDefault("phase", "");
    }

    /** A number on a side; what is after an addition there is merely later where none arrives. */
    private static MetricKey on(Side side, MetricKey key) {
        String phase = phase(key);
        if (side.numbers().containsKey(key) || !ADDED.contains(phase)) {
            return key;
        }
        TreeMap<String, String> labels = new TreeMap<>(key.labels());
        labels.put("phase", other(phase));
        return new MetricKey(key.name(), labels, key.statistic());
    }

    /** "Phase normal is hours 24 to 58 in A and hours 24 to 39 in B: ...", if it is so. */
    private List<String> otherTimes(Phase phase, Side other) {
        return isOfTheSameTime(baseline, other, phase.name())
                ? List.of()
                : List.of("Phase " + phase.name() + " is " + phase.hours() + " in "
                        + baseline.name() + " and "
                        + matched(other, phase.name()).get(0).hours() + " in " + other.name()
                        + ": different times, so its numbers are left out");
    }

    /** What makes a comparison worth less, in sentences. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (Side other : others) {
            if (other.seed() != baseline.seed()) {
                warnings.add(other.name() + " has seed " + other.seed() + ", " + baseline.name()
                        + " has seed " + baseline.seed()
                        + ": their random numbers are independent, so the intervals are wider");
            }
            if (other.horizonSeconds() != baseline.horizonSeconds()) {
                warnings.add(other.name() + " runs for "
                        + Phase.clock(other.horizonSeconds()) + ", " + baseline.name() + " for "
                        + Phase.clock(baseline.horizonSeconds())
                        + ": their numbers are of different times");
            }
            if (other.replications() != baseline.replications()) {
                warnings.add(other.name() + " has " + other.replications() + " replications, "
                        + baseline.name() + " has " + baseline.replications() + ": the first "
                        + Math.min(other.replications(), baseline.replications())
                        + " of each are paired");
            }
            baseline.phases().stream()
                    .flatMap(phase -> otherTimes(phase, other).stream())
                    .forEach(warnings::add);
        }
        return warnings;
    }
}
