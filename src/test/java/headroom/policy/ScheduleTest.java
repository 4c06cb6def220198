package headroom.policy;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.control.ControlView.Measure;
import headroom.policy.Schedule.Rule;
import headroom.quota.PeakHours;

import org.junit.jupiter.api.Test;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** Values by date and hours, against the rules read minute by minute. */
final class ScheduleTest {
    private static final double HORIZON = 60 * 86_400.0;
    private static final Instant START = Instant.parse("2026-03-01T06:00:00Z");

    private static final PeakHours MORNINGS = PeakHours.over(
            new PeakHours.Rule(
                    Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    LocalTime.of(5, 0),
                    LocalTime.of(11, 0),
                    ZoneId.of("America/Los_Angeles")),
            START,
            HORIZON);

    private static final List<Rule> RULES = List.of(
            new Rule(-5, 40 * 86_400.0, MORNINGS, 2),
            new Rule(10 * 86_400.0, 12 * 86_400.0 + 60, PeakHours.always(), 0.5),
            new Rule(11 * 86_400.0, 1e9, MORNINGS, 3));

    private final Schedule schedule = new Schedule(RULES, 1, HORIZON);

    private static double literal(double time) {
        if (time >= 11 * 86_400 && MORNINGS.at(time)) {
            return 3;
        }
        if (time >= 10 * 86_400 && time < 12 * 86_400 + 60) {
            return 0.5;
        }
        return time < 40 * 86_400 && MORNINGS.at(time) ? 2 : 1;
    }

    @Test
    void everyMinuteHasTheValueOfTheLastRuleThatHolds() {
        for (double time = 0; time < HORIZON; time += 60) {
            assertThat(schedule.at(time)).as("%s s", time).isEqualTo(literal(time));
        }
    }

    /** Deciding only when it says so misses no change, and finds it at its instant. */
    @Test
    void itDecidesAtEveryChange() {
        Goal goal = new Goal(Measure.UTILISATION, 1, 1, 0.1, 10, 1, false);
        double value = schedule.at(0);
        double next = schedule.decidesSeconds(Double.NEGATIVE_INFINITY, 99);
        assertThat(next).isZero();
        int changes = 0;
        for (double time = 0; time < HORIZON; time += 60) {
            if (next <= time) {
                assertThat(next).isEqualTo(time);
                Seen seen = new Seen(goal, value, 3600);
                seen.nowSeconds = time;
                double then = schedule.next(seen);
                changes += then == value ? 0 : 1;
                value = then;
                next = schedule.decidesSeconds(time, 99);
            }
            assertThat(value).isEqualTo(literal(time));
        }
        assertThat(changes).isGreaterThan(30);
        assertThat(schedule.decidesSeconds(2e9, 99)).isInfinite();
    }
}
