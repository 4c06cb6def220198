package headroom.sweeps;

import headroom.experiment.Simulation;
import headroom.metrics.Catalogue;
import headroom.metrics.MetricException;
import headroom.scenario.Scenario;
import headroom.scenario.ScenarioFile;
import headroom.study.Laboratory;
import headroom.study.Shown;
import headroom.study.StudyException;
import headroom.study.Trial;
import headroom.yaml.Problem;
import headroom.yaml.Problems;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A sweep that can be run: every point's scenario is read and valid, every number that is asked for
 * exists.
 *
 * @param base the scenario as it is
 * @param variations what varies
 * @param design at which points
 * @param points what is replaced at each, by path
 * @param shown which numbers are looked at
 * @param replications how many at each point
 * @param aboutSeconds how long it may take, from a first hour of the scenario [s]
 */
public record SweepPlan(
        Scenario base,
        List<Variation> variations,
        Design design,
        List<Map<String, String>> points,
        List<Shown> shown,
        int replications,
        double aboutSeconds) {
    private static final double NANOS = 1e9;
    private static final double HOUR = 3600;

    /** Points that are named where something is wrong with them. */
    private static final int MOST_LISTED = 6;

    /** A number that is no part of a name or a path. */
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w\\[.-])[0-9][0-9.,]*");

    public SweepPlan {
        variations = List.copyOf(variations);
        points = List.copyOf(points);
        shown = List.copyOf(shown);
    }

    /**
     * What is asked for.
     *
     * @param file the scenario file
     * @param base values that are replaced at all points, by path
     * @param vary what varies, as {@link Variation} reads it
     * @param design as {@link Design} reads it
     * @param show numbers to show; none: the headline ones
     * @param replications how many at each point; 0: as many as the scenario says
     * @param mostPoints more points than that are refused
     * @param threads on how many threads it will run
     */
    public record Question(
            Path file,
            Map<String, String> base,
            List<String> vary,
            String design,
            List<String> show,
            int replications,
            int mostPoints,
            int threads) {}

    /** Makes a plan; throws with all that is wrong, in words. */
    public static SweepPlan of(Question asked) throws IOException, StudyException {
        return new Reader(asked).plan();
    }

    /** Runs it. */
    public Sweep run(Laboratory laboratory) throws IOException, StudyException {
        // points that are the same scenario are run once
        Map<String, Integer> places = new LinkedHashMap<>();
        List<Trial> distinct = new ArrayList<>();
        List<Integer> place = new ArrayList<>();
        for (Map<String, String> point : points) {
            Trial trial = laboratory.trial(point);
            String fingerprint = trial.simulation().fingerprint();
            if (!places.containsKey(fingerprint)) {
                places.put(fingerprint, distinct.size());
                distinct.add(trial);
            }
            place.add(places.get(fingerprint));
        }
        List<Trial> run = laboratory.extended(distinct, replications);
        List<Trial> trials = new ArrayList<>();
        for (int p = 0; p < points.size(); p++) {
            Trial found = run.get(place.get(p));
            trials.add(new Trial(points.get(p), found.simulation(), found.readings()));
        }
        return new Sweep(this, trials);
    }

    /** Reads a question and gathers what is wrong with it. */
    private static final class Reader {
        private final Question asked;
        private final List<String> usage = new ArrayList<>();
        private final List<Variation> variations = new ArrayList<>();
        private double secondsAnHour;

        Reader(Question asked) {
            this.asked = asked;
        }

        SweepPlan plan() throws IOException, StudyException {
            Design design = design();
            readVariations(design);
            ScenarioFile.Parsed parsed = ScenarioFile.read(asked.file(), asked.base());
            List<Shown> shown = new ArrayList<>();
            if (parsed.scenario().isPresent()) {
                shown.addAll(shown(parsed.scenario().get()));
            }
            if (parsed.scenario().isEmpty()) {
                throw refuse(parsed.render());
            }
            if (design == null || !usage.isEmpty()) {
                // what could be read is checked alone
                Design alone = new Design(Design.Kind.ONE_AT_A_TIME, 0);
                throw refuse(problems(alone.points(variations, 0)));
            }
            Scenario scenario = parsed.scenario().get();
            int replications =
                    asked.replications() > 0 ? asked.replications() : scenario.studyReplications();
            double about = about(design, replications, scenario);
            requireFew(design, replications, about);
            List<Map<String, String>> points = design.points(variations, scenario.seed());
            String invalid = problems(points);
            if (!invalid.isEmpty()) {
                throw refuse(invalid);
            }
            return new SweepPlan(scenario, variations, design, points, shown, replications, about);
        }

        private StudyException refuse(String invalid) {
            String all = String.join("\n", usage);
            return usage.isEmpty()
                    ? StudyException.ofScenario(invalid)
                    : StudyException.ofUsage(invalid.isEmpty() ? all : all + "\n" + invalid);
        }

        private @Nullable Design design() {
            try {
                return Design.parse(asked.design());
            } catch (StudyException e) {
                usage.add(String.valueOf(e.getMessage()));
                return null;
            }
        }

        private void readVariations(@Nullable Design design) {
            Set<String> paths = new LinkedHashSet<>();
            for (String text : asked.vary()) {
                try {
                    Variation each = Variation.parse(text);
                    variations.add(each);
                    boolean ends = each.range().isPresent();
                    if (ends && design != null && design.kind() == Design.Kind.GRID) {
                        usage.add("--vary " + text + ": does not end: a grid needs the step,"
                                + (each.log() ? " log:lo:hi:n" : " lo:hi:step"));
                    }
                    if (!paths.add(each.path())) {
                        usage.add("--vary " + text + ": " + each.path() + " varies twice");
                    }
                    if (each.path().equals("replications")) {
                        usage.add("--vary " + text + ": --replications says how many");
                    }
                    boolean replaced = design == null || design.kind() != Design.Kind.ONE_AT_A_TIME;
                    if (replaced && asked.base().containsKey(each.path())) {
                        usage.add("--vary " + text + ": " + each.path() + " stands in --set too");
                    }
                } catch (StudyException e) {
                    usage.add(String.valueOf(e.getMessage()));
                }
            }
        }

        private List<Shown> shown(Scenario scenario) {
            Simulation simulation = Simulation.cold(scenario, ScenarioFile.folder(asked.file()));
            Catalogue catalogue = simulation.catalogue();
            // once more from the start, since the first time classes are loaded too
            Simulation again = Simulation.cold(scenario, ScenarioFile.folder(asked.file()));
            long began = System.nanoTime();
            again.catalogue();
            secondsAnHour = (System.nanoTime() - began) / NANOS;
            if (asked.show().isEmpty()) {
                return headline(catalogue);
            }
            List<Shown> shown = new ArrayList<>();
            for (String text : asked.show()) {
                try {
                    shown.add(Shown.parse(text, catalogue));
                } catch (MetricException e) {
                    usage.add("--show: " + e.line());
                }
            }
            return shown;
        }

        private List<Shown> headline(Catalogue catalogue) {
            List<Shown> headline = Shown.headline(catalogue);
            if (headline.isEmpty()) {
                usage.add("--show: say which number; there are "
                        + String.join(", ", catalogue.names()));
            }
            return headline;
        }

        private double about(Design design, int replications, Scenario scenario) {
            double hours = Math.max(1, scenario.horizonSeconds() / HOUR);
            return design.count(variations)
                    * replications
                    * hours
                    * secondsAnHour
                    / asked.threads();
        }

        private void requireFew(Design design, int replications, double seconds)
                throws StudyException {
            double count = design.count(variations);
            if (count > asked.mostPoints()) {
                usage.add(String.format(
                        Locale.ROOT,
                        "%,.0f points with %d replications each would take %s on %d threads; the"
                                + " limit is %,d points: --max-points sets another",
                        count,
                        replications,
                        duration(seconds),
                        asked.threads(),
                        asked.mostPoints()));
                throw refuse("");
            }
        }

        /** What is wrong at the points, each once, with the points where it is. */
        private String problems(List<Map<String, String>> points) throws IOException {
            Map<String, List<String>> where = new LinkedHashMap<>();
            Map<String, String> texts = new LinkedHashMap<>();
            for (Map<String, String> point : points) {
                Map<String, String> all = new LinkedHashMap<>(asked.base());
                all.putAll(point);
                ScenarioFile.Parsed parsed = ScenarioFile.read(asked.file(), all);
                for (Problem problem : parsed.problems()) {
                    if (problem.severity() == Problem.Severity.ERROR) {
                        String which = mistake(problem, point);
                        where.computeIfAbsent(which, key -> new ArrayList<>()).add(words(point));
                        texts.putIfAbsent(which, problem.render());
                    }
                }
            }
            StringBuilder text = new StringBuilder();
            where.forEach((which, at) -> text.append(
                            "at " + at.size() + " of " + points.size() + " points, " + listed(at))
                    .append(":\n" + texts.get(which)));
            return text.toString();
        }

        /** The same mistake under another value, and under what follows from it, is the same. */
        private static String mistake(Problem problem, Map<String, String> point) {
            String message = problem.message();
            for (String value : point.values()) {
                message = message.replace(Problems.quote(value), "''");
            }
            return problem.file()
                    + ":" + problem.line()
                    + ":" + NUMBER.matcher(message).replaceAll("0");
        }

        private static String listed(List<String> at) {
            String some = String.join("; ", at.subList(0, Math.min(MOST_LISTED, at.size())));
            int more = at.size() - MOST_LISTED;
            return more > 0 ? some + " and " + more + " more" : some;
        }
    }

    /** A point in words: {@code servers=3, rate=2 /s}. */
    static String words(Map<String, String> point) {
        List<String> parts = new ArrayList<>();
        point.forEach((path, value) ->
                parts.add(path.substring(path.lastIndexOf('.') + 1) + "=" + value));
        return parts.isEmpty() ? "the scenario as it is" : String.join(", ", parts);
    }

    /** A duration, roughly: "about 3 min". */
    public static String duration(double seconds) {
        if (seconds < 90) {
            return "about " + Math.max(1, Math.round(seconds)) + " s";
        }
        if (seconds < 90 * 60) {
            return "about " + Math.round(seconds / 60) + " min";
        }
        return seconds < 48 * HOUR
                ? "about " + Math.round(seconds / HOUR) + " h"
                : String.format(Locale.ROOT, "about %,.0f days", seconds / HOUR / 24);
    }
}
