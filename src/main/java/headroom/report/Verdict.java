package headroom.report;

import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.page.Figures;
import headroom.page.LimitCourse;
import headroom.page.Wording;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The answer of a run in sentences: what usage caps, the peak-hour multiplier, latency and refusals
 * were in the spike and after the addition of capacity.
 *
 * <p>A change is called a rise or a fall only where the two intervals do not overlap; where an
 * error is unknown a last sentence says so. What was not measured is not mentioned, nor are caps
 * and multiplier that nothing moved, nor limits on users that nobody met.
 */
public final class Verdict {
    static final String UNSTATED = "unstated";
    private static final Set<String> OF_COURSE = Set.of("run", "normal", "spike", "after", "later");

    /** The longest time in which a user counts once [s]. */
    private static final double WEEK_SECONDS = 7 * 86_400;

    private static final String NO_ADDITION = "No capacity was added within this run";

    private final List<Measurement> summary;
    private final List<String> phases;
    private final boolean relieved;
    private final boolean idle;
    private final boolean fixed;

    private Verdict(RunResult result) {
        this.summary = result.summary();
        this.relieved = BeforeAfter.isRelieved(result.phases());
        this.idle = ChartPlan.hasIdleLimits(result);
        this.fixed = ChartPlan.hasFixedLimits(result);
        this.phases = result.phases().stream().map(Phase::name).distinct().toList();
    }

    /** The sentences, the most important first. */
    public static List<String> of(RunResult result) {
        if (result.summary().isEmpty()) {
            return List.of("The run has no measurements, so it answers nothing.");
        }
        Verdict verdict = new Verdict(result);
        List<String> sentences = new ArrayList<>(verdict.limits());
        sentences.addAll(verdict.bounds(result.limits()));
        sentences.addAll(LimitWords.heldBack(result));
        List<String> binding = LimitWords.binding(result);
        sentences.addAll(verdict.fixed ? binding : List.of());
        sentences.addAll(verdict.course("ttft", "p99", "", "the p99 time to first token"));
        sentences.addAll(verdict.bound());
        sentences.addAll(verdict.fixed ? List.of() : binding);
        sentences.addAll(LimitWords.worse(result));
        sentences.addAll(FleetWords.replicas(result));
        for (String statistic : verdict.idle ? List.<String>of() : List.of("mean", "share")) {
            sentences.addAll(verdict.users(statistic, result.phases()));
        }
        String shed = "the rate of requests shed when overloaded";
        sentences.addAll(verdict.course("requests", "mean", "overloaded", shed));
        sentences.addAll(JobReport.sentences(result));
        sentences.addAll(FleetWords.power(result));
        sentences.addAll(MethodWords.sentences(result));
        sentences.add(verdict.errors(result, sentences));
        return List.copyOf(sentences);
    }

    /** Caps and multiplier, first in normal demand, then before and after the addition. */
    private List<String> limits() {
        List<String> sentences = new ArrayList<>();
        // phases of one's own do not tell whether capacity came
        boolean added = phases.contains("after") || isOwn();
        List<LimitCourse> limits = fixed ? List.of() : limitsMeasured();
        if (limits.isEmpty()) {
            sentences.addAll(queues());
            if (!added && phases.contains("spike")) {
                sentences.add(NO_ADDITION + ".");
            }
            return sentences;
        }
        List<String> measured = phases.stream()
                .filter(phase -> limits.stream().anyMatch(limit -> limit.by().containsKey(phase)))
                .toList();
        if (measured.isEmpty()) {
            sentences.add(
                    "Over the whole run " + LimitCourse.stood(limits, BeforeAfter.WHOLE_RUN) + ".");
        } else if (relieved && measured.contains("spike") && measured.contains("after")) {
            if (measured.contains("normal")) {
                sentences.add("In normal demand " + LimitCourse.stood(limits, "normal") + ".");
            }
            sentences.add(
                    0,
                    "Before the addition, in the spike, " + LimitCourse.stood(limits, "spike")
                            + "; after it " + LimitCourse.moved(limits, "spike", "after") + ".");
        } else if (isOwn()) {
            sentences.add(LimitCourse.stages(limits, measured));
        } else if (measured.size() == 1) {
            sentences.add((added ? "" : NO_ADDITION + ": ") + Wording.in(measured.get(0)) + " "
                    + LimitCourse.stood(limits, measured.get(0)) + ".");
        } else {
            String first = measured.get(0);
            String then = measured.contains("spike") && !first.equals("spike")
                    ? "spike"
                    : measured.get(measured.size() - 1);
            sentences.add((added ? "" : NO_ADDITION + ": ") + Wording.in(first) + " "
                    + LimitCourse.stood(limits, first) + "; " + Wording.in(then) + " "
                    + LimitCourse.moved(limits, first, then) + ".");
        }
        sentences.set(0, Wording.capital(sentences.get(0)));
        return sentences;
    }

    /** Whether the scenario names its phases; they are told one by one. */
    private boolean isOwn() {
        return !OF_COURSE.containsAll(phases);
    }

