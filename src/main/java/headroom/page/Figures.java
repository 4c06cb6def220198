package headroom.page;

import tools.jackson.core.io.NumberOutput;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How numbers are written for people: a half-width gets one significant digit, two where the first
 * is 1, and its number as many decimals. A number that is smaller than its half-width, but not
 * negligible beside it, gets two significant digits; one without a half-width gets three.
 */
public final class Figures {
    /** Shown where nothing of the kind was measured. */
    public static final String ABSENT = "–";
    /** Shown where it was measured but nothing was there to observe. */
    public static final String NO_OBSERVATION = "no data";

    private static final int MAX_DECIMALS = 4;
    /** So many times smaller than its half-width a number is nothing beside it. */
    private static final double NOTHING = 20;
    /** Of a number that is the same in all replications, sums of thousands of doubles [1]. */
    private static final double ROUNDING = 1e-12;

    private Figures() {}

    /** A unit for people and the factor that brings a number into it. */
    public record Scale(double factor, String unit) {
        /** The scale at which the largest of some numbers reads well. */
        public static Scale of(String unit, double largest) {
            return switch (unit) {
                case "share" -> new Scale(100, "%");
                case "s" -> time(largest);
                case "1/s" ->
                    largest > 0 && largest < 1e-3 ? new Scale(86_400, "/d") : new Scale(1, "/s");
                case "1", "" -> new Scale(1, "");
                case "W" -> watts(largest);
                case "MW" ->
                    largest > 0 && largest < 0.2 ? new Scale(1000, "kW") : new Scale(1, "MW");
                case "MWh" -> largest >= 10_000 ? new Scale(1e-3, "GWh") : new Scale(1, "MWh");
                case "MWh/day" ->
                    largest >= 10_000 ? new Scale(1e-3, "GWh/day") : new Scale(1, "MWh/day");
                case "token/s", "credit/s" -> prefixed(largest, "G", unit);
                case "$", "$/month" -> prefixed(largest, "B", unit);
                default -> new Scale(1, unit);
            };
        }

        /** The scale at which some numbers read well side by side; unknown ones do not count. */
        public static Scale ofAll(String unit, DoubleStream values) {
            DoubleSummaryStatistics sizes = values.map(Math::abs)
                    .filter(each -> each > 0 && Double.isFinite(each))
                    .summaryStatistics();
            // a second is seen among hours only as seconds
            boolean wide = unit.equals("s") && sizes.getMin() < 0.01 * 3600;
            double largest = sizes.getCount() == 0 ? 0 : sizes.getMax();
            return of(unit, wide ? Math.min(largest, 3600) : largest);
        }

        private static Scale time(double largest) {
            if (largest >= 3 * 3600) {
                return new Scale(1.0 / 3600, "h");
            }
            return largest > 0 && largest < 1 ? new Scale(1000, "ms") : new Scale(1, "s");
        }

        private static Scale watts(double largest) {
            if (largest >= 2e5) {
                return new Scale(1e-6, "MW");
            }
            return largest >= 1000 ? new Scale(1e-3, "kW") : new Scale(1, "W");
        }

        private static Scale prefixed(double largest, String billions, String unit) {
            if (largest >= 1e9) {
                return new Scale(1e-9, billions + unit);
            }
            if (largest >= 1e6) {
                return new Scale(1e-6, "M" + unit);
            }
            return largest >= 1e4 ? new Scale(1e-3, "k" + unit) : new Scale(1, unit);
        }
    }

    /** "0.42 ± 0.03", "0.420" where the half-width is unknown, "no data" where the value is. */
    public static String withError(double value, double halfWidth) {
        String error = error(value, halfWidth);
        String number = number(value, halfWidth);
        return error.isEmpty() || !Double.isFinite(value) ? number : number + " ± " + error;
    }

    /**
     * The same, but what is swamped by its half-width keeps two digits, "9.4 ± 500": for numbers
     * that are never 0 by themselves, so that a mean can be told from another.
     */
    public static String withDigits(double value, double halfWidth) {
        double size = Math.abs(value);
        return size > 0 && size <= halfWidth / NOTHING && Double.isFinite(halfWidth)
                ? fixed(value, twoDigits(size)) + " ± " + fixed(halfWidth, decimals(halfWidth))
                : withError(value, halfWidth);
    }

    /** The number alone, as precise as its half-width allows. */
    public static String number(double value, double halfWidth) {
        if (!Double.isFinite(value)) {
            return NO_OBSERVATION;
        }
        if (!Double.isFinite(halfWidth) || isNone(value, halfWidth)) {
            return plain(value);
        }
        return fixed(value, decimals(value, halfWidth));
    }

    /** The half-width alone, with the decimals of its number; empty where it is unknown. */
    public static String error(double value, double halfWidth) {
        if (!Double.isFinite(halfWidth)) {
            return "";
        }
        if (isNone(value, halfWidth)) {
            return "0";
        }
        BigDecimal smallest = BigDecimal.ONE.movePointLeft(MAX_DECIMALS);
        return decimal(halfWidth).compareTo(smallest) < 0
                ? "<" + smallest.toPlainString()
                : fixed(halfWidth, decimals(value, halfWidth));
    }

    /** Whether a half-width is 0, or what rounding leaves of it beside the number. */
    private static boolean isNone(double value, double halfWidth) {
        return halfWidth <= ROUNDING * Math.abs(value);
    }

    /** Three significant digits, thousands parted: "0.420", "38.0", "23,412". */
    public static String plain(double value) {
        if (!Double.isFinite(value)) {
            return NO_OBSERVATION;
        }
        BigDecimal rounded = decimal(value).round(new MathContext(3));
        if (rounded.signum() == 0) {
            return "0";
        }
        return fixed(value, clamp(3 - (rounded.precision() - rounded.scale()), 0));
    }

    /** Fixed decimals; a negative number of them rounds to tens, hundreds and so on. */
    public static String fixed(double value, int decimals) {
        BigDecimal rounded = decimal(value).setScale(decimals, RoundingMode.HALF_EVEN);
        return String.format(Locale.ROOT, "%,." + Math.max(0, decimals) + "f", rounded);
    }

    /**
     * The shortest decimal number that reads back to the same double. {@code BigDecimal.valueOf}
     * goes by {@code Double.toString}, which was mended in JDK 19 and so differs between JDKs.
     */
    public static BigDecimal decimal(double value) {
        return new BigDecimal(NumberOutput.toString(value, true));
    }

    private static int decimals(double value, double halfWidth) {
        int enough = decimals(halfWidth);
        double size = Math.abs(value);
        // "13 ± 28", not "10 ± 30"; what is nothing beside its error needs no digits
        return size < halfWidth && size > halfWidth / NOTHING
                ? Math.max(enough, twoDigits(size))
                : enough;
    }

    /** Decimals that show two significant digits of a number. */
    private static int twoDigits(double size) {
        BigDecimal two = decimal(size).round(new MathContext(2));
        return clamp(2 - (two.precision() - two.scale()), -6);
    }

    private static int decimals(double halfWidth) {
        BigDecimal one = decimal(halfWidth).round(new MathContext(1));
        int place = one.precision() - one.scale();
        int digits = one.unscaledValue().intValue() == 1 ? 2 : 1;
        return clamp(digits - place, -6);
    }

    private static int clamp(int decimals, int least) {
        return Math.max(least, Math.min(MAX_DECIMALS, decimals));
    }
}
