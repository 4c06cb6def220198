package headroom.workload;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Strict readings of the values that stand in traces; what is wrong throws with its place. */
final class TraceFields {
    private static final Pattern TIMESTAMP = Pattern.compile(
            "(\\d{4})-(\\d{2})-(\\d{2})[ T](\\d{2}):(\\d{2}):(\\d{2})(?:\\.(\\d{1,9}))?"
                    + "(?:Z|\\+00:?00)?");
    private static final Pattern DECIMAL =
            Pattern.compile("\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d{1,3})?|\\.\\d+");
    private static final Pattern COUNT = Pattern.compile("\\d{1,10}");
    private static final int FIRST_YEAR = 1970;
    private static final int LAST_YEAR = 2200;
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private TraceFields() {}

    /** Nanoseconds from 1970-01-01 00:00 UTC to a timestamp in UTC. */
    static long timestampNanos(String file, long line, String text) {
        Matcher m = TIMESTAMP.matcher(text.strip());
        if (!m.matches()) {
            throw badTimestamp(file, line, text);
        }
        int year = Integer.parseInt(m.group(1));
        if (year < FIRST_YEAR || year > LAST_YEAR) {
            throw badTimestamp(file, line, text);
        }
        String decimals = m.group(7);
        String nineDecimals = ((decimals == null ? "" : decimals) + "000000000").substring(0, 9);
        int nanos = Integer.parseInt(nineDecimals);
        try {
            LocalDate date =
                    LocalDate.of(year, Integer.parseInt(m.group(2)), Integer.parseInt(m.group(3)));
            LocalTime time = LocalTime.of(
                    Integer.parseInt(m.group(4)),
                    Integer.parseInt(m.group(5)),
                    Integer.parseInt(m.group(6)),
                    nanos);
            return date.toEpochDay() * NANOS_PER_DAY + time.toNanoOfDay();
        } catch (DateTimeException e) {
            throw badTimestamp(file, line, text);
        }
    }

    /** A time in seconds, at least 0. */
    static double seconds(String file, long line, String field, String text) {
        String stripped = text.strip();
        double value = DECIMAL.matcher(stripped).matches() ? Double.parseDouble(stripped) : -1;
        if (!(value >= 0 && value <= Double.MAX_VALUE)) {
            throw new TraceException(
                    file,
                    line,
                    field + " is " + shown(text) + "; expected seconds of at least 0, like 12.5");
        }
        return value;
    }

    /** A number, which may be negative; NaN where the text is none. */
    static double number(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        if (!DECIMAL.matcher(digits).matches()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(digits);
        return negative ? -value : value;
    }

    /** A count of tokens. */
    static int tokens(String file, long line, String field, String text) {
        String stripped = text.strip();
        long value = COUNT.matcher(stripped).matches() ? Long.parseLong(stripped) : -1;
        return tokens(file, line, field, value, shown(text));
    }

    /** A count of tokens that is already a number. */
    static int tokens(String file, long line, String field, long value, String shown) {
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new TraceException(
                    file,
                    line,
                    field + " is " + shown + "; expected a whole number of tokens from 0 to "
                            + Integer.MAX_VALUE + ", like 374");
        }
        return (int) value;
    }

    /** The text in quotes, shortened, without anything that would upset a terminal. */
    static String shown(String text) {
        String start = text.length() > 40 ? text.substring(0, 40) + "..." : text;
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }

    private static TraceException badTimestamp(String file, long line, String text) {
        return new TraceException(
                file,
                line,
                "timestamp is " + shown(text)
                        + "; expected a date and time in UTC, like 2023-11-16 18:15:46.6805900");
    }
}
