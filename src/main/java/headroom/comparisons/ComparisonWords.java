package headroom.comparisons;

import headroom.measure.Measurement;
import headroom.page.Figures;
import headroom.page.Figures.Scale;
import headroom.page.Growth;
import headroom.stat.Estimate;
import headroom.stat.Known;
import headroom.study.Comparison;
import headroom.study.Comparison.Difference;
import headroom.study.Side;
import headroom.summary.Summaries;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** A comparison in words: one sentence a difference, then what common random numbers saved. */
public final class ComparisonWords {
    /** Differences told one by one; the table tells all. */
    private static final int MOST = 25;
    /** Replications up to which intervals are many times as wide as with a few more. */
    private static final int FEW = 3;

    private final Comparison comparison;

    public ComparisonWords(Comparison comparison) {
        this.comparison = comparison;
    }

    /** How many differ, then differences one by one, those that can be told first. */
    public List<String> sentences() {
        List<Difference> all = comparison.differences();
        List<String> sentences = new ArrayList<>();
        if (!all.isEmpty() && all.stream().allMatch(ComparisonWords::isAlone)) {
            sentences.add("No difference can be told from one replication of each; with more"
                    + " (--replications 8) there are intervals.");
        } else {
            sentences.addAll(differences(all));
        }
        sentences.addAll(comparison.warnings());
        Stream.concat(Stream.of(comparison.baseline()), comparison.others().stream())
                .forEach(side -> sentences.addAll(
                        Growth.ofOneOfSeveral("in " + side.name(), jobs(side), side.phases())));
        if (!comparison.leftOut().isEmpty()) {
            sentences.add("Left out, because not all have them: "
                    + String.join(
                            "; ",
                            comparison.leftOut().stream().map(Object::toString).toList())
                    + ".");
        }
        return sentences;
    }

    /** The numbers of jobs of a side over its replications. */
    private static List<Measurement> jobs(Side side) {
        List<Measurement> jobs = new ArrayList<>();
        side.numbers().forEach((key, values) -> {
            if (key.name().startsWith("jobs.")) {
                Estimate e = Known.ofReplications(values, Summaries.LEVEL);
                String unit = side.units().getOrDefault(key, "");
                jobs.add(new Measurement(
                        key.name(),
                        key.labels(),
                        key.statistic(),
                        unit,
                        e.value(),
                        e.halfWidth(),
                        e.level(),
                        e.n()));
            }
        });
        return jobs;
    }

    private List<String> differences(List<Difference> all) {
        List<String> sentences = new ArrayList<>();
        long told = all.stream().filter(ComparisonWords::isTold).count();
        sentences.add(
                all.isEmpty()
                        ? "There is no number that all have."
                        : told + " of " + all.size() + " numbers differ from "
                                + comparison.baseline().name()
                                + " at an error probability of 5 % for all of them together.");
        if (all.size() > 1) {
            sentences.add("Intervals are 95 % and hold all " + all.size() + " at once.");
        }
        List<Difference> same = all.stream().filter(ComparisonWords::isSame).toList();
        List<Difference> others = Stream.concat(
                        all.stream().filter(ComparisonWords::isTold),
                        all.stream().filter(d -> !isTold(d) && !isSame(d)))
                .toList();
        others.stream().limit(MOST).map(this::sentence).forEach(sentences::add);
        if (others.size() > MOST) {
            sentences.add("The table tells " + (others.size() - MOST) + " more.");
        }
        for (int s = 0; s < comparison.others().size(); s++) {
            int side = s;
            sentences.addAll(same(same.stream().filter(d -> d.side() == side).toList()));
        }
        sentences.addAll(few(others));
        return sentences;
    }

    /** What is the same in all replications of a side, in one sentence. */
    private List<String> same(List<Difference> same) {
        if (same.size() <= 1) {
            return same.stream().map(this::sentence).toList();
        }
        Difference first = same.get(0);
        int n = first.paired().difference().n();
        return List.of(same.size() + " numbers of "
                + comparison.others().get(first.side()).name() + " are the same in each of " + n
                + " replications, such as " + first.key() + ".");
    }

