package headroom.report;

import com.samskivert.mustache.Mustache;

import headroom.charts.CurveSvg;
import headroom.experiment.RunResult;
import headroom.measure.Measurement;
import headroom.measure.Phase;
import headroom.page.Figures;
import headroom.page.Glossary;
import headroom.page.PageFrame;
import headroom.page.SavedFolder;
import headroom.page.TimeSeriesCsv;
import headroom.theory.Theory;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The report of a run as one HTML file that needs no network: the answer in words, the table of
 * phases, the charts, the assumptions and the method.
 *
 * <p>Everything that a reader needs is in the page without its script, which only draws: each chart
 * has a table of its values, and a picture stands in for all charts where scripts are off. Bytes
 * depend on the result alone; wall time, threads and machine are in the manifest.
 */
public final class HtmlReport {
    private static final Pattern GRADED =
            Pattern.compile("(.*\\S)\\s*\\(((?:[^()]|\\([^()]*\\))++)\\)");
    /** Charts with at most this many steps show all of them in their tables. */
    private static final int SHORT_RUN_STEPS = 72;

    private static final double DAY_SECONDS = 86_400;
    private static final double TABLE_STEP_SECONDS = 6 * 3600.0;

    private final RunResult result;
    private final List<Chart> charts;
    private final List<Chart> outcomes;
    private final List<Chart> limits;

    private HtmlReport(RunResult result) {
        this.result = result;
        this.charts = ChartPlan.of(result);
        this.outcomes = ChartPlan.outcomes(result);
        this.limits = LimitCharts.refusing(result);
    }

    /**
     * The page.
     *
     * @param result what the run found
     * @param verdict the answer in sentences, the most important first
     */
    public static String render(RunResult result, List<String> verdict) {
        return Mustache.compiler()
                .strictSections(true)
                .compile(resource("report.mustache"))
                .execute(new HtmlReport(result).page(verdict));
    }

    /** Everything that the template names. */
    private Map<String, Object> page(List<String> verdict) {
        List<Chart> all = new ArrayList<>(charts);
        all.addAll(outcomes);
        all.addAll(limits);
        Map<String, Object> page = new LinkedHashMap<>();
        List<Object> binds = BindingStrip.section(result);
        List<Object> instants = InstantCurves.section(result);
        page.put("instants", instants);
        List<String> pictures = new ArrayList<>();
        pictures.addAll(binds.isEmpty() ? List.of() : List.of(BindingStrip.STYLE));
        pictures.addAll(instants.isEmpty() ? List.of() : List.of(CurveSvg.STYLE));
        putResources(page, pictures);
        page.put("data", ChartJson.of(result, all));
        page.put("overview", OverviewSvg.render(result));
        page.put("title", result.title().isBlank() ? result.scenario() : result.title());
        page.put("scenario", result.scenario());
        page.put("runId", result.runId());
        page.put("span", span());
        List<String> sentences = verdict.stream().map(HtmlReport::unbroken).toList();
        page.put("lead", sentences.isEmpty() ? "No answer was worded." : sentences.get(0));
        page.put("verdict", sentences.subList(Math.min(1, sentences.size()), sentences.size()));
        boolean several = result.phases().stream().map(Phase::name).distinct().count() > 1;
        page.put("results", several ? "Before and after" : "Results");
        BeforeAfter phases = BeforeAfter.of(result);
        page.put("phases", table(phases));
        page.put("theory", phases.columns().stream().anyMatch(column -> column.phase()
                .equals(BeforeAfter.THEORY)));
        BeforeAfter tiers = BeforeAfter.byTier(result);
        page.put("tiers", tiers.rows().isEmpty() ? List.of() : List.of(table(tiers)));
        BeforeAfter models = BeforeAfter.byModel(result);
        BeforeAfter streams = BeforeAfter.byStream(result);
        page.put("streams", streams.rows().isEmpty() ? List.of() : List.of(table(streams)));
        page.put("models", models.rows().isEmpty() ? List.of() : List.of(table(models)));
        page.put("limits", limits());
        page.put("binds", binds);
        String level = Verdict.level(result.summary());
        page.put("level", level);
        page.put("errors", !level.equals(Verdict.UNSTATED));
        page.put("charts", charts.stream().map(this::chart).toList());
        page.put("outcomes", outcomes.stream().map(this::chart).toList());
        page.put("asked", !outcomes.isEmpty());
        page.put("queued", JobReport.isAny(result));
        page.put("outcomesTogether", outcomes.size() > 1 ? "many" : "one");
        page.put(
                "assumptions",
                result.assumptions().stream().map(HtmlReport::graded).toList());
        page.put("noAssumptions", result.assumptions().isEmpty());
        page.put("method", method());
        page.put("glossary", Glossary.ENTRIES);
        return page;
    }

