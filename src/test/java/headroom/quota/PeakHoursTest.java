package headroom.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import headroom.kernel.FastStream;
import headroom.kernel.Streams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.Set;

/** Peak hours against clocks on a wall, read every second. */
final class PeakHoursTest {
    private static final ZoneId PACIFIC = ZoneId.of("America/Los_Angeles");
    private static final Set<DayOfWeek> WEEKDAYS =
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    private static final int DAY = 86_400;

    private static PeakHours.Rule rule(String from, String to) {
        return new PeakHours.Rule(WEEKDAYS, LocalTime.parse(from), LocalTime.parse(to), PACIFIC);
    }

    /** 2026: summer time from 8 March to 1 November, both Sundays. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-05T00:00:00Z, 05:00, 11:00",
        "2026-10-29T00:00:00Z, 05:00, 11:00",
        "2026-03-06T07:59:59Z, 22:00, 02:00",
        "2026-10-30T00:00:01Z, 22:00, 05:30",
        "2026-10-30T12:00:00Z, 09:00, 00:00",
        "2026-03-05T00:00:00Z, 06:00, 06:00"
    })
    void everySecondAgreesWithAClock(Instant start, String from, String to) {
        agreesWithAClock(rule(from, to), start, 7 * DAY);
    }

    /** The whole year in minutes, for every edge of the rule is on one. */
    @Test
    void theWholeYearAgreesMinuteByMinute() {
        PeakHours.Rule rule = rule("05:00", "11:00");
        Instant start = LocalDate.of(2026, 1, 1).atStartOfDay(PACIFIC).toInstant();
        PeakHours hours = PeakHours.over(rule, start, 365.0 * DAY);
        int inside = 0;
        for (int minute = 0; minute < 365 * 1440; minute++) {
            boolean expected = onTheClock(rule, start.plusSeconds(60L * minute));
            assertThat(hours.at(60.0 * minute)).isEqualTo(expected);
            inside += expected ? 1 : 0;
        }
        assertThat(inside).as("261 weekdays of six hours").isEqualTo(261 * 360);
        double share = hours.share(0, 365.0 * DAY);
        assertThat(share).isCloseTo(261 * 6 / (365 * 24.0), within(1e-15));
    }

    @Test
    void summerTimeMovesTheEdgesByAnHour() {
        Instant friday = Instant.parse("2026-03-06T00:00:00Z");
        PeakHours hours = PeakHours.over(rule("05:00", "11:00"), friday, 5.0 * DAY);
        assertThat(hours.nextEdgeSeconds(0)).as("13:00 UTC").isEqualTo(13 * 3600);
        assertThat(hours.nextEdgeSeconds(13 * 3600)).as("19:00 UTC").isEqualTo(19 * 3600);
        double monday = hours.nextEdgeSeconds(19 * 3600);
        assertThat(monday).as("12:00 UTC").isEqualTo(3 * DAY + 12 * 3600);
        Instant autumn = Instant.parse("2026-10-30T00:00:00Z");
        PeakHours after = PeakHours.over(rule("05:00", "11:00"), autumn, 5.0 * DAY);
        assertThat(after.nextEdgeSeconds(0)).as("12:00 UTC").isEqualTo(12 * 3600);
        assertThat(after.nextEdgeSeconds(DAY)).as("13:00 UTC").isEqualTo(3 * DAY + 13 * 3600);
    }

    /** Zones with half hours, changes at other hours and days, and rules that end in the gap. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "America/Los_Angeles 2026-03-07T20:00:00Z",
                "Europe/London 2026-03-28T12:00:00Z",
                "Australia/Lord_Howe 2026-10-03T12:00:00Z",
                "America/Santiago 2026-09-05T16:00:00Z",
                "Asia/Kolkata 2026-06-01T00:00:00Z",
                "UTC 2026-12-31T12:34:56Z"
            })
    void randomRulesAgreeWithAClock(String where) {
        String[] words = where.split(" ");
        FastStream random = new Streams(9, 0).of(where);
        for (int round = 0; round < 12; round++) {
            Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
            for (DayOfWeek day : DayOfWeek.values()) {
                if (random.nextInt(0, 2) > 0) {
                    days.add(day);
                }
            }
            // small hours often: that is where clocks change
            LocalTime from = LocalTime.of(random.nextInt(0, 3), random.nextInt(0, 59));
            int hour = random.nextInt(0, 1) == 0 ? random.nextInt(0, 3) : random.nextInt(0, 23);
            LocalTime to = LocalTime.of(hour, random.nextInt(0, 59), random.nextInt(0, 59));
            ZoneId zone = ZoneId.of(words[0]);
            agreesWithAClock(
                    new PeakHours.Rule(days, from, to, zone), Instant.parse(words[1]), DAY);
        }
    }

    /** What a wall clock shows twice is taken once, the first time. */
    @Test
    void aRepeatedHourBeginsAndEndsWithItsFirst() {
        Set<DayOfWeek> sunday = EnumSet.of(DayOfWeek.SUNDAY);
        Instant midnight = Instant.parse("2026-11-01T07:00:00Z");
        PeakHours ends = PeakHours.over(
                new PeakHours.Rule(sunday, LocalTime.of(0, 30), LocalTime.of(1, 30), PACIFIC),
                midnight,
                DAY);
        assertThat(ends.share(0, DAY) * DAY).isEqualTo(3600);
        PeakHours begins = PeakHours.over(
                new PeakHours.Rule(sunday, LocalTime.of(1, 30), LocalTime.of(2, 30), PACIFIC),
                midnight,
                DAY);
        assertThat(begins.nextEdgeSeconds(0)).isEqualTo(5400);
        assertThat(begins.share(0, DAY) * DAY).isEqualTo(2 * 3600);
    }

