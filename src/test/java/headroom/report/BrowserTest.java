package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import headroom.charts.CurveChart;
import headroom.charts.StudyFiles;
import headroom.charts.StudyPage;
import headroom.experiment.RunResult;
import headroom.experiment.Simulation;
import headroom.page.Browser;
import headroom.page.Table;
import headroom.scenario.ScenarioFile;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Reports and study pages in a real browser; skipped where there is none. */
final class BrowserTest {
    private static final int WIDTH = 1200;
    private static final int TAB = 9;
    private static final Map<String, Path> PAGES = new LinkedHashMap<>();

    @TempDir
    private static Path folder;

    private static Browser browser;
    private static String look;

    @BeforeAll
    static void start() throws IOException {
        Optional<Path> executable = Browser.executable();
        assumeTrue(
                executable.isPresent(),
                "no Chromium on the path; name one with -Dheadroom.chromium=FILE");
        run(
                "caps",
                "scenarios/spike.yaml",
                Map.of(
                        "start", "2026-03-04T06:00Z",
                        "horizon", "18 h",
                        "warmUp", "2 h",
                        "replications", "2"));
        run("jobs", "scenarios/failures.yaml", Map.of("horizon", "6 d", "replications", "2"));
        run("queue", "scenarios/queueing/mm1.yaml", Map.of("replications", "2"));
        PAGES.put("study", Files.writeString(folder.resolve("study.html"), study()));
        look = Files.readString(Path.of("src/test/resources/headroom/report/look.js"));
        browser = Browser.start(executable.get());
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    private static void run(String name, String file, Map<String, String> values)
            throws IOException {
        Path scenario = Path.of(file);
        RunResult result = Simulation.of(
                        ScenarioFile.read(scenario, values).orThrow(), scenario.getParent())
                .run(name, 2, Simulation.Progress.NONE);
        String page = HtmlReport.render(result, Verdict.of(result));
        PAGES.put(name, Files.writeString(folder.resolve(name + ".html"), page));
    }

    private static String study() {
        List<CurveChart.Point> points = List.of(
                new CurveChart.Point(0, 1, 0.8, 1.2), new CurveChart.Point(300, 2, 1.9, 2.1));
        CurveChart chart = new CurveChart(
                "Caps over added capacity",
                "They rise.",
                new CurveChart.Axis("added capacity [MW]", false, true),
                new CurveChart.Axis("caps [× nominal]", false, true),
                List.of(
                        new CurveChart.Curve("caps", points, true),
                        new CurveChart.Curve("alone", points, false)),
                List.of(new CurveChart.Limit("nominal", 1)));
        Table table = new Table(
                "A table that is far wider than a telephone",
                List.of("scenario", "caps", "p99 time to first token", "refused", "power"),
                List.of(List.of("colossus-1", "1.98 ± 0.01", "10.7 ± 0.1 s", "1 %", "252 MW")));
        StudyPage page = new StudyPage(
                "How far?",
                "spike · a run",
                List.of("Far.", "Caps are 2 ± 0.1."),
                List.of(new StudyPage.Section(
                        "curves", "Curves", "Bands.", Map.of("curve", chart), List.of(table))),
                List.of("pue 1.2 (assumed)"),
                Map.of("Seed", "1"));
        return StudyFiles.of(page).get("report.html");
    }

    private static Browser.Tab open(String page, int width) {
        Browser.Tab tab = browser.open(PAGES.get(page), width, 900);
        tab.eval(look);
        return tab;
    }

    private static List<String> texts(Browser.Tab tab, String call) {
        return tab.eval(call).valueStream().map(each -> each.asString()).toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caps", "jobs", "queue", "study"})
    void drawsAndSaysNothingAndAsksForNothing(String page) {
        Browser.Tab tab = open(page, WIDTH);
        boolean study = page.equals("study");
        assertThat(tab.eval("look.charts()").asInt()).isGreaterThanOrEqualTo(study ? 1 : 2);
        assertThat(texts(tab, "look.blank()")).as("charts without a line").isEmpty();
        assertThat(tab.eval("look.standIns()").asInt())
                .as("pictures for no scripts")
                .isZero();
        assertThat(tab.complaints()).isEmpty();
        assertThat(tab.requests()).containsExactly(PAGES.get(page).toUri().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"caps", "study"})
    void thePolicyRefusesWhatIsPutIn(String page) throws IOException {
        String html = Files.readString(PAGES.get(page));
        String text = html.replace(
                "</main>",
                "<script>document.title = 'mine'</script><p id=\"p\" style=\"color:red\">x</p>"
                        + "<img src=\"http://127.0.0.1:9/x.png\" onerror=\"document.title='mine'\">"
                        + "</main>");
        Browser.Tab tab = browser.open(
                Files.writeString(folder.resolve("broken-" + page + ".html"), text), WIDTH, 900);
        assertThat(tab.eval("document.title").asString()).endsWith("Headroom");
        assertThat(tab.eval("getComputedStyle(document.getElementById('p')).color")
                        .asString())
                .isNotEqualTo("rgb(255, 0, 0)");
        assertThat(tab.requests()).noneMatch(each -> each.startsWith("http:"));
        assertThat(tab.complaints())
                .anyMatch(each -> each.contains("inline script"))
                .anyMatch(each -> each.contains("inline style"))
                .anyMatch(each -> each.contains("127.0.0.1:9"));
    }

    /** What would go unheard if the browser were asked wrongly. */
    @Test
    void aPageWithoutAPolicyIsFoundOut() throws IOException {
        Path file = Files.writeString(
                folder.resolve("open.html"),
                "<meta name=\"viewport\" content=\"width=device-width\">"
                        + "<body><div class=\"plot\"><canvas></canvas></div><p>x</p>"
                        + "<a class=\"term\" tabindex=\"-1\" href=\"#\">y</a>"
                        + "<p style=\"color:#999;width:900px\">pale</p>"
                        + "<img src=\"http://127.0.0.1:9/x.png\"><script>oops()</script>");
        Browser.Tab tab = browser.open(file, 360, 900);
        tab.eval(look);
        assertThat(tab.requests()).contains("http://127.0.0.1:9/x.png");
        assertThat(tab.complaints()).anyMatch(each -> each.contains("oops"));
        assertThat(texts(tab, "look.blank()")).hasSize(1);
        assertThat(texts(tab, "look.pale(4.5)")).anyMatch(each -> each.contains("pale"));
        assertThat(tab.eval("look.overhang()").asInt()).isPositive();
        walk(tab);
        assertThat(texts(tab, "look.unreached()")).anyMatch(each -> each.contains("y"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"caps", "jobs", "queue", "study"})
    void theKeyboardReachesEverythingAndItShows(String page) {
        Browser.Tab tab = open(page, WIDTH);
        walk(tab);
        assertThat(texts(tab, "look.order()").get(0)).contains("Skip to the answer");
        assertThat(texts(tab, "look.unreached()")).isEmpty();
        assertThat(texts(tab, "look.unseen()")).as("focus that does not show").isEmpty();
    }

    private static void walk(Browser.Tab tab) {
        int most = tab.eval("look.stops()").asInt() + 5;
        for (int k = 0; k < most && !tab.eval("look.step()").asBoolean(); k++) {
            tab.press("Tab", TAB);
        }
    }

    @Test
    void aChartIsReadAndALineHiddenByKeys() {
        Browser.Tab tab = open("caps", WIDTH);
        tab.eval("document.querySelector('#chart-demand .surface').focus()");
        tab.press("ArrowRight", 39);
        String first = tab.eval("document.activeElement.ariaValueText").asString();
        tab.press("ArrowRight", 39);
        String second = tab.eval("document.activeElement.ariaValueText").asString();
        assertThat(first).contains("offered");
        assertThat(second).contains("offered").isNotEqualTo(first);
        tab.eval("document.querySelector('#chart-demand button').focus()");
        tab.press(" ", 32);
        assertThat(tab.eval("document.activeElement.getAttribute('aria-pressed')")
                        .asString())
                .isEqualTo("false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"caps", "jobs", "queue", "study"})
    void allTextReadsInLightDarkAndPrint(String page) {
        Browser.Tab tab = open(page, WIDTH);
        assertThat(tab.eval("look.brightness()").asDouble()).isGreaterThan(0.8);
        assertThat(texts(tab, "look.pale(4.5)")).as("light").isEmpty();
        tab.emulate("screen", "dark");
        assertThat(tab.eval("look.brightness()").asDouble()).isLessThan(0.05);
        assertThat(texts(tab, "look.pale(4.5)")).as("dark").isEmpty();
        assertThat(texts(tab, "look.blank()")).as("charts in dark").isEmpty();
        tab.emulate("print", "dark");
        assertThat(tab.eval("look.brightness()").asDouble()).isEqualTo(1);
        assertThat(texts(tab, "look.pale(4.5)")).as("print").isEmpty();
        assertThat(tab.complaints()).isEmpty();
    }

    /** Charts are drawn again for paper, in the colours of light, as curves. */
    @ParameterizedTest
    @ValueSource(strings = {"caps", "jobs", "queue", "study"})
    void prints(String page) {
        Browser.Tab tab = open(page, WIDTH);
        List<String> light = texts(tab, "look.colours()");
        assertThat(light).hasSizeGreaterThan(page.equals("study") ? 0 : 1);
        tab.emulate("screen", "dark");
        assertThat(texts(tab, "look.colours()")).doesNotContainAnyElementsOf(light);
        tab.emulate("", "dark");
        String pdf = new String(tab.pdf(), StandardCharsets.ISO_8859_1);
        assertThat(pdf).startsWith("%PDF-");
        assertThat(count(pdf, "/Type /Page\n")).isBetween(1, 30);
        String marks = inflated(pdf);
        assertThat(light).allMatch(each -> marks.contains(each + " rg\n"));
        assertThat(tab.eval("'print' in document.documentElement.dataset").asBoolean())
                .isFalse();
        tab.emulate("print", "light");
        assertThat(tab.eval("look.shown('nav, .note.script, .skip')").asInt())
                .as("what is of no use on paper")
                .isZero();
        assertThat(tab.eval("look.overhang()").asInt()).isZero();
    }

    /** What a PDF draws: its streams, unpacked. */
    private static String inflated(String pdf) {
        StringBuilder all = new StringBuilder();
        int at = pdf.indexOf("stream\n");
        while (at >= 0) {
            int end = pdf.indexOf("endstream", at);
            byte[] packed = pdf.substring(at + 7, end).getBytes(StandardCharsets.ISO_8859_1);
            Inflater inflater = new Inflater();
            inflater.setInput(packed);
            byte[] part = new byte[1 << 16];
            for (int n = inflate(inflater, part); n > 0; n = inflate(inflater, part)) {
                all.append(new String(part, 0, n, StandardCharsets.ISO_8859_1));
            }
            inflater.end();
            at = pdf.indexOf("stream\n", end + 9);
        }
        return all.toString();
    }

    private static int inflate(Inflater inflater, byte[] into) {
        try {
            return inflater.inflate(into);
        } catch (DataFormatException e) {
            return 0;
        }
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @ParameterizedTest
    @ValueSource(strings = {"caps", "jobs", "queue", "study"})
    void fitsATelephone(String page) {
        Browser.Tab tab = open(page, 360);
        assertThat(tab.eval("look.overhang()").asInt())
                .as("pixels beyond the edge")
                .isZero();
        assertThat(texts(tab, "look.blank()")).isEmpty();
    }
}
