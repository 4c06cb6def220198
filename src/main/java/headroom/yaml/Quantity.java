package headroom.yaml;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a number measures, and the units it may be written in.
 *
 * <p>A value is a decimal number, an optional multiplier (k, M, B, T) and a unit: {@code 300 MW},
 * {@code 2 M tokens/min}, {@code $1.25 B/month}. Durations may be compound, {@code 1h30m}, and
 * take no multiplier. Only a quantity of unit 1 may stand without a unit. Text becomes the double
 * nearest to the decimal value in the inside unit, by decimal arithmetic: {@code 35 %} is the
 * double 0.35.
 */
public enum Quantity {
    /** A number of unit 1. */
    NUMBER("a number", "2", "", ":1"),
    /** A share or ratio of unit 1. */
    RATIO("a share", "85 %", "", ":1 %:1/100"),
    /** Seconds. */
    DURATION(
            "a duration",
            "90 s",
            "s",
            "s:1 ns:1/1e9 us:1/1e6 \u00b5s:1/1e6 ms:1/1e3 sec:1 min:60 m:60 h:3600 hour:3600"
                    + " hours:3600 d:86400 day:86400 days:86400 w:604800 week:604800 weeks:604800"),
    /** Watts. */
    POWER("a power", "300 MW", "W", "W:1 kW:1e3 MW:1e6 GW:1e9"),
    /** Tokens. */
    TOKENS("a number of tokens", "32 k tokens", "tokens", "tokens:1 token:1"),
    /** Tokens per second. */
    TOKEN_RATE(
            "a token rate",
            "2 M tokens/min",
            "tokens/s",
            "tokens/s:1 tokens/min:1/60 tokens/h:1/3600 tokens/d:1/86400 token/s:1 token/min:1/60"),
    /** Events per second. */
    RATE("a rate", "4000 /min", "/s", "/s:1 /min:1/60 /h:1/3600 /d:1/86400"),
    /** Relative growth per month. */
    GROWTH("a growth", "35 %/month", "/month", "/month:1 %/month:1/100"),
    /** Usage credits. */
    CREDITS("a number of credits", "0.55 M credits", "credits", "credits:1 credit:1"),
    /** Dollars. */
    DOLLARS("an amount of money", "$100", "$", "$:1"),
    /** Dollars per month. */
    MONTHLY_PRICE("a price per month", "$20/month", "$/month", "$/month:1 $/year:1/12"),
    /** Dollars per token. */
    TOKEN_PRICE(
            "a price per token",
            "$5/Mtoken",
            "$/token",
            "$/token:1 $/ktoken:1/1e3 $/Mtoken:1/1e6 $/Mtokens:1/1e6"),
    /** Dollars per joule. */
    ENERGY_PRICE("a price of energy", "60 $/MWh", "$/J", "$/J:1 $/kWh:1/3.6e6 $/MWh:1/3.6e9"),
    /** Dollars per GPU and second. */
    GPU_PRICE("a price per GPU-hour", "2.35 $/GPU-h", "$/GPU-s", "$/GPU-s:1 $/GPU-h:1/3600"),
    /** GPU-seconds. */
    GPU_TIME("an amount of GPU time", "900 GPU-h", "GPU-s", "GPU-s:1 GPU-h:3600 GPU-d:86400"),
    /** Bytes. */
    BYTES(
            "an amount of memory",
            "140 GB",
            "bytes",
            "bytes:1 byte:1 kB:1e3 MB:1e6 GB:1e9 TB:1e12 KiB:1024 MiB:1048576 GiB:1073741824"),
    /** Bytes per second. */
    BANDWIDTH(
            "a bandwidth",
            "50 GB/s",
            "bytes/s",
            "bytes/s:1 byte/s:1 kB/s:1e3 MB/s:1e6 GB/s:1e9 TB/s:1e12 Gbit/s:125e6 Tbit/s:125e9"),
    /** Operations per second. */
    COMPUTE(
            "a rate of operations",
            "989 TFLOP/s",
            "FLOP/s",
            "FLOP/s:1 GFLOP/s:1e9 TFLOP/s:1e12 PFLOP/s:1e15"),
    /** Whatever the key around it measures. */
    OUTER("a value", "", "", "");

    private static final ImmutableMap<String, BigDecimal> MULTIPLIERS = ImmutableMap.of(
            "", BigDecimal.ONE,
            "k", new BigDecimal("1e3"),
            "M", new BigDecimal("1e6"),
            "B", new BigDecimal("1e9"),
            "T", new BigDecimal("1e12"));

    /** A decimal number; underscores may group its digits. */
    public static final String NUMBER_PATTERN =
            "[-+]?[0-9]+(?:_[0-9]+)*(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?";

