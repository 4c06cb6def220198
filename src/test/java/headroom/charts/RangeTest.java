package headroom.charts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.charts.CurveChart.Axis;
import headroom.charts.CurveChart.Curve;
import headroom.charts.CurveChart.Point;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Arrays;
import java.util.List;

/** Where axes end, and what they name. */
final class RangeTest {
    private static Range log(double... x) {
        List<Point> points = Arrays.stream(x)
                .mapToObj(each -> new Point(each, 1, Double.NaN, Double.NaN))
                .toList();
        Axis axis = new Axis("x", true, false);
        CurveChart chart =
                new CurveChart("", "", axis, axis, List.of(new Curve("", points, true)), List.of());
        return Range.of(chart, axis, true);
    }

    /** Marks of a logarithmic axis by hand, from its least number to its largest. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // less than a decade: equal distances, as 1-2-5 leaves one or two
                "1.5      | 2       | 1.5 1.6 1.7 1.8 1.9 2.0",
                "3        | 19      | 5 10 15",
                "0.021    | 0.049   | 0.025 0.030 0.035 0.040 0.045",
                // one decade or a few
                "1        | 9.9     | 1 2 5",
                "3        | 30      | 5 10 20",
                "0.01     | 10      | 0.01 0.02 0.05 0.1 0.2 0.5 1 2 5 10",
                "20000    | 500000  | 20,000 50,000 100,000 200,000 500,000",
                "1.5e6    | 2e7     | 2·10^6 5·10^6 10^7 2·10^7",
                // many decades
                "0.5      | 6000    | 1 10 100 1,000",
                "1e-5     | 1e5     | 10^-4 0.01 1 100 10,000",
                // a number alone
                "3        | 3       | 2 3 4 5 6"
            })
    void ticksOfRatios(double least, double most, String ticks) {
        Range range = log(least, most);
        assertThat(String.join(
                        " ", range.ticks().stream().map(Range.Tick::label).toList()))
                .isEqualTo(ticks);
        assertThat(range.ticks()).allSatisfy(tick -> assertThat(Double.parseDouble(
                        tick.label().replace(",", "").replace("·10^", "e").replace("10^", "1e")))
                .isCloseTo(tick.value(), within(1e-9 * tick.value())));
    }

    /** The ends are those of the numbers; the geometric mean lies in the middle. */
    @Test
    void ratiosTakeTheWholeWidth() {
        Range range = log(1.5, 1.6, 2);
        assertThat(range.share(1.5)).isZero();
        assertThat(range.share(2)).isEqualTo(1);
        assertThat(range.share(Math.sqrt(3))).isCloseTo(0.5, within(1e-12));
    }
}