    /** "A cell held 4.73 requests on average; none at all 9.4 % of the time." */
    private List<String> queues() {
        Map<String, Measurement> held = byPhase("number.cell", "mean", "", "");
        Map<String, Measurement> empty = byPhase("empty.cell", "share", "", "");
        List<String> sentences = new ArrayList<>();
        held.forEach((phase, number) -> {
            Measurement none = Objects.requireNonNull(empty.get(phase));
            Figures.Scale percent = new Figures.Scale(100, "%");
            sentences.add("A cell held " + Wording.text(number) + " requests on average, and none "
                    + Wording.text(none, percent) + " of the time.");
        });
        return sentences;
    }

    /** The limits that the run has numbers for, caps first. */
    private List<LimitCourse> limitsMeasured() {
        List<LimitCourse> limits = new ArrayList<>();
        TreeSet<String> groups = new TreeSet<>();
        for (Measurement each : summary) {
            if (each.name().equals("caps.scale") && each.statistic().equals("mean")) {
                groups.add(each.labels().getOrDefault("tier", ""));
            }
        }
        // A scale over all tiers says it; without one each group of tiers is named.
        for (String group : groups.contains("") ? List.of("") : groups) {
            String subject = group.isEmpty() ? "caps" : "caps of " + group.replace('_', ' ');
            limits.add(new LimitCourse(
                    subject, " of nominal", byPhase("caps.scale", "mean", group, "")));
        }
        Map<String, Measurement> peak = byPhase("peak.multiplier", "mean", "", "");
        if (!peak.isEmpty()) {
            limits.add(new LimitCourse("the peak-hour multiplier", "", peak));
        }
        return limits;
    }

    /**
     * The numbers of one quantity by phase. Only numbers over all pools, sites and models count: a
     * sentence about a part would be read as one about the whole.
     */
    private Map<String, Measurement> byPhase(
            String name, String statistic, String tier, String outcome) {
        Map<String, Measurement> found = new TreeMap<>();
        for (Measurement each : summary) {
            TreeMap<String, String> rest = new TreeMap<>(each.labels());
            String phase = rest.remove("phase");
            boolean same = each.name().equals(name)
                    && each.statistic().equals(statistic)
                    && tier.equals(Optional.ofNullable(rest.remove("tier")).orElse(""))
                    && outcome.equals(
                            Optional.ofNullable(rest.remove("outcome")).orElse(""));
            if (same && rest.isEmpty()) {
                found.put(phase == null ? BeforeAfter.WHOLE_RUN : phase, each);
            }
        }
        return found;
    }

    /** Who met a limit; the longer a phase, the more users do, up to the week they count in. */
    private List<String> users(String statistic, List<Phase> all) {
        String subject = "the share of users who met a limit";
        Map<String, Measurement> by = byPhase("capped.users", statistic, "", "");
        List<Phase> seen =
                all.stream().filter(each -> by.containsKey(each.name())).toList();
        if (seen.stream().mapToDouble(Verdict::countedSeconds).distinct().count() < 2) {
            return course("capped.users", statistic, "", subject);
        }
        Figures.Scale scale = Wording.scale(by.values());
        List<String> parts = seen.stream()
                .map(each -> Wording.text(Objects.requireNonNull(by.get(each.name())), scale) + " "
                        + Wording.in(each.name()) + " ("
                        + Math.round(countedSeconds(each) / 3600) + " h)")
                .distinct()
                .toList();
        return List.of(Wording.capital(subject) + " was " + Wording.and(parts)
                + "; the longer the time, the more do.");
    }

    /** In which a user counts once: a week of a phase, or all of it where it is shorter [s]. */
    private static double countedSeconds(Phase phase) {
        return Math.min(WEEK_SECONDS, phase.lengthSeconds());
    }

    /** "p99 time to first token fell from 38 ± 4 s in the spike to 4.0 ± 0.3 s after ...". */
    private List<String> course(String name, String statistic, String outcome, String subject) {
        Map<String, Measurement> by = byPhase(name, statistic, "", outcome);
        List<String> seen = phases.stream().filter(by::containsKey).toList();
        if (by.isEmpty()) {
            return List.of();
        }
        Figures.Scale scale = Wording.scale(by.values());
        String start = Wording.capital(subject);
        if (seen.isEmpty()) {
            String whole = Wording.text(by.values().iterator().next(), scale);
            return List.of(start + " was " + whole + " over the whole run.");
        }
        if (isOwn() && seen.size() > 2) {
            return List.of(start + " was " + Wording.inEach(seen, by, scale) + ".");
        }
        boolean spike = seen.contains("spike");
        String last = seen.contains("after") ? "after" : seen.get(seen.size() - 1);
        String first = last.equals("after") && spike && relieved ? "spike" : seen.get(0);
        if (spike && !(last.equals("after") && relieved)) {
            last = "spike";
        }
        Measurement before = Objects.requireNonNull(by.get(first));
        Measurement now = Objects.requireNonNull(by.get(last));
        String to = Wording.text(now, scale) + " " + Wording.in(last);
        if (first.equals(last)) {
            return List.of(start + " was " + to + ".");
        }
        if (Wording.equal(before, now, scale)) {
            return List.of(start + " was " + to + " as " + Wording.in(first) + ".");
        }
        String from = Wording.text(before, scale) + " " + Wording.in(first);
        return List.of(
                switch (Wording.Move.of(before, now)) {
                    case ROSE -> start + " rose from " + from + " to " + to + ".";
                    case FELL -> start + " fell from " + from + " to " + to + ".";
                    case SAME ->
                        start + " was " + from + " and " + to
                                + "; that is no difference beyond the error.";
                    case UNKNOWN -> start + " was " + from + " and " + to + ".";
                });
    }

