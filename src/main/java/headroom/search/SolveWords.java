package headroom.search;

import headroom.page.Figures;
import headroom.page.Wording;
import headroom.search.Solution.Evaluated;
import headroom.search.Standing.Decision;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a search found, in sentences. */
public final class SolveWords {
    private final Solution solution;
    private final SearchGrid grid;
    private final List<Target> targets;

    private SolveWords(Solution solution) {
        this.solution = solution;
        this.grid = solution.question().grid();
        this.targets = solution.question().targets();
    }

    /** The answer first, then what makes it so. */
    public static List<String> of(
            Solution solution, Optional<ExactSolution> exact, List<String> controls) {
        SolveWords words = new SolveWords(solution);
        List<String> all = new ArrayList<>();
        all.add(solution.found() ? words.answer() : words.nothing());
        words.before().ifPresent(all::add);
        words.crossing().ifPresent(all::add);
        exact.ifPresent(each -> all.add(words.theory(each)));
        all.addAll(solution.findings());
        all.addAll(words.controlled(controls));
        return all;
    }

    private String answer() {
        Solution.Ends ends = solution.ends();
        String extreme = grid.isLeast() ? "smallest" : "largest";
        String text = "The " + extreme + " " + grid.path() + " that keeps " + constraints() + " is "
                + grid.text(solution.answer()) + "; ";
        String level = percent(solution.question().confidence());
        if (!ends.closed()) {
            text += "at " + level + " no value is known to keep "
                    + (targets.size() > 1 ? "them" : "it")
                    + (ends.low() == 0
                            ? ", or not to; "
                            : ", only that " + grid.text(ends.low() - 1) + " does not; ");
        } else if (solution.mostWanted() == ends.high()) {
            text += "at " + level + " it is no other; ";
        } else {
            text += level + " interval " + range(ends) + "; ";
        }
        return text + effort();
    }

    private String range(Solution.Ends ends) {
        int low = grid.isLeast() ? solution.mostWanted() : ends.high();
        int high = grid.isLeast() ? ends.high() : solution.mostWanted();
        return grid.text(low) + " to " + grid.text(high);
    }

    private String effort() {
        return String.format(
                Locale.ROOT,
                "%d evaluations, %,d replications, %s.",
                solution.evaluated().size(),
                solution.replications(),
                requests());
    }

    private String requests() {
        Figures.Scale scale = solution.requests() >= 1e6
                ? new Figures.Scale(1e-6, " M")
                : new Figures.Scale(1, "");
        return Figures.plain(solution.requests() * scale.factor()) + scale.unit()
                + " requests or jobs";
    }

    private String nothing() {
        int last = grid.size() - 1;
        int t = solution.binding();
        Evaluated closest = solution.at(solution.answer());
        boolean open = closest.decision() == Decision.OPEN;
        String range = grid.text(grid.isLeast() ? 0 : last) + " to "
                + grid.text(grid.isLeast() ? last : 0);
        return "No " + grid.path() + " from " + range + " was found that keeps " + constraints()
                + ". Closest comes " + grid.text(solution.answer()) + ", where "
                + targets.get(t).metric() + " is " + value(closest, t) + ", beyond its bound by "
                + percent(targets.get(t).miss(closest.standings().get(t).value())) + " of it"
                + (open ? "; within its error it may hold" : "") + ". " + effort();
    }

    private String constraints() {
        return Wording.and(targets.stream().map(Target::text).toList());
    }

    /** What forbids a more wanted value. */
    private Optional<String> before() {
        if (!solution.found()) {
            return Optional.empty();
        }
        if (solution.answer() == 0) {
            return Optional.of("That is the end of the range: nothing beyond it was looked at.");
        }
        Evaluated before = solution.evaluated().stream()
                .filter(each -> each.position() < solution.answer())
                .reduce((a, b) -> b)
                .orElseThrow();
        int t = solution.binding();
        return Optional.of(targets.get(t).text() + " binds: " + targets.get(t).metric() + " is "
                + value(before, t) + " at " + grid.text(before.position()) + " and "
                + value(solution.at(solution.answer()), t) + " at "
                + grid.text(solution.answer()) + ".");
    }

