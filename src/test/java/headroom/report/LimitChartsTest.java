package headroom.report;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.experiment.RunResult;
import headroom.measure.Phase;
import headroom.measure.Series;
import headroom.measure.TimeSeries;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import javax.imageio.ImageIO;

/** What limits allow at each date: a line for each course, and an axis that can be read. */
final class LimitChartsTest {
    private static final double GONE = Double.NaN;

    private static Series scale(String tier, String limit, double... values) {
        Map<String, String> labels = Map.of("tier", tier, "limit", limit);
        return new Series(
                "limit.scale", new TreeMap<>(labels), "1", values, new double[values.length]);
    }

    private static RunResult run(Series... series) {
        TimeSeries course = new TimeSeries(Runs.START, 3600, List.of(series));
        return Runs.run("dated", List.of(new Phase("run", 0, 4 * 3600)), List.of(), course);
    }

    @Test
    void tiersWhoseLimitMovesAlikeShareALine() {
        List<Chart> charts = LimitCharts.dated(run(
                scale("pro", "fiveHour", 1, 2, 6, 2),
                scale("pro", "weekly", 1, 2, 6, 2),
                scale("max", "fiveHour", 1, 2, 6, 2),
                scale("team", "fiveHour", 1, 2, 6, GONE)));
        assertThat(charts).hasSize(1);
        assertThat(charts.get(0).lines().stream().map(Chart.Line::label))
                .containsExactly("five-hour of pro, max", "five-hour of team", "weekly of pro");
        assertThat(charts.get(0).lines().stream().map(Chart.Line::colour)).doesNotHaveDuplicates();
        assertThat(LimitCharts.dated(run())).isEmpty();
    }

    /** Between 1 and 6 there is one power of ten: doublings are marked as well. */
    @Test
    void anAxisWithoutTwoDecadesMarksDoublings() throws IOException {
        assertThat(marks(scale("pro", "fiveHour", 1, 2, 6, 2))).isEqualTo(3);
        assertThat(marks(scale("pro", "fiveHour", 1, 2, 600, 2))).isEqualTo(3);
    }

    /** Lines of the grid that cross the picture in the first hour. */
    private static int marks(Series series) throws IOException {
        byte[] bytes = ChartPng.all(run(series)).get("charts/dated-limits.png");
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(bytes));
        int marks = 0;
        boolean was = false;
        for (int y = 100; y < 660; y++) {
            boolean is = picture.getRGB(300, y) != 0xffffffff;
            marks += is && !was ? 1 : 0;
            was = is;
        }
        return marks;
    }
}
