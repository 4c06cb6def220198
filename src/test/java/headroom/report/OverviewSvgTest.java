package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.xml.parsers.DocumentBuilderFactory;

/** The picture of a run: well-formed, complete, inside its frame. */
class OverviewSvgTest {
    static List<RunResult> runs() {
        return List.of(
                Runs.withAddition(), Runs.withoutAddition(), Runs.withoutErrors(), Runs.empty());
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isWellFormedNamedAndWithoutHolesInItsNumbers(RunResult run) throws Exception {
        String svg = OverviewSvg.render(run);
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)));

        assertThat(document.getElementsByTagName("title").item(0).getTextContent())
                .isNotBlank();
        assertThat(document.getElementsByTagName("desc").getLength()).isEqualTo(1);
        assertThat(svg).doesNotContain("NaN").doesNotContain("Infinity").doesNotContain("href");
        assertThat(svg).isEqualTo(OverviewSvg.render(run));
    }

    @Test
    void drawsAllFiveLinesInsideTheFrame() throws Exception {
        String svg = OverviewSvg.render(Runs.withAddition());
        NodeList paths = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(svg)))
                .getElementsByTagName("path");

        int lines = 0;
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            String[] points = path.getAttribute("d").substring(1).split("[ML]");
            lines += points.length >= Runs.HOURS - 1 ? 1 : 0;
            for (String point : points) {
                String[] xy = point.split(" ");
                assertThat(Double.parseDouble(xy[0])).isBetween(0.0, 960.0);
                assertThat(Double.parseDouble(xy[1])).isBetween(0.0, 500.0);
            }
        }
        assertThat(lines).isEqualTo(5);
        assertThat(svg).contains(">after addition<", ">spike<", "class=\"pk\"", ">capacity<");
    }

    @Test
    void saysWhereNothingWasRecorded() {
        assertThat(OverviewSvg.render(Runs.empty()).split("not recorded in this run", -1))
                .hasSize(2);
    }

    @Test
    void aSingleStepIsALineOverItsStep() {
        double[] half = {Double.NaN, 5};
        assertThat(OverviewSvg.render(hours(half, "offered")))
                .contains("d=\"M505.0 92.7L940.0 92.7\"")
                .contains(">00:00<", ">01:45<")
                .doesNotContain(">04-27<", "caps", "Replicas");
    }

    @Test
    void replicasTakeThePlaceOfCapsWhereThereAreNone() {
        double[] replicas = {8, 16};
        assertThat(OverviewSvg.render(hours(replicas, "replicas.serving")))
                .contains("below it: Replicas by model", ">thinker<", "d=\"M70.0 ")
                .doesNotContain("caps");
    }

    /** A run of two hours with one series. */
    private static RunResult hours(double[] values, String name) {
        var labels = new TreeMap<>(Map.of("model", "thinker"));
        var series = new Series(name, labels, "1", values, new double[values.length]);
        return new RunResult(
                "x",
                "",
                "x",
                Runs.START,
                7200,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                "00",
                List.of(),
                List.of(),
                List.of(),
                new TimeSeries(Runs.START, 3600, List.of(series)),
                Map.of(),
                List.of(),
                List.of());
    }
}
