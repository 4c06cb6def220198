package headroom.summary;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Phase;

import org.junit.jupiter.api.Test;

import java.util.List;

/** Over what users are counted: weeks of each phase, one phase at a time. */
class PeriodsTest {
    private static final double HOUR = 3600;
    private static final double WEEK = 168 * HOUR;

    private static Phase phase(String name, double fromHours, double toHours) {
        return new Phase(name, fromHours * HOUR, toHours * HOUR);
    }

    @Test
    void weeksOfAWindowOrAllOfAShorterOne() {
        assertThat(Periods.edges(List.of(phase("a", 0, 40), phase("b", 48, 400))))
                .containsExactly(0, 40 * HOUR, 48 * HOUR, 216 * HOUR, 216 * HOUR, 384 * HOUR);
        assertThat(Periods.seconds(phase("b", 48, 400))).isEqualTo(WEEK);
    }

    /** A spike within what is after an addition: its period is not one of the other's. */
    @Test
    void ofWindowsThatOverlapTheFirstIsCounted() {
        List<Phase> windows =
                List.of(phase("normal", 0, 24), phase("spike", 60, 66), phase("after", 26, 168));
        assertThat(Periods.edges(windows)).containsExactly(0, 24 * HOUR, 60 * HOUR, 66 * HOUR);
        assertThat(Periods.has(windows, 1)).isTrue();
        assertThat(Periods.has(windows, 2)).isFalse();
        // one that overlaps only with a window that has none is counted
        assertThat(Periods.has(
                        List.of(phase("a", 0, 10), phase("b", 5, 20), phase("c", 10, 20)), 2))
                .isTrue();
    }

    @Test
    void inTheOrderOfTimeWhateverThatOfTheWindows() {
        assertThat(Periods.edges(List.of(phase("late", 10, 20), phase("early", 0, 10))))
                .containsExactly(0, 10 * HOUR, 10 * HOUR, 20 * HOUR);
    }
}
