package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The HTML report: safe under its policy, complete, honest where there is nothing. */
class HtmlReportTest {
    static List<RunResult> runs() {
        return List.of(
                Runs.withAddition(), Runs.withoutAddition(), Runs.withoutErrors(), Runs.empty());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void thePolicyNamesExactlyTheScriptsAndStylesOfThePage(RunResult run) {
        String page = page(run);
        String policy = unescaped(first("Content-Security-Policy\" content=\"([^\"]*)\"", page));
        List<String> scripts = sources("<script>(.*?)</script>", page);
        List<String> styles = sources("<style>(.*?)</style>", page);

        assertThat(policy).startsWith("default-src 'none'; ").doesNotContain("unsafe");
        assertThat(directive(policy, "script-src")).containsExactlyInAnyOrderElementsOf(scripts);
        assertThat(directive(policy, "style-src")).containsExactlyInAnyOrderElementsOf(styles);
        assertThat(scripts).hasSize(2);
        assertThat(styles).hasSize(page.contains("id=\"binds\"") ? 4 : 3);
    }

    @Test
    void whereNoErrorIsKnownNoLevelIsTold() {
        String page = markup(page(Runs.withoutErrors())).replaceAll("<[^>]*>", "");

        assertThat(page).contains("No number has a known error, a half-width.");
        assertThat(page).doesNotContain("of a unstated");
        assertThat(page(Runs.withAddition())).contains("of a 95 % confidence interval");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void nothingIsLoadedAndNothingBreaksThePolicy(RunResult run) {
        String page = page(run);
        // The banner of the chart library and the name space of SVG are names, not addresses.
        String rest = page.replace("https://github.com/leeoniya/uPlot", "")
                .replace("http://www.w3.org/2000/svg", "");

        assertThat(rest).doesNotContainPattern("(?i)https?:|//cdn|@import|url\\(");
        String markup = markup(page);
        assertThat(markup).doesNotContainPattern("(?i)\\s(src|srcset|data|action)=");
        assertThat(markup).doesNotContainPattern("(?i)\\shref=\"[^#]");
        assertThat(markup).doesNotContainPattern("(?i)\\s(style|on[a-z]+)=");
    }

    @ParameterizedTest
    @MethodSource("runs")
    void everyReferenceLeadsSomewhereAndNoIdIsTwice(RunResult run) {
        String markup = markup(page(run));
        List<String> ids = all("\\sid=\"([^\"]*)\"", markup);

        assertThat(ids).doesNotHaveDuplicates();
        List<String> references = new ArrayList<>(all("href=\"#([^\"]*)\"", markup));
        all("aria-(?:labelledby|describedby)=\"([^\"]*)\"", markup)
                .forEach(list -> references.addAll(List.of(list.split(" "))));
        assertThat(ids).containsAll(references);
    }

    @Test
    void allChartsAreThereWithTitleDescriptionAndTable() {
        RunResult run = Runs.withAddition();
        String page = page(run);
        List<String> expected = new ArrayList<>(
                List.of("demand", "caps", "ttft", "power", "utilisation", "replicas"));
        Runs.TIERS.forEach(tier -> expected.add("outcomes-" + tier));

        assertThat(all("<figure class=\"chart[^\"]*\" id=\"chart-([^\"]*)\"", page))
                .containsExactlyElementsOf(expected);
        JsonNode data = data(page);
        assertThat(data.get("charts").valueStream().map(each -> each.get("id").asString()))
                .containsExactlyElementsOf(expected);
        for (String id : expected) {
            String figure = first("(?s)id=\"chart-" + id + "\"(.*?)</figure>", page);
            assertThat(figure).contains("id=\"t-" + id, "id=\"d-" + id, "data-chart=\"" + id);
            assertThat(all("<th scope=\"row\">(2026[^<]*)<", figure))
                    .hasSize(Runs.HOURS / 6)
                    .startsWith("2026-04-27 00:00", "2026-04-27 06:00");
        }
    }

    @Test
    void chartsAreDrawnFromTheValuesOfTheRun() {
        RunResult run = Runs.withAddition();
        JsonNode data = data(page(run));
        JsonNode caps = data.get("charts").get(1);

        assertThat(caps.get("title").asString()).isEqualTo("Usage caps and peak-hour multiplier");
        assertThat(caps.get("lines").size()).isEqualTo(2);
        double[] values = ChartPlan.first(run, "caps.scale").orElseThrow().values();
        JsonNode drawn = caps.get("lines").get(0).get("values");
        assertThat(drawn.size()).isEqualTo(values.length);
        for (int step = 0; step < values.length; step++) {
            assertThat(drawn.get(step).asDouble())
                    .isCloseTo(values[step], Percentage.withPercentage(.01));
        }
        JsonNode tail = data.get("charts").get(2).get("lines").get(0);
        assertThat(tail.get("values").get(40).isNull()).isTrue();
        assertThat(tail.get("halfWidths").size()).isEqualTo(Runs.HOURS);
        assertThat(data.get("charts").get(2).get("form").asString()).isEqualTo("LOG");
        JsonNode limit = data.get("charts").get(3).get("limits").get(0);
        assertThat(limit.get("value").asDouble()).isEqualTo(300);
        assertThat(data.get("peak").get(12).asDouble()).isEqualTo(1);
        assertThat(data.get("peak").get(11).asDouble()).isEqualTo(0);
    }

    @Test
    void phasesAreMarkedAtTheirTimes() {
        JsonNode boundaries = data(page(Runs.withAddition())).get("boundaries");
        long start = Runs.START.getEpochSecond();

        assertThat(boundaries
                        .valueStream()
                        .map(each -> each.get("label").asString() + " "
                                + (each.get("at").asDouble() - start) / 86_400))
                .containsExactly(
                        "outside phases 0.0",
                        "normal 1.0",
                        "outside phases 3.25",
                        "spike 3.75",
                        "outside phases 9.0",
                        "after addition 11.0");
    }

    @Test
    void capacityInAnotherUnitGetsAChartOfItsOwn() {
        RunResult run = Runs.withAddition();
        var columns = run.series().columns().stream()
                .map(each -> each.name().equals("capacity")
                        ? new Series(
                                "capacity", each.labels(), "GPU", each.values(), each.halfWidths())
                        : each)
                .toList();
        var series = new TimeSeries(Runs.START, 3600, columns);
        List<Chart> charts = ChartPlan.of(Runs.run("x", run.phases(), run.summary(), series));

        assertThat(charts.get(0).lines()).extracting(Chart.Line::label).doesNotContain("capacity");
        assertThat(charts.get(1).id()).isEqualTo("capacity");
        assertThat(charts.get(1).unit()).isEqualTo("GPU");
    }

    @Test
    void anOutcomeNobodyForesawIsDrawnToo() {
        double[] one = {1};
        var labels = new TreeMap<>(Map.of("tier", "pro", "outcome", "lost"));
        var lost = new Series("outcome", labels, "1/s", one, one);
        var series = new TimeSeries(Runs.START, 3600, List.of(lost));
        RunResult run = Runs.run("x", List.of(), List.of(), series);

        assertThat(ChartPlan.outcomes(run).get(0).lines())
                .extracting(Chart.Line::label)
                .containsExactly("lost");
    }

    @Test
    void whatIsMissingIsSaid() {
        String page = page(Runs.empty());

        assertThat(page)
                .contains("The run has no measurements, so it answers nothing.")
                .contains("The run has no summary, so there is nothing to compare.")
                .contains("The run lists no assumptions.");
        assertThat(all("(Not recorded in this run)", page)).hasSize(7);
        assertThat(data(page).get("charts").size()).isZero();
    }

    @Test
    void textOfTheRunIsEscapedAndGradesStandApart() {
        String page = page(Runs.withAddition());

        assertThat(page)
                .contains("peakHours.multiplier &lt;none&gt; &amp; never published")
                .contains("<td>sites.memphis.pue 1.2</td><td><span class=\"grade\">assumed</span>")
                .contains("<span class=\"grade\">not graded</span>");
        RunResult hostile = Runs.run(
                "x",
                List.of(),
                List.of(),
                new TimeSeries(
                        Runs.START,
                        3600,
                        List.of(new Series(
                                "power",
                                new TreeMap<>(Map.of("site", "</script><script>alert(1)")),
                                "MW",
                                new double[] {1},
                                new double[] {1}))));
        assertThat(page(hostile)).doesNotContain("<script>alert");
    }

    @Test
    void theTableHasTheNumbersWithTheirErrors() {
        String page = page(Runs.withAddition()).replaceAll("<[^>]*>", "");

        assertThat(page).containsPattern("Usage caps× nominal1.000 ± 0.0040.42 ± 0.031.90 ± 0.06");
        assertThat(page).contains("Users who met a limit%6.1 ± 0.421 ± 23.1 ± 0.4");
        assertThat(page).contains("Time per output token, p99ms48.0 ± 1.081 ± 3");
        // by the month of 30.4375 days, so that phases of any length compare
        assertThat(page).containsPattern("ContractM\\$/month304 ± 0304 ± 0609 ± 0");
        assertThat(page).containsPattern("Cost, all togetherM\\$/month304 ± 0304 ± 0609 ± 0");
        assertThat(page).containsPattern("Overage revenueM\\$/month2\\.63 ± 05\\.26 ± 07\\.89");
        assertThat(page).containsPattern("max-5xs5.0 ± 0.345 ± 45.0 ± 0.3");
    }

    @Test
    void spansOfShortRunsAreInTheirOwnUnits() {
        assertThat(page(shortRun(7200, new Phase("run", 3600, 7200))))
                .contains("run: 1 h to 2 h<", "2026-04-27 00:00 to 2026-04-27 02:00 UTC");
        assertThat(page(shortRun(45, new Phase("run", 0, 45))))
                .contains("run: 0 s to 45 s<", "27 00:00:00 to 2026-04-27 00:00:45 UTC");
        assertThat(page(shortRun(5430, new Phase("run", 0, 5430))))
                .contains("0 s to 1 h 30 min 30 s<");
        assertThat(page(Runs.withAddition())).contains("normal demand: day 1.00 to 3.25;");
    }

    @Test
    void aGradeMayHoldBrackets() {
        assertThat(page(shortRun(45, new Phase("run", 0, 45))))
                .contains("<td>pue 1.2</td><td><span class=\"grade\">vendor (sheet 3)</span>");
    }

    private static RunResult shortRun(double horizonSeconds, Phase phase) {
        return new RunResult(
                "x",
                "",
                "x",
                Runs.START,
                horizonSeconds,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                "00",
                List.of(phase),
                List.of(),
                List.of(),
                new TimeSeries(Runs.START, 3600, List.of()),
                Map.of(),
                List.of("pue 1.2 (vendor (sheet 3))"),
                List.of());
    }

    @Test
    void onePhaseHasNoBeforeAndAfter() {
        assertThat(page(Runs.withAddition())).contains(">Before and after</h2>");
        assertThat(page(Runs.empty())).contains(">Results</h2>").doesNotContain("Before and after");
    }

    private static String page(RunResult run) {
        return HtmlReport.render(run, Verdict.of(run));
    }

    private static JsonNode data(String page) {
        return JsonMapper.shared()
                .readTree(first(
                        "(?s)<script type=\"application/json\" id=\"data\">(.*?)</script>", page));
    }

    /** The page without the contents of scripts and styles. */
    private static String markup(String page) {
        return page.replaceAll("(?s)(<script[^>]*>).*?</script>", "$1")
                .replaceAll("(?s)<style>.*?</style>", "")
                .replaceAll("<meta http-equiv[^>]*>", "");
    }

    private static List<String> sources(String pattern, String page) {
        return all("(?s)" + pattern, page).stream()
                .map(headroom.page.PageFrame::source)
                .toList();
    }

    private static List<String> directive(String policy, String name) {
        return List.of(first(name + " ([^;]*)", policy).split(" "));
    }

    private static String first(String pattern, String text) {
        return all(pattern, text).get(0);
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String unescaped(String attribute) {
        return attribute.replace("&#39;", "'").replace("&#x2F;", "/").replace("&#x3D;", "=");
    }
}
