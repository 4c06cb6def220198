package headroom.page;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Measurement;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

final class LimitCourseTest {
    private static final List<String> PHASES = List.of("a", "b", "c");

    /** Of many phases only those count in which a limit moves. */
    @Test
    void whatStaysIsToldOnce() {
        LimitCourse caps = course("caps", " of nominal", 1, 1, 1);
        LimitCourse peak = course("the peak-hour multiplier", "", 1, 1, 2);
        assertThat(LimitCourse.stages(List.of(caps), PHASES))
                .isEqualTo("caps stood at 1.00 of nominal in every phase.");
        assertThat(LimitCourse.stages(List.of(caps, peak), PHASES))
                .isEqualTo("caps stood at 1.00 of nominal in every phase; in the phase a the"
                        + " peak-hour multiplier stood at 1.00; in the phase c the multiplier rose"
                        + " to 2.00.");
    }

    @Test
    void ofLimitsThatMoveApartBothAreToldOfThePhasesInWhichOneDoes() {
        LimitCourse caps = course("caps", " of nominal", 1, 0.5, 0.5);
        LimitCourse peak = course("the peak-hour multiplier", "", 1, 1, 2);
        assertThat(LimitCourse.stages(List.of(caps, peak), PHASES))
                .isEqualTo("in the phase a caps stood at 1.00 of nominal and the peak-hour"
                        + " multiplier at 1.00; in the phase b caps fell to 0.500 and the"
                        + " multiplier stayed at 1.00; in the phase c caps stayed at 0.500 and the"
                        + " multiplier rose to 2.00.");
    }

    private static LimitCourse course(String subject, String of, double... values) {
        Map<String, Measurement> by = new TreeMap<>();
        for (int i = 0; i < values.length; i++) {
            by.put(
                    PHASES.get(i),
                    new Measurement(
                            "x", new TreeMap<>(), "mean", "1", values[i], Double.NaN, 0.95, 1));
        }
        return new LimitCourse(subject, of, by);
    }
}
