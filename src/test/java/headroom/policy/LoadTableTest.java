package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.control.ControlView.Measure;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LoadTableTest {
    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.5, 1",
        "0.6, 1",
        "0.7, 1.5",
        "0.8, 2",
        "0.85, 2.75",
        "0.9, 3.5",
        "1, 3.5",
        "Infinity, 3.5",
        "NaN, 1.25"
    })
    void linearBetweenItsPointsAndFlatOutside(double utilisation, double expected) {
        Goal goal = new Goal(Measure.UTILISATION, Double.NaN, 3, 1, 4, 0.1, true);
        LoadTable table = new LoadTable(3, new double[] {0.6, 0.8, 0.9}, new double[] {1, 2, 3.5});
        double value = table.next(Seen.worst(goal, 1.25, utilisation, 3600));
        assertThat(value).isCloseTo(expected, within(1e-12));
    }
}
