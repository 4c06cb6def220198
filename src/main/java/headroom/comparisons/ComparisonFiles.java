package headroom.comparisons;

import headroom.charts.IntervalChart;
import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.page.Figures;
import headroom.page.SavedFolder;
import headroom.page.SummaryFiles;
import headroom.page.Table;
import headroom.stat.Estimate;
import headroom.study.Comparison;
import headroom.study.Comparison.Difference;
import headroom.study.Side;

import tools.jackson.core.JsonGenerator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of a comparison: table, page, JSON, CSV and Markdown. */
public final class ComparisonFiles {
    /** More rows are no picture; all are in the table. */
    private static final int DRAWN = 60;

    private final Comparison comparison;
    private final ComparisonWords words;
    private final ScenarioChanges changes;
    private final List<String> assumptions;

    /** Of a comparison of runs that share assumptions, and in what their scenarios differ. */
    public ComparisonFiles(
            Comparison comparison, ScenarioChanges changes, List<String> assumptions) {
        this.comparison = comparison;
        this.words = new ComparisonWords(comparison);
        this.changes = changes;
        this.assumptions = List.copyOf(assumptions);
    }

    /** All files, the manifest last. */
    public Map<String, String> all(String runId, int threads) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("compare.csv", csv());
        files.put("compare.json", json());
        files.put("compare.md", markdown());
        files.putAll(StudyFiles.of(page(runId)));
        files.put("manifest.json", manifest(runId, threads, files));
        return files;
    }

    /** For people: each side's mean, their difference, and what common random numbers saved. */
    public Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Difference d : comparison.differences()) {
            Estimate e = d.paired().difference();
            double factor = ComparisonWords.scale(d).factor();
            rows.add(List.of(
                    label(d),
                    ComparisonWords.scale(d).unit(),
                    ComparisonWords.mean(d, d.before()),
                    ComparisonWords.mean(d, d.after()),
                    Figures.withError(e.value() * factor, e.halfWidth() * factor),
                    verdict(d),
                    ComparisonWords.ratio(d.paired().varianceRatio()),
                    ComparisonWords.ratio(d.paired().varianceRatioAtMost()),
                    ComparisonWords.worth(d)));
        }
        return new Table(
                "Differences from " + comparison.baseline().name(),
                List.of(
                        "number",
                        "unit",
                        comparison.baseline().name(),
                        comparison.others().size() == 1
                                ? comparison.others().get(0).name()
                                : "other",
                        "difference",
                        "verdict",
                        "variance ratio",
                        "at most",
                        "worth replications"),
                rows);
    }

    /** How to read the table, in a line. */
    public String note() {
        return "Means with their own 95 % intervals; differences with intervals that hold all at"
                + " once with 95 %; variance ratio: variance of the difference from independent"
                + " random numbers over that from common ones; at most: what a correlation of 1"
                + " would make of it; worth: independent replications of each that would say as"
                + " much.";
    }

    private String label(Difference d) {
        return comparison.others().size() == 1
                ? d.key().toString()
                : d.key() + ", " + comparison.others().get(d.side()).name();
    }

    private static String verdict(Difference d) {
        return switch (d.verdict()) {
            case SAME -> "same";
            case UNTOLD -> "not told";
            case UNKNOWN -> "unknown";
            case LOWER, HIGHER ->
                switch (d.betterness()) {
                    case 1 -> "better";
                    case -1 -> "worse";
                    default -> d.paired().difference().value() < 0 ? "lower" : "higher";
                };
        };
    }

    private String markdown() {
        StringBuilder text = new StringBuilder("# " + title() + "\n\n");
        words.sentences().forEach(each -> text.append("- " + each + "\n"));
        text.append("\n" + table().markdown() + "\n" + note() + "\n");
        text.append("\n## " + changes.table().caption() + "\n\n");
        if (!changes.table().rows().isEmpty()) {
            text.append(changes.table().markdown() + "\n");
        }
        return text + (changes.note().isEmpty() ? "" : changes.note() + "\n");
    }

    private String title() {
        List<String> names = comparison.others().stream().map(Side::name).toList();
        return comparison.baseline().name() + " against " + String.join(", ", names);
    }

    private String csv() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "number",
                "side",
                "unit",
                "baseline",
                "baselineHalfWidth",
                "value",
                "halfWidth",
                "difference",
                "differenceHalfWidth",
                "level",
                "p",
                "verdict",
                "varianceRatio",
                "varianceRatioAtMost",
                "correlation",
                "n"));
        for (Difference d : comparison.differences()) {
            Estimate e = d.paired().difference();
            rows.add(List.of(
                    d.key().toString(),
                    comparison.others().get(d.side()).name(),
                    d.unit(),
                    SummaryFiles.number(d.before().value()),
                    SummaryFiles.number(d.before().halfWidth()),
                    SummaryFiles.number(d.after().value()),
                    SummaryFiles.number(d.after().halfWidth()),
                    SummaryFiles.number(e.value()),
                    SummaryFiles.number(e.halfWidth()),
                    SummaryFiles.number(e.level()),
                    SummaryFiles.number(d.p()),
                    verdict(d),
                    SummaryFiles.number(d.paired().varianceRatio()),
                    SummaryFiles.number(d.paired().varianceRatioAtMost()),
                    SummaryFiles.number(d.paired().correlation()),
                    Integer.toString(e.n())));
        }
        return SummaryFiles.csvText(rows);
    }

    private String json() {
        return SummaryFiles.jsonText(json -> {
            json.writeStartArray();
            comparison.differences().forEach(d -> write(json, d));
            json.writeEndArray();
        });
    }

    private void write(JsonGenerator json, Difference d) {
        Estimate e = d.paired().difference();
        json.writeStartObject();
        json.writeStringProperty("name", d.key().name());
        SummaryFiles.writeLabels(json, d.key().labels());
        json.writeStringProperty("statistic", d.key().statistic());
        json.writeStringProperty("unit", d.unit());
        json.writeStringProperty("side", comparison.others().get(d.side()).name());
        SummaryFiles.writeNumber(json, "baseline", d.before().value());
        SummaryFiles.writeNumber(json, "value", d.after().value());
        SummaryFiles.writeNumber(json, "difference", e.value());
        SummaryFiles.writeNumber(json, "halfWidth", e.halfWidth());
        SummaryFiles.writeNumber(json, "level", e.level());
        SummaryFiles.writeNumber(json, "p", d.p());
        json.writeStringProperty("verdict", verdict(d));
        SummaryFiles.writeNumber(json, "varianceRatio", d.paired().varianceRatio());
        SummaryFiles.writeNumber(json, "varianceRatioAtMost", d.paired().varianceRatioAtMost());
        json.writeNumberProperty("n", e.n());
        json.writeEndObject();
    }

    /** What is shown to people. */
    public StudyPage page(String runId) {
        List<IntervalChart.Row> rows = comparison.differences().stream()
                .limit(DRAWN)
                .map(d -> {
                    Estimate e = d.paired().difference();
                    double factor = ComparisonWords.scale(d).factor();
                    String value = Figures.withError(e.value() * factor, e.halfWidth() * factor);
                    return new IntervalChart.Row(
                            label(d),
                            (value + " " + ComparisonWords.unit(d)).strip(),
                            e.value(),
                            e.low(),
                            e.high(),
                            ComparisonWords.isTold(d));
                })
                .toList();
        IntervalChart chart = new IntervalChart(
                "Differences from " + comparison.baseline().name() + ", each on its own scale",
                "One row a number, each on its own scale; the dashed line is no difference.",
                rows);
        Map<String, String> method = new LinkedHashMap<>();
        method.put("Run", runId);
        method.put("Version", SavedFolder.version());
        method.put("Seed", Long.toString(comparison.baseline().seed()));
        method.put("Replications", Integer.toString(comparison.baseline().replications()));
        method.put(
                "Intervals",
                "paired t over replications on common random numbers, all at once with 95 %"
                        + " (Bonferroni); verdicts by Holm's test");
        StudyPage.Section section = new StudyPage.Section(
                "differences",
                "Differences",
                note(),
                Map.of("differences", chart),
                List.of(table()));
        Table keys = changes.table();
        StudyPage.Section scenarios = new StudyPage.Section(
                "scenarios",
                keys.caption(),
                changes.note(),
                Map.of(),
                keys.rows().isEmpty() ? List.of() : List.of(keys));
        return new StudyPage(
                title(),
                ComparisonWords.replications(comparison.baseline().replications()) + " each",
                words.sentences(),
                List.of(section, scenarios),
                assumptions,
                method);
    }

    private String manifest(String runId, int threads, Map<String, String> files) {
        return SummaryFiles.jsonText(json -> {
            json.writeStartObject();
            json.writeStringProperty("study", "compare");
            json.writeStringProperty("runId", runId);
            json.writeStringProperty("version", SavedFolder.version());
            json.writeArrayPropertyStart("sides");
            List<Side> sides = new ArrayList<>(List.of(comparison.baseline()));
            sides.addAll(comparison.others());
            for (Side side : sides) {
                json.writeStartObject();
                json.writeStringProperty("name", side.name());
                json.writeNumberProperty("seed", side.seed());
                SummaryFiles.writeNumber(json, "horizonSeconds", side.horizonSeconds());
                json.writeNumberProperty("replications", side.replications());
                json.writeEndObject();
            }
            json.writeEndArray();
            SavedFolder.writeFiles(json, files);
            json.writeObjectPropertyStart("machine");
            json.writeNumberProperty("threads", threads);
            json.writeEndObject();
            json.writeBooleanProperty("complete", true);
            json.writeEndObject();
        });
    }
}