    private static final Pattern VALUE = Pattern.compile("(?<dollar>\\$ ?)?(?<number>"
            + NUMBER_PATTERN + ")\\s*" + "(?<multiplier>[kMBT](?![A-Za-z]))?\\s*(?<unit>.*)");
    private static final Pattern PART =
            Pattern.compile("(" + NUMBER_PATTERN + ")\\s*([a-z\u00b5]*)\\s*");
    /** Digits apart: in groups of three, or by a comma. */
    private static final Pattern THOUSANDS =
            Pattern.compile("(\\$ ?)?[-+]?[0-9]{1,3}(?:[,' ][0-9]{3})+(?![0-9,]).*");

    private static final Pattern COMMA = Pattern.compile("(\\$ ?)?[-+]?[0-9]+(?:,[0-9]+)+.*");
    private static final int LENGTH_LIMIT = 200;

    /** Of shorter units every other is as near. */
    private static final int LEAST_LETTERS = 3;

    private final String noun;
    private final String example;
    private final String canonical;
    private final ImmutableMap<String, BigDecimal[]> units;

    Quantity(String noun, String example, String canonical, String table) {
        this.noun = noun;
        this.example = example;
        this.canonical = canonical;
        ImmutableMap.Builder<String, BigDecimal[]> builder = ImmutableMap.builder();
        for (String entry : table.isEmpty() ? new String[0] : table.split(" ", -1)) {
            int colon = entry.indexOf(':');
            String[] factor = entry.substring(colon + 1).split("/", 2);
            BigDecimal over = factor.length == 2 ? new BigDecimal(factor[1]) : BigDecimal.ONE;
            builder.put(
                    entry.substring(0, colon), new BigDecimal[] {new BigDecimal(factor[0]), over});
        }
        this.units = builder.buildOrThrow();
    }

    /** What it is, with an article. */
    public String noun() {
        return noun;
    }

    /** A value as it may be written. */
    public String example() {
        return example;
    }

    /** The unit used inside; empty for 1. */
    public String canonicalUnit() {
        return canonical;
    }

    /** Every accepted spelling of a unit, the inside one first; "" where none is needed. */
    public ImmutableSet<String> units() {
        return units.keySet();
    }

