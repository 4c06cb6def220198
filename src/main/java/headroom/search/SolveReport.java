package headroom.search;

import headroom.charts.CurveChart;
import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Limit;
import headroom.charts.CurveChart.Point;
import headroom.charts.Picture;
import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.page.Figures;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.Table;
import headroom.search.Solution.Evaluated;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The files of a search: its numbers as CSV and JSON, its words and table as Markdown, its page.
 *
 * @param solution what was found
 * @param words the same in sentences
 * @param of what was run
 */
public record SolveReport(Solution solution, List<String> words, Run of) {
    /** Values on either side of the answer that the second chart shows. */
    private static final int NEAR = 2;

    public SolveReport {
        words = List.copyOf(words);
    }

    /**
     * What was run.
     *
     * @param scenario name of the scenario
     * @param title its title
     * @param id name of the study
     * @param seed its seed
     * @param assumptions its values that nobody published
     */
    public record Run(
            String scenario, String title, String id, long seed, List<String> assumptions) {
        public Run {
            assumptions = List.copyOf(assumptions);
        }
    }

    /** The files in the order in which they are written, the manifest last. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("solve.csv", csv());
        files.put("solve.json", SummaryFiles.jsonText(this::write));
        files.put(
                "solve.md",
                "# " + title() + "\n\n" + String.join("\n\n", words) + "\n\n" + table().markdown());
        files.putAll(StudyFiles.of(page()));
        files.put("manifest.json", SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            json.writeStringProperty("study", "solve");
            json.writeStringProperty("scenario", of.scenario());
            json.writeStringProperty("runId", of.id());
            json.writeStringProperty("version", SavedFolder.version());
            json.writeNumberProperty("seed", of.seed());
            SavedFolder.writeFiles(json, files);
            json.writeBooleanProperty("complete", true);
            json.writeEndObject();
        }));
        return files;
    }

    private SearchGrid grid() {
        return solution.question().grid();
    }

    private List<Target> targets() {
        return solution.question().targets();
    }

    private String title() {
        return (grid().isLeast() ? "Smallest " : "Largest ") + grid().path() + " for "
                + String.join(" and ", targets().stream().map(Target::text).toList());
    }

    /** Every value that was run, in the order of their numbers. */
    public Table table() {
        List<String> heads = new ArrayList<>(List.of(grid().path()));
        targets().forEach(target -> heads.add(target.text()));
        heads.addAll(List.of("holds", "replications"));
        boolean isControlled = solution.evaluated().stream()
                .flatMap(each -> each.reductions().stream())
                .anyMatch(each -> each != 1);
        if (isControlled) {
            heads.add("as good as");
        }
        List<List<String>> rows = new ArrayList<>();
        for (Evaluated each : ordered()) {
            List<String> row = new ArrayList<>(List.of(grid().text(each.position())));
            for (int t = 0; t < targets().size(); t++) {
                Standing standing = each.standings().get(t);
                Figures.Scale scale = SolveWords.scale(targets().get(t), standing.value());
                double half = standing.halfWidth(solution.level()) * scale.factor();
                String text = Figures.withDigits(standing.value() * scale.factor(), half);
                row.add((text + " " + scale.unit()).strip());
            }
            row.add(decision(each));
            row.add(Integer.toString(each.replications()));
            if (isControlled) {
                row.add(worth(each));
            }
            rows.add(row);
        }
        String caption = "Values that were run. Intervals are of "
                + SolveWords.percent(Math.round(solution.level() * 1000) / 1000.0)
                + ", so that all stages of the search together keep "
                + SolveWords.percent(solution.question().confidence()) + ".";
        return new Table(caption, heads, rows);
    }

    /** Replications without controls that would say as much, by their variances. */
    private static String worth(Evaluated each) {
        return String.join(
                ", ",
                each.reductions().stream()
                        .map(factor -> Double.isNaN(factor)
                                ? Figures.ABSENT
                                : Figures.plain(factor * each.replications()))
                        .toList());
    }

