package headroom.quota;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The days, weeks or months of a time zone, laid out over a run: the instants at which they begin
 * [s since the start], from the one in force at the start to the first after the end.
 *
 * <p>Each begins at the first instant of its local day, so a day on which clocks change is an hour
 * shorter or longer, and where midnight is skipped it begins when the clocks have skipped it. Weeks
 * begin on Monday.
 */
public final class Calendar {
    private final double[] begins;

    private Calendar(double[] begins) {
        this.begins = begins;
    }

    /** What repeats. */
    public enum Period {
        DAY,
        WEEK,
        MONTH;

        private LocalDate begin(LocalDate day) {
            return switch (this) {
                case DAY -> day;
                case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
                case MONTH -> day.withDayOfMonth(1);
            };
        }

        private LocalDate next(LocalDate begin) {
            return switch (this) {
                case DAY -> begin.plusDays(1);
                case WEEK -> begin.plusWeeks(1);
                case MONTH -> begin.plusMonths(1);
            };
        }
    }

    /** The periods of a zone over a run. */
    public static Calendar over(Period period, ZoneId zone, Instant start, double horizonSeconds) {
        List<Double> begins = new ArrayList<>();
        LocalDate day = period.begin(start.atZone(zone).toLocalDate());
        for (double last = Double.NEGATIVE_INFINITY; last <= horizonSeconds; ) {
            Instant begin = day.atStartOfDay(zone).toInstant();
            double nanos = begin.getNano() - start.getNano();
            last = begin.getEpochSecond() - start.getEpochSecond() + nanos * 1e-9;
            begins.add(last);
            day = period.next(day);
        }
        return new Calendar(begins.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Periods of which the first is in force at the start, and the others begin at these [s]. */
    public static Calendar beginningAt(double... laterSeconds) {
        double[] begins = new double[laterSeconds.length + 2];
        System.arraycopy(laterSeconds, 0, begins, 1, laterSeconds.length);
        begins[begins.length - 1] = Double.POSITIVE_INFINITY;
        return new Calendar(begins);
    }

    /** Index of the period in force at an instant of the run. */
    int at(double timeSeconds) {
        int i = Arrays.binarySearch(begins, timeSeconds);
        return i >= 0 ? i : -i - 2;
    }

    /** When a period begins [s]; of the one in force at the start at or before 0. */
    double beginSeconds(int index) {
        return begins[index];
    }

    /** Mean length of a period [s]. */
    double meanSeconds() {
        int last = begins.length - 1;
        return (begins[last] - begins[0]) / last;
    }
}
