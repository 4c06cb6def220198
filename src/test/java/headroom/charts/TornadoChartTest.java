package headroom.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.charts.TornadoChart.Bar;
import headroom.charts.TornadoChart.Row;

import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.xml.parsers.DocumentBuilderFactory;

/** Bars lie where their numbers are. */
final class TornadoChartTest {
    private static List<Element> elements(String svg, String name, String style) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
        NodeList all = document.getElementsByTagName(name);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            Element each = (Element) all.item(i);
            if (each.getAttribute("class").startsWith(style)) {
                found.add(each);
            }
        }
        return found;
    }

    @Test
    void lengthsAreProportionalAndOnTheirSide() throws Exception {
        String svg = new TornadoChart(
                        "a < b & c",
                        "how to read it",
                        "change [s]",
                        List.of(
                                new Row(
                                        "x",
                                        List.of(new Bar("1", -10, -12, -8), new Bar("2", 5, 4, 6))),
                                new Row("y", List.of(new Bar("only", 2.5, Double.NaN, Double.NaN))),
                                new Row("z", List.of(new Bar("none", Double.NaN, 0, 0)))))
                .svg();
        List<Element> bars = elements(svg, "rect", "bar");
        assertThat(bars).hasSize(3);
        double[] x = new double[3];
        double[] width = new double[3];
        for (int b = 0; b < 3; b++) {
            x[b] = Double.parseDouble(bars.get(b).getAttribute("x"));
            width[b] = Double.parseDouble(bars.get(b).getAttribute("width"));
        }
        assertThat(width[0]).isCloseTo(2 * width[1], within(0.2));
        assertThat(width[1]).isCloseTo(2 * width[2], within(0.2));
        // the first ends at nought, where the others begin
        assertThat(x[0] + width[0]).isCloseTo(x[1], within(0.2));
        assertThat(x[2]).isCloseTo(x[1], within(0.11));
        // a line and two ends for each interval that is known
        List<Element> ends = elements(svg, "path", "end");
        assertThat(ends).hasSize(6);
        double unit = width[0] / 10;
        assertThat(ends.get(0).getAttribute("d"))
                .startsWith("M" + tenth(x[1] - 12 * unit))
                .contains("L" + tenth(x[1] - 8 * unit));
        assertThat(elements(svg, "text", "").stream().map(Element::getTextContent))
                .contains("a < b & c", "x", "y", "only", "change [s]", "-10", "0", "+5");
    }

    private static String tenth(double value) {
        // the place within a tenth of a pixel may be rounded otherwise
        return Long.toString((long) value);
    }
}