    /**
     * What the p99 time to first token would have been behind a router that knows output lengths,
     * and alone, where that was asked.
     */
    private List<String> bound() {
        Map<String, Measurement> real = byPhase("ttft", "p99", "", "");
        Map<String, Measurement> best = byPhase("ttft.clairvoyant", "p99", "", "");
        if (best.isEmpty()) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("Behind a router that knows output lengths" + wouldBe(best));
        List<String> worse = phases.stream()
                .filter(phase -> real.containsKey(phase) && best.containsKey(phase))
                .filter(phase -> Wording.Move.of(
                                Objects.requireNonNull(real.get(phase)),
                                Objects.requireNonNull(best.get(phase)))
                        != Wording.Move.FELL)
                .map(Wording::in)
                .toList();
        if (!worse.isEmpty()) {
            sentences.add(Wording.capital(Wording.and(worse)) + " that is not better beyond the"
                    + " error: such a router is greedy, not a proven bound.");
        }
        Map<String, Measurement> alone = byPhase("ttft.alone", "p99", "", "");
        if (!alone.isEmpty()) {
            sentences.add("With every request alone on its replica" + wouldBe(alone));
        }
        return sentences;
    }

    /** " the p99 time to first token would be 2.4 s in normal demand and 7.6 s in the spike." */
    private String wouldBe(Map<String, Measurement> by) {
        List<String> parts = new ArrayList<>();
        if (by.containsKey(BeforeAfter.WHOLE_RUN)) {
            parts.add(text(by, BeforeAfter.WHOLE_RUN) + " over the whole run");
        }
        phases.stream()
                .filter(by::containsKey)
                .forEach(phase -> parts.add(text(by, phase) + " " + Wording.in(phase)));
        return " the p99 time to first token would be " + Wording.and(parts) + ".";
    }

    private static String text(Map<String, Measurement> by, String phase) {
        Measurement m = Objects.requireNonNull(by.get(phase));
        return Wording.text(m, Wording.scale(List.of(m)));
    }

    /** Whether caps ended at a bound of their controller: then the bound is what was found. */
    private List<String> bounds(Map<String, Double> limits) {
        double most = limits.getOrDefault("caps.scale.max", Double.POSITIVE_INFINITY);
        String phase = phases.contains("after") ? "after" : "";
        boolean reached = summary.stream()
                .filter(each -> each.name().equals("caps.scale"))
                .filter(each -> each.statistic().equals("max"))
                .filter(each -> phase.equals(each.labels().get("phase")))
                .anyMatch(each -> each.value() >= most * (1 - 1e-9));
        return reached
                ? List.of("After the addition caps reached " + Figures.plain(most)
                        + " of nominal, the highest the scenario lets the controller set: the"
                        + " fleet can afford at least that.")
                : List.of();
    }

    /** What ± means here, or that no error is known: a verdict without it would say too much. */
    private String errors(RunResult result, List<String> sentences) {
        long known = summary.stream()
                .filter(each -> Double.isFinite(each.halfWidth()))
                .count();
        if (known == 0 || sentences.stream().noneMatch(each -> each.contains("±"))) {
            return (known == 0 ? "No number" : "No number here")
                    + " has a known error, so a difference may be chance: "
                    + (MethodWords.uncut(result).isEmpty()
                            ? "simulate more cells or replications."
                            : "take fewer batches or longer phases.");
        }
        String all = known == summary.size() ? "" : "; a number without ± has no known error";
        return "± is the half-width of a " + level(summary) + " confidence interval" + all + ".";
    }

    /** The confidence level of a summary as text, "95 %"; a range where there are several. */
    static String level(List<Measurement> summary) {
        TreeSet<Double> levels = new TreeSet<>();
        summary.stream()
                .filter(each -> Double.isFinite(each.halfWidth()) && Double.isFinite(each.level()))
                .forEach(each -> levels.add(each.level()));
        if (levels.isEmpty()) {
            return UNSTATED;
        }
        String low = Figures.plain(levels.first() * 100).replaceAll("\\.0+$", "");
        String high = Figures.plain(levels.last() * 100).replaceAll("\\.0+$", "");
        return (low.equals(high) ? low : low + " to " + high) + " %";
    }
}
