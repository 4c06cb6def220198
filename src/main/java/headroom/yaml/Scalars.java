package headroom.yaml;

import headroom.yaml.Document.Scalar;
import headroom.yaml.Quantity.MalformedException;
import headroom.yaml.Quantity.Range;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads single values: numbers with units, names, instants, times of day.
 *
 * <p>Every method gives null where the text is wrong, after reporting why and what would be right.
 */
public final class Scalars {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern INSTANT = Pattern.compile("([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ].*");
    private static final Pattern CLOCK = Pattern.compile("([0-9]{1,2}):([0-9]{2})");
    private static final Pattern SAMPLE = Pattern.compile("([0-9]{1,9})(?:\\s*/\\s*([0-9]{1,9}))?");
    /** How a file spells an infinite number. */
    public static final String UNLIMITED = "unlimited";

    private static final int LINE_LIMIT = 500;
    private static final double DAY_SECONDS = 86_400;

    private final Problems problems;
    private final @Nullable Instant start;

    /** What a number or text must be: the key, with the unit and range that hold for it. */
    public record Spec(String name, Quantity unit, String range, Key.Form form) {
        public static Spec of(Key key, Spec around) {
            boolean outer = key.unit() == Quantity.OUTER;
            return new Spec(
                    key.name(),
                    outer ? around.unit() : key.unit(),
                    outer && key.range().isEmpty() ? around.range() : key.range(),
                    key.form());
        }
    }

    /** With the start of the run; null where it could not be read. */
    public Scalars(Problems problems, @Nullable Instant start) {
        this.problems = problems;
        this.start = start;
    }

    /** A value of this type; the types are those of the sections' components. */
    @Nullable
    public Object read(Class<?> type, Spec spec, Scalar scalar) {
        if (type == double.class || type == Double.class) {
            return number(spec, scalar);
        }
        if (type == int.class) {
            Double whole = whole(spec, scalar, Integer.MAX_VALUE);
            return whole == null ? null : (Object) whole.intValue();
        }
        if (type == long.class) {
            Double whole = whole(spec, scalar, 1L << 53);
            return whole == null ? null : (Object) whole.longValue();
        }
        if (type == boolean.class) {
            return oneOf(spec, scalar, List.of("true", "false"))
                    ? scalar.text().equals("true")
                    : null;
        }
        if (type == String.class) {
            return text(spec, scalar);
        }
        if (type == Instant.class) {
            return instant(spec, scalar);
        }
        if (type == ZoneId.class) {
            return zone(spec, scalar);
        }
        if (type == Fraction.class) {
            return sample(spec, scalar);
        }
        if (type.isEnum()) {
            return constant(type, spec, scalar);
        }
        throw new IllegalStateException("no reader of " + type);
    }

    /** A number in the inside unit, within its range; also a time, as seconds since the start. */
    private @Nullable Double number(Spec spec, Scalar scalar) {
        if (spec.form() == Key.Form.CLOCK) {
            return clock(spec, scalar);
        }
        if (spec.form() == Key.Form.ENDLESS && scalar.text().equals(UNLIMITED)) {
            return Double.POSITIVE_INFINITY;
        }
        boolean dated = spec.form() == Key.Form.MOMENT && scalar.text().matches("[0-9]{4}-.*");
        Double value = dated ? moment(spec, scalar) : measured(spec, scalar);
        if (value == null) {
            return null;
        }
        Range range = Range.of(spec.range(), spec.unit());
        if (!range.contains(value)) {
            boolean percent = spec.unit() == Quantity.RATIO
                    && !scalar.text().contains("%")
                    && range.contains(value / 100);
            String hint = percent ? "did you mean '" + scalar.text().strip() + " %'? " : "";
            refuse(
                    spec,
                    scalar,
                    Problems.quote(scalar.text()) + " is out of range",
                    hint + allowed(spec));
            return null;
        }
        return value;
    }

    /** A number with its unit; the unit's own complaint is passed on with the place. */
    private @Nullable Double measured(Spec spec, Scalar scalar) {
        try {
            return spec.unit().parse(scalar.text());
        } catch (MalformedException e) {
            String hint = e.hint().isEmpty() ? allowed(spec) : e.hint();
            String or = spec.form() == Key.Form.MOMENT ? ", or an instant" : "";
            refuse(spec, scalar, e.getMessage() + or, hint);
            return null;
        }
    }

    private static String allowed(Spec spec) {
        String or = spec.form() == Key.Form.ENDLESS ? ", or " + UNLIMITED : "";
        return spec.range().isEmpty() ? "" : "allowed: " + spec.range() + or;
    }

    /** A number without a fraction, small enough to be exact as a double. */
    private @Nullable Double whole(Spec spec, Scalar scalar, long limit) {
        Double value = number(spec, scalar);
        if (value == null) {
            return null;
        }
        if (value != Math.rint(value) || Math.abs(value) > limit) {
            String number = Problems.quote(scalar.text());
            refuse(spec, scalar, number + " is not a whole number within limits", allowed(spec));
            return null;
        }
        return value;
    }

    /** Seconds from the start to an instant; null without a report where the start is unknown. */
    private @Nullable Double moment(Spec spec, Scalar scalar) {
        Instant instant = instant(spec, scalar);
        if (instant == null || start == null) {
            return null;
        }
        Duration since = Duration.between(start, instant);
        return since.getSeconds() + since.getNano() / 1e9;
    }

