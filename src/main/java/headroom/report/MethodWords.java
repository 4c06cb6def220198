package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.page.Figures;
import headroom.page.Growth;
import headroom.page.Wording;
import headroom.stat.TailBias;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What a run decided about itself, in sentences: when to stop, and whether batches were enough. */
final class MethodWords {
    /** Times whose quantiles stand in the short table. */
    private static final Set<String> TIMES =
            Set.of("ttft", "tpot", "e2e", "wait", "sojourn", "jobs.wait", "jobs.sojourn");
    /** What may be missing of a quantile before it is said, as a share of it. */
    private static final double MUCH = 0.1;

    private MethodWords() {}

    static List<String> sentences(RunResult result) {
        List<String> sentences = new ArrayList<>();
        for (Measurement each : result.summary()) {
            if (each.name().equals("precision") && each.statistic().equals("asked")) {
                sentences.add(precision(result, each));
            }
            if (each.name().equals("warmUp") && each.statistic().equals("found")) {
                sentences.add(warmUp(result, each));
            }
            if (each.name().equals("batches.correlated")) {
                batches(result, each).ifPresent(sentences::add);
            }
        }
        notCut(result).ifPresent(sentences::add);
        tails(result).ifPresent(sentences::add);
        sentences.addAll(Growth.sentences(result.summary(), result.phases()));
        return sentences;
    }

    /**
     * The quantile that replications are too short for by most, if they are. That of a single one
     * is of all its cells together, however much they differ.
     */
    private static Optional<String> tails(RunResult result) {
        if (result.replications() < 2) {
            return Optional.empty();
        }
        Measurement most = null;
        double worst = MUCH;
        for (Measurement each : result.summary()) {
            boolean told = TIMES.contains(each.name())
                    && TailBias.isProne(each.statistic())
                    && Set.of("phase", "station").containsAll(each.labels().keySet());
            double share = told && each.n() > 3 ? missing(each) : 0;
            if (share > worst) {
                most = each;
                worst = share;
            }
        }
        return Optional.ofNullable(most)
                .map(each -> each.key() + " differs so much between replications that what is rare"
                        + " is missing from most: it may be too low by a factor of up to "
                        + Figures.fixed(1 + missing(each), 1)
                        + ". Longer replications mend that, more of them do not.");
    }

    /** What may be missing of a number, as a share of it. */
    private static double missing(Measurement each) {
        return TailBias.allowance(each.estimate()) / Math.abs(each.value());
    }

    private static String warmUp(RunResult result, Measurement found) {
        boolean undecided = result.summary().stream()
                .anyMatch(each -> each.name().equals("warmUp")
                        && each.statistic().equals("undecided")
                        && each.value() > 0);
        String hours = Figures.plain(found.value() / 3600) + " h";
        String from = found.labels().get("series") + " in " + found.n()
                + (found.n() == 1 ? " pilot replication" : " pilot replications");
        // where the warm-up given is longer, it counts
        String warmUp = result.summary().stream()
                .filter(each -> each.name().equals("warmUp") && each.statistic().equals("given"))
                .map(given -> "The warm-up of " + Figures.plain(given.value() / 3600)
                        + " h that was given stands; MSER-5 found " + hours + " from " + from)
                .findFirst()
                .orElse("The warm-up of " + hours + " was found by MSER-5 from " + from);
        return warmUp
                + (undecided
                        ? ", which do not settle within half of the horizon: take a longer one."
                        : ".");
    }

    private static String precision(RunResult result, Measurement asked) {
        String metric = Objects.requireNonNull(asked.labels().get("metric"));
        double reached = result.summary().stream()
                .filter(each ->
                        each.name().equals("precision") && each.statistic().equals("reached"))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElse(Double.NaN);
        String wanted = percent(asked.value()) + " was asked for";
        if (Double.isNaN(reached)) {
            return "All " + asked.n() + " replications were run: the mean of " + metric
                    + " is 0 or unknown, and no half-width is a share of it; " + wanted + ".";
        }
        String half = "half-width of " + metric + " is " + percent(reached) + " of its mean";
        return reached <= asked.value() / (1 + asked.value())
                ? "After " + asked.n() + " replications the " + half + "; an error of at most "
                        + wanted + "."
                : "Even after " + asked.n() + " replications, the most allowed, the " + half
                        + "; an error of at most " + wanted + ".";
    }

    /** A warning where more numbers correlate than chance has it. */
    private static Optional<String> batches(RunResult result, Measurement correlated) {
        // twice what independent batches show, for numbers of a run are not independent
        if (!(correlated.value() > 0.1)) {
            return Optional.empty();
        }
        String phase = Objects.requireNonNull(correlated.labels().get("phase"));
        double greatest = result.summary().stream()
                .filter(each -> each.name().equals("batches.lag")
                        && phase.equals(each.labels().get("phase")))
                .mapToDouble(Measurement::value)
                .findFirst()
                .orElse(Double.NaN);
        return Optional.of("In phase " + phase + " " + percent(correlated.value())
                + " of the numbers correlate from batch to batch (lag-1 autocorrelation up to "
                + Figures.plain(greatest) + "), so their intervals are too narrow: take fewer and"
                + " longer batches, or replications.");
    }

    /** Where batches were asked for, the phases that are too short for them. */
    private static Optional<String> notCut(RunResult result) {
        List<String> phases =
                uncut(result).stream().map(each -> "phase " + each).toList();
        return phases.isEmpty()
                ? Optional.empty()
                : Optional.of("In " + Wording.and(phases) + " there are fewer whole hours than"
                        + " batches, so no number there has a half-width from them: take fewer"
                        + " batches or longer phases.");
    }

    /** Phases without batches where others have some. */
    static List<String> uncut(RunResult result) {
        List<String> cut = result.summary().stream()
                .filter(each -> each.name().equals("batches.correlated"))
                .map(each -> each.labels().getOrDefault("phase", ""))
                .toList();
        return result.phases().stream()
                .map(Phase::name)
                .filter(phase -> !cut.isEmpty() && !cut.contains(phase))
                .toList();
    }

    private static String percent(double share) {
        return Figures.plain(100 * share) + " %";
    }
}