    /** Which limit binds whom by phase, and by hour; nothing where nobody met one. */
    private List<Object> limits() {
        List<LimitWords.Row> rows = LimitWords.table(result);
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, Object> section = new LinkedHashMap<>();
        List<Object> lines = new ArrayList<>();
        rows.forEach(row -> lines.add(Map.of(
                "tier",
                row.tier(),
                "cells",
                row.cells().stream().map(HtmlReport::unbroken).toList())));
        section.put("rows", lines);
        section.put(
                "columns",
                result.phases().stream()
                        .map(phase -> BeforeAfter.heading(phase, result.phases()))
                        .distinct()
                        .toList());
        section.put("charts", limits.stream().map(this::chart).toList());
        section.put("together", limits.size() > 1 ? "many" : "one");
        return List.of(section);
    }

    /** Scripts and styles, and the policy that admits these and no others. */
    private static void putResources(Map<String, Object> page, List<String> pictures) {
        String uplot = resource("uPlot.iife.min.js").strip();
        String script = resource("report.js");
        String uplotStyle = resource("uPlot.min.css").strip();
        String style = PageFrame.style();
        // Pictures bring styles of their own, which the policy must name too.
        List<String> styles = new ArrayList<>(List.of(uplotStyle, style, OverviewSvg.STYLE));
        styles.addAll(pictures);
        page.put("policy", PageFrame.policy(List.of(uplot, script), styles));
        page.put("uplot", uplot);
        page.put("script", script);
        page.put("uplotStyle", uplotStyle);
        page.put("style", style);
        page.put("uplotLicence", resource("uPlot.LICENSE.txt").strip());
    }

    /** The simulated time that the run covers. */
    private String span() {
        Instant end = result.start().plusSeconds((long) Math.rint(result.horizonSeconds()));
        boolean apart = !minute(result.start()).equals(minute(end));
        return (apart
                        ? minute(result.start()) + " to " + minute(end)
                        : second(result.start()) + " to " + second(end))
                + " UTC, simulated";
    }

    /** A table of phases, its rows gathered under the headings of their groups. */
    private static Map<String, Object> table(BeforeAfter table) {
        Map<String, List<Object>> groups = new LinkedHashMap<>();
        for (BeforeAfter.Row row : table.rows()) {
            groups.computeIfAbsent(row.group(), key -> new ArrayList<>()).add(row(row));
        }
        List<Object> sections = new ArrayList<>();
        groups.forEach((name, rows) -> sections.add(Map.of("group", name, "rows", rows)));
        return Map.of(
                "columns",
                table.columns().stream().map(BeforeAfter.Column::heading).toList(),
                "width",
                table.columns().size() + 2,
                "groups",
                sections,
                "empty",
                sections.isEmpty());
    }

    /** A row whose numbers stand apart from their errors, so that both can be aligned. */
    private static Map<String, Object> row(BeforeAfter.Row row) {
        List<Object> cells = new ArrayList<>();
        for (Measurement cell : row.cells()) {
            if (cell != null && cell.name().endsWith(Theory.SUFFIX)) {
                cells.add(cell(row.expected(cell), "", row.off(cell)));
                continue;
            }
            double factor = row.scale().factor();
            String number = cell == null
                    ? Figures.ABSENT
                    : Figures.number(cell.value() * factor, cell.halfWidth() * factor);
            String error = cell == null || !Double.isFinite(cell.value())
                    ? ""
                    : Figures.error(cell.value() * factor, cell.halfWidth() * factor);
            cells.add(cell(number, error, ""));
        }
        List<Glossary.Entry> entry =
                row.term().isEmpty() ? List.of() : List.of(Glossary.entry(row.term()));
        return Map.of(
                "label", row.label(),
                "unit", row.scale().unit(),
                "cells", cells,
                "entry", entry,
                "plain", entry.isEmpty());
    }

    private static Map<String, Object> cell(String number, String error, String off) {
        return Map.of("number", number, "error", error, "sure", !error.isEmpty(), "off", off);
    }

