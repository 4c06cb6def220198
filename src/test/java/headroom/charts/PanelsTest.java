package headroom.charts;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Limit;
import headroom.charts.CurveChart.Point;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Small charts side by side, as SVG. */
final class PanelsTest {
    private static Curve curve(String label, double end) {
        return new Curve(
                label,
                List.of(new Point(0, 1, 0.5, 1.5), new Point(10, end, Double.NaN, Double.NaN)),
                true);
    }

    private static String svg() {
        return svg(5);
    }

    private static String svg(double planned) {
        CurveChart chart = new CurveChart(
                "Caps < all",
                "",
                new Axis("GPUs", false, true),
                new Axis("×", false, true),
                List.of(curve("a & b", 4), curve("c", 4), curve("d", 3.9)),
                List.of(new Limit("nominal", 1)));
        Panels.Panel panel =
                new Panels.Panel(chart, List.of("one", "two", "three"), List.of(curve("line", 2)));
        return new Panels(
                        "Title",
                        "of what",
                        List.of("note"),
                        List.of(panel, panel, panel, panel),
                        List.of(new Limit("planned", planned)))
                .svg();
    }

    private static List<Double> heights(String words) {
        return Pattern.compile("<text x=\"[^\"]*\" y=\"([^\"]*)\"[^>]*>" + words + "</text>")
                .matcher(svg())
                .results()
                .map((MatchResult m) -> Double.valueOf(m.group(1)))
                .toList();
    }

    @Test
    void everyPanelHasItsCurvesAndTheLegendStandsOnce() {
        assertThat(heights("one")).hasSize(4);
        assertThat(heights("a &amp; b")).hasSize(1);
        assertThat(heights("planned")).hasSize(1);
        // 4 panels of 3 curves with 2 points each
        assertThat(svg().split("<circle", -1)).hasSize(25);
        assertThat(svg()).contains("Caps &lt; all").doesNotContain("NaN");
    }

    /** Names at the ends of curves that meet stand apart. */
    @Test
    void endingsDoNotOverlap() {
        List<Double> at =
                List.of(
                                heights("one").get(0),
                                heights("two").get(0),
                                heights("three").get(0))
                        .stream()
                        .sorted()
                        .toList();
        assertThat(at.get(1) - at.get(0)).isGreaterThan(12);
        assertThat(at.get(2) - at.get(1)).isGreaterThan(12);
    }

    /** A label of a line near the left end would stand on the numbers of the axis. */
    @Test
    void aLabelStandsWhereThereIsRoom() {
        String anchor = "text-anchor=\"(\\w+)\"[^>]*>planned</text>";
        assertThat(Pattern.compile(anchor).matcher(svg(1)).results().map(m -> m.group(1)))
                .containsExactly("start");
        assertThat(Pattern.compile(anchor).matcher(svg(9)).results().map(m -> m.group(1)))
                .containsExactly("end");
    }
}