    /** The value in the inside unit; never infinite. */
    public double parse(String text) throws MalformedException {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            throw new MalformedException("has no value; expects " + expected(), "");
        }
        if (trimmed.length() > LENGTH_LIMIT) {
            throw new MalformedException("is too long to be " + noun, "");
        }
        if (THOUSANDS.matcher(trimmed).matches() || COMMA.matcher(trimmed).matches()) {
            throw new MalformedException(
                    quoted(trimmed) + " is not one number; expects " + expected(), apart(trimmed));
        }
        BigDecimal value = this == DURATION ? duration(trimmed) : simple(trimmed);
        double result = value.doubleValue();
        if (Double.isInfinite(result)) {
            throw new MalformedException(Problems.quote(trimmed) + " is too large", "");
        }
        return result == 0 ? 0 : result;
    }

    /** Number, multiplier, unit; a dollar sign may stand in front instead. */
    private BigDecimal simple(String text) throws MalformedException {
        Matcher m = VALUE.matcher(text);
        if (!m.matches()) {
            throw new MalformedException("expects " + expected() + ", not " + quoted(text), "");
        }
        String multiplier = m.group("multiplier") == null ? "" : m.group("multiplier");
        String unit = m.group("unit").replaceAll("\\s*/\\s*", "/").replaceAll("\\s+", " ");
        BigDecimal[] factor = factor(m.group("dollar") == null ? unit : "$" + unit, text);
        if (this == DURATION) {
            throw new MalformedException("a duration takes no multiplier", unitsHint());
        }
        BigDecimal scaled = decimal(m.group("number")).multiply(MULTIPLIERS.get(multiplier));
        return scaled.multiply(factor[0]).divide(factor[1], MathContext.DECIMAL128);
    }

    /** A sum of numbers with units of time; a sign in front holds for all of them. */
    private BigDecimal duration(String text) throws MalformedException {
        Matcher m = PART.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int end = 0;
        while (m.find() && m.start() == end) {
            boolean signed = end > 0 && !Character.isDigit(m.group(1).charAt(0));
            boolean unitless = m.group(2).isEmpty() && m.end() < text.length();
            // of 1 kW and 1 token/s this sees k and token: what they are, the whole unit says
            boolean other = end == 0 && !m.group(2).isEmpty() && !units.containsKey(m.group(2));
            if (signed || unitless || other) {
                break;
            }
            BigDecimal[] factor = factor(m.group(2), text.substring(m.start()));
            BigDecimal part = decimal(m.group(1)).multiply(factor[0]);
            part = part.divide(factor[1], MathContext.DECIMAL128);
            sum = text.startsWith("-") && end > 0 ? sum.subtract(part) : sum.add(part);
            end = m.end();
        }
        return end == text.length() && end > 0 ? sum : simple(text);
    }

    private static BigDecimal decimal(String digits) {
        return new BigDecimal(digits.replace("_", ""));
    }

    /** The unit's factor as a fraction; an error names what the unit measures instead. */
    private BigDecimal[] factor(String unit, String text) throws MalformedException {
        BigDecimal[] factor = units.get(unit);
        if (factor != null) {
            return factor;
        }
        if (unit.isEmpty()) {
            throw new MalformedException(quoted(text) + " has no unit; expects " + expected(), "");
        }
        for (Quantity other : values()) {
            boolean compound = this != DURATION && other == DURATION && isCompound(text);
            if (other.units.containsKey(unit) || compound) {
                throw new MalformedException(
                        quoted(text) + " is " + other.noun + "; expects " + expected(),
                        unitsHint());
            }
        }
        String near = Problems.nearest(unit, units.keySet())
                .filter(each -> each.equalsIgnoreCase(unit) || unit.length() >= LEAST_LETTERS)
                .orElse("");
        throw new MalformedException(
                "unknown unit " + quoted(unit) + "; expects " + expected(),
                near.isEmpty() ? unitsHint() : "did you mean '" + near + "'?");
    }

    /** Whether a text is a duration of several parts, such as 1h30m. */
    private static boolean isCompound(String text) {
        Matcher m = PART.matcher(text);
        int parts = 0;
        int end = 0;
        while (m.find() && m.start() == end && DURATION.units.containsKey(m.group(2))) {
            end = m.end();
            parts++;
        }
        return parts > 1 && end == text.length();
    }

    /** How thousands are written, or else fractions. */
    private String apart(String text) {
        if (!THOUSANDS.matcher(text).matches()) {
            return "fractions are written with a point: " + quoted(text.replace(',', '.'));
        }
        return "thousands are written "
                + quoted(text.replaceAll("(?<=[0-9])[,' ](?=[0-9]{3})", "_"))
                + (this == DURATION ? "" : ", or with k, M, B or T: 12_000 is 12 k");
    }

    private String unitsHint() {
        Set<String> named = new LinkedHashSet<>(units.keySet());
        boolean bare = named.remove("");
        if (named.isEmpty()) {
            return "no unit is needed; k, M, B and T multiply by 10^3, 10^6, 10^9 and 10^12";
        }
        return "units: " + String.join(", ", named) + (bare ? ", or none" : "");
    }

    private String expected() {
        return noun + ", such as '" + example + "'";
    }

    private static String quoted(String text) {
        return Problems.quote(text);
    }

    /**
     * The value in the inside unit, in the fewest digits that give the same double when read back:
     * 15 to 17. (The JDK's own text of a double differs between its versions.)
     */
    public String format(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
        String number = whole ? Long.toString((long) value) : shortest(value);
        return canonical.isEmpty() ? number : number + " " + canonical;
    }

    private static String shortest(double value) {
        BigDecimal exact = new BigDecimal(value);
        for (int digits = 15; digits < 17; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                return rounded.stripTrailingZeros().toString();
            }
        }
        return exact.round(new MathContext(17)).stripTrailingZeros().toString();
    }

    /** Text that is no such quantity. */
    public static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String hint;

        MalformedException(String message, String hint) {
            super(message);
            this.hint = hint;
        }

        public String hint() {
            return hint;
        }
    }

    /** An interval of values, written as in {@code (0 s, 1 d]}; a bound left empty is infinite. */
    public record Range(double low, boolean lowOpen, double high, boolean highOpen, String text) {
        public static Range of(String text, Quantity unit) {
            if (text.isEmpty()) {
                return new Range(
                        Double.NEGATIVE_INFINITY, true, Double.POSITIVE_INFINITY, true, "");
            }
            String[] bounds = text.substring(1, text.length() - 1).split(",", -1);
            double low = bound(bounds[0], Double.NEGATIVE_INFINITY, unit);
            double high = bound(bounds[1], Double.POSITIVE_INFINITY, unit);
            return new Range(low, text.startsWith("("), high, text.endsWith(")"), text);
        }

        private static double bound(String text, double open, Quantity unit) {
            try {
                return text.isBlank() ? open : unit.parse(text);
            } catch (MalformedException e) {
                throw new IllegalStateException("range " + text + ": " + e.getMessage(), e);
            }
        }

        public boolean contains(double value) {
            boolean above = lowOpen ? value > low : value >= low;
            return above && (highOpen ? value < high : value <= high);
        }
    }
}
