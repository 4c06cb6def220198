package headroom.arrivals;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Random;

class LocalClockTest {
    private static final double DAY_SECONDS = 86_400;

    /** Compared with the library at random instants of a year and around every change. */
    @ParameterizedTest
    @ValueSource(
            strings = {"Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Australia/Sydney"})
    void showsWhatTheClocksOfTheZoneShow(String name) {
        ZoneId zone = ZoneId.of(name);
        Instant start = Instant.parse("2026-01-05T12:34:56Z");
        double year = 366 * DAY_SECONDS;
        LocalClock clock = LocalClock.over(zone, start, year);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            check(clock, zone, start, random.nextInt((int) year));
        }
        Instant change = zone.getRules().nextTransition(start) == null
                ? start
                : zone.getRules().nextTransition(start).getInstant();
        long edge = ChronoUnit.SECONDS.between(start, change);
        for (long t = Math.max(0, edge - 2); t <= edge + 2; t++) {
            check(clock, zone, start, t);
        }
    }

    private static void check(LocalClock clock, ZoneId zone, Instant start, long seconds) {
        Instant now = start.plusSeconds(seconds);
        LocalDateTime shown = LocalDateTime.ofInstant(now, zone);
        double offset =
                ChronoUnit.SECONDS.between(LocalDateTime.ofInstant(now, ZoneOffset.UTC), shown);
        assertThat(clock.offsetSeconds(seconds)).isEqualTo(offset);
    }

    @Test
    void aProfileByAZoneKeepsItsLocalHoursWhenTheClocksChange() {
        // half a working day from Monday 09:00 local time, Berlin's summer time from 29 March 2026
        double[] hours = new double[WeeklyProfile.HOURS];
        hours[9] = 1;
        Instant monday = Instant.parse("2026-03-23T00:00:00Z");
        LocalClock clock = LocalClock.over(ZoneId.of("Europe/Berlin"), monday, 14 * DAY_SECONDS);
        WeeklyProfile profile = WeeklyProfile.ofHours(hours).by(clock, 0);
        assertThat(profile.at(8.5 * 3600)).isEqualTo(WeeklyProfile.HOURS);
        assertThat(profile.at(7.5 * 3600)).isZero();
        double later = 7 * DAY_SECONDS;
        assertThat(profile.at(later + 7.5 * 3600)).isEqualTo(WeeklyProfile.HOURS);
        assertThat(profile.at(later + 8.5 * 3600)).isZero();
        WeeklyProfile shifted = profile.shiftedBy(3600).withAmplitude(0.5);
        assertThat(shifted.at(later + 8.5 * 3600)).isEqualTo(1 + 0.5 * (WeeklyProfile.HOURS - 1));
    }
}