    /** The frame of a chart; the script draws into it unless there is nothing to draw. */
    private Map<String, Object> chart(Chart chart) {
        boolean empty = chart.isEmpty();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", chart.id());
        map.put("title", chart.title());
        map.put("description", chart.description());
        map.put("ranges", empty ? "" : chart.ranges());
        map.put("unit", chart.unit());
        map.put("empty", empty);
        map.put("drawn", !empty);
        map.put("data", empty ? List.of() : List.of(values(chart)));
        return map;
    }

    /** The values of a chart as a table, every sixth hour in long runs. */
    private Map<String, Object> values(Chart chart) {
        double stepSeconds = result.series().stepSeconds();
        int steps = chart.lines().get(0).series().values().length;
        int stride = steps <= SHORT_RUN_STEPS
                ? 1
                : (int) Math.max(1, Math.rint(TABLE_STEP_SECONDS / stepSeconds));
        List<Object> rows = new ArrayList<>();
        for (int step = 0; step < steps; step += stride) {
            List<String> cells = new ArrayList<>();
            for (Chart.Line line : chart.lines()) {
                double value = line.series().values()[step];
                double halfWidth = line.series().halfWidths()[step];
                cells.add(
                        Double.isFinite(value)
                                ? Figures.withError(value, halfWidth)
                                : Figures.ABSENT);
            }
            Instant at = TimeSeriesCsv.time(result.series(), step);
            String time = stepSeconds % 60 == 0 ? minute(at) : second(at);
            rows.add(Map.of("time", time, "cells", cells));
        }
        String which = stride == 1
                ? "All " + steps + " steps."
                : "Every " + Figures.plain(stride * stepSeconds / 3600).replaceAll("\\.0+$", "")
                        + " hours, one step each; all steps are in timeseries.csv.";
        return Map.of(
                "heads", chart.lines().stream().map(Chart.Line::label).toList(),
                "rows", rows,
                "which", which);
    }

    /** An assumption parted from the grade in brackets at its end. */
    private static Map<String, Object> graded(String assumption) {
        Matcher matcher = GRADED.matcher(assumption.strip());
        return matcher.matches()
                ? Map.of("text", matcher.group(1), "grade", matcher.group(2))
                : Map.of("text", assumption.strip(), "grade", "not graded");
    }

    /** By what the numbers were made; nothing that differs between two equal runs. */
    private List<Object> method() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Scenario", result.scenario());
        facts.put("Run", result.runId());
        facts.put("Headroom", SavedFolder.version());
        facts.put("Seed", Long.toString(result.seed()));
        facts.put("Replications", Integer.toString(result.replications()));
        if (!outcomes.isEmpty()) {
            facts.put(
                    "Cells simulated",
                    result.sampledCells() + " of " + result.cells()
                            + (result.sampledCells() == result.cells()
                                    ? ", the whole deployment"
                                    : "; sums are scaled to the whole deployment"));
            facts.put(
                    "Requests simulated",
                    Figures.fixed(Long.valueOf(result.requestsSimulated()), 0));
        }
        facts.put("Confidence level", Verdict.level(result.summary()));
        facts.put("Phases", phases());
        facts.put("SHA-256 of the results", result.resultHash());
        List<Object> rows = new ArrayList<>();
        facts.forEach((name, value) -> rows.add(Map.of("name", name, "value", value)));
        return rows;
    }

    private String phases() {
        if (result.phases().isEmpty()) {
            return "none; numbers are of the whole run";
        }
        return String.join(
                "; ",
                result.phases().stream()
                        .map(phase -> BeforeAfter.heading(phase, result.phases()) + ": "
                                + (result.horizonSeconds() < DAY_SECONDS
                                        ? Phase.clock(phase.fromSeconds()) + " to "
                                                + Phase.clock(phase.toSeconds())
                                        : "day " + day(phase.fromSeconds()) + " to "
                                                + day(phase.toSeconds())))
                        .toList());
    }

    private static String day(double seconds) {
        return Figures.fixed(seconds / DAY_SECONDS, 2);
    }

    /** Keeps a number and its half-width on one line. */
    private static String unbroken(String sentence) {
        return sentence.replace(" ± ", "\u00a0±\u00a0");
    }

    private static String second(Instant time) {
        return time.toString().substring(0, 19).replace('T', ' ');
    }

    private static String minute(Instant time) {
        return time.toString().substring(0, 16).replace('T', ' ');
    }

    private static String resource(String name) {
        return PageFrame.resource(HtmlReport.class, name);
    }
}
