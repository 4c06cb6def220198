package headroom.search;

import headroom.metrics.Judgement;
import headroom.search.Standing.Decision;
import headroom.stat.Known;
import headroom.stat.TailBias;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values that a search has run, and what they say with all replications at hand. */
final class Evaluations {
    private final List<Target> targets;
    private final double level;
    private final TreeMap<Integer, Sample> samples = new TreeMap<>();
    private final TreeMap<Integer, List<Standing>> standings = new TreeMap<>();
    private boolean isRefused;

    /**
     * No value yet.
     *
     * @param level of intervals that decide
     */
    Evaluations(List<Target> targets, double level) {
        this.targets = targets;
        this.level = level;
    }

    /**
     * A value that was run, in place of what was known of it. Once what is known of the inputs is
     * found not to hold in the simulation nothing is corrected any more, at no value.
     */
    void add(Sample sample) {
        isRefused |= sample.isRefused();
        samples.put(sample.position(), sample);
        if (isRefused) {
            samples.replaceAll((position, each) -> each.plain());
        }
        standings.clear();
    }

    /** What is known of the inputs and is not so in the simulation, in sentences. */
    List<String> refusals() {
        TreeMap<String, Double> worst = new TreeMap<>();
        for (Sample sample : samples.values()) {
            for (Sample.Check each : sample.chance().checks()) {
                if (each.fails()) {
                    worst.merge(each.what(), Math.abs(each.errors()), Math::max);
                }
            }
        }
        List<String> sentences = new ArrayList<>();
        worst.forEach((what, errors) -> {
            String by = Double.isInfinite(errors)
                    ? "which is no matter of chance"
                    : String.format(Locale.ROOT, "by %.1f standard errors", errors);
            sentences.add("Warning: " + what + " are not as the scenario says they must be, " + by
                    + ": the simulation is in doubt, and nothing is corrected by what is known.");
        });
        return sentences;
    }

    /** All values, the most wanted first. */
    SortedMap<Integer, Sample> samples() {
        return samples;
    }

    boolean has(int position) {
        return samples.containsKey(position);
    }

    /** The next more wanted value that was run; -1 if none. */
    int before(int position) {
        Integer before = samples.lowerKey(position);
        return before == null ? -1 : before;
    }

    /** The next less wanted value that was run; -1 if none. */
    int after(int position) {
        Integer after = samples.higherKey(position);
        return after == null ? -1 : after;
    }

    /** The value with the most replications; of several the most wanted. */
    Sample anchor() {
        Sample most = samples.firstEntry().getValue();
        for (Sample each : samples.values()) {
            most = each.replications() > most.replications() ? each : most;
        }
        return most;
    }

    Standing standing(int position, int target) {
        return standings(position).get(target);
    }

    Sample at(int position) {
        Sample sample = samples.get(position);
        if (sample == null) {
            throw new IllegalStateException("position " + position + " was not run");
        }
        return sample;
    }

    List<Standing> standings(int position) {
        return standings.computeIfAbsent(position, at -> {
            List<Standing> all = new ArrayList<>();
            for (int t = 0; t < targets.size(); t++) {
                all.add(AnchoredEstimate.of(at(at), anchor(), t));
            }
            return all;
        });
    }

    /** The most wanted value at which all constraints hold by their estimates; -1 if none. */
    int firstHolding() {
        for (int position : samples.keySet()) {
            boolean all = true;
            for (int t = 0; t < targets.size(); t++) {
                Target target = targets.get(t);
                all &= target.relation().holds(standing(position, t).value(), target.bound());
            }
            if (all) {
                return position;
            }
        }
        return -1;
    }

    /** The value that misses least, by the worst of its constraints. */
    int closest() {
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int position : samples.keySet()) {
            double worst = 0;
            for (int t = 0; t < targets.size(); t++) {
                double miss = targets.get(t).miss(standing(position, t).value());
                worst = Math.max(worst, miss);
            }
            if (best < 0 || worst < least) {
                best = position;
                least = worst;
            }
        }
        return best;
    }

    /** Whether all constraints hold at a value, one fails, or more replications could say it. */
    Decision decide(int position) {
        return decide(position, new double[targets.size()]);
    }

    /** Whether it is known, also if replications are short: more of them cannot mend that. */
    Decision known(int position) {
        return decide(position, missing(position));
    }

    private Decision decide(int position, double[] missing) {
        List<Standing> standings = standings(position);
        boolean all = true;
        boolean any = false;
        double divided = 1 - (1 - level) / targets.size();
        for (int t = 0; t < targets.size(); t++) {
            Standing standing = standings.get(t);
            all &= standing.decide(targets.get(t), level, missing[t]) == Decision.HOLDS;
            any |= standing.decide(targets.get(t), divided, missing[t]) == Decision.FAILS;
        }
        return any ? Decision.FAILS : all ? Decision.HOLDS : Decision.OPEN;
    }

    /** By how much each number may be higher than short replications tell. */
    private double[] missing(int position) {
        double[] missing = new double[targets.size()];
        for (int t = 0; t < missing.length; t++) {
            if (targets.get(t).isProne()) {
                double[] values = at(position).values().get(t);
                missing[t] = TailBias.allowance(Known.ofReplications(values, level));
            }
        }
        return missing;
    }

    /** Which numbers are too low at a value for short replications, in sentences. */
    List<String> tooShort(int position) {
        List<String> sentences = new ArrayList<>();
        double[] missing = missing(position);
        for (int t = 0; t < missing.length; t++) {
            Standing standing = standing(position, t);
            if (missing[t] > standing.halfWidth(level)) {
                sentences.add("Warning: replications are short against what makes "
                        + targets.get(t).metric() + " large. It may be up to "
                        + SolveWords.percent(missing[t] / Math.abs(standing.value()))
                        + " higher at the answer than they show; the interval allows for that, the"
                        + " answer does not. Longer replications mend it, more do not.");
            }
        }
        return sentences;
    }

    /** Whether a constraint is the same in all replications, too few of them to decide by it. */
    boolean areTooFew(int position) {
        return decide(position) == Decision.OPEN
                && standings(position).stream()
                        .anyMatch(each ->
                                each.halfWidth(level) == 0 && each.replications() < fewestAlike());
    }

    /** Replications that decide where a constraint is the same in all of them. */
    int fewestAlike() {
        return Judgement.sameNeeded(1 - (1 - level) / targets.size());
    }

    /** How many standard errors the tightest constraint is from its bound. */
    double clearness(int position) {
        return clearness(standing(position, tightest(position)), tightest(position));
    }

    private double clearness(Standing standing, int target) {
        double margin = targets.get(target).margin(standing.value());
        return Math.abs(margin) / Math.sqrt(standing.variance());
    }

    /** The constraint with the least margin in standard errors, or that misses by the most. */
    int tightest(int position) {
        int tightest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int t = 0; t < targets.size(); t++) {
            Standing standing = standing(position, t);
            double margin = targets.get(t).margin(standing.value());
            double signed = margin / Math.sqrt(standing.variance());
            if (Double.isNaN(signed)) {
                signed = margin < 0 ? Double.NEGATIVE_INFINITY : Double.MAX_VALUE;
            }
            if (signed < least) {
                least = signed;
                tightest = t;
            }
        }
        return tightest;
    }
}