    private Optional<String> crossing() {
        double place = solution.crossing().place();
        double half = solution.crossing().halfWidth();
        if (Double.isNaN(place) || !(half > 0) || solution.binding() < 0) {
            return Optional.empty();
        }
        String at = Figures.withError(grid.number(place), half * grid.step());
        return Optional.of("On a straight line between values that were run, the bound is met at "
                + grid.text(at) + ".");
    }

    private String theory(ExactSolution exact) {
        String values = Wording.and(IntStream.range(0, targets.size())
                .mapToObj(t -> number(exact.there().get(t)))
                .toList());
        String before = exact.before()
                .map(list -> ", after "
                        + Wording.and(list.stream().map(SolveWords::number).toList())
                        + " one step before")
                .orElse("");
        boolean same = exact.answer() == solution.answer() && solution.found();
        boolean within = exact.answer() >= solution.ends().low()
                && exact.answer() <= solution.ends().high();
        return "Queueing theory (" + exact.model() + ") says " + grid.text(exact.answer()) + ", "
                + values + " there" + before + ": "
                + (same
                        ? "the same"
                        : within
                                ? "not the same, but within the interval"
                                : "not the same, and outside of the interval")
                + ".";
    }

    /** Exact numbers keep four digits. */
    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private List<String> controlled(List<String> names) {
        List<String> sentences = new ArrayList<>();
        Evaluated answer = solution.at(solution.answer());
        double most = answer.reductions().stream()
                .mapToDouble(Double::doubleValue)
                .filter(each -> !Double.isNaN(each))
                .max()
                .orElse(1);
        DoubleSummaryStatistics known =
                answer.checks().stream().mapToDouble(Sample.Check::errors).summaryStatistics();
        String worth = ": as good as " + Figures.plain(most) + " times the replications.";
        if (answer.checks().stream().anyMatch(Sample.Check::fails) || !(most > 1)) {
            return sentences;
        }
        if (answer.isCorrected()) {
            sentences.add("What chance in arrivals and services did to the number is known and was"
                    + " taken off" + worth);
        } else if (!names.isEmpty() || known.getCount() > 0) {
            List<String> means =
                    new ArrayList<>(known.getCount() == 0 ? List.of() : List.of("arrivals"));
            means.addAll(names);
            sentences.add("Corrected by the means that theory knows of " + Wording.and(means)
                    + ", which do not depend on the value sought" + worth);
        }
        if (known.getCount() > 0) {
            sentences.add(String.format(
                    Locale.ROOT,
                    "What is taken for chance must be 0 on average, and is: %d sums over the"
                            + " replications at the answer lie from %.1f to %.1f standard errors.",
                    known.getCount(),
                    known.getMin(),
                    known.getMax()));
        }
        return sentences;
    }

    private String value(Evaluated at, int t) {
        Standing standing = at.standings().get(t);
        Figures.Scale scale = scale(targets.get(t), standing.value());
        String text = Figures.withDigits(
                standing.value() * scale.factor(),
                standing.halfWidth(solution.level()) * scale.factor());
        return (text + " " + scale.unit()).strip();
    }

    /** The scale of a constraint: that of its bound where there is no number. */
    static Figures.Scale scale(Target target, double value) {
        double size = Double.isNaN(value) ? target.bound() : Math.max(value, target.bound());
        return Figures.Scale.of(target.unit(), size);
    }

    /** A probability or share in percent, without digits that say nothing. */
    static String percent(double share) {
        return Double.isFinite(share)
                ? Figures.plain(share * 100).replaceAll("\\.0+$", "") + " %"
                : "an unknown amount";
    }
}