    /** 8 March 2026 has no time from 02:00 to 03:00: hours within it are none that day. */
    @Test
    void hoursThatTheClocksSkipAreNone() {
        Set<DayOfWeek> sunday = EnumSet.of(DayOfWeek.SUNDAY);
        PeakHours hours = PeakHours.over(
                new PeakHours.Rule(sunday, LocalTime.of(2, 15), LocalTime.of(2, 45), PACIFIC),
                Instant.parse("2026-03-08T08:00:00Z"),
                8.0 * DAY);
        assertThat(hours.at(2 * 3600)).isFalse();
        assertThat(hours.nextEdgeSeconds(0)).as("a week later").isGreaterThan(6 * DAY);
        assertThat(hours.share(0, 8.0 * DAY) * 8 * DAY).isEqualTo(1800);
    }

    @Test
    void runsMayBeginAndEndWithinPeakHours() {
        Instant begin = Instant.parse("2026-06-01T12:00:00Z");
        PeakHours whole = PeakHours.over(rule("05:00", "11:00"), begin, 6 * 3600.0);
        assertThat(whole.at(0)).as("from the first instant").isTrue();
        assertThat(whole.share(0, 6 * 3600.0)).isEqualTo(1);
        PeakHours late = PeakHours.over(rule("05:00", "11:00"), begin.plusSeconds(1), 3600);
        assertThat(late.at(0)).isTrue();
        assertThat(late.at(3600)).isTrue();
        assertThat(late.share(0, 3600)).isEqualTo(1);
        Instant end = begin.plusSeconds(6 * 3600);
        PeakHours over = PeakHours.over(rule("05:00", "11:00"), end, 3600);
        assertThat(over.at(0)).as("the end is outside").isFalse();
        assertThat(over.share(0, 3600)).isZero();
        Instant overnight = Instant.parse("2026-06-06T08:00:00Z");
        PeakHours tail = PeakHours.over(rule("22:00", "02:00"), overnight, 2.0 * DAY);
        assertThat(tail.at(3599)).as("Saturday 01:59:59, begun on Friday").isTrue();
        assertThat(tail.nextEdgeSeconds(0)).isEqualTo(3600);
        assertThat(tail.nextEdgeSeconds(3600)).as("none at the weekend").isGreaterThan(2.0 * DAY);
        Instant fraction = Instant.parse("2026-06-01T11:59:59.250Z");
        PeakHours soon = PeakHours.over(rule("05:00", "11:00"), fraction, DAY);
        assertThat(soon.nextEdgeSeconds(0)).isEqualTo(0.75);
    }

    @Test
    void neverIsNever() {
        PeakHours never = PeakHours.never();
        assertThat(never.at(0)).isFalse();
        assertThat(never.nextEdgeSeconds(-1e9)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(never.share(0, 10)).isZero();
    }

    private static boolean onTheClock(PeakHours.Rule rule, Instant instant) {
        ZonedDateTime local = instant.atZone(rule.zone());
        LocalTime time = local.toLocalTime();
        boolean begun = rule.days().contains(local.getDayOfWeek());
        boolean begunBefore = rule.days().contains(local.getDayOfWeek().minus(1));
        if (rule.from().isBefore(rule.to())) {
            return begun && !time.isBefore(rule.from()) && time.isBefore(rule.to());
        }
        return begun && !time.isBefore(rule.from()) || begunBefore && time.isBefore(rule.to());
    }

    private static void agreesWithAClock(PeakHours.Rule rule, Instant start, int seconds) {
        PeakHours hours = PeakHours.over(rule, start, seconds);
        int[] before = new int[seconds + 1];
        double edge = hours.nextEdgeSeconds(-1);
        boolean last = hours.at(-1);
        for (int t = 0; t < seconds; t++) {
            boolean expected = onTheClock(rule, start.plusSeconds(t));
            before[t + 1] = before[t] + (expected ? 1 : 0);
            if (hours.at(t) != expected || hours.at(t + 0.5) != expected) {
                assertThat(hours.at(t)).as("%s at %s + %d s", rule, start, t).isEqualTo(expected);
            }
            if (expected != last) {
                assertThat(edge).isEqualTo(t);
                assertThat(hours.at(Math.nextDown((double) t))).isEqualTo(last);
                edge = hours.nextEdgeSeconds(t);
            }
            last = expected;
        }
        assertThat(edge).as("no further edge").isGreaterThanOrEqualTo(seconds);
        FastStream random = new Streams(10, seconds).of("intervals");
        for (int i = 0; i < 1000; i++) {
            int from = random.nextInt(0, seconds - 1);
            int to = random.nextInt(from + 1, seconds);
            double share = (double) (before[to] - before[from]) / (to - from);
            assertThat(hours.share(from, to)).isEqualTo(share);
        }
    }
}