    /** That few replications tell little of many numbers at once. */
    private static List<String> few(List<Difference> others) {
        return others.stream()
                .filter(d -> d.verdict() == Comparison.Verdict.UNTOLD)
                .filter(d -> d.paired().difference().n() <= FEW)
                .limit(1)
                .map(d -> "So few replications tell little of many numbers at once: more of them"
                        + " (--replications 8) or fewer numbers (--show) narrow the intervals.")
                .toList();
    }

    /** Whether there is nothing to tell chance from. */
    private static boolean isAlone(Difference d) {
        return d.verdict() == Comparison.Verdict.UNKNOWN
                && d.paired().difference().n() <= 1;
    }

    static boolean isTold(Difference d) {
        return d.verdict() == Comparison.Verdict.LOWER || d.verdict() == Comparison.Verdict.HIGHER;
    }

    private static boolean isSame(Difference d) {
        return d.verdict() == Comparison.Verdict.SAME;
    }

    static String replications(int n) {
        return n == 1 ? "one replication" : n + " replications";
    }

    /** "p99(ttft, phase=after): B is worse, higher by 12.3 s, 95 % interval [11.0, 13.6]". */
    String sentence(Difference d) {
        String name = comparison.others().get(d.side()).name();
        String key = d.key() + ": ";
        Estimate e = d.paired().difference();
        return switch (d.verdict()) {
            case UNKNOWN ->
                key + "no difference can be told from " + replications(e.n()) + " of " + name;
            case SAME -> key + name + " is the same in each of " + e.n() + " replications";
            case UNTOLD ->
                key + "no difference of " + name + " can be told: at most " + bound(d)
                        + " either way";
            case LOWER, HIGHER ->
                key + name + " is " + better(d)
                        + (e.value() < 0 ? "lower" : "higher") + " by "
                        + size(d, Math.abs(e.value()))
                        + ", 95 % interval " + interval(d)
                        + (e.covers(0)
                                ? "; told by Holm's test, the interval alone would not"
                                : "");
        };
    }

    private static String better(Difference d) {
        return switch (d.betterness()) {
            case 1 -> "better, ";
            case -1 -> "worse, ";
            default -> "";
        };
    }

    /** The scale of a number and its difference. */
    static Scale scale(Difference d) {
        return Scale.ofAll(
                d.unit(), DoubleStream.of(d.before().value(), d.after().value()));
    }

    /** The unit of a difference: shares differ by points. */
    static String unit(Difference d) {
        String unit = scale(d).unit();
        return unit.equals("%") ? "percentage points" : unit;
    }

    private static String size(Difference d, double size) {
        double factor = scale(d).factor();
        double half = d.paired().difference().halfWidth() * factor;
        return (Figures.number(size * factor, half) + " " + unit(d)).strip();
    }

    /** How far a difference may be from 0 at most: "0.5 s", "<0.0001 /s". */
    private static String bound(Difference d) {
        Estimate e = d.paired().difference();
        double most = Math.max(Math.abs(e.low()), Math.abs(e.high())) * scale(d).factor();
        return (Figures.error(most, most) + " " + unit(d)).strip();
    }

    /** The ends of the interval of a difference, by its size: "[11.0, 13.6]". */
    static String interval(Difference d) {
        Estimate e = d.paired().difference();
        double factor = scale(d).factor();
        double half = e.halfWidth() * factor;
        boolean lower = e.value() < 0;
        double from = (lower ? -e.high() : e.low()) * factor;
        double to = (lower ? -e.low() : e.high()) * factor;
        return Double.isFinite(half)
                ? "[" + Figures.number(from, half) + ", " + Figures.number(to, half) + "]"
                : "unknown";
    }

    /** How much common random numbers saved: "12 x", "without end" where nothing varies. */
    static String ratio(double ratio) {
        if (Double.isNaN(ratio)) {
            return Figures.ABSENT;
        }
        return Double.isInfinite(ratio) ? "∞" : Figures.plain(ratio);
    }

    /** Replications that independent random numbers would have needed for the same intervals. */
    static String worth(Difference d) {
        double ratio = d.paired().varianceRatio();
        return Double.isFinite(ratio)
                ? Figures.plain(ratio * d.paired().difference().n())
                : ratio(ratio);
    }

    /** A mean with its own interval. */
    static String mean(Difference d, Estimate e) {
        Scale scale = scale(d);
        return Figures.withError(e.value() * scale.factor(), e.halfWidth() * scale.factor());
    }
}