    private String decision(Evaluated each) {
        String word =
                switch (each.decision()) {
                    case HOLDS -> "yes";
                    case FAILS -> "no";
                    case OPEN -> "open";
                };
        return each.position() != solution.answer()
                ? word
                : word + (solution.found() ? ", answer" : ", closest");
    }

    private List<Evaluated> ordered() {
        List<Evaluated> rows = new ArrayList<>(solution.evaluated());
        rows.sort(Comparator.comparingDouble(each -> grid().number(each.position())));
        return rows;
    }

    private String csv() {
        List<String> head =
                new ArrayList<>(List.of("value", "text", "holds", "replications", "requests"));
        for (Target target : targets()) {
            String unit = target.unit().equals("1") ? "" : " [" + target.unit() + "]";
            head.add(target.metric() + unit);
            head.add("halfWidth");
            head.add("level");
            head.add("bound");
            head.add("varianceReduction");
        }
        List<List<String>> rows = new ArrayList<>(List.of(head));
        for (Evaluated each : ordered()) {
            List<String> row = new ArrayList<>(List.of(
                    SummaryFiles.number(grid().number(each.position())),
                    grid().text(each.position()),
                    each.decision().name().toLowerCase(Locale.ROOT),
                    Integer.toString(each.replications()),
                    SummaryFiles.number(each.requests())));
            for (int t = 0; t < targets().size(); t++) {
                Standing standing = each.standings().get(t);
                row.add(SummaryFiles.number(standing.value()));
                row.add(SummaryFiles.number(standing.halfWidth(solution.level())));
                row.add(SummaryFiles.number(solution.level()));
                row.add(SummaryFiles.number(targets().get(t).bound()));
                row.add(SummaryFiles.number(each.reductions().get(t)));
            }
            rows.add(row);
        }
        return SummaryFiles.csvText(rows);
    }

