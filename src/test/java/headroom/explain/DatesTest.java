package headroom.explain;

import static org.assertj.core.api.Assertions.assertThat;

import headroom.measure.Phase;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** Hours of a run by the calendar. */
final class DatesTest {
    private static final double DAY = 86_400;

    private static Dates dates(String start, double days) {
        return new Dates(Instant.parse(start), new Hours(days * DAY));
    }

    @Test
    void longRunsTellTheYear() {
        assertThat(dates("2026-01-05T00:00:00Z", 300).of(24)).isEqualTo("01-06 00:00");
        assertThat(dates("2026-01-05T00:00:00Z", 300.1).of(24)).isEqualTo("2026-01-06 00:00");
        assertThat(dates("2026-12-24T00:00:00Z", 8).of(1)).isEqualTo("12-24 01:00");
        assertThat(dates("2026-12-24T00:00:00Z", 9).of(1)).isEqualTo("2026-12-24 01:00");
        assertThat(dates("2026-12-24T00:00:00Z", 8).withYear(1)).isEqualTo("2026-12-24 01:00 UTC");
    }

    @Test
    void monthsAreOfTheirPart() {
        Dates dates = dates("2028-01-30T12:30:00Z", 31.5);
        Phase run = new Phase("run", 0.5 * DAY, 31.5 * DAY);
        // hours begin at half past: that before midnight belongs to the month it begins in
        double february = 36 * 3600;
        double march = february + 29 * DAY;
        assertThat(dates.months(run))
                .isEqualTo(List.of(
                        new Phase("2028-01", 0.5 * DAY, february),
                        new Phase("2028-02", february, march),
                        new Phase("2028-03", march, 31.5 * DAY)));
        assertThat(dates.months(new Phase("late", 2 * DAY, 3 * DAY)))
                .isEqualTo(List.of(new Phase("2028-02", 2 * DAY, 3 * DAY)));
    }

    @Test
    void daysAroundAdditionsAreCalledDays() {
        Outlook one = Explained.text(
                Growing.TEXT, "additions", "[{at: 30 d, ramp: 1 d, pool: p, gpus: 8}]");
        List<Phase> periods = Hours.periods(one.plan, one.whole);
        assertThat(periods)
                .contains(
                        new Phase("day before addition", 29 * 86_400.0, 30 * 86_400.0),
                        new Phase("day after addition", 31 * 86_400.0, 32 * 86_400.0));
        Outlook more = Explained.text(
                Growing.TEXT,
                "additions",
                "[{at: 30 d, ramp: 1 d, pool: p, gpus: 8},"
                        + " {at: 50 d, ramp: 0 s, pool: p, gpus: 8}]");
        assertThat(Hours.periods(more.plan, more.whole).stream().map(Phase::name))
                .contains("day after addition 1", "day before addition 2", "day after addition 2");
    }
}
