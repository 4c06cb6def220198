package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.page.Figures;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a run decided about itself, in sentences: when to stop, and whether batches were enough. */
final class MethodWords {
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
        return sentences;
    }

    private static String warmUp(RunResult result, Measurement found) {
        boolean undecided = result.summary().stream()
                .anyMatch(each -> each.name().equals("warmUp")
                        && each.statistic().equals("undecided")
                        && each.value() > 0);
        return "The warm-up of " + Figures.plain(found.value() / 3600)
                + " h was found by MSER-5 from "
                + found.labels().get("series") + " in " + found.n() + " pilot replications"
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

    private static String percent(double share) {
        return Figures.plain(100 * share) + " %";
    }
}