    private void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("path", grid().path());
        json.writeStringProperty("sought", grid().isLeast() ? "min" : "max");
        json.writeBooleanProperty("found", solution.found());
        json.writeStringProperty(
                solution.found() ? "answer" : "closest", grid().text(solution.answer()));
        SummaryFiles.writeNumber(json, "value", grid().number(solution.answer()));
        SummaryFiles.writeNumber(json, "confidence", solution.question().confidence());
        if (solution.found()) {
            double one = grid().number(solution.mostWanted());
            double other = grid().number(solution.ends().high());
            SummaryFiles.writeNumber(json, "low", Math.min(one, other));
            SummaryFiles.writeNumber(json, "high", Math.max(one, other));
            json.writeBooleanProperty("closed", solution.ends().closed());
        }
        json.writeStringProperty(
                "binding",
                solution.binding() < 0 ? "" : targets().get(solution.binding()).text());
        json.writeNumberProperty("evaluations", solution.evaluated().size());
        json.writeNumberProperty("replications", solution.replications());
        SummaryFiles.writeNumber(json, "requests", solution.requests());
        json.writeArrayPropertyStart("words");
        words.forEach(json::writeString);
        json.writeEndArray();
        json.writeArrayPropertyStart("evaluated");
        ordered().forEach(each -> write(json, each));
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, Evaluated each) {
        json.writeStartObject();
        SummaryFiles.writeNumber(json, "value", grid().number(each.position()));
        json.writeStringProperty("text", grid().text(each.position()));
        json.writeStringProperty("holds", each.decision().name().toLowerCase(Locale.ROOT));
        json.writeNumberProperty("replications", each.replications());
        SummaryFiles.writeNumber(json, "requests", each.requests());
        json.writeArrayPropertyStart("constraints");
        for (int t = 0; t < targets().size(); t++) {
            Standing standing = each.standings().get(t);
            json.writeStartObject();
            json.writeStringProperty("constraint", targets().get(t).text());
            json.writeStringProperty("unit", targets().get(t).unit());
            SummaryFiles.writeNumber(json, "estimate", standing.value());
            SummaryFiles.writeNumber(json, "halfWidth", standing.halfWidth(solution.level()));
            SummaryFiles.writeNumber(json, "level", solution.level());
            SummaryFiles.writeNumber(json, "bound", targets().get(t).bound());
            SummaryFiles.writeNumber(
                    json, "varianceReduction", each.reductions().get(t));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** What is shown to people. */
    public StudyPage page() {
        List<StudyPage.Section> sections = new ArrayList<>();
        for (int t = 0; t < targets().size(); t++) {
            String name = "constraint-" + (t + 1);
            Map<String, Picture> charts = new LinkedHashMap<>();
            charts.put(name, chart(t, ordered(), "over the range"));
            List<Evaluated> near = near();
            if (near.size() > 1 && near.size() < solution.evaluated().size()) {
                charts.put(name + "-near", chart(t, near, "near the answer"));
            }
            sections.add(new StudyPage.Section(
                    name,
                    targets().get(t).text(),
                    "Dots are values that were run, bands their intervals; the dashed line is the"
                            + " bound.",
                    charts,
                    List.of()));
        }
        sections.add(new StudyPage.Section(
                "evaluations", "Evaluations", table().caption(), Map.of(), List.of(table())));
        return new StudyPage(
                title(),
                of.title() + " · " + of.scenario() + " · " + of.id(),
                words,
                sections,
                of.assumptions(),
                method());
    }

    private Map<String, String> method() {
        Map<String, String> method = new LinkedHashMap<>();
        method.put(
                "search",
                "retrospective approximation: bisection on common random numbers, replications"
                        + " doubled where a constraint is open");
        method.put("confidence", SolveWords.percent(solution.question().confidence()));
        method.put("budget", solution.question().budget().toString());
        method.put("first replications", Integer.toString(solution.question().first()));
        method.put(
                "values that may be the answer", String.format(Locale.ROOT, "%,d", grid().size()));
        method.put("seed", Long.toString(of.seed()));
        method.put("version", SavedFolder.version());
        return method;
    }

    /** The values next to the answer. */
    private List<Evaluated> near() {
        List<Evaluated> rows = ordered();
        int at = rows.indexOf(solution.at(solution.answer()));
        return rows.subList(Math.max(0, at - NEAR), Math.min(rows.size(), at + NEAR + 1));
    }

    private Picture chart(int t, List<Evaluated> rows, String where) {
        Target target = targets().get(t);
        double largest = Math.abs(target.bound());
        for (Evaluated each : rows) {
            double value = each.standings().get(t).value();
            largest = Double.isFinite(value) ? Math.max(largest, value) : largest;
        }
        Figures.Scale scale = Figures.Scale.of(target.unit(), largest);
        List<Point> points = new ArrayList<>();
        Point answer = null;
        for (Evaluated each : rows) {
            Standing standing = each.standings().get(t);
            double value = standing.value() * scale.factor();
            double half = standing.halfWidth(solution.level()) * scale.factor();
            double x = grid().number(each.position());
            // a share below 0 is no share: the axis need not reach there
            double least = target.unit().equals("share") ? 0 : Double.NEGATIVE_INFINITY;
            points.add(new Point(x, value, Math.max(least, value - half), value + half));
            if (each.position() == solution.answer()) {
                answer = new Point(x, value, Double.NaN, Double.NaN);
            }
        }
        List<Curve> curves = new ArrayList<>(List.of(new Curve(target.metric(), points, true)));
        if (answer != null) {
            String word = solution.found() ? "answer: " : "closest: ";
            curves.add(new Curve(word + grid().text(solution.answer()), List.of(answer), false));
        }
        String unit = scale.unit().isEmpty() ? "" : " [" + scale.unit() + "]";
        String along = grid().unit().isEmpty() ? "" : " [" + grid().unit() + "]";
        return new CurveChart(
                target.metric() + " " + where,
                String.join(" ", words.subList(0, 1)),
                new Axis(grid().path() + along, false, false),
                new Axis(target.metric() + unit, false, false),
                curves,
                List.of(new Limit("bound", target.bound() * scale.factor())));
    }
}
