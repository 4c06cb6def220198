package headroom.sweeps;

import headroom.charts.Picture;
import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.charts.StudyPage.Section;
import headroom.page.Figures;
import headroom.page.SavedFolder;
import headroom.page.Table;
import headroom.scenario.ResolvedYaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The results of a sweep as files. All bytes depend on the question alone, except the object
 * machine in the manifest.
 */
public final class SweepFolder {
    private final Sweep sweep;
    private final Made made;
    private final SweepTables tables;
    private final List<String> words;
    private final List<Map<String, Picture>> pictures = new ArrayList<>();

    /** The files of a sweep. */
    public SweepFolder(Sweep sweep, Made made) {
        this.sweep = sweep;
        this.made = made;
        this.tables = new SweepTables(sweep);
        this.words = new SweepWords(sweep, tables).all();
        SweepCharts charts = new SweepCharts(sweep, tables);
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            pictures.add(charts.of(s));
        }
    }

    /**
     * By what a sweep was made.
     *
     * @param runId its name
     * @param arguments of the command that does it again, but for the file and where results go
     * @param assumptions values of the scenario that nobody published
     * @param threads on how many it ran
     * @param wallSeconds how long it took [s]
     */
    public record Made(
            String runId,
            List<String> arguments,
            List<String> assumptions,
            int threads,
            double wallSeconds) {
        public Made {
            arguments = List.copyOf(arguments);
            assumptions = List.copyOf(assumptions);
        }
    }

    /** What was found, in sentences. */
    public List<String> words() {
        return words;
    }

    /** The points and what variables do, as lines for a terminal. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(tables.points().lines());
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            for (Table table : effects(s)) {
                lines.add("");
                lines.addAll(table.lines());
            }
        }
        return lines;
    }

    /** All files by their names, in the order in which they are to be written. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        SweepFiles data = new SweepFiles(sweep);
        files.put("scenario.resolved.yaml", ResolvedYaml.write(sweep.plan().base()));
        files.put("sweep.csv", data.csv());
        files.put("replications.csv", data.replications());
        files.put("sweep.json", data.json());
        files.put("sweep.md", markdown());
        files.putAll(StudyFiles.of(page()));
        files.put("manifest.json", data.manifest(made, files));
        return files;
    }

    /** Tables of what variables do to a number. */
    private List<Table> effects(int shown) {
        if (sweep.plan().design().kind() == Design.Kind.ONE_AT_A_TIME) {
            return List.of(tables.swings(shown));
        }
        return sweep.plan().variations().size() > 1
                ? tables.effects(shown).stream().toList()
                : List.of();
    }

    /** What is shown to people. */
    public StudyPage page() {
        List<Section> sections = new ArrayList<>();
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            sections.add(new Section(
                    "number-" + (s + 1),
                    sweep.plan().shown().get(s).text(),
                    note(s),
                    pictures.get(s),
                    effects(s)));
        }
        sections.add(new Section(
                "points",
                "All points",
                "± is the half-width of a 95 % confidence interval over replications.",
                Map.of(),
                List.of(tables.points())));
        return new StudyPage(
                sweep.plan().base().title(),
                subtitle(),
                words,
                sections,
                made.assumptions(),
                method());
    }

    private String subtitle() {
        return sweep.plan().base().name() + " · " + made.runId() + " · sweep of "
                + String.join(", ", tables.names());
    }

    private String note(int shown) {
        String names = sweep.plan().shown().get(shown).key().toString();
        return switch (sweep.plan().design().kind()) {
            case ONE_AT_A_TIME ->
                names + ". Bars are changes from the scenario as it is while all"
                        + " others stay; lines are 95 % intervals of the paired differences,"
                        + " each by itself. What variables do together is not seen.";
            case GRID, LATIN_HYPERCUBE ->
                names + ". Points are means over replications with 95 %"
                        + " intervals, each by itself."
                        + Regression.of(sweep, shown)
                                .filter(plane -> sweep.plan().variations().size() > 1)
                                .map(plane ->
                                        " Effects are those of a plane through the points, which"
                                                + " has "
                                                + SweepWords.percent(plane.determination())
                                                + " of their variance (R²); intervals hold noise of"
                                                + " the simulation, not what the plane misses.")
                                .orElse("");
        };
    }

    private Map<String, String> method() {
        SweepPlan plan = sweep.plan();
        Map<String, String> method = new LinkedHashMap<>();
        method.put("Scenario", plan.base().name());
        method.put(
                "Varied",
                String.join(
                        "; ",
                        plan.variations().stream()
                                .map(each -> each.path() + " = "
                                        + String.join(
                                                each.range().isPresent() ? " to " : ", ",
                                                each.values()))
                                .toList()));
        method.put(
                "Design",
                switch (plan.design().kind()) {
                    case GRID -> "grid: every combination";
                    case LATIN_HYPERCUBE ->
                        "Latin hypercube: for each variable one point in each of "
                                + plan.design().size() + " equal parts of its range";
                    case ONE_AT_A_TIME ->
                        "one at a time: the scenario as it is, then each value alone";
                });
        method.put("Points", Integer.toString(sweep.trials().size()));
        method.put("Replications", plan.replications() + " a point");
        method.put("Seed", Long.toString(plan.base().seed()));
        method.put(
                "Random numbers",
                "common: replication r of every point draws from the same"
                        + " streams, so differences between points are paired");
        method.put(
                "Intervals",
                "95 %, Student's t over replications, each by itself; lowest and"
                        + " highest points are picked from what was seen");
        for (int s = 0; s < plan.shown().size(); s++) {
            double factor = sweep.sharing(s);
            if (Double.isFinite(factor)) {
                method.put(
                        "Variance of differences, " + plan.shown().get(s).text(),
                        Figures.plain(factor) + " times below independent random numbers, over "
                                + sweep.neighbours().size() + " pairs of neighbours and "
                                + plan.replications() + " replications");
            }
        }
        method.put("Version", SavedFolder.version());
        method.put("Command", String.join(" ", made.arguments()));
        return method;
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# " + sweep.plan().base().title() + "\n\n");
        text.append(subtitle()).append("\n\n");
        words.forEach(sentence -> text.append("- " + sentence + "\n"));
        text.append("\n").append(tables.points().markdown());
        for (int s = 0; s < sweep.plan().shown().size(); s++) {
            text.append("\n## " + sweep.plan().shown().get(s).text() + "\n\n" + note(s) + "\n\n");
            pictures.get(s).keySet().forEach(file -> text.append("![](" + file + ".svg)\n"));
            effects(s).forEach(table -> text.append("\n" + table.markdown()));
        }
        text.append("\n## Method\n\n");
        method().forEach((name, value) -> text.append("- " + name + ": " + value + "\n"));
        return text.toString();
    }
}