    /** An instant with its offset, or a date for its midnight in UTC. */
    @Nullable
    public Instant instant(Spec spec, Scalar scalar) {
        String text = scalar.text().strip();
        try {
            if (DATE.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (INSTANT.matcher(text).matches()) {
                return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
            }
        } catch (DateTimeException e) {
            refuse(spec, scalar, Problems.quote(text) + " is no instant", reason(e));
            return null;
        }
        refuse(
                spec,
                scalar,
                "expects an instant, such as '2026-05-06T00:00Z', not " + Problems.quote(text),
                "a date alone means its midnight in UTC");
        return null;
    }

    /** What the calendar objects to, or how an instant is written. */
    private static String reason(DateTimeException e) {
        String message = String.valueOf(e.getMessage());
        String intro = "could not be parsed: ";
        int at = message.indexOf(intro);
        return at < 0
                ? "expects a date, T, a time and an offset: 2026-05-06T00:00Z"
                : message.substring(at + intro.length());
    }

    /** Seconds since midnight; 24:00 is the end of the day. */
    private @Nullable Double clock(Spec spec, Scalar scalar) {
        Matcher m = CLOCK.matcher(scalar.text().strip());
        if (m.matches()) {
            int seconds = Integer.parseInt(m.group(1)) * 3600 + Integer.parseInt(m.group(2)) * 60;
            if (Integer.parseInt(m.group(2)) < 60 && seconds <= DAY_SECONDS) {
                return (double) seconds;
            }
        }
        String given = Problems.quote(scalar.text());
        refuse(
                spec,
                scalar,
                "expects a time of day, such as \"05:00\", not " + given,
                "allowed: 00:00 to 24:00");
        return null;
    }

    /** A zone of the JDK's table; other ids, such as GMT+3, would escape the spelling check. */
    private @Nullable ZoneId zone(Spec spec, Scalar scalar) {
        Set<String> known = ZoneId.getAvailableZoneIds();
        if (known.contains(scalar.text())) {
            return ZoneId.of(scalar.text());
        }
        String hint = Problems.suggest(scalar.text(), new TreeSet<>(known));
        refuse(
                spec,
                scalar,
                "unknown time zone " + Problems.quote(scalar.text()),
                hint.startsWith("did") ? hint : "such as America/Los_Angeles, Europe/London, UTC");
        return null;
    }

    private @Nullable Fraction sample(Spec spec, Scalar scalar) {
        Matcher m = SAMPLE.matcher(scalar.text().strip());
        if (!m.matches()) {
            String given = Problems.quote(scalar.text());
            refuse(
                    spec,
                    scalar,
                    "expects a fraction of the cells, such as '2/625', or 1, not " + given,
                    "");
            return null;
        }
        int taken = Integer.parseInt(m.group(1));
        int of = m.group(2) == null ? 1 : Integer.parseInt(m.group(2));
        if (taken < 1 || taken > of) {
            String given = Problems.quote(scalar.text());
            refuse(spec, scalar, given + " is out of range", "allowed: above 0, at most 1");
            return null;
        }
        return new Fraction(taken, of);
    }

    /** A name, or a line of text without characters that a terminal or an editor would obey. */
    private @Nullable String text(Spec spec, Scalar scalar) {
        String text = scalar.text();
        if (spec.form() == Key.Form.LINE) {
            boolean fits = text.codePoints().noneMatch(Scalars::unprintable);
            if (fits && !text.isBlank() && text.length() <= LINE_LIMIT) {
                return text;
            }
            refuse(
                    spec,
                    scalar,
                    "expects one line of text",
                    "at most " + LINE_LIMIT + " characters");
            return null;
        }
        return isName(spec, scalar) ? text : null;
    }

    private static boolean unprintable(int point) {
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return Character.isISOControl(point) || surrogate || point == 0xFFFE || point == 0xFFFF;
    }

    /** Whether a text may be a name. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** Whether this is a name; what would be one is told if it is not. */
    public boolean isName(Spec spec, Scalar scalar) {
        if (isName(scalar.text())) {
            return true;
        }
        String near = scalar.text().strip().replaceAll("[^A-Za-z0-9_-]+", "-");
        refuse(
                spec,
                scalar,
                Problems.quote(scalar.text()) + " is no name",
                "allowed: letters, digits, '-' and '_', the first a letter or digit; at most 64"
                        + (isName(near) ? ", such as '" + near + "'" : ""));
        return false;
    }

    private boolean oneOf(Spec spec, Scalar scalar, List<String> names) {
        if (names.contains(scalar.text())) {
            return true;
        }
        refuse(
                spec,
                scalar,
                "expects " + String.join(" or ", names) + ", not " + Problems.quote(scalar.text()),
                Problems.nearest(scalar.text(), names)
                        .map(n -> "did you mean '" + n + "'?")
                        .orElse(""));
        return false;
    }

    /** A constant of a closed set, by its spelling. */
    private @Nullable Object constant(Class<?> type, Spec spec, Scalar scalar) {
        List<String> names = new ArrayList<>();
        for (Object constant : type.getEnumConstants()) {
            names.add(spelling((Enum<?>) constant));
        }
        if (!oneOf(spec, scalar, names)) {
            return null;
        }
        return type.getEnumConstants()[names.indexOf(scalar.text())];
    }

    /** How the file spells an enum constant: small letters, with hyphens. */
    public static String spelling(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Reports; where nothing stands at all, that is what is said. */
    private void refuse(Spec spec, Scalar scalar, String message, String hint) {
        boolean empty =
                scalar.plain() && (scalar.text().isEmpty() || scalar.text().equals("~"));
        String told = empty ? "has no value; give one, or leave the key out" : message;
        problems.error(scalar.place(), spec.name() + ": " + told, hint);
    }
}
