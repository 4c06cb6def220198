package headroom.explain;

import headroom.measure.Phase;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The hours of a run by the calendar, in UTC.
 *
 * @param start of the run
 * @param hours of the run
 */
record Dates(Instant start, Hours hours) {
    /** Runs longer than this tell the year with every date [h]. */
    private static final int LONG_HOURS = 300 * 24;

    private static final DateTimeFormatter SHORT =
            DateTimeFormatter.ofPattern("MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private OffsetDateTime at(int hour) {
        return at(hour * Hours.SECONDS);
    }

    private OffsetDateTime at(double seconds) {
        return start.plusSeconds((long) seconds).atOffset(ZoneOffset.UTC);
    }

    /** When an hour begins; without the year in a run of at most 300 days of one year. */
    String of(int hour) {
        int last = hours.count() - 1;
        boolean isLong = hours.count() > LONG_HOURS || at(0).getYear() != at(last).getYear();
        return (isLong ? FULL : SHORT).format(at(hour));
    }

    /** When an hour begins, for sentences: "2027-03-14 20:00 UTC". */
    String withYear(int hour) {
        return FULL.format(at(hour)) + " UTC";
    }

    /** An instant of the run, for sentences [s]. */
    String withYear(double seconds) {
        return FULL.format(at(seconds)) + " UTC";
    }

    /**
     * The calendar months of a phase, named as 2027-03; those that do not fit whole are of their
     * part. An hour belongs to the month in which it begins.
     */
    List<Phase> months(Phase phase) {
        List<Phase> months = new ArrayList<>();
        YearMonth month = null;
        double from = phase.fromSeconds();
        for (int h = 0; h < hours.count(); h++) {
            if (hours.withinSeconds(h, phase) > 0) {
                YearMonth of = YearMonth.from(at(h));
                if (month != null && !of.equals(month)) {
                    months.add(new Phase(month.toString(), from, h * Hours.SECONDS));
                    from = h * Hours.SECONDS;
                }
                month = of;
            }
        }
        if (month != null) {
            months.add(new Phase(month.toString(), from, phase.toSeconds()));
        }
        return months;
    }
}
